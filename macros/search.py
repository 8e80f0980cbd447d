"""The search index, as files below `search/` of the built site: a small index of pages, and the entries of each page.

`search/index.json` finds the page: titles, aliases and the words of every page, as postings that the worker hands to
MiniSearch (`docs/assets/search/worker.js`). `search/<page>.json` finds the thing on it: everything that has an anchor,
with its text; the worker fetches it only for pages that it is about to show. So the reader pays for the index once, and
for text only where it answers.

Written when the site is built, and by `python -m macros.search site` whatever built it.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from macros.catalog import Catalog
from macros.model import Cell, DeepDive, Page, Problem, TopicCell
from macros.pages import Prose
from macros.text import CALL
from macros.typography import set_text

# What one page is found by, most telling first; the worker gives each its weight.
FIELDS = ("title", "aka", "heads", "lead", "body")
# Pages that repeat what others say: found when nothing else is.
LISTS = ("numbers", "corrections", "sources", "glossary", "matrix", "topics", "deep-dives", "problems", "about")
KINDS = {"topics": "Topic", "deep-dives": "Deep dive", "problems": "Problem"}
# Once or often is what ranking needs to know of a word; each exact count would cost the reader a fifth more to fetch.
OFTEN = 3
WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LINK_WORDS = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]|\{:[^}]*\}|^#+ |^[-|>] ?|^\d+\. |\{%.*?%\}", re.MULTILINE)
_MACRO_LINE = re.compile(r"^\{\{.*\}\}$|^```.*?^```", re.MULTILINE | re.DOTALL)


class Entry(NamedTuple):
    """Something that a link can open: its anchor, what it is, what it is called, what it says."""

    anchor: str
    kind: str
    name: str
    text: str


def words(text: str) -> list[str]:
    """The words of a text as both sides of the search see them: lower case, without accents, '99.99' whole."""
    parted = text.replace("’", "'")  # a curly apostrophe parts words as a straight one does
    return WORD.findall(unicodedata.normalize("NFKD", parted).encode("ascii", "ignore").decode().lower())


def spoken(catalog: Catalog, written: str) -> str:
    """A text as a reader sees it, without markup: figures with their value, citations left out."""

    def call(match: re.Match[str]) -> str:
        if match[1] == "fig":
            return catalog.derived[match[2]].shown
        return match[2] if match[1] == "given" else ""

    bare = _MARKS.sub("", _LINK_WORDS.sub(r"\1", CALL.sub(call, written)))
    return set_text(re.sub(r"\s+([.,;:])", r"\1", " ".join(bare.split())))


def entries(catalog: Catalog, page: str) -> list[Entry]:
    """Everything on a page that can be linked, in the order of the page's record, then its prose."""
    found = [*_of_record(catalog.pages[page])] if page in catalog.pages else [*_of_list(catalog, page)]
    if page in catalog.prose:
        sections = [*_of_prose(catalog.prose[page])]
        headed = {section.anchor for section in sections}
        # A decision stands under a heading of the page that has its anchor: one entry for both.
        found = [*(e for e in found if e.kind != "Decision" or e.anchor not in headed), *sections]
    return [Entry(e.anchor, e.kind, spoken(catalog, e.name), spoken(catalog, e.text)) for e in found]


