"""The book, read back by another program than the one that wrote it: is everything there, and where it says it is?"""

from __future__ import annotations

import functools
import html
import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pypdf
import pytest
from pypdf.generic import DictionaryObject, IndirectObject

from macros import text
from macros.book import fonts, matter, plan, signs
from macros.book.assemble import CannotPrint, Reach, chapter
from macros.book.reading import read
from macros.finish import SITE_NAME
from macros.load import ROOT
from macros.model import Markup

EPOCH = "1764400000"
# A token of a page: a mark, its end, a type, a run of glyphs, or where the run begins.
TOKEN = re.compile(
    rb"/(?P<mark>\w+)\s*(?:<<(?P<list>[^>]*)>>)?\s*B(?:M|D)C|(?P<end>\bEMC\b)|/(?P<type>F\d+) (?P<size>[\d.]+) Tf"
    rb"|(?P<x>[-\d.]+) (?P<y>[-\d.]+) Tm|(?P<right>[-\d.]+) (?P<up>[-\d.]+) Td|(?P<run>\[(?:\((?:\\.|[^\\)])*\)|[^\]()])*\] ?TJ)",
    re.DOTALL,
)
STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)|(-?[\d.]+)", re.DOTALL)
MOST_BYTES = 5_000_000
# The others are made in the same way of the same chapters, and only cost time.
PACKS = ["rate-limiter", "ticket-booking"]


def print_books(site: Path, *names: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "macros.book", str(site), *names]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="session")
def printed(site, tmp_path_factory) -> Path:
    """A copy of the site with its books."""
    folder = tmp_path_factory.mktemp("printed") / "site"
    shutil.copytree(site, folder)
    begun = time.monotonic()
    done = print_books(folder, plan.WHOLE, *PACKS)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout, f"in {time.monotonic() - begun:.0f} s")
    return folder


class Run(NamedTuple):
    """A run of text on a page: what it says, where it ends, and the mark it belongs to; decoration has none."""

    words: str
    right: float
    y: float
    mark: int | None

    @property
    def artifact(self) -> bool:
        return self.mark is None


class Book:
    """A PDF: its pages' text by its own fonts and maps, its links, its outline."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reader = pypdf.PdfReader(path)
        self.root = self.reader.root_object
        types = self.reader.pages[0]["/Resources"]["/Font"]
        self.types = {name[1:]: (_words(font), _widths(font)) for name, font in types.items()}
        self.pages = [list(self._runs(page.get_contents().get_data())) for page in self.reader.pages]
        self.numbers = {page.indirect_reference.idnum: index for index, page in enumerate(self.reader.pages)}

    def _runs(self, content: bytes):
        words, widths, size, x, y = {}, {}, 0.0, 0.0, 0.0
        marks: list[int | None] = []
        for token in TOKEN.finditer(content):
            if token["mark"]:
                number = re.search(rb"/MCID (\d+)", token["list"] or b"")
                marks.append(int(number[1]) if number else None)
            elif token["end"]:
                marks.pop()
            elif token["type"]:
                words, widths = self.types[token["type"].decode()]
                size = float(token["size"])
            elif token["x"]:
                x, y = float(token["x"]), float(token["y"])
            elif token["right"]:
                x, y = x + float(token["right"]), y - float(token["up"])
            else:
                said, wide = "", 0.0
                for string, gap in STRING.findall(token["run"]):
                    codes = re.sub(rb"\\(.)", rb"\1", string, flags=re.DOTALL)
                    said += "".join(words[code] for code in codes)
                    wide += sum(widths.get(code, 0) for code in codes) - float(gap or 0)
                yield Run(said, x + wide * size / 1000, y, marks[-1])

    def text(self, page: int) -> str:
        return " ".join(run.words for run in self.pages[page] if not run.artifact)

    @functools.cached_property
    def whole(self) -> str:
        """Everything the book says in the order in which it is read, without what differs between paper and screen."""
        marked: dict[tuple[int, int], str] = {}
        for page, runs in enumerate(self.pages):
            for run in runs:
                if run.mark is not None:
                    marked[page, run.mark] = marked.get((page, run.mark), "") + run.words
        return squeezed("".join(marked.get(place, "") for place in self.marks()))

    @functools.cached_property
    def drawn(self) -> str:
        """What the book says of its drawings to readers who do not see them."""
        return squeezed("".join(str(one["/Alt"]) for one in self.elements() if one["/S"] == "/Figure"))

    def marks(self):
        """Every mark of the structure as page and number, depth first."""

        def walk(element, page):
            if isinstance(element, IndirectObject):
                element = element.get_object()
            if isinstance(element, int):
                yield page, int(element)
            elif isinstance(element, list):
                for kid in element:
                    yield from walk(kid, page)
            elif "/Pg" in element or "/K" in element:
                if "/Pg" in element:
                    page = self.numbers[element.raw_get("/Pg").idnum]
                yield from walk(element.get("/MCID", element.get("/K", [])), page)

        return walk(self.root["/StructTreeRoot"]["/K"], 0)

    def folio(self, page: int) -> str:
        return self.pages[page][-1].words if self.pages[page][-1].artifact else ""

    def outline(self):
        """Level, title, page of every entry."""

        def walk(item, level):
            while item is not None:
                entry = item.get_object()
                yield level, str(entry["/Title"]), self.numbers[entry["/Dest"][0].idnum]
                if "/First" in entry:
                    yield from walk(entry["/First"], level + 1)
                item = entry.get("/Next")

        return list(walk(self.root["/Outlines"]["/First"], 1))

    def links(self, page: int):
        return [found.get_object() for found in self.reader.pages[page].get("/Annots", [])]

    def elements(self):
        """Every element of the structure, depth first."""
        waiting = [self.root["/StructTreeRoot"]["/K"]]
        while waiting:
            element = waiting.pop()
            element = element.get_object() if isinstance(element, IndirectObject) else element
            if isinstance(element, list):
                waiting.extend(element)
            elif isinstance(element, DictionaryObject) and "/S" in element:
                yield element
                waiting.append(element.get("/K", []))


def _glyphs(font) -> dict[int, int]:
    """Byte -> glyph, as the type's own encoding says."""
    written = font["/Encoding"].get_data().decode()
    return {int(code, 16): int(glyph) for code, glyph in re.findall(r"(?m)^<([0-9a-f]{2})> (\d+)$", written)}


