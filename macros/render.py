"""The parts of a page, as pure functions from the catalogue to HTML (and Markdown headings between them).

Everything is decided here; the templates only draw. `page` is always the permanent path of the page that is being
written, so that links are relative to it and sources carry its numbers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup as Html

from macros import anchors, figures, text, typeset
from macros.catalog import Catalog
from macros.links import href, report, target
from macros.model import Cell, Decision, DeepDive, DiveCell, Figure, Option, Page, Problem, Source, Term, TopicCell
from macros.text import Call

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ROOT = Path(__file__).resolve().parent.parent
DIAGRAMS = ROOT / "docs" / "assets" / "diagrams"
# Words in the names of bodies; all other names of several words are persons'.
BODIES = frozenset(
    """
    Apache Authors Bank Bureau Cloud Commission Congress Council Court Data Department Desk Engineering Forum Foundation
    Group ISO/IEC Inc Labs Parliament Project Services Technologies authors contributors heise project
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)
# Where a surname of several words begins.
PARTICLES = frozenset(("Abu", "Al", "El", "da", "de", "den", "der", "di", "la", "van", "von"))
LEAD_PICKS = 6  # of a problem's picks, at its top: what one look takes in
# Letters: so much text fits a cell that is a third as wide as a phone.
SHORT = 60
# Grades are told apart by shape, then by colour.
SIGNS = {"good": "●", "mixed": "◐", "poor": "○", "core": "●", "supporting": "○"}


def fig(catalog: Catalog, page: str, figure_id: str) -> Html:
    """A derived quantity, linked to its derivation."""
    figure = catalog.figures[figure_id]
    address = href(page, "numbers", figure_id)
    return Html('<a class="fig" href="{}" title="{}">{}</a>').format(
        address, f"Derived: {figure.title}", catalog.derived[figure_id].shown
    )


def cite(catalog: Catalog, page: str, source_id: str) -> Html:
    """A source: its number in the page's list, or on a page without it the author and year in the bibliography."""
    source = catalog.sources[source_id]
    listed = catalog.cited_on(page)
    if catalog.lists_sources(page) and source_id in listed:
        number = listed.index(source_id) + 1
        return Html('<sup class="cite"><a href="#source-{}" aria-label="{}">{}</a></sup>').format(
            source_id, f"source {number}: {_short(source)}", number
        )
    return Html('<a class="cite" href="{}">[{}]</a>').format(href(page, "sources", source_id), _short(source))


def given(words: str) -> Html:
    """A declared quantity, in its own words and marked: an assumption, or a measurement that the sentence describes."""
    return Html('<span class="given">{}<span class="unseen"> (declared)</span></span>').format(words)


def inline(catalog: Catalog, page: str, written: str) -> Html:
    """Inline Markdown of a data field, as it reads on `page`."""

    def macro(call: Call) -> str:
        if call.macro == "fig":
            return fig(catalog, page, call.argument)
        return cite(catalog, page, call.argument) if call.macro == "cite" else given(call.argument)

    def link(address: str) -> str:
        found = target(address)
        return href(page, *found) if found else address

    return Html(text.inline(written, macro, link))


def lead(catalog: Catalog, page: str) -> str:
    """What a page says first: summary, three sentences, and the picks: by default, or for the problem.

    A deep dive says its problem and its solution before.
    """
    record = catalog.pages[page]
    defaults = [(decision, decision.option(decision.rules[-1].option)) for decision in record.decisions]
    cells = sorted(getattr(record, "cells", []), key=lambda cell: cell.weight)  # core before supporting
    picks = [(cell.page, *_pick(catalog, cell.page, cell.pick)[:2]) for cell in cells if cell.pick][:LEAD_PICKS]
    is_dive = isinstance(record, DeepDive)
    return _draw("lead", catalog, page, record=record, defaults=defaults, picks=picks, is_dive=is_dive)


def decision(catalog: Catalog, page: str, decision_id: str) -> str:
    """A choice as four views of the same options."""
    found = _entry(catalog.pages[page].decisions, decision_id)
    criteria = [(key, catalog.vocabulary.criteria[key]) for key in found.criteria]
    return _draw(
        "decision",
        catalog,
        page,
        decision=found,
        criteria=criteria,
        views=anchors.VIEWS,
        grades=catalog.vocabulary.grades,
        rules=[(rule, found.option(rule.option)) for rule in found.rules],
    )


