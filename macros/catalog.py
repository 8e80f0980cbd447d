"""Everything the site knows, with look-ups and computed back-links.

A page is called by its permanent path ('topics/caching-strategies'); records keep their own ids.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from macros import walk
from macros.figures import Derived, depends_on
from macros.model import (
    Cell,
    DeepDive,
    Figure,
    GlossaryTerm,
    Markup,
    Page,
    Problem,
    Redirect,
    Ref,
    Source,
    Topic,
    Vendored,
    Vocabulary,
)
from macros.pages import Prose
from macros.text import calls


@dataclass
class Catalog:
    vocabulary: Vocabulary
    sources: dict[str, Source] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    derived: dict[str, Derived] = field(default_factory=dict)
    glossary: dict[str, GlossaryTerm] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    deep_dives: dict[str, DeepDive] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    prose: dict[str, Prose] = field(default_factory=dict)
    redirects: list[Redirect] = field(default_factory=list)
    vendored: dict[str, Vendored] = field(default_factory=dict)

    @functools.cached_property
    def pages(self) -> dict[str, Page]:
        """Every record that has a page, by the page's path."""
        return {
            **{f"topics/{key}": topic for key, topic in self.topics.items()},
            **{f"deep-dives/{key}": dive for key, dive in self.deep_dives.items()},
            **{f"problems/{key}": problem for key, problem in self.problems.items()},
        }

    def title(self, page: str) -> str:
        """The title of a page, from its record or else from its first heading."""
        if page in self.pages:
            return self.pages[page].title
        headings = self.prose[page].headings
        return headings[0].title if headings else page

    @functools.cached_property
    def cells(self) -> dict[str, dict[str, Cell]]:
        """The matrix: problem id -> page of a topic or deep dive -> its cell."""
        return {key: {cell.page: cell for cell in problem.cells} for key, problem in self.problems.items()}

    def problems_using(self, page: str) -> list[tuple[str, Cell]]:
        """The problems whose row holds this page, core ones first."""
        found = [(problem, row[page]) for problem, row in self.cells.items() if page in row]
        return sorted(found, key=lambda item: item[1].weight)

    def dives_on(self, topic: str) -> list[tuple[str, str]]:
        """The deep dives that rest on a topic, with the reason."""
        return [
            (key, rests.because)
            for key, dive in self.deep_dives.items()
            for rests in dive.topics
            if rests.topic == topic
        ]

    def page_of(self, record_id: str) -> str:
        """The path of a record's page; ids are unique over topics, deep dives and problems."""
        return next(page for page in self.pages if page.split("/")[1] == record_id)

    def lists_sources(self, page: str) -> bool:
        """Whether a page ends in a numbered list of its sources: record pages do, others when they ask for it."""
        return page in self.pages or bool(page in self.prose and self.prose[page].calls_of("sources"))

    def cited_on(self, page: str) -> list[str]:
        """The sources of a page, in the order of its list: first met first, further reading last."""
        return self._cited.get(page, [])

    @functools.cached_property
    def _cited(self) -> dict[str, list[str]]:
        return {page: list(dict.fromkeys(self._cites(page))) for page in {**self.pages, **self.prose}}

    def _cites(self, page: str) -> Iterator[str]:
        return self._mentions(page, "cite", "sources")

    @functools.cached_property
    def citing(self) -> dict[str, list[str]]:
        """Source id -> the pages that cite it."""
        return _turned(self._cited)

    @functools.cached_property
    def showing(self) -> dict[str, list[str]]:
        """Figure id -> the pages that show it."""
        return _turned({page: list(dict.fromkeys(self._figures(page))) for page in {**self.pages, **self.prose}})

    def _figures(self, page: str) -> Iterator[str]:
        return self._mentions(page, "fig", "figures")

    def _mentions(self, page: str, macro: str, collection: str) -> Iterator[str]:
        """The ids that a page names: called in its prose, called in its record, and those its record lists."""
        prose = self.prose.get(page)
        if prose:
            yield from (call.argument for call in prose.calls if call.macro == macro)
        listed = []
        for value in self.values.get(page, []):
            if isinstance(value.kind, Markup):
                yield from (call.argument for call in calls(value.text) if call.macro == macro)
            elif isinstance(value.kind, Ref) and value.kind.collection == collection:
                listed.append(value.text)
        yield from listed

    @functools.cached_property
    def values(self) -> dict[str, list[walk.Value]]:
        """Every text of every record that has a page."""
        return {page: walk.values(record) for page, record in self.pages.items()}

    @functools.cached_property
    def feeding(self) -> dict[str, list[str]]:
        """Figure id -> the figures that take it as an input."""
        return _turned({key: depends_on(figure) for key, figure in self.figures.items()})


def _turned(lists: dict[str, list[str]]) -> dict[str, list[str]]:
    turned: dict[str, list[str]] = {}
    for key, items in lists.items():
        for item in items:
            turned.setdefault(item, []).append(key)
    return turned
