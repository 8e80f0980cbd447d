"""One spelling for each term of the glossary: 'backpressure', and not 'back pressure' on the next page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from macros import walk
from macros.load import Loaded
from macros.mistakes import Mistake
from macros.model import GlossaryTerm, Markup

_WORD = re.compile(r"[a-z]+")
_PARTS = re.compile(r"[\s-]+")
_LETTERS = re.compile(r"[a-z][a-z -]*")
# What is not prose: addresses of links, anchors, code, macro calls.
_ASIDE = re.compile(r"\]\([^)]*\)|\{:[^}]*\}|`[^`]*`|\{\{.*?\}\}|^```.*?^```", re.DOTALL | re.MULTILINE)
_LEAST = 3  # letters of a part, when one word is written as two


def check_spelling(loaded: Loaded) -> Iterator[Mistake]:
    wrong = variants(loaded.catalog.glossary)
    for page, record in loaded.catalog.pages.items():
        document = loaded.documents[page]
        for value in walk.values(record):
            if isinstance(value.kind, Markup):
                for found, term in misspelled(value.text, wrong):
                    yield _mistake(document.file, document.line_of(value.path, found), found, term)
    for prose in loaded.catalog.prose.values():
        for found, term in misspelled(prose.body, wrong):
            place = prose.body.lower().find(found)
            yield _mistake(prose.file, prose.line_at(max(0, place)), found, term)


def _mistake(file: str, line: int, found: str, term: str) -> Mistake:
    return Mistake(file, line, f"a term must be written as in the glossary, '{term}', found '{found}'")


def variants(glossary: dict[str, GlossaryTerm]) -> dict[str, list[tuple[str, str]]]:
    """First word of a wrong spelling -> the wrong spellings that begin with it, each with the right one.

    A term written with spaces may have hyphens before a noun ('event-time windows'), as English wants it.
    """
    right = {name.lower() for term in glossary.values() for name in (term.term, *term.aka)}
    right |= {name.replace(" ", "-") for name in right}
    found: dict[str, list[tuple[str, str]]] = {}
    for term in glossary.values():
        name = term.term.lower()
        if _LETTERS.fullmatch(name):
            for spelling in _spellings(_PARTS.split(name)):
                if spelling not in right:
                    first = _WORD.match(spelling)
                    found.setdefault(first[0] if first else spelling, []).append((spelling, term.term))
    return found


def _spellings(parts: list[str]) -> Iterator[str]:
    if len(parts) == 1:
        word = parts[0]
        for cut in range(_LEAST, len(word) - _LEAST + 1):
            yield f"{word[:cut]} {word[cut:]}"
            yield f"{word[:cut]}-{word[cut:]}"
        return
    for between in itertools.product(("", " ", "-"), repeat=len(parts) - 1):
        yield parts[0] + "".join(sign + part for sign, part in zip(between, parts[1:], strict=True))


def misspelled(text: str, wrong: dict[str, list[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
    """The wrong spellings in a text, each with the glossary's term."""
    written = _ASIDE.sub(" § ", text).lower()
    for match in _WORD.finditer(written):
        for spelling, term in wrong.get(match[0], ()):
            end = match.start() + len(spelling)
            before = written[match.start() - 1 : match.start()]
            if written.startswith(spelling, match.start()) and not _joins(written[end : end + 1]) and before != "-":
                yield spelling, term


def _joins(sign: str) -> bool:
    return sign.isalnum() or sign == "-"
