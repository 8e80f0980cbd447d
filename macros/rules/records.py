"""Rules for the records of `data/`: decisions, anchors, references, texts, and what nothing uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from macros import anchors, evidence, text, walk
from macros.load import Loaded
from macros.mistakes import Mistake, nearest
from macros.model import Checked, Decision, DiveCell, Markup, Page, Problem, Record, Ref, TopicCell
from macros.nodes import Document, Path_
from macros.rules import references
from macros.text import FOREIGN

# Fields whose text is a name or code: digits and braces in them are meant.
CODE = "code"


def check_records(loaded: Loaded, root: Path) -> Iterator[Mistake]:
    for page, record in loaded.catalog.pages.items():
        document = loaded.documents[page]
        yield from _decisions(record, document)
        yield from _anchors(record, document)
        yield from _tables(record, document)
        yield from _diagrams(record, document, root)
        if isinstance(record, Problem):
            yield from _picks(record, document, loaded)
    for name, part, document, path in _records(loaded):
        yield from _texts(name, part, document, path, loaded)
    for key, term in loaded.catalog.glossary.items():
        if term.page:
            document = loaded.documents["glossary"]
            yield from references.link_target(term.page, document.file, document.line((key, "page")), loaded)
    yield from _unused(loaded)
    yield from _orphans(loaded)


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
        for criterion, verdict in option.verdicts.items():
            if verdict.words[0] in "'\"" and verdict.words[0] == verdict.words[-1]:
                at_key = document.line((*at, "options", index, "verdicts", criterion))
                hint = "quote the whole verdict, 'good, …', or nothing"
                yield Mistake(
                    document.file, at_key, f"a verdict's words must not stand in quotes, found {verdict.words}", hint
                )
        for criterion in option.verdicts.keys() - set(decision.criteria):
            at_key = document.line((*at, "options", index, "verdicts", criterion))
            hint = nearest(criterion, decision.criteria)
            text_ = f"a verdict must be for a criterion of its decision, found '{criterion}'"
            yield Mistake(document.file, at_key, text_, hint)


def _tables(record: Page, document: Document) -> Iterator[Mistake]:
    for t, table in enumerate(record.tables):
        for r, row in enumerate(table.rows):
            if len(row.cells) != len(table.columns):
                line = document.line(("tables", t, "rows", r, "cells"))
                text_ = f"a row must have {len(table.columns)} cells, one a column, found {len(row.cells)}"
                yield Mistake(document.file, line, text_, "a comma splits '[a, b]': quote a cell that holds one")


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
    for value in loaded.catalog.values[name] if name in loaded.catalog.pages else walk.values(record, path):
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
                yield references.naked(
                    naked.quantity, document.file, document.line_of(value.path, naked.quantity.split()[0])
                )


def _markup(value: walk.Value, document: Document, loaded: Loaded) -> Iterator[Mistake]:
    for problem in text.problems(value.text):
        yield Mistake(document.file, document.line(value.path), problem)
    for call in text.calls(value.text):
        yield from references.call_target(call, document.file, document.line_of(value.path, call.argument), loaded)
    for target in text.links(value.text):
        yield from references.link_target(target, document.file, document.line_of(value.path, target), loaded)


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


def _orphans(loaded: Loaded) -> Iterator[Mistake]:
    """A topic or deep dive that decides nothing for any problem would have an empty row in the matrix."""
    broken = loaded.known["problems"] - loaded.catalog.problems.keys()
    for page in loaded.catalog.pages:
        if not page.startswith("problems/") and not loaded.catalog.problems_using(page) and not broken:
            document = loaded.documents[page]
            hint = "add it to 'topics' or 'deep_dives' of the problem that it decides something for"
            yield Mistake(document.file, 1, "the page must stand in the row of a problem, found it in none", hint)
