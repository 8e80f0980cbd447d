"""Rules that data and prose share: what a macro call, a link or a quantity must be."""

from __future__ import annotations

from collections.abc import Iterator

from macros import anchors, links, text
from macros.load import Loaded
from macros.mistakes import Mistake, nearest


def call_target(call: text.Call, file: str, line: int, loaded: Loaded) -> Iterator[Mistake]:
    collection = {"fig": "figures", "cite": "sources"}.get(call.macro)
    if collection and call.argument not in loaded.known[collection]:
        hint = nearest(call.argument, loaded.known[collection])
        yield Mistake(file, line, f"{call.macro} must name one of data/{collection}.yml, found '{call.argument}'", hint)
    if call.macro == "given" and not call.argument.strip():
        yield Mistake(file, line, "given must hold the words of the assumption, found nothing")


def link_target(target: str, file: str, line: int, loaded: Loaded) -> Iterator[Mistake]:
    if target.startswith("https://"):
        return
    found = links.target(target)
    if found is None:
        hint = "write '/topics/cdn.md#ttl', from the root of docs/"
        yield Mistake(file, line, f"a link must lead to a page of docs/ or to https://, found '{target}'", hint)
        return
    page, anchor = found
    if page not in loaded.catalog.prose:
        pages = [f"/{known}.md" for known in loaded.catalog.prose]
        yield Mistake(file, line, f"a link must lead to a page that exists, found '{target}'", nearest(target, pages))
        return
    known = known_anchors(page, loaded)
    if anchor and known is not None and anchor not in known:
        yield Mistake(file, line, f"'{page}' must have the anchor '#{anchor}', found none", nearest(anchor, known))


def known_anchors(page: str, loaded: Loaded) -> set[str] | None:
    """The anchors of a page, or None where its record could not be read and they are not known."""
    prose = loaded.catalog.prose[page]
    known = {heading.anchor for heading in prose.headings} | set(anchors.RESERVED)
    if page == "numbers":
        return known | loaded.known["figures"]
    if page == "glossary":
        return known | loaded.known["glossary"]
    if page == "sources":
        return known | loaded.known["sources"]
    if prose.record is None:
        return None if prose.macros else known
    record = loaded.catalog.pages.get(page)
    return known | {anchor.id for anchor in anchors.anchors(record)} if record else None


def naked(quantity: str, file: str, line: int) -> Mistake:
    hint = 'fig("…") for what a formula gives, cite("…") in the sentence, or given("…") for an assumption'
    return Mistake(file, line, f"a quantity must be derived, cited or declared, found '{quantity}'", hint)