def _of_record(record: Page) -> Iterator[Entry]:
    yield Entry("", "Page", record.title, " ".join([record.summary, *record.brief]))
    for choice in record.decisions:
        yield Entry(choice.id, "Decision", choice.question, "")
        for option in choice.options:
            says = [option.how, *option.gains, *option.costs, option.pick_when, option.avoid_when, option.undo]
            called = ", ".join([*option.aka, *option.examples])
            yield Entry(option.id, "Option", option.name, f"{called}. {_join(says)}" if called else _join(says))
            breaks = option.breaks
            yield Entry(
                f"{option.id}-breaks",
                "What breaks",
                option.name,
                _join([breaks.first_sign, breaks.watch, breaks.do]),
            )
        for rule in choice.rules:
            name = rule.when or "Otherwise"
            yield Entry(f"rule-{rule.id}", "Rule", name, f"Pick {choice.option(rule.option).name}. {rule.because}")
    for table in record.tables:
        yield Entry(f"table-{table.id}", "Table", table.title, _join([*table.columns, table.note or ""]))
        for row in table.rows:
            yield Entry(f"row-{row.id}", "Table", row.cells[0], _join(row.cells[1:]))
    for diagram in record.diagrams:
        yield Entry(f"diagram-{diagram.id}", "Diagram", diagram.title, f"{diagram.caption} {diagram.says}")
    for number in record.numbers:
        yield Entry("numbers", "Number", f'{{{{ fig("{number.figure}") }}}}', number.says)
    for say in record.say:
        yield Entry(
            f"say-{say.id}",
            "What to say",
            say.chose,
            _join([say.because, say.costs, say.instead, say.wins_when]),
        )
    for why in record.why_not:
        yield Entry(f"why-not-{why.id}", "Why not simply", why.idea, _join([why.fails, why.right_when]))
    for question in record.asked_next:
        says = [question.answer, question.trap, question.trap_because]
        yield Entry(f"asked-{question.id}", "Asked next", question.asks, _join(says))
    for correction in record.corrections:
        yield Entry(f"correction-{correction.id}", "Correction", correction.claim, correction.truth)
    if isinstance(record, DeepDive):
        yield from _of_dive(record)
    if isinstance(record, Problem):
        yield from _of_problem(record)


def _of_dive(record: DeepDive) -> Iterator[Entry]:
    yield Entry("", "Page", record.title, f"{record.problem} {record.solution}")
    for step in record.steps:
        code = step.code.text if step.code else ""
        yield Entry(f"step-{step.id}", "Step", step.title, _join([step.does, code]))
    for parameter in record.parameters:
        says = [parameter.value, parameter.why, parameter.moves]
        yield Entry(f"parameter-{parameter.id}", "Parameter", parameter.name, _join(says))
    for failure in record.failures:
        says = [failure.first_sign, failure.users_see, failure.response]
        yield Entry(f"failure-{failure.id}", "Failure", failure.what, _join(says))


def _of_problem(record: Problem) -> Iterator[Entry]:
    yield Entry("", "Page", record.title, record.asked)
    for ask in record.asks:
        yield Entry(f"ask-{ask.id}", "Question", ask.question, ask.assume)
    for estimate in record.estimates:
        value = f'{{{{ fig("{estimate.figure}") }}}}'
        yield Entry(
            f"estimate-{estimate.id}", "Estimate", estimate.quantity, _join([estimate.arithmetic, value, estimate.so])
        )
    for cell in record.cells:
        yield Entry(_cell_anchor(cell), "Tradeoff", cell.say, cell.because)
    for also in record.also:
        yield Entry(f"also-{also.id}", "Also expect", also.term, also.answer)
    for minutes in record.clock:
        yield Entry(f"clock-{minutes.id}", "Clock", f"Minutes {minutes.minutes}", minutes.do)
    for mistake in record.mistakes:
        yield Entry(f"mistake-{mistake.id}", "Mistake", mistake.mistake, mistake.repair)


def _cell_anchor(cell: Cell) -> str:
    if isinstance(cell, TopicCell):
        return f"topic-{cell.topic}"
    return f"deep-dive-{getattr(cell, 'deep_dive', '')}"


def _of_list(catalog: Catalog, page: str) -> Iterator[Entry]:
    """The entries of the pages that list what others hold."""
    if page == "glossary":
        for key, term in catalog.glossary.items():
            yield Entry(key, "Term", term.term, _join([*term.aka, term.says]))
    if page == "numbers":
        for key, figure in catalog.figures.items():
            yield Entry(key, "Number", figure.title, catalog.derived[key].shown)
    if page == "sources":
        for key, source in catalog.sources.items():
            yield Entry(key, "Source", source.title, f"{source.author}. {source.publisher}, {source.year}")


