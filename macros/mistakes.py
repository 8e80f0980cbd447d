"""What an author is told: place, what must be true, what was found, and a hint."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Mistake:
    file: str
    line: int
    text: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" + (f"\n    hint: {self.hint}" if self.hint else "")


def report(mistakes: Iterable[Mistake]) -> str:
    """All mistakes in the order of files and lines, and a closing count."""
    ordered = sorted(set(mistakes))
    files = len({mistake.file for mistake in ordered})
    count = f"{_plural(len(ordered), 'mistake')} in {_plural(files, 'file')}"
    return "\n".join([*map(str, ordered), count])


def nearest(found: str, known: Iterable[str]) -> str:
    """A hint that names the known word closest to what was found."""
    candidates = sorted(known)
    close = difflib.get_close_matches(found, candidates, n=1, cutoff=0.5)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"known: {', '.join(candidates[:12])}{' …' if len(candidates) > 12 else ''}" if candidates else ""


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
