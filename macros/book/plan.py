"""Which chapters a book has, in what order: all of them, or those that one interview problem needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from macros.book.assemble import Cut
from macros.book.offer import WHOLE
from macros.catalog import Catalog

# Pages that are for the screen: the door of the site, and how the site is made (the book says that of itself).
NOT_PRINTED = frozenset(("", "about"))
OPENERS = {"topics": "Topics", "deep-dives": "Deep dives", "problems": "Problems"}
REFERENCE = ("matrix", "numbers", "corrections", "glossary", "sources")
INDEX = "book-index"
COVER, HOW_TO_READ, CONTENTS = "book-cover", "book-how-to-read", "book-contents"


@dataclass(frozen=True)
class Entry:
    """A chapter of a book: the page it is made from, or the name of what only the book has."""

    page: str
    title: str
    group: str = ""  # the category it stands under
    part: str = ""  # the part it opens or belongs to
    cut: Cut | None = None  # what is taken of a page that lists records; everything unless said

    @property
    def generated(self) -> bool:
        """Whether the chapter has no page on the site."""
        return self.page.startswith("book-")


@dataclass(frozen=True)
class Plan:
    """A book: its file name, its title and its chapters."""

    name: str
    title: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def pages(self) -> set[str]:
        """The pages of the site that are in the book."""
        return {entry.page for entry in self.entries}


def whole(catalog: Catalog, title: str) -> Plan:
    """The book with everything. A page that is not known here comes after the framework: nothing is forgotten."""
    known = {*catalog.pages, *OPENERS, *REFERENCE, *NOT_PRINTED}
    first = [page for page in catalog.prose if page not in known]
    entries = [Entry(COVER, title), Entry(HOW_TO_READ, "How to read this book"), Entry(CONTENTS, "Contents")]
    entries += [Entry(page, catalog.title(page)) for page in first]
    for folder, name in OPENERS.items():
        entries.append(Entry(folder, catalog.title(folder), part=name))
        entries += _records(catalog, folder, name)
    entries.append(Entry(REFERENCE[0], catalog.title(REFERENCE[0]), part="Reference"))
    entries += [Entry(page, catalog.title(page), part="Reference") for page in REFERENCE[1:]]
    entries.append(Entry(INDEX, "Index", part="Reference"))
    return Plan(WHOLE, title, entries)


def _records(catalog: Catalog, folder: str, part: str) -> Iterator[Entry]:
    inside = [page for page in catalog.pages if page.startswith(f"{folder}/")]
    grouped = {page: getattr(catalog.pages[page], "category", "") for page in inside}
    order = ["", *catalog.vocabulary.categories]
    for page in sorted(inside, key=lambda page: order.index(grouped[page])):
        category = catalog.vocabulary.categories.get(grouped[page])
        yield Entry(page, catalog.title(page), group=category.label if category else "", part=part)


def for_problem(catalog: Catalog, key: str, title: str) -> Plan:
    """One problem with its core topics, its deep dives, and the numbers and sources that they use."""
    problem = catalog.problems[key]
    chosen = [cell.page for cell in problem.cells if cell.weight == "core" or cell.page.startswith("deep-dives/")]
    pages = [f"problems/{key}", *chosen]
    figures = {figure for figure, shown in catalog.showing.items() if set(shown) & set(pages)}
    sources = {source for page in pages for source in catalog.cited_on(page)}
    # A figure's inputs may be figures.
    while more := {made_of for made_of, feeds in catalog.feeding.items() if set(feeds) & figures} - figures:
        figures |= more
    entries = [Entry(COVER, problem.title), Entry(HOW_TO_READ, "How to read this book"), Entry(CONTENTS, "Contents")]
    entries.append(Entry(pages[0], problem.title, part="Problem"))
    entries += [
        Entry(page, catalog.title(page), part="Topics" if page.startswith("topics/") else "Deep dives")
        for page in sorted(chosen, key=lambda page: page.startswith("deep-dives/"))
    ]
    entries.append(
        Entry("numbers", catalog.title("numbers"), part="Reference", cut=Cut(frozenset(figures), frozenset(pages)))
    )
    entries.append(
        Entry("sources", catalog.title("sources"), part="Reference", cut=Cut(frozenset(sources), frozenset(pages)))
    )
    return Plan(f"{key}", f"{problem.title}: {title}", entries)