def table(catalog: Catalog, page: str, table_id: str) -> str:
    """A table of the record. On a phone one of many columns, or of sentences, becomes a block for each row."""
    found = _entry(catalog.pages[page].tables, table_id)
    stacks = len(found.columns) > 3 or any(len(cell) > SHORT for row in found.rows for cell in row.cells)
    return _draw("table", catalog, page, table=found, form="plain stack" if stacks else "plain")


def diagram(catalog: Catalog, page: str, diagram_id: str) -> str:
    """A drawing, inlined so that the stylesheet colours it, with its words for those who cannot see it."""
    found = _entry(catalog.pages[page].diagrams, diagram_id)
    svg = (DIAGRAMS / f"{diagram_id}.svg").read_text(encoding="utf-8").strip()
    for tag, words in (("title", found.title), ("desc", found.says)):
        svg = svg.replace(f"></{tag}>", f">{Html.escape(words)}</{tag}>", 1)
    return _draw("diagram", catalog, page, diagram=found, svg=Html(svg))


def steps(catalog: Catalog, page: str) -> str:
    return _draw("steps", catalog, page, record=catalog.pages[page])


def parameters(catalog: Catalog, page: str) -> str:
    return _draw("parameters", catalog, page, record=catalog.pages[page])


def failures(catalog: Catalog, page: str) -> str:
    return _draw("failures", catalog, page, record=catalog.pages[page])


def asks(catalog: Catalog, page: str) -> str:
    return _draw("asks", catalog, page, record=catalog.pages[page])


def estimates(catalog: Catalog, page: str) -> str:
    return _draw("estimates", catalog, page, record=catalog.pages[page])


def clock(catalog: Catalog, page: str) -> str:
    return _draw("clock", catalog, page, record=catalog.pages[page])


def walk(catalog: Catalog, page: str) -> str:
    """What a problem rests on: the core decisions with what was picked, then every page with a line to say.

    A reason that the table of the decisions gives is not given again.
    """
    problem = catalog.problems[page.removeprefix("problems/")]
    parts = [_draw("picked", catalog, page, cells=[cell for cell in _row(catalog, problem.cells) if cell.tabled])]
    for title, anchor, cells in (
        ("Topics", "walk-topics", problem.topics),
        ("Deep dives", "walk-deep-dives", problem.deep_dives),
    ):
        if cells:
            parts.append(f"### {title} {{: #{anchor} }}")
            parts.append(_draw("walk", catalog, page, cells=_row(catalog, cells)))
    return "\n\n".join(parts)


class _Walked(NamedTuple):
    """A page that serves a problem, with what was picked there."""

    cell: Cell
    title: str
    anchor: str
    decision: Decision | None
    option: Option | None
    others: list[Option]
    tabled: bool  # whether the table of the core decisions holds it


def _row(catalog: Catalog, cells: Sequence[TopicCell | DiveCell]) -> list[_Walked]:
    found = []
    for cell in cells:
        picked = _pick(catalog, cell.page, cell.pick)
        tabled = picked[0] is not None and cell.weight == "core"
        found.append(_Walked(cell, catalog.title(cell.page), cell_anchor(cell.page), *picked, tabled))
    return found


def _pick(catalog: Catalog, page: str, option_id: str | None) -> tuple[Decision | None, Option | None, list[Option]]:
    """The decision an option belongs to, the option, and the ones it was preferred to."""
    for found in catalog.pages[page].decisions if option_id else []:
        if any(option.id == option_id for option in found.options):
            others = [option for option in found.options if option.id != option_id]
            return found, found.option(option_id or ""), others
    return None, None, []