def _words(font) -> dict[int, str]:
    written = font["/ToUnicode"].get_data().decode()
    found = re.findall(r"(?m)^<([0-9a-f]{2})> <([0-9a-f]+)>$", written)
    return {int(code, 16): bytes.fromhex(word).decode("utf-16-be") for code, word in found}


def _widths(font) -> dict[int, float]:
    listed = font["/DescendantFonts"][0].get_object()["/W"]
    widths = {listed[at] + step: width for at in range(0, len(listed), 2) for step, width in enumerate(listed[at + 1])}
    return {code: float(widths[glyph]) for code, glyph in _glyphs(font).items()}


def squeezed(words: str) -> str:
    """Words without spaces, in compatible signs: '10⁻⁹' and a raised '−9' are the same, and so are all quotes."""
    said = words.translate({ord("⌈"): "ceil(", ord("⌉"): ")", ord("⌊"): "floor(", ord("⌋"): ")"})
    said = said.translate(str.maketrans("‘’“”", "''\"\""))
    return re.sub(r"\s|\u00ad", "", unicodedata.normalize("NFKC", said)).replace("−", "-")


def pieces(written: str) -> list[str]:
    """The parts of a data text between its marks, links and macros, as the book must say them.

    Without the last stop: the numbers of sources stand before it.
    """
    drawn = text.inline(written, lambda call: call.argument if call.macro == "given" else "<>", lambda address: address)
    said = [squeezed(html.unescape(part)).removesuffix(".") for part in re.split(r"<[^>]*>", drawn)]
    return [piece for piece in said if len(piece) > 3]


@pytest.fixture(scope="session")
def book(printed) -> Book:
    return Book(printed / "downloads" / "system-design-tradeoffs.pdf")


@pytest.fixture(scope="session")
def packs(printed) -> dict[str, Book]:
    return {key: Book(printed / "downloads" / f"{key}.pdf") for key in PACKS}


def test_everything_the_data_says_is_in_the_book(book, catalog):
    missing = [
        f"{page}: {'.'.join(map(str, value.path))}: {piece}"
        for page, values in catalog.values.items()
        for value in values
        if isinstance(value.kind, Markup)
        for piece in pieces(value.text)
        if piece not in book.whole and piece not in book.drawn
    ]
    assert missing == []


