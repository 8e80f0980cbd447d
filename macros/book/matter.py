"""What only a book has: cover, how to read it, contents, index. Made from the data, drawn by the templates beside."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import jinja2

from macros.anchors import VIEWS
from macros.book import plan
from macros.book.assemble import place
from macros.book.plan import Entry, Plan
from macros.catalog import Catalog
from macros.links import target
from macros.render import SIGNS

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
PROMISE = "What to pick, why, what it costs, and when the other side wins."
# What each view of a decision shows, by the view's id.
VIEW_SAYS = {
    "compare": "All options by the same criteria, side by side.",
    "pros-and-cons": "Each option alone: how it works, what you gain, what you pay, and how hard it is to change your mind.",
    "when": "Rules in order, of which the first that holds decides; then for each option when to take it and when not.",
    "breaks": "How each option fails: the first sign, where to watch for it, and what stops it.",
}


def draw(entry: Entry, book: Plan, catalog: Catalog, date: datetime, address: str) -> str:
    """The HTML of a chapter that has no page on the site."""
    edition = f"Edition of {date.day} {date:%B %Y}"
    common = {"place": place, "promise": PROMISE, "edition": edition, "address": address}
    if entry.page == plan.COVER:
        return _draw("cover", **common, title=entry.title, holds=list(_holds(book)))
    if entry.page == plan.HOW_TO_READ:
        vocabulary = catalog.vocabulary
        return _draw(
            "how-to-read",
            **common,
            selection=plan.INDEX not in book.pages,
            numbers="numbers" in book.pages,
            views=[(name, VIEW_SAYS[view]) for view, name in VIEWS.items()],
            grades=[(SIGNS[key], term.label, term.says) for key, term in vocabulary.grades.items()],
            weights=[(SIGNS[key], term.label, term.says) for key, term in vocabulary.weights.items()],
        )
    if entry.page == plan.CONTENTS:
        return _draw("contents", **common, parts=list(_parts(book)))
    return _draw("index", **common, letters=list(_letters(catalog)))


def _draw(template: str, **values: object) -> str:
    return TEMPLATES.get_template(f"{template}.html.j2").render(**values)


def _holds(book: Plan) -> Iterator[str]:
    """What is in the book, counted."""
    for folder, one, many in (
        ("problems", "interview problem", "interview problems"),
        ("topics", "tradeoff", "tradeoffs: options side by side, rules in order, what breaks"),
        ("deep-dives", "deep dive", "deep dives: steps, parameters, failures"),
    ):
        count = sum(page.startswith(f"{folder}/") for page in book.pages)
        if count:
            yield f"{count} {one if count == 1 else many}"


def _parts(book: Plan) -> Iterator[tuple[str, str, list[tuple[str, list[Entry]]]]]:
    """Part, the page that opens it, and its chapters by category."""
    shown = [entry for entry in book.entries if entry.page not in (plan.COVER, plan.CONTENTS)]
    for part, inside in itertools.groupby(shown, key=lambda entry: entry.part):
        entries = list(inside)
        opener = entries[0].page if entries[0].page in plan.OPENERS else ""
        rest = entries[1:] if opener else entries
        yield part, opener, [(group, list(found)) for group, found in itertools.groupby(rest, key=lambda e: e.group)]


def _letters(catalog: Catalog) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    entries = sorted(index(catalog).items(), key=lambda item: (_sorted_as(item[0]), item[0]))
    for letter, inside in itertools.groupby(entries, key=lambda item: _letter(item[0])):
        yield letter, list(inside)


def index(catalog: Catalog) -> dict[str, list[str]]:
    """Every name of an option or term -> the places that it leads to, in the order of the book."""
    found: dict[str, tuple[str, dict[str, None]]] = {}

    def add(name: str, where: str) -> None:
        found.setdefault(_sorted_as(name), (name, {}))[1][where] = None

    for page, record in catalog.pages.items():
        for name in (record.title, *record.aka):
            add(name, place(page))
        for decision in record.decisions:
            for option in decision.options:
                for name in (option.name, *option.aka):
                    add(name, place(page, option.id))
        for also in getattr(record, "also", []):
            add(also.term, place(page, f"also-{also.id}"))
    for key, term in catalog.glossary.items():
        led = target(term.page) if term.page else None
        for name in (term.term, *term.aka):  # a word that is explained elsewhere is not looked up in the glossary too
            add(name, place(*led) if led else place("glossary", key))
    order = {place(entry.page): number for number, entry in enumerate(plan.whole(catalog, "").entries)}
    return {
        shown: sorted(places, key=lambda name: order[place(name.split("--")[0])]) for shown, places in found.values()
    }


def _sorted_as(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in plain if sign.isalnum() or sign == " ").strip()
    return re.sub(r"^(?:an?|the) (?=\w{2})", "", letters)


def _letter(name: str) -> str:
    first = _sorted_as(name)[:1]
    return first.upper() if first.isalpha() else "0–9"