def closing(catalog: Catalog, page: str) -> str:
    """The sections that end every page, each under its heading when there is something to say."""
    record = catalog.pages[page]
    dive = isinstance(record, DeepDive)
    problem = isinstance(record, Problem)
    related = [(item, catalog.title(item.page)) for item in getattr(record, "related", [])]
    sections = [
        ("Mistakes that sink candidates", "mistakes", _draw_if(problem, "mistakes", catalog, page, record=record)),
        (
            "Also expect",
            "also",
            _draw_if(problem and getattr(record, "also", []), "also", catalog, page, record=record),
        ),
        ("Why not simply …?", "why-not", _draw_if(record.why_not, "why-not", catalog, page, record=record)),
        ("Numbers that matter", "numbers", _numbers(catalog, page, record)),
        ("What to say", "say", _draw_if(record.say, "say", catalog, page, record=record)),
        ("What is asked next", "asked-next", _draw_if(record.asked_next, "asked-next", catalog, page, record=record)),
        ("Rests on", "rests-on", _rests_on(catalog, page, record) if dive else ""),
        ("Before you choose this, check", "check-first", _draw_if(related, "related", catalog, page, related=related)),
        ("Where it is used", "used-in", _used_in(catalog, page)),
        ("Corrections", "corrections", _draw_if(record.corrections, "corrections", catalog, page, record=record)),
        ("Sources", "sources", sources(catalog, page)),
    ]
    written = [f"## {title} {{: #{anchor} }}\n\n{body}" for title, anchor, body in sections if body]
    return "\n\n".join([*written, _draw("reviewed", catalog, page, record=record)])


def _numbers(catalog: Catalog, page: str, record: Page) -> str:
    rows = [(item, catalog.figures[item.figure]) for item in record.numbers]
    return _draw_if(rows, "key-numbers", catalog, page, rows=rows)


def _rests_on(catalog: Catalog, page: str, record: Page) -> str:
    items = [(item.topic, catalog.topics[item.topic].title, item.because) for item in getattr(record, "topics", [])]
    return _draw("rests-on", catalog, page, items=items)


def _used_in(catalog: Catalog, page: str) -> str:
    problems = [
        (key, catalog.problems[key].title, cell, _next_core(catalog, key, page))
        for key, cell in catalog.problems_using(page)
    ]
    topic = page.removeprefix("topics/") if page.startswith("topics/") else ""
    dives = [(key, catalog.deep_dives[key].title, because) for key, because in catalog.dives_on(topic)]
    return _draw_if(
        problems or dives, "used-in", catalog, page, problems=problems, dives=dives, anchor=cell_anchor(page)
    )


def _next_core(catalog: Catalog, problem: str, page: str) -> tuple[str, str] | None:
    """Where a reader who prepares this problem goes after this page: the next core one of its row."""
    row = list(catalog.cells[problem])
    for after in row[row.index(page) + 1 :]:
        if catalog.cells[problem][after].weight == "core":
            return after, catalog.title(after)
    return None


def sources(catalog: Catalog, page: str) -> str:
    """The numbered sources of a page."""
    listed = [(key, catalog.sources[key]) for key in catalog.cited_on(page)]
    return _draw_if(listed, "sources", catalog, page, listed=listed)


def contents(catalog: Catalog, page: str) -> list[tuple[str, str]]:
    """Anchor and title of the headings that this page's macros draw, which the builder's own contents do not see."""
    if page in ("topics", "deep-dives"):
        return [(category[0], category[1].label) for category, _ in _by_category(catalog, page) if category]
    if page == "numbers":
        return [
            (f"area-{area}", area.capitalize()) for area in sorted({_area(one) for one in catalog.figures.values()})
        ]
    if page == "corrections":
        return [(where.split("/")[1], record.title) for where, record in catalog.pages.items() if record.corrections]
    return []


def index_of(catalog: Catalog, page: str) -> str:
    """The cards of all topics, deep dives or problems; topics and dives by category."""
    return _draw("index", catalog, page, folder=page, groups=_by_category(catalog, page))


def _by_category(catalog: Catalog, page: str) -> list[tuple[tuple[str, Term] | None, list[tuple[str, Any]]]]:
    if page == "problems":
        return [(None, list(catalog.problems.items()))]
    records: dict[str, Any] = dict(catalog.topics) if page == "topics" else dict(catalog.deep_dives)
    groups: list[tuple[tuple[str, Term] | None, list[tuple[str, Any]]]] = []
    for key, category in catalog.vocabulary.categories.items():
        inside = [(record_id, record) for record_id, record in records.items() if record.category == key]
        if inside:
            groups.append(((key, category), inside))
    return groups


def served_by(catalog: Catalog, page: str) -> str:
    """Which deep dive serves which problem: computed from the problems' rows."""
    rows = []
    for key, dive in catalog.deep_dives.items():
        using = catalog.problems_using(f"deep-dives/{key}")
        by_weight = [
            (weight, [(problem, catalog.problems[problem].title) for problem, cell in using if cell.weight == name])
            for name, weight in catalog.vocabulary.weights.items()
        ]
        rows.append((key, dive.title, [(weight, names) for weight, names in by_weight if names]))
    return _draw("served-by", catalog, page, rows=rows)


