"""Where the site offers its books: pages have an empty place for it, which stays hidden until the books are there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import NamedTuple

# The place: any element with this attribute, whose value names the book; empty means the whole one.
PLACE = re.compile(r'<(?P<tag>\w+) class="book-offer" data-book="(?P<book>[a-z0-9-]*)"[^>]*>.*?</(?P=tag)>', re.DOTALL)


WHOLE = "system-design-tradeoffs"


class Printed(NamedTuple):
    """A book that was written."""

    path: Path
    title: str
    pages: int
    size: int
    date: datetime


def offer(site: Path, printed: Sequence[Printed]) -> None:
    """Fill the places of these books on every page of the site."""
    books = {"" if book.path.stem == WHOLE else book.path.stem: book for book in printed}
    for path in sorted(site.rglob("*.html")):
        written = path.read_text(encoding="utf-8")
        if "book-offer" not in written or path.name == "404.html":
            continue
        here = path.parent.relative_to(site).as_posix()

        def filled(found: re.Match[str], here: str = here) -> str:
            book = books.get(found["book"])
            if not book:
                return found[0]
            address = posixpath.relpath(f"downloads/{book.path.name}", here)
            return (
                f'<{found["tag"]} class="book-offer" data-book="{found["book"]}">'
                f'<a href="{escape(address)}" type="application/pdf">{_words(book)}</a>, '
                f"{book.pages} pages, {book.size / 1e6:.1f} MB, {book.date.day} {book.date:%B %Y}</{found['tag']}>"
            )

        path.write_text(PLACE.sub(filled, written), encoding="utf-8")


def _words(book: Printed) -> str:
    return "The whole book as PDF" if book.path.stem == WHOLE else "This problem, its core topics and deep dives as PDF"
