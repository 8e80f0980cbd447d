"""The rules that data and pages keep, all of them, told at once: `python -m macros.check`.

`load` has told what is wrong with the form of a file; here stands what must be true between records and pages. Each
rule is a generator of mistakes over what could be loaded.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from macros import anchors, evidence, links, text, walk
from macros.load import FOLDERS, ROOT, Loaded, load
from macros.mistakes import Mistake, nearest, report
from macros.model import Checked, Decision, DiveCell, Markup, Page, Problem, Record, Ref, TopicCell
from macros.nodes import Document, Path_
from macros.pages import KINDS, Heading, Prose
from macros.text import CALL, FOREIGN

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
    "matrix",
    "numbers",
    "served_by",
    "sources",
    "terms",
}
# Fields whose text is a name or code: digits and braces in them are meant.
CODE = "code"


def check(root: Path = ROOT) -> list[Mistake]:
    """Every mistake of data and pages below `root`."""
    return sorted({*check_loaded(load(root), root)})


def check_loaded(loaded: Loaded, root: Path) -> Iterator[Mistake]:
    yield from loaded.mistakes
    for page, record in loaded.catalog.pages.items():
        document = loaded.documents[page]
        yield from _decisions(record, document)
        yield from _anchors(record, document)
        yield from _tables(record, document)
        yield from _diagrams(record, document, root)
        if isinstance(record, Problem):
            yield from _picks(record, document, loaded)
    for name, record_, document, path in _records(loaded):
        yield from _texts(name, record_, document, path, loaded)
    yield from _unused(loaded)
    yield from _bijection(loaded)
    for prose in loaded.catalog.prose.values():
        yield from _prose_text(prose, loaded)
        yield from _frame(prose, loaded)


def _records(loaded: Loaded) -> Iterator[tuple[str, Record, Document, Path_]]:
    """Every record with its page or collection, its file and where in the file it begins."""
    yield "vocabulary", loaded.catalog.vocabulary, loaded.documents["vocabulary"], ()
    for name in ("sources", "figures", "glossary"):
        for key, record in getattr(loaded.catalog, name).items():
            yield name, record, loaded.documents[name], (key,)
    for page, record in loaded.catalog.pages.items():
        yield page, record, loaded.documents[page], ()


def _decisions(record: Page, document: Document) -> Iterator[Mistake]:
    for index, decision in enumerate(record.decisions):
        at: Path_ = ("decisions", index)
        yield from _rules(decision, document, at)
        yield from _verdicts(decision, document, at)


def _rules(decision: Decision, document: Document, at: Path_) -> Iterator[Mistake]:
    options = [option.id for option in decision.options]
    for index, rule in enumerate(decision.rules):
        line = document.line((*at, "rules", index))
        last = index == len(decision.rules) - 1
        if rule.option not in options:
            hint = nearest(rule.option, options)
            yield Mistake(
                document.file, line, f"a rule must pick an option of its decision, found '{rule.option}'", hint
            )
        if rule.otherwise and not last:
            yield Mistake(document.file, line, "'otherwise' must be the last rule, found one before the end")
    if not decision.rules[-1].otherwise:
        line = document.line((*at, "rules"))
        hint = "add a last rule: '- id: …' with 'otherwise: <option>' and 'because: …'"
        yield Mistake(document.file, line, f"the rules of '{decision.id}' must end with 'otherwise'", hint)
    picked = {rule.option for rule in decision.rules}
    for index, option in enumerate(decision.options):
        if option.id not in picked:
            line = document.line((*at, "options", index, "id"))
            hint = "add the rule under which it is right, or leave the option out"
            yield Mistake(
                document.file, line, f"each option must be picked by some rule, found none for '{option.id}'", hint
            )


def _verdicts(decision: Decision, document: Document, at: Path_) -> Iterator[Mistake]:
    for criterion, count in Counter(decision.criteria).items():
        if count > 1:
            line = document.line((*at, "criteria"))
            yield Mistake(document.file, line, f"a criterion must be named once, found '{criterion}' {count} times")
    for index, option in enumerate(decision.options):
        line = document.line((*at, "options", index, "verdicts"))
        for criterion in decision.criteria:
            if criterion not in option.verdicts:
                text_ = f"'{option.id}' must have a verdict for each criterion, found none for '{criterion}'"
                yield Mistake(document.file, line, text_)
        for criterion in option.verdicts.keys() - set(decision.criteria):
            at_key = document.line((*at, "options", index, "verdicts", criterion))
            hint = nearest(criterion, decision.criteria)
            text_ = f"a verdict must be for a criterion of its decision, found '{criterion}'"
            yield Mistake(document.file, at_key, text_, hint)


def _anchors(record: Page, document: Document) -> Iterator[Mistake]:
    first: dict[str, Path_] = {}
    for anchor in anchors.anchors(record):
        line = document.line(anchor.path)
        if anchor.id in anchors.RESERVED:
            yield Mistake(
                document.file, line, f"the anchor '#{anchor.id}' belongs to a section of every page; choose another id"
            )
        elif anchor.id in first:
            before = document.line(first[anchor.id])
            text_ = f"an anchor must be unique on its page, found '#{anchor.id}' again (first on line {before})"
            yield Mistake(document.file, line, text_)
        else:
            first[anchor.id] = anchor.path


def _tables(record: Page, document: Document) -> Iterator[Mistake]:
    for t, table in enumerate(record.tables):
        for r, row in enumerate(table.rows):
            if len(row.cells) != len(table.columns):
                line = document.line(("tables", t, "rows", r, "cells"))
                text_ = f"a row must have {len(table.columns)} cells, one a column, found {len(row.cells)}"
                yield Mistake(document.file, line, text_, "a comma splits '[a, b]': quote a cell that holds one")


def _diagrams(record: Page, document: Document, root: Path) -> Iterator[Mistake]:
    for index, diagram in enumerate(record.diagrams):
        for suffix in (".d2", ".svg"):
            path = root / "docs" / "assets" / "diagrams" / f"{diagram.id}{suffix}"
            if not path.is_file():
                line = document.line(("diagrams", index, "id"))
                hint = "draw it" if suffix == ".d2" else "run 'make diagrams'"
                name = path.relative_to(root).as_posix()
                yield Mistake(document.file, line, f"the diagram '{diagram.id}' must have the file {name}", hint)


def _picks(problem: Problem, document: Document, loaded: Loaded) -> Iterator[Mistake]:
    rows: dict[str, Sequence[TopicCell | DiveCell]] = {"topics": problem.topics, "deep_dives": problem.deep_dives}
    for name, cells in rows.items():
        seen: set[str] = set()
        for index, cell in enumerate(cells):
            if cell.page in seen:
                line = document.line((name, index))
                yield Mistake(document.file, line, f"a row must name each page once, found '{cell.page}' again")
            seen.add(cell.page)
            other = loaded.catalog.pages.get(cell.page)
            options = [option.id for decision in other.decisions for option in decision.options] if other else []
            if other and cell.pick and cell.pick not in options:
                line = document.line((name, index, "pick"))
                text_ = f"'pick' must be an option of {cell.page}, found '{cell.pick}'"
                yield Mistake(document.file, line, text_, nearest(cell.pick, options))


def _texts(name: str, record: Record, document: Document, path: Path_, loaded: Loaded) -> Iterator[Mistake]:
    for value in walk.values(record, path):
        line = document.line(value.path)
        if isinstance(value.kind, Ref):
            known = loaded.known[value.kind.collection]
            if value.text not in known:
                text_ = f"{value.kind.collection.replace('_', ' ')} must hold '{value.text}', found no such id"
                yield Mistake(document.file, line, text_, nearest(value.text, known))
            continue
        if isinstance(value.kind, Markup):
            yield from _markup(value, document, loaded)
        elif CODE not in value.path and (found := FOREIGN.search(value.text)):
            at = document.line_of(value.path, found[0])
            yield Mistake(document.file, at, f"this text is shown as typed and calls no macro, found '{found[0]}'")
        if isinstance(value.kind, Checked) or (isinstance(value.kind, Markup) and value.kind.evidence):
            for naked in evidence.naked(value.text):
                yield _naked(naked.quantity, document.file, document.line_of(value.path, naked.quantity.split()[0]))


def _markup(value: walk.Value, document: Document, loaded: Loaded) -> Iterator[Mistake]:
    for problem in text.problems(value.text):
        yield Mistake(document.file, document.line(value.path), problem)
    for call in text.calls(value.text):
        yield from _call(call, document.file, document.line_of(value.path, call.argument), loaded)
    for target in text.links(value.text):
        yield from _link(target, document.file, document.line_of(value.path, target), loaded)


def _call(call: text.Call, file: str, line: int, loaded: Loaded) -> Iterator[Mistake]:
    collection = {"fig": "figures", "cite": "sources"}.get(call.macro)
    if collection and call.argument not in loaded.known[collection]:
        hint = nearest(call.argument, loaded.known[collection])
        yield Mistake(file, line, f"{call.macro} must name one of data/{collection}.yml, found '{call.argument}'", hint)
    if call.macro == "given" and not call.argument.strip():
        yield Mistake(file, line, "given must hold the words of the assumption, found nothing")


def _link(target: str, file: str, line: int, loaded: Loaded) -> Iterator[Mistake]:
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
    known = _known_anchors(page, loaded)
    if anchor and known is not None and anchor not in known:
        yield Mistake(file, line, f"'{page}' must have the anchor '#{anchor}', found none", nearest(anchor, known))


def _known_anchors(page: str, loaded: Loaded) -> set[str] | None:
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


def _naked(quantity: str, file: str, line: int) -> Mistake:
    hint = 'fig("…") for what a formula gives, cite("…") in the sentence, or given("…") for an assumption'
    return Mistake(file, line, f"a quantity must be derived, cited or declared, found '{quantity}'", hint)


def _unused(loaded: Loaded) -> Iterator[Mistake]:
    catalog = loaded.catalog
    # A record with a mistake is no part of the catalogue; what it mentions is not unused all the same.
    unread = [loaded.documents[page] for page in loaded.documents.keys() - catalog.pages.keys() if "/" in page]
    mentioned = {word for document in unread for line in document.source for word in re.findall(r"[a-z0-9-]+", line)}
    document = loaded.documents["sources"]
    for key in catalog.sources.keys() - catalog.citing.keys() - mentioned:
        yield Mistake(
            document.file, document.line((key,)), f"a source must be cited somewhere, found no cite of '{key}'"
        )
    document = loaded.documents["figures"]
    for key in catalog.figures.keys() - catalog.showing.keys() - catalog.feeding.keys() - mentioned:
        text_ = f"a figure must be shown somewhere or feed another, found neither for '{key}'"
        yield Mistake(document.file, document.line((key,)), text_)


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
        yield from _call(text.Call(match[1], match[2]), prose.file, prose.line_at(match.start()), loaded)
    for link in prose.links:
        if link.target.startswith(("/", "javascript:")) and ".md" in link.target:
            yield from _link(link.target, prose.file, link.line, loaded)
    for found in evidence.naked(prose.body):
        yield _naked(found.quantity, prose.file, prose.line_at(found.position))


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


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    mistakes = check(root)
    if mistakes:
        print(report(mistakes), file=sys.stderr)
        return 1
    print("data and pages: no mistake")
    return 0


if __name__ == "__main__":
    sys.exit(main())