def test_every_name_is_in_the_book(book, catalog):
    names = [record.title for record in catalog.pages.values()]
    for record in catalog.pages.values():
        for decision in record.decisions:
            names += [decision.question, *(option.name for option in decision.options)]
        names += [diagram.says for diagram in record.diagrams] + [table.title for table in record.tables]
        names += [step.title for step in getattr(record, "steps", [])]
        names += [step.code.text for step in getattr(record, "steps", []) if step.code]
    names += [figure.title for figure in catalog.figures.values()] + [one.shown for one in catalog.derived.values()]
    names += [source.title for source in catalog.sources.values()]
    names += [source.address for source in catalog.sources.values() if source.address]
    names += [term.term for term in catalog.glossary.values()]

    said = book.whole + book.drawn
    assert [name for name in names if squeezed(name.removeprefix("https://")) not in said] == []


def test_the_prose_of_every_page_is_in_the_book(book, catalog, site):
    """The last words of every section: what a page that was cut short would lose."""
    for page in plan.whole(catalog, SITE_NAME).pages:
        if page.startswith("book-") or page in plan.REFERENCE:
            continue
        written = (site / page / "index.html").read_text(encoding="utf-8")
        article = re.search(r"<article.*?</article>", written, re.DOTALL)[0]
        for paragraph in re.findall(r"<p>([^<]{20,}?)</p>", article):
            assert squeezed(html.unescape(paragraph)) in book.whole + book.drawn, page


def test_nothing_of_the_screen_is_in_the_book(book):
    for words in ("Link to this", "Choose a sign", "Report a mistake", "Back to top", "(online)", "(page 000)"):
        assert squeezed(words) not in book.whole


def test_every_decision_shows_all_views_with_their_names(book, catalog):
    decisions = sum(len(record.decisions) for record in catalog.pages.values())
    views = [str(element["/S"]) for element in book.elements()].count("/H3")

    assert views >= decisions * 4


def test_the_contents_tell_the_pages(book, catalog):
    pages = {title: page for _, title, page in book.outline()}
    shown = dict(re.findall(r"(?m)^(.+?) ?\.{3,} *(\d+)$", contents(book)))
    entries = [
        entry for entry in plan.whole(catalog, SITE_NAME).entries if entry.page not in (plan.COVER, plan.CONTENTS)
    ]

    assert len(shown) >= len(entries)
    for entry in entries:
        page = int(shown[entry.title]) - 1
        assert page == pages[entry.title]
        assert book.folio(page) == str(page + 1)
        assert squeezed(entry.title) in squeezed(book.text(page))


def contents(book: Book) -> str:
    """The pages of contents, a line an entry."""
    lines: dict[tuple[int, float], list[str]] = {}
    first = next(page for _, title, page in book.outline() if title == "Contents")
    following = min(page for _, title, page in book.outline() if page > first)
    for page in range(first, following):
        for run in book.pages[page]:
            if not run.artifact:
                lines.setdefault((page, run.y), []).append(run.words)
    return "\n".join("".join(words) for words in lines.values())


def test_the_outline_goes_down_to_the_options(book, catalog):
    titles = {squeezed(title) for _, title, _ in book.outline()}
    named = [option.name for record in catalog.pages.values() for one in record.decisions for option in one.options]

    assert [name for name in named if squeezed(name) not in titles] == []


def test_every_link_leads_to_a_page_or_an_address(book, packs):
    for one in (book, *packs.values()):
        for page in range(len(one.pages)):
            for link in one.links(page):
                if "/Dest" in link:
                    assert link["/Dest"][0].idnum in one.numbers
                    assert str(link["/Contents"]) == f"Page {one.numbers[link['/Dest'][0].idnum] + 1}"
                elif "/A" in link:
                    assert str(link["/A"]["/URI"]).startswith("https://")
                else:
                    assert one is not book  # a selection marks what it leaves out


def test_page_numbers_in_the_text_are_those_of_their_links(book):
    """'(page 123)' is drawn where a link begins that leads to page 123."""
    checked = 0
    for page, runs in enumerate(book.pages):
        told = sorted(run.words for run in runs if re.fullmatch(r"\(page *\d+\)", run.words))
        led = [f"{book.numbers[link['/Dest'][0].idnum] + 1}" for link in book.links(page) if "/Dest" in link]
        for words in told:
            number = re.search(r"\d+", words)[0]
            assert number in led, (page, words)
            checked += 1
    assert checked > 500


def test_no_page_is_blank(book, packs):
    for one in (book, *packs.values()):
        assert [page for page in range(len(one.pages)) if len(squeezed(one.text(page))) < 15] == []


def test_nothing_runs_off_the_page(book):
    outside = [
        (page + 1, run.words)
        for page, runs in enumerate(book.pages)
        for run in runs
        if run.right * 0.75 > float(book.reader.pages[page].mediabox.width) - 10
    ]
    assert outside == []


