"""Rules for the addresses that have moved: each leads, in one step, from nothing to something that exists."""

from __future__ import annotations

from collections.abc import Iterator

from macros import links
from macros.load import Loaded
from macros.mistakes import Mistake
from macros.rules import references


def check_redirects(loaded: Loaded) -> Iterator[Mistake]:
    """A chain or a loop needs no rule of its own: what a redirect leads to exists, what it leads from does not."""
    document = loaded.documents["redirects"]
    moved = {redirect.old: redirect.new for redirect in loaded.catalog.redirects}
    seen: set[str] = set()
    for redirect in loaded.catalog.redirects:
        # Those with a mistake of form are not in the list, so the place is found by what stands there.
        index = next(i for i, item in enumerate(document.data) if item == redirect.model_dump())
        line = document.line((index, "old"))
        if redirect.old in seen:
            yield Mistake(document.file, line, f"an old address must stand once, found '{redirect.old}' again")
        seen.add(redirect.old)
        yield from _gone(redirect.old, moved, line, loaded)
        if redirect.new in moved:
            text = f"a redirect must lead to where the reader ends, found '{redirect.new}', which has moved too"
            hint = "" if moved[redirect.new] in moved else f"lead to '{moved[redirect.new]}'"
            yield Mistake(document.file, document.line((index, "new")), text, hint)
        else:
            yield from references.link_target(redirect.new, document.file, document.line((index, "new")), loaded)


def _gone(old: str, moved: dict[str, str], line: int, loaded: Loaded) -> Iterator[Mistake]:
    """What has moved must be gone: a redirect beside the page or anchor itself would never be followed."""
    file = loaded.documents["redirects"].file
    page, anchor = links.target(old) or ("", "")
    exists = page in loaded.catalog.prose
    if exists and not anchor:
        yield Mistake(file, line, f"an old address must be gone, found the page docs{old}")
    if exists and anchor in (references.known_anchors(page, loaded) or ()):
        yield Mistake(file, line, f"an old address must be gone, found '#{anchor}' on its page")
    if not exists and anchor and old.partition("#")[0] not in moved:
        text = f"an old anchor must be on a page that exists or has moved, found no page '{page}'"
        yield Mistake(file, line, text, f"add a redirect for '{old.partition('#')[0]}'")