def home(catalog: Catalog, page: str) -> str:
    """The front page: three doors, everything by category, and what can be counted on."""
    categories = [
        (key, category, [(topic_id, topic) for topic_id, topic in catalog.topics.items() if topic.category == key])
        for key, category in catalog.vocabulary.categories.items()
    ]
    counts = {
        "topics": len(catalog.topics),
        "deep_dives": len(catalog.deep_dives),
        "problems": len(catalog.problems),
        "figures": len(catalog.figures),
        "sources": len(catalog.sources),
        "corrections": sum(len(record.corrections) for record in catalog.pages.values()),
        "options": sum(len(choice.options) for record in catalog.pages.values() for choice in record.decisions),
    }
    dives, problems = list(catalog.deep_dives.items()), list(catalog.problems.items())
    shown = [item for item in categories if item[2]]
    return _draw("home", catalog, page, categories=shown, counts=counts, dives=dives, problems=problems)


def numbers(catalog: Catalog, page: str) -> str:
    """Every derived figure with its formula, inputs, result and the pages that show it, by area of the formulas."""
    areas: dict[str, list[Any]] = {}
    for key, figure in sorted(catalog.figures.items(), key=lambda item: item[1].title):
        formula = figures.FORMULAS[figure.formula]
        used = [(used_on, catalog.title(used_on)) for used_on in catalog.showing.get(key, [])]
        feeds = [(other, catalog.figures[other].title) for other in catalog.feeding.get(key, [])]
        inputs = [
            (name.replace("_", " "), catalog.derived[key].inputs[name], written if written in catalog.figures else None)
            for name, written in figure.inputs.items()
        ]
        areas.setdefault(_area(figure), []).append((key, figure, catalog.derived[key], formula, inputs, used, feeds))
    return _draw(
        "numbers",
        catalog,
        page,
        areas=sorted(areas.items()),
        stated=lambda formula: typeset.formula_in(formula.says),
        told=lambda formula: typeset.spoken(typeset.rest_of(formula.says)),
        typeset=typeset.typeset,
    )


def _area(figure: Figure) -> str:
    """Where a figure stands: the module of its formula."""
    return figures.FORMULAS[figure.formula].function.__module__.rsplit(".", 1)[-1]


def all_corrections(catalog: Catalog, page: str) -> str:
    """Every correction of the site, by page."""
    groups = [
        (where, record.title, [(f"{where.split('/')[1]}--{item.id}", item) for item in record.corrections])
        for where, record in catalog.pages.items()
        if record.corrections
    ]
    return _draw("all-corrections", catalog, page, groups=groups)


def bibliography(catalog: Catalog, page: str) -> str:
    """Every source, by the surname of its first author, with the pages that cite it."""

    def cited(source_id: str) -> list[tuple[str, str, str]]:
        pages = catalog.citing.get(source_id, [])
        return [(on, catalog.title(on), f"source-{source_id}" if catalog.lists_sources(on) else "") for on in pages]

    ordered = sorted(
        catalog.sources.items(), key=lambda item: (_sorted_as(_surname(item[1])), item[1].author, item[1].year, item[0])
    )
    listed = [(key, source, cited(key)) for key, source in ordered]
    letters = _letters((key, _sorted_as(_surname(source))) for key, source in ordered)
    return _draw("bibliography", catalog, page, listed=listed, letters=letters)


def terms(catalog: Catalog, page: str) -> str:
    """The glossary, in alphabetical order."""
    ordered = sorted(catalog.glossary.items(), key=lambda item: item[1].term.lower())
    letters = _letters((key, term.term) for key, term in ordered)
    return _draw("glossary", catalog, page, terms=ordered, letters=letters)