def test_every_type_is_embedded(book, packs):
    for one in (book, *packs.values()):
        for font in one.reader.pages[0]["/Resources"]["/Font"].values():
            inner = font["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"]
            assert set(_words(font)) <= set(_glyphs(font))


def test_readers_who_do_not_see_are_served(book, packs, catalog):
    for one in (book, *packs.values()):
        assert one.root["/Lang"] == "en"
        assert one.root["/MarkInfo"]["/Marked"] is True or one.root["/MarkInfo"]["/Marked"].value
        assert one.root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in one.root["/Metadata"].get_data()
        assert one.reader.metadata.title and one.reader.metadata.author
        assert all(page["/Tabs"] == "/S" for page in one.reader.pages)
        assert all(
            link["/Contents"] and "/StructParent" in link for page in range(len(one.pages)) for link in one.links(page)
        )
    kinds: dict[str, int] = {}
    for element in book.elements():
        kind = str(element["/S"])
        kinds[kind] = kinds.get(kind, 0) + 1
        if kind == "/Figure":
            assert len(element["/Alt"]) > 20
        if kind == "/TH":
            assert element["/A"]["/Scope"] in ("/Row", "/Column")
        if kind == "/L":
            assert {str(kid.get_object()["/S"]) for kid in _kids(element)} <= {"/LI", "/Caption"}
    assert kinds["/Figure"] == sum(len(record.diagrams) for record in catalog.pages.values())
    assert kinds["/Document"] == 1


def _kids(element):
    kids = element["/K"]
    return kids if isinstance(kids, list) else [kids]


def test_every_mark_on_a_page_belongs_to_an_element(book):
    parents = book.root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    rows = dict(zip(parents[::2], parents[1::2], strict=True))
    for index, page in enumerate(book.reader.pages):
        row = rows[page["/StructParents"]].get_object()
        marks = {int(mark) for mark in re.findall(rb"/MCID (\d+)", page.get_contents().get_data())}
        assert marks == set(range(len(row))), index + 1


def test_headings_are_not_skipped(book):
    level = 0
    for element in _in_order(book.root["/StructTreeRoot"]["/K"]):
        kind = str(element["/S"])
        if re.fullmatch(r"/H\d", kind):
            assert int(kind[2]) <= level + 1, element
            level = int(kind[2])


def _in_order(element):
    element = element.get_object() if isinstance(element, IndirectObject) else element
    if isinstance(element, list):
        for kid in element:
            yield from _in_order(kid)
    elif isinstance(element, DictionaryObject) and "/S" in element:
        yield element
        yield from _in_order(element.get("/K", []))


def test_no_heading_stands_alone_at_the_foot_of_a_page(book):
    """Below the last heading of a page there is text on the same page."""
    for page, runs in enumerate(book.pages):
        content = book.reader.pages[page].get_contents().get_data()
        if b"/MCID" not in content:
            continue
        below = [run for run in runs if not run.artifact]
        lowest = max(run.y for run in below)
        alone = [run for run in below if run.y == lowest]
        headings = {squeezed(title) for _, title, where in book.outline() if where == page}
        assert squeezed("".join(run.words for run in alone)) not in headings, page + 1


def test_the_index_names_every_option_and_term(book, catalog):
    first = max(page for _, title, page in book.outline() if title == "Index")
    said = squeezed("".join(book.text(page) for page in range(first, len(book.pages))))

    assert [name for name in matter.index(catalog) if squeezed(name) not in said] == []


def test_the_book_is_small_enough_to_send(book):
    assert book.path.stat().st_size < MOST_BYTES


def test_a_pack_holds_its_problem_and_what_it_needs(packs, catalog):
    for key, pack in packs.items():
        problem = catalog.problems[key]
        titles = [title for _, title, _ in pack.outline()]
        core = [cell.page for cell in problem.cells if cell.weight == "core" or cell.page.startswith("deep-dives/")]
        assert {problem.title, *(catalog.title(page) for page in core)} <= set(titles)
        for page in core:
            for source in catalog.cited_on(page):
                assert squeezed(catalog.sources[source].title) in pack.whole
        cited = {source for page in (f"problems/{key}", *core) for source in catalog.cited_on(page)}
        others = [source.title for name, source in catalog.sources.items() if name not in cited]
        assert sum(squeezed(title) in pack.whole for title in others) < len(others) / 10


def test_the_same_commit_gives_the_same_bytes(printed, packs, tmp_path):
    key = PACKS[0]
    again = tmp_path / "site"
    shutil.copytree(printed, again, ignore=shutil.ignore_patterns("downloads"))
    done = print_books(again, key, seed="1")

    assert done.returncode == 0, done.stderr
    assert (again / "downloads" / f"{key}.pdf").read_bytes() == packs[key].path.read_bytes()


