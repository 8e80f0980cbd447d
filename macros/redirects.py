"""Addresses that have moved, in the built site: small pages for old pages, small notes for old anchors.

Both work without scripts. With scripts the reader is sent on at once, and a page keeps the anchor that was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from macros import links, load
from macros.mistakes import Mistake, report
from macros.model import Redirect
from macros.render import TEMPLATES

_TITLE = re.compile(r"<h1[^>]*>.*?</h1>", re.DOTALL)


class Address(NamedTuple):
    page: str
    anchor: str = ""


def read(data: Path) -> dict[Address, Address]:
    """The addresses that have moved, from `redirects.yml` in the data folder."""
    mistakes: list[Mistake] = []
    found, _ = load.redirects(data, mistakes)
    if mistakes:
        raise ValueError(report(mistakes))
    return moves(found)


def moves(redirects: Iterable[Redirect]) -> dict[Address, Address]:
    """Old address -> new address."""
    return {_address(redirect.old): _address(redirect.new) for redirect in redirects}


def _address(written: str) -> Address:
    found = links.target(written)
    assert found, written  # the model lets nothing else through
    return Address(*found)


def follow(moved: dict[Address, Address], address: Address) -> Address:
    """Where an address leads now: itself, or one step on, with its anchor where its whole page has moved."""
    if address in moved:
        return moved[address]
    page = moved.get(Address(address.page))
    return Address(page.page, page.anchor or address.anchor) if page else address


def write(site: Path, moved: dict[Address, Address]) -> None:
    """Add the pages and notes of everything that has moved to a built site."""
    for page in sorted({old.page for old in moved}):
        anchors = {old.anchor: new for old, new in moved.items() if old.page == page and old.anchor}
        if Address(page) in moved:
            _write_page(site / page / "index.html", page, moved[Address(page)], anchors)
        else:
            _add_notes(site / page / "index.html", page, anchors)


def _write_page(file: Path, page: str, new: Address, anchors: dict[str, Address]) -> None:
    if file.exists():
        raise ValueError(f"{page or 'the home page'} has moved and must be gone, found its page")
    file.parent.mkdir(parents=True, exist_ok=True)
    places = {anchor: links.href(page, *to) for anchor, to in anchors.items()}
    template = TEMPLATES.get_template("moved.html.j2")
    file.write_text(template.render(new=links.href(page, *new), anchors=places) + "\n", encoding="utf-8")


def _add_notes(file: Path, page: str, anchors: dict[str, Address]) -> None:
    """A note at the top of the page for each old anchor, in sight only when it is asked for."""
    places = {anchor: links.href(page, *to) for anchor, to in anchors.items()}
    notes = TEMPLATES.get_template("moved-notes.html.j2").render(anchors=places)
    written = file.read_text(encoding="utf-8")
    title = _TITLE.search(written)
    if title is None:
        raise ValueError(f"a page must have its first heading, found none on '{page}'")
    file.write_text(f"{written[: title.end()]}\n{notes}{written[title.end() :]}", encoding="utf-8")
