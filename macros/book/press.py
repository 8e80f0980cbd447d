"""All books of a site: chapters laid out by several processes, each once, then bound to the whole book and the packs."""

from __future__ import annotations

import functools
import math
import multiprocessing
import os
import pickle
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.pool import Pool
from pathlib import Path

from macros.book import assemble, bind, matter, plan, typeset
from macros.book.assemble import CannotPrint, Cut, Reach, place
from macros.book.offer import Printed, offer
from macros.book.plan import Entry, Plan
from macros.book.reading import read
from macros.book.typeset import Laid
from macros.catalog import Catalog
from macros.finish import SITE_NAME

# Pages for each sign of HTML, about; and how far the sum may be out.
PAGES_OF_PROSE, PAGES_OF_CARDS, PAGES_OF_LISTS, PAGES_OF_OWN, DOUBT = 1.42e-4, 2.2e-4, 5.2e-5, 2, 0.005
MOST_PROCESSES = 4  # each holds about a third of a gigabyte


@dataclass(frozen=True)
class Manuscript:
    """A chapter before it is laid out."""

    key: str
    page: str
    title: str
    kicker: str
    written: str
    cut: Cut | None


def plans(catalog: Catalog) -> list[Plan]:
    """The whole book, then the packs."""
    return [plan.whole(catalog, SITE_NAME), *(plan.for_problem(catalog, key, SITE_NAME) for key in catalog.problems)]


def workers() -> Pool:
    """The processes that lay out chapters. They make themselves ready while the data is read."""
    return multiprocessing.get_context("spawn").Pool(min(MOST_PROCESSES, os.cpu_count() or 1), typeset.style)


def print_books(pool: Pool, site: Path, catalog: Catalog, epoch: int, names: Sequence[str] = ()) -> Iterator[Printed]:
    """Write every book, or those of these names, into the site's `downloads/`; then offer them on its pages."""
    date, address, everything = bind.moment(epoch), assemble.address_of(site), plans(catalog)
    books = [book for book in everything if not names or book.name in names]
    manuscripts = _manuscripts(books, site, catalog, date, address)
    laid = _lay_out(pool, manuscripts, _reach(everything[0], site, catalog, manuscripts, address))
    folder = site / "downloads"
    folder.mkdir(exist_ok=True)
    printed = []
    for book in books:
        chapters = [laid[_key(entry, book)] for entry in book.entries]
        bound = bind.bind(book, chapters, date, address)
        path = folder / f"{book.name}.pdf"
        path.write_bytes(bound.data)
        printed.append(Printed(path, book.title, bound.pages, len(bound.data), date))
        yield printed[-1]
    offer(site, printed)


def _key(entry: Entry, book: Plan) -> str:
    """Chapters that are made from the plan, or cut to it, are each book's own; the others are laid out once for all."""
    return f"{entry.page}@{book.name}" if entry.generated or entry.cut else entry.page


def _manuscripts(books: list[Plan], site: Path, catalog: Catalog, date: datetime, address: str) -> list[Manuscript]:
    found: dict[str, Manuscript] = {}
    # A chapter says where the whole book has it, also in a pack: it is the same chapter.
    kickers = {
        entry.page: "" if entry.page in plan.OPENERS else " · ".join(filter(None, [entry.part, entry.group]))
        for entry in plan.whole(catalog, SITE_NAME).entries
    }
    for book in books:
        for entry in book.entries:
            key = _key(entry, book)
            if key in found:
                continue
            if entry.generated:
                written = matter.draw(entry, book, catalog, date, address)
            else:
                written = assemble.article(site, entry.page)
            kicker = "" if entry.generated else kickers[entry.page]
            found[key] = Manuscript(key, entry.page, entry.title, kicker, written, entry.cut)
    return list(found.values())


def _reach(whole: Plan, site: Path, catalog: Catalog, manuscripts: list[Manuscript], address: str) -> Reach:
    pages = [entry.page for entry in whole.entries if not entry.generated]
    written = {page: assemble.article(site, page) for page in pages}
    known = {name for page in pages for name in assemble.places(page, written[page])}
    wanted = {name for page in pages for name in assemble.targets(page, written[page])}
    wanted |= {name for places in matter.index(catalog).values() for name in places}
    wanted |= {place(manuscript.page) for manuscript in manuscripts}
    order = [anchor for anchor in assemble.ID.findall(written["numbers"]) if anchor in catalog.figures]
    numbered = {figure: f"n{number}" for number, figure in enumerate(order, 1)}
    digits = _digits(whole, written)
    lost = sorted((wanted - known) - {place(manuscript.page) for manuscript in manuscripts})
    gone = [name for name in lost if name.split("--")[0] not in ("", *plan.NOT_PRINTED)]
    if gone:
        raise CannotPrint(f"the site refers to what it does not have: {', '.join(gone[:5])}")
    return Reach(frozenset(wanted & known), frozenset(known), numbered, address, digits)


def _digits(whole: Plan, written: dict[str, str]) -> dict[str, int]:
    """Chapter -> how many figures its page numbers have, guessed from how much is written before it."""
    digits, page = {}, 1.0
    for entry in whole.entries:
        lists = entry.page in plan.REFERENCE or entry.page == plan.INDEX
        rate = PAGES_OF_LISTS if lists else PAGES_OF_PROSE if "/" in entry.page else PAGES_OF_CARDS
        long = len(written[entry.page]) * rate if entry.page in written else PAGES_OF_OWN
        digits[entry.page] = len(str(round(page + long + page * DOUBT)))
        page += math.ceil(long)
    return digits


def _lay_out(pool: Pool, manuscripts: list[Manuscript], reach: Reach) -> dict[str, Laid]:
    """Every chapter on pages. The slowest come first, so that no process is left with one at the end."""
    ordered = sorted(manuscripts, key=lambda one: (one.page != plan.CONTENTS, -len(one.written), one.key))
    with tempfile.TemporaryDirectory() as folder:  # by file: it is large, and each process needs it once
        path = Path(folder, "reach")
        path.write_bytes(pickle.dumps(reach))
        return {laid.key: laid for laid in pool.imap_unordered(functools.partial(_laid, path), ordered)}


@functools.cache
def _reach_in(path: Path) -> Reach:
    found: Reach = pickle.loads(path.read_bytes())
    return found


def _laid(reach_path: Path, manuscript: Manuscript) -> Laid:
    reach = _reach_in(reach_path)
    if manuscript.page.startswith("book-"):
        body = read(manuscript.written)
    else:
        body = assemble.chapter(manuscript.page, manuscript.written, reach, manuscript.cut)
    if manuscript.kicker:
        kicker = ET.Element("p", {"class": "kicker"})
        kicker.text = manuscript.kicker
        body.insert(list(body).index(next(body.iter("h1"))), kicker)
    assemble.name_sections(body)
    assemble.make_room(body, reach.digits)
    return typeset.typeset(manuscript.key, body, manuscript.title)
