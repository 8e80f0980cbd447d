"""Rules for the pages of `docs/`: the record each argues about, the frame of its kind, its links and quantities."""

from __future__ import annotations

from collections.abc import Iterator

from macros import evidence, text
from macros.load import FOLDERS, Loaded
from macros.mistakes import Mistake, nearest
from macros.model import Page
from macros.pages import KINDS, Heading, Prose
from macros.rules import references
from macros.text import CALL

# What a page of each kind calls, in this order; a decision, table or diagram stands anywhere between first and last.
FRAMES = {
    "topics": ["lead", "closing"],
    "deep-dives": ["lead", "steps", "parameters", "failures", "closing"],
    "problems": ["lead", "asks", "estimates", "walk", "clock", "closing"],
}
# The sections that the writer sets around those calls, in this order; others may stand between them.
SECTIONS = {
    "topics": [],
    "deep-dives": [
        "The problem",
        "The obvious answer, and where it fails",
        "The design",
        "Step by step",
        "Parameters",
        "When it fails",
    ],
    "problems": ["What is asked", "The estimate", "The walk", "The clock"],
}
# Macros that place one entry of the record, and the field that holds the entries: each entry is placed exactly once.
PLACED = {"decision": "decisions", "table": "tables", "diagram": "diagrams"}
# What the other pages may call.
SITE_MACROS = {
    "all_corrections",
    "bibliography",
    "home",
    "index_of",
    "licences",
    "matrix",
    "numbers",
    "served_by",
    "sources",
    "terms",
}


def check_pages(loaded: Loaded) -> Iterator[Mistake]:
    yield from _bijection(loaded)
    for prose in loaded.catalog.prose.values():
        yield from _prose_text(prose, loaded)
        yield from _frame(prose, loaded)


def _bijection(loaded: Loaded) -> Iterator[Mistake]:
    """Every record has its page, every page its record; an id names one record over all kinds."""
    seen: dict[str, str] = {}
    for folder, (attribute, _) in FOLDERS.items():
        for key in loaded.known[attribute]:
            if key in seen:
                document = loaded.documents[f"{folder}/{key}"]
                yield Mistake(document.file, 1, f"an id must name one record, found '{key}' in data/{seen[key]} too")
            seen[key] = folder
    for folder, (attribute, _) in FOLDERS.items():
        for key in loaded.known[attribute]:
            if f"{folder}/{key}" not in loaded.catalog.prose:
                document = loaded.documents[f"{folder}/{key}"]
                yield Mistake(document.file, 1, f"a record must have its page, found no docs/{folder}/{key}.md")
    for page, prose in loaded.catalog.prose.items():
        folder, _, key = page.partition("/")
        if key and folder in FOLDERS and key not in loaded.known[FOLDERS[folder][0]]:
            yield Mistake(prose.file, 1, f"a page must have its record, found no data/{page}.yml")


def _prose_text(prose: Prose, loaded: Loaded) -> Iterator[Mistake]:
    for match in CALL.finditer(prose.body):
        yield from references.call_target(
            text.Call(match[1], match[2]), prose.file, prose.line_at(match.start()), loaded
        )
    for link in prose.links:
        if link.target.startswith(("/", "javascript:")) and ".md" in link.target:
            yield from references.link_target(link.target, prose.file, link.line, loaded)
    for found in evidence.naked(prose.body):
        yield references.naked(found.quantity, prose.file, prose.line_at(found.position))


def _frame(prose: Prose, loaded: Loaded) -> Iterator[Mistake]:
    folder, _, key = prose.id.partition("/")
    record = loaded.catalog.pages.get(prose.id)
    if folder not in FOLDERS or not key:
        yield from _plain_page(prose)
        return
    if record is None:
        return  # told already: there is no record, or it has a mistake
    front = next(name for name, kind in KINDS.items() if kind == folder)
    if prose.record != (folder, key):
        yield Mistake(prose.file, 1, f"front matter must say '{front}: {key}', found {prose.meta or 'nothing'}")
        return
    yield from _title(prose, record.title)
    yield from _order(prose, folder)
    yield from _placed(prose, record)


def _plain_page(prose: Prose) -> Iterator[Mistake]:
    if not prose.meta.get("description"):
        yield Mistake(prose.file, 1, "front matter must have a 'description' for search engines and link previews")
    for macro in prose.macros:
        if macro.name not in SITE_MACROS:
            text_ = f"'{macro.name}' is no macro of this kind of page"
            yield Mistake(prose.file, macro.line, text_, nearest(macro.name, SITE_MACROS))


def _title(prose: Prose, title: str) -> Iterator[Mistake]:
    first = prose.headings[0] if prose.headings else Heading(prose.first_line, 1, "", "")
    if (first.level, first.title) != (1, title):
        yield Mistake(
            prose.file, first.line, f"the first heading must be '# {title}', the record's title, found '{first.title}'"
        )


def _order(prose: Prose, folder: str) -> Iterator[Mistake]:
    called = [macro.name for macro in prose.macros if macro.name in FRAMES[folder]]
    if called != FRAMES[folder]:
        text_ = f"the page must call {', '.join(FRAMES[folder])} once each, in this order; found {', '.join(called) or 'none'}"
        yield Mistake(prose.file, prose.first_line, text_)
    elif (prose.macros[0].name, prose.macros[-1].name) != ("lead", "closing"):
        yield Mistake(prose.file, prose.macros[0].line, "lead must be the first macro of the page and closing the last")
    titles = [heading.title for heading in prose.headings if heading.level == 2]
    sections = [title for title in titles if title in SECTIONS[folder]]
    if sections != SECTIONS[folder]:
        text_ = f"the page must have the sections {' · '.join(SECTIONS[folder])}, in this order; found {' · '.join(sections)}"
        yield Mistake(prose.file, prose.first_line, text_)
    for macro in prose.macros:
        known = {*FRAMES[folder], *PLACED}
        if macro.name not in known:
            yield Mistake(
                prose.file, macro.line, f"'{macro.name}' is no macro of this kind of page", nearest(macro.name, known)
            )


def _placed(prose: Prose, record: Page) -> Iterator[Mistake]:
    for name, field in PLACED.items():
        ids = [item.id for item in getattr(record, field)]
        placed = [(macro.arguments[-1], macro.line) for macro in prose.calls_of(name) if macro.arguments]
        for key, line in placed:
            if key not in ids:
                yield Mistake(
                    prose.file, line, f"{name} must name an entry of '{field}', found '{key}'", nearest(key, ids)
                )
        for key in ids:
            times = sum(1 for placed_key, _ in placed if placed_key == key)
            if times != 1:
                yield Mistake(
                    prose.file, prose.first_line, f"the page must place {name} '{key}' once, found it {times} times"
                )
    for decision in record.decisions:
        heading = next((heading for heading in prose.headings if heading.anchor == decision.id), None)
        if heading is None:
            hint = f"'## {decision.question} {{: #{decision.id} }}'"
            yield Mistake(prose.file, prose.first_line, f"the decision '{decision.id}' must have its own heading", hint)
        elif heading.title != decision.question:
            text_ = f"the heading must be the decision's question '{decision.question}', found '{heading.title}'"
            yield Mistake(prose.file, heading.line, text_)