def _of_prose(prose: Prose) -> Iterator[Entry]:
    """One entry a section of the page's own text."""
    lines = prose.body.split("\n")
    ends = [heading.line for heading in prose.headings[1:]] + [prose.first_line + len(lines)]
    for heading, end in zip(prose.headings, ends, strict=True):
        text = "\n".join(lines[heading.line - prose.first_line + 1 : end - prose.first_line])
        text = _MACRO_LINE.sub("", text)
        anchor = heading.anchor if heading.level > 1 else ""
        yield Entry(anchor, "Section", heading.title, text)


def _join(parts: list[str]) -> str:
    """Parts of a record as sentences."""
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)


def aliases(catalog: Catalog) -> dict[str, list[str]]:
    """What people type when they mean a page: its own other names, and the glossary's words that lead to it."""
    found = {page: list(record.aka) for page, record in catalog.pages.items()}
    for term in catalog.glossary.values():
        page = re.sub(r"^/|\.md.*$", "", term.page or "")
        if page in found:
            found[page] += [term.term, *term.aka]
    return found


def index(catalog: Catalog) -> dict[str, object]:
    """What finds a page: its card, its names, and postings of all words by field."""
    pages = [*catalog.pages, *(page for page in catalog.prose if page and page not in catalog.pages)]
    called = aliases(catalog)
    cards, lengths = [], []
    postings: dict[str, dict[int, list[tuple[int, int]]]] = {}
    for number, page in enumerate(pages):
        of_page = entries(catalog, page)
        record = catalog.pages.get(page)
        heads = [e.name for e in of_page if e.kind in ("Option", "Decision", "Section", "Step", "Table", "Also expect")]
        other = [name for choice in record.decisions for o in choice.options for name in o.aka] if record else []
        texts = {
            "title": catalog.title(page),
            "aka": " ".join(called.get(page, [])),
            "heads": " ".join([*heads, *other]) if page not in LISTS else "",
            "lead": " ".join(e.text for e in of_page if e.kind == "Page"),
            "body": " ".join(f"{e.name} {e.text}" for e in of_page) if page not in LISTS else "",
        }
        counts = {field: Counter(words(text)) for field, text in texts.items()}
        lengths.append([counts[field].total() for field in FIELDS])
        for place, field in enumerate(FIELDS):
            for word, count in counts[field].items():
                postings.setdefault(word, {}).setdefault(place, []).append((number, OFTEN if count >= OFTEN else 1))
        cards.append(
            {
                "path": page,
                "title": catalog.title(page),
                "kind": KINDS.get(page.split("/")[0], "Page") if "/" in page else "Page",
                "summary": set_text(record.summary if record else catalog.prose[page].meta.get("description", "")),
                "aka": called.get(page, []),
                "options": [option.name for choice in record.decisions for option in choice.options] if record else [],
                "names": sorted({*other, *heads}) if record else [],
            }
        )
    return {
        "fields": FIELDS,
        "pages": cards,
        "lengths": lengths,
        "postings": [f"{word} {_packed(postings[word])}" for word in sorted(postings)],
    }


def _packed(of_word: dict[int, list[tuple[int, int]]]) -> str:
    """Postings of one word: '0:3,1.2;4:5' is page 3 and, with two occurrences, page 4 in field 0; page 5 in field 4."""
    fields = []
    for place, found in sorted(of_word.items()):
        before, parts = 0, []
        for number, count in found:
            parts.append(_base36(number - before) + (f".{count}" if count > 1 else ""))
            before = number
        fields.append(f"{place}:{','.join(parts)}")
    return ";".join(fields)


def _base36(number: int) -> str:
    return DIGITS[number] if number < 36 else _base36(number // 36) + DIGITS[number % 36]


def write(catalog: Catalog, site: Path) -> None:
    """Write the index and the entries of every page below `site`."""
    folder = site / "search"
    _write(folder / "index.json", index(catalog))
    for page in {**catalog.pages, **catalog.prose}:
        if page:  # home repeats the names of the others
            _write(folder / f"{page}.json", entries(catalog, page))


def _write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def main() -> int:
    from macros.load import ROOT, load

    write(load(ROOT).catalog, Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
