"""Rules for the form of what is written, where one form must hold over all pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.load import Loaded
from macros.mistakes import Mistake
from macros.model import Checked, Markup, Page
from macros.nodes import Document, Path_

# Words by which a figure's title leans on the one before it.
LEANING = re.compile(r"^The same\b|, the same$|\b(?:those|these) \w+", re.IGNORECASE)
_TIGHT = re.compile(r"\d%")
_CITE_AFTER_STOP = re.compile(r"[.!?,;:][\"”]?\s*\{\{\s*cite\(")
# What is shown as it is: code, and the addresses of links.
_AS_TYPED = re.compile(r"^```.*?^```|`[^`\n]*`|(?<=\])\([^)\s]*\)", re.DOTALL | re.MULTILINE)
_STOPS = (".", "?", "!")


def check_wording(loaded: Loaded) -> Iterator[Mistake]:
    yield from _titles(loaded)
    for page, record in loaded.catalog.pages.items():
        document = loaded.documents[page]
        yield from _stops(record, document)
        for value in loaded.catalog.values[page]:
            if isinstance(value.kind, Markup | Checked):
                for text, at in _signs(value.text):
                    snippet = value.text[at:].split()[0]
                    yield Mistake(document.file, document.line_of(value.path, snippet), text)
    for prose in loaded.catalog.prose.values():
        for text, at in _signs(prose.body):
            yield Mistake(prose.file, prose.line_at(at), text)


def _titles(loaded: Loaded) -> Iterator[Mistake]:
    """A figure is met alone, by a link or a search: its title must say what it is without its neighbours."""
    document = loaded.documents["figures"]
    first: dict[str, str] = {}
    for key, figure in loaded.catalog.figures.items():
        line = document.line((key, "title"))
        if found := LEANING.search(figure.title):
            text = f"a figure's title must say what it is without its neighbours, found '{found[0]}'"
            yield Mistake(document.file, line, text, "name what is meant")
        if figure.title in first:
            text = f"a figure's title must be its own, found that of '{first[figure.title]}' again"
            yield Mistake(document.file, line, text)
        first.setdefault(figure.title, key)


def _stops(record: Page, document: Document) -> Iterator[Mistake]:
    """What follows a number or a label ends in a stop; an idea does not, since a question mark follows."""
    ended: list[tuple[Path_, str]] = [(("numbers", i, "says"), item.says) for i, item in enumerate(record.numbers)]
    ended += [(("why_not", i, "right_when"), item.right_when) for i, item in enumerate(record.why_not)]
    for path, text in ended:
        if not text.endswith(_STOPS):
            yield Mistake(document.file, document.line(path), f"'{path[-1]}' must end in a stop, found '{text[-20:]}'")
    for index, item in enumerate(record.why_not):
        if item.idea.endswith(_STOPS):
            line = document.line(("why_not", index, "idea"))
            yield Mistake(document.file, line, f"'idea' must end without a stop, found '{item.idea[-20:]}'")


def _signs(written: str) -> Iterator[tuple[str, int]]:
    """Signs in a form that the site does not use, with where they stand."""
    prose = _AS_TYPED.sub(lambda found: re.sub(r"[^\n]", "§", found[0]), written)
    for found in _TIGHT.finditer(prose):
        yield f"a space must stand between number and %, found '{found[0]}'", found.start()
    for found in _CITE_AFTER_STOP.finditer(prose):
        yield "a source must be cited before the stop, found it behind", found.start()