def _letters(ordered: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each letter with the first entry that begins with it, from entries and the words they are ordered by."""
    firsts: dict[str, str] = {}
    for key, words in ordered:
        initial = unicodedata.normalize("NFD", words)[0].upper()
        firsts.setdefault(initial if initial.isalpha() else "0–9", key)
    return list(firsts.items())


def matrix(catalog: Catalog, page: str) -> str:
    """Topics and deep dives down by category, problems across; each sign opens its reason."""
    groups = []
    for key, category in catalog.vocabulary.categories.items():
        rows = [(f"topics/{k}", t.title, "topic") for k, t in catalog.topics.items() if t.category == key]
        rows += [(f"deep-dives/{k}", d.title, "deep dive") for k, d in catalog.deep_dives.items() if d.category == key]
        if rows:
            groups.append((key, category, rows))
    problems = [(key, problem.title) for key, problem in catalog.problems.items()]
    names = {where: catalog.title(where) for row in catalog.cells.values() for where in row}
    return _draw(
        "matrix",
        catalog,
        page,
        groups=groups,
        problems=problems,
        cells=catalog.cells,
        names=names,
        anchor=cell_anchor,
    )


def cell_anchor(page: str) -> str:
    """The anchor of a page's cell in a problem's row: 'topic-cdn', 'deep-dive-saga'."""
    folder, _, key = page.partition("/")
    return f"{'topic' if folder == 'topics' else 'deep-dive'}-{key}"


def _entry(entries: list[Any], entry_id: str) -> Any:
    return next(entry for entry in entries if entry.id == entry_id)


def _short(source: Source) -> str:
    """'Nishtala et al. 2013': how a source is called where its number is not known."""
    _, *others = source.author.split(", ")
    persons = any(not _is_body(_bare(other)) for other in others if not other.startswith("after a talk"))
    several = persons or source.author.endswith("et al.") or " and " in source.author
    year = "" if source.year == "living" else f" {source.year}"
    return f"{_surname(source)}{' et al.' if several and not _is_body(_first(source)) else ''}{year}"


def _surname(source: Source) -> str:
    """What a source is called and sorted by: the surname of its first author, or the whole name of a body."""
    name = _first(source)
    if _is_body(name):
        return name
    words = name.split()
    start = next((at for at, word in enumerate(words[1:-1], 1) if word in PARTICLES), len(words) - 1)
    return " ".join(words[start:])


def _sorted_as(name: str) -> str:
    """A name as it is looked up: small letters without accents."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()


def _first(source: Source) -> str:
    return _bare(source.author.split(", ")[0]).removesuffix(" et al.").split(" and ")[0]


def _bare(name: str) -> str:
    """A name without what stands in brackets behind it: 'T. Bray (editor)'."""
    return name.partition(" (")[0]


def _published(source: Source, kind: str) -> str:
    """Where and when a source appeared. Its kind stands behind it and is not said twice, nor is the year."""
    where = source.publisher.removesuffix(f" {kind}")
    return where if source.year == "living" or source.year in where else f"{where}, {source.year}"


def _is_body(name: str) -> bool:
    words = name.split()
    return len(words) == 1 or not BODIES.isdisjoint(words)


def licences(catalog: Catalog, page: str) -> str:
    """Other people's work in these pages, each with the text of its licence."""
    works = [
        (key, work, "\n\n".join((ROOT / name).read_text(encoding="utf-8").strip() for name in work.texts))
        for key, work in catalog.vendored.items()
        if not work.tested_with
    ]
    return _draw("licences", catalog, page, works=works)


def _proved(written: str, source_ids: list[str]) -> str:
    """A text with those of its sources that it does not cite itself."""
    cited = {call.argument for call in text.calls(written) if call.macro == "cite"}
    return text.with_cites(written, [source_id for source_id in source_ids if source_id not in cited])


def _draw_if(present: Any, template: str, catalog: Catalog, page: str, **values: Any) -> str:
    return _draw(template, catalog, page, **values) if present else ""


def _draw(template: str, catalog: Catalog, page: str, **values: Any) -> str:
    def md(written: str) -> Html:
        return inline(catalog, page, written)

    def link(to: str, anchor: str = "") -> str:
        return href(page, to, anchor)

    helpers: dict[str, Callable[..., Any] | Any] = {"md": md, "link": link, "signs": SIGNS, "page": page}
    helpers["figure"] = lambda figure_id: fig(catalog, page, figure_id)
    helpers["report"] = report
    helpers["vocabulary"] = catalog.vocabulary
    helpers["proved"] = lambda written, source_ids: md(_proved(written, source_ids))
    helpers["published"] = lambda source: _published(source, catalog.vocabulary.source_kinds[source.kind].label)
    helpers["to"] = lambda written: href(page, *(target(written) or ("", "")))
    helpers["title_at"] = lambda written: catalog.title((target(written) or ("", ""))[0])
    return TEMPLATES.get_template(f"{template}.html.j2").render(**helpers, **values).strip()