@pytest.mark.parametrize("page", ["", "about", "topics/caching-strategies"])
def test_the_site_offers_the_book_once_it_is_there(site, printed, page):
    before = (site / page / "index.html").read_text(encoding="utf-8")
    after = (printed / page / "index.html").read_text(encoding="utf-8")
    link = re.search(
        r'<a href="([^"]+\.pdf)" type="application/pdf">The whole book as PDF</a>, \d+ pages, [\d.]+ MB, \d+ \w+ \d{4}',
        after,
    )

    assert "downloads/" not in before and 'class="book-offer" data-book="" hidden' in before
    assert link and (printed / page / link[1]).resolve().is_file()
    assert 'data-book="" hidden' not in after


def test_a_problem_offers_its_own_book(printed):
    for key in PACKS:
        written = (printed / "problems" / key / "index.html").read_text(encoding="utf-8")
        assert f'<a href="../../downloads/{key}.pdf"' in written


def test_a_page_that_is_not_closed_is_named():
    with pytest.raises(CannotPrint, match=r"/topics/cdn/: <p> is closed by </article>"):
        chapter("topics/cdn", "<article><h1>CDN</h1><p>one</article>", Reach(frozenset(), frozenset()))


def test_a_drawing_is_read_with_the_capitals_of_its_names():
    svg = read('<svg viewBox="0 0 1 1"><path d="M 0 0"/></svg>')

    assert svg.get("viewBox") == "0 0 1 1" and svg[0].tag.endswith("}path")


def laid_lines(html: str) -> list[list[str]]:
    """The lines of a document, page by page, as the book's own process lays them out."""
    code = (
        "import json, sys, weasyprint; from macros.book import typeset; sheet, types = typeset.style();"
        "pages = weasyprint.HTML(string=sys.stdin.read()).render(font_config=types, stylesheets=[sheet]).pages;"
        "lines = lambda box: [box] if type(box).__name__ == 'LineBox' else [l for c in getattr(box, 'children', []) for l in lines(c)];"
        "words = lambda line: ''.join(getattr(box, 'text', '') for box in line.descendants());"
        "print(json.dumps([[words(line) for line in lines(page._page_box)] for page in pages]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, input=html, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_a_line_is_full_before_it_is_broken():
    """Over all widths: no word stands alone on a line because of the space behind the last one."""
    said = 'The same program, run as a <a href="#x">batch of{}<span class="page">(page 123)</span></a> and so on'
    for space in (" ", "\u00a0"):
        paragraphs = "".join(f'<p style="width:{width / 4}pt">{said.format(space)}</p>' for width in range(380, 900))
        lines = [line.strip() for page in laid_lines(paragraphs) for line in page]
        assert "The same program, run as a" in lines
        assert not {"The", "batch", "The same"} & set(lines)


def test_a_drawing_that_does_not_fit_goes_to_the_next_page_and_the_text_goes_on():
    figure = '<figure class="diagram beside" style="width:200px"><div style="height:600px">drawing</div></figure>'
    before, after = "<p>before</p>" * 25, "<p>after</p>" * 40
    first, second = laid_lines(f"<article>{before}{figure}{after}</article>")[:2]

    assert first.count("after") > 5 and "drawing" not in first
    assert second[:3].count("drawing") == 1 and second.count("drawing") == 1


def test_without_pango_the_command_that_installs_it_is_named(site, tmp_path):
    fake = tmp_path / "weasyprint"
    fake.mkdir()
    (fake / "__init__.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-m", "macros.book", str(site)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)

    assert done.returncode == 1
    assert "apt-get install libpango-1.0-0" in done.stderr and "Traceback" not in done.stderr


def test_the_site_needs_nothing_of_the_book():
    command = "import sys, macros.register, macros.finish; assert not {'weasyprint', 'macros.book'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=True)


def test_without_a_site_the_book_says_what_to_run(tmp_path):
    done = print_books(tmp_path)

    assert done.returncode == 1
    assert "make build" in done.stderr


def test_every_type_is_a_file_of_a_pinned_package():
    assert [face.path for face in fonts.FACES if not face.path.is_file()] == []


def test_the_signs_are_drawn_as_their_source_says(tmp_path):
    signs.build(tmp_path / "Signs.ttf")

    assert (tmp_path / "Signs.ttf").read_bytes() == signs.FILE.read_bytes()
