"""A chapter laid out: its pages, its structure for readers who do not see, and where its places ended up.

WeasyPrint does the work; what it made is taken from it before it writes a file of its own, reduced to what joining
needs. The structure loses what carries no meaning (a span for each line of text), which is most of it.
"""

from __future__ import annotations

import functools
import gc
import io
import itertools
import logging
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import cssselect2
import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from macros.book import floats, fonts, lines, operators
from macros.book.assemble import CannotPrint

lines.mend()
floats.mend()
# Each chapter's types would be cut down and embedded, and then be thrown away: the whole book gets one set.
weasyprint.pdf.build_fonts_dictionary = lambda *_: pydyf.Dictionary()
STYLE = Path(__file__).with_name("book.css")
PT = 0.75  # points in a px of the stylesheet

# What stands where a page number will be.
PLACEHOLDERS = [form.format("0" * figures) for form in ("{}", "(page {})") for figures in (1, 2, 3, 4)]
# One run of text: its place, its type, its glyphs.
_RUN = re.compile(rb"1 0 0 -1 ([-\d.]+) ([-\d.]+) Tm\n/(\w+) ([\d.]+) Tf\n\[([^\]]*)\] TJ")
_MARK = re.compile(rb"/(Span|Figure)\n<</MCID (\d+)>>\nBDC")
_FONT = re.compile(rb"^/([A-Z]{6}) ", re.MULTILINE)
_MARKED = re.compile(rb"<</MCID (\d+)>>")
_NEXT_MARK = re.compile(rb"EMC\n/Span\n<</MCID (\d+)>>\nBDC\n")


class Reference(NamedTuple):
    """A page number to fill in: `room` figures between `before` and `after`, all in glyphs of `face`."""

    target: str
    face: int
    before: bytes
    room: int
    after: bytes


class Link(NamedTuple):
    box: tuple[float, float, float, float]
    target: str  # 'goto:…' and 'page:…' for places of the book, else an address


class Node(NamedTuple):
    """An element of the structure. Kids are other nodes, numbers of marked content, or links: ('link', index)."""

    kind: str
    page: int
    kids: list[Any]
    extra: dict[str, Any]


class Bookmark(NamedTuple):
    level: int
    title: str
    page: int
    x: float
    y: float


@dataclass
class Sheet:
    """One page."""

    width: float
    height: float
    content: list[bytes | Reference]
    links: list[Link] = field(default_factory=list)


@dataclass
class Glyphs:
    """What a chapter uses of a type."""

    widths: dict[int, int] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    metrics: tuple[int, int, int] = (0, 0, 0)  # ascent, descent, flags


@dataclass
class Laid:
    """A chapter on pages."""

    key: str
    sheets: list[Sheet]
    nodes: list[Node]
    places: dict[str, tuple[int, float, float]]
    bookmarks: list[Bookmark]
    glyphs: dict[int, Glyphs]
    states: dict[str, str]


class _Tree(weasyprint.HTML):  # type: ignore[misc] # WeasyPrint has no types
    """A document from a tree: what has been parsed once need not be written and parsed again."""

    def __init__(self, root: ET.Element) -> None:
        self.base_url = None
        self.url_fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data", "file"), fail_on_errors=True)
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class _Complaints(logging.Handler):
    """What WeasyPrint would only log: a type without a sign, a style it does not know, a picture it cannot read."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


@functools.cache
def style() -> tuple[Any, Any]:
    """Stylesheet and types, read once by each process."""
    types = FontConfiguration()
    written = f"{fonts.rules()}\n{STYLE.read_text(encoding='utf-8')}"
    return weasyprint.CSS(string=written, font_config=types, base_url=str(STYLE.parent)), types


def typeset(key: str, body: ET.Element, running: str) -> Laid:
    """Lay out one chapter. `running` is its title, shown at the head of its pages."""
    complaints = _Complaints()
    log = logging.getLogger("weasyprint")
    log.addHandler(complaints)
    log.propagate = False
    gc.disable()  # millions of objects, few of them in circles: looking for those takes long and frees little
    try:
        sheet, types = style()
        document = _Tree(_document(body, running)).render(font_config=types, stylesheets=[sheet], pdf_tags=True)
        for page in document.pages:
            # WeasyPrint makes another link of every part of a link.
            page.links[:] = [link for link in page.links if link[3].link]
        taken: list[Laid] = []
        document.write_pdf(
            io.BytesIO(),
            pdf_tags=True,
            pdf_version="1.7",
            finisher=lambda made, pdf: taken.append(_take(key, made, pdf)),
        )
    finally:
        gc.enable()
        log.removeHandler(complaints)
    del document
    if complaints.found:
        raise CannotPrint(f"{key}: {'; '.join(sorted(set(complaints.found)))}")
    return taken[0]


def _document(body: ET.Element, running: str) -> ET.Element:
    root = ET.Element("html", {"lang": "en"})
    ET.SubElement(ET.SubElement(root, "head"), "title").text = running
    made = ET.SubElement(root, "body", {"class": body.get("class", "")})
    made.append(body)
    return root


def _take(key: str, document: Any, pdf: Any) -> Laid:
    used = _fonts(key, document.fonts)
    structure = _Structure(pdf)
    sheets: list[Sheet] = []
    places: dict[str, tuple[int, float, float]] = {}
    bookmarks: list[Bookmark] = []
    for number, page in enumerate(document.pages):
        made = pdf.objects[int(pdf.page_references[number].split()[0])]
        content = pdf.objects[int(made["Contents"].split()[0])]
        links = [_link(pdf, reference) for reference in made.get("Annots", [])]
        height = page.height * PT
        written = _content(b"\n".join(_bytes(item) for item in content.stream), used, structure, number)
        sheets.append(Sheet(page.width * PT, height, list(_references(written, links, height)), links))
        for name, (x, y, _, _) in page.anchors.items():
            places.setdefault(name, (number, x * PT, height - y * PT))
        for level, title, (x, y), _ in page.bookmarks:
            bookmarks.append(Bookmark(level, title, number, x * PT, height - y * PT))
    states = _states(key, pdf)
    glyphs: dict[int, Glyphs] = {}
    for font in document.fonts.values():
        mine = glyphs.setdefault(int(used[font.hash][1:]), Glyphs())
        mine.widths.update(font.widths)
        mine.words.update(font.to_unicode)
        mine.metrics = (font.ascent, font.descent, font.flags)
    del pdf.objects[3:]  # nothing is left for WeasyPrint to write
    return Laid(key, sheets, structure.finished(), places, bookmarks, glyphs, states)


def _fonts(key: str, used: dict[Any, Any]) -> dict[str, str]:
    """WeasyPrint's name of a type -> ours: 'F' and its place in the list of faces."""
    names = {}
    for font in used.values():
        found = [
            index
            for index, face in enumerate(fonts.FACES)
            if (face.family, face.weight, face.italic) == (font.family, font.weight, font.style != 0)
        ]
        if not found or font.missing:
            signs = "".join(map(chr, font.missing)) or "".join(font.to_unicode.values())
            raise CannotPrint(f"{key}: no type of the book has '{signs}'; WeasyPrint would take {font.family}")
        names[font.hash] = f"F{found[0]}"
    return names


def _states(key: str, pdf: Any) -> dict[str, str]:
    resources = next(found for found in pdf.objects if isinstance(found, dict) and "ExtGState" in found)
    for name in ("XObject", "Pattern", "Shading"):
        if resources[name]:
            raise CannotPrint(f"{key}: the book joins text and lines; a drawing or style uses a PDF {name}")
    states = {name: _bytes(state).decode() for name, state in resources["ExtGState"].items()}
    return {name: state for name, state in states.items() if name not in ("a1", "A1", "a1.0", "A1.0")}


def _bytes(item: Any) -> bytes:
    if isinstance(item, bytes):
        return item
    return bytes(item.data) if hasattr(item, "data") else str(item).encode()


def _content(written: bytes, used: dict[str, str], structure: _Structure, page: int) -> bytes:
    """The operators of a page with our names of types, and none that says again what holds already.

    Text that belongs to no element is marked as decoration; lines that follow each other in one element are one mark.
    """
    reached, joined = structure.reached[page], structure.joined[page]
    written = _MARK.sub(lambda mark: mark[0] if int(mark[2]) in reached else b"/Artifact\nBMC", written)
    written = _FONT.sub(lambda name: b"/" + used[name[1].decode()].encode() + b" ", written)
    written = operators.shortened(written).replace(b"EMC\n/Artifact\nBMC\n", b"")
    written = _NEXT_MARK.sub(lambda mark: b"" if int(mark[1]) in joined else mark[0], written)
    numbers = {old: new for new, old in enumerate(int(mark) for mark in _MARKED.findall(written))}
    structure.numbers[page] = numbers
    written = _MARKED.sub(lambda mark: b"<</MCID %d>>" % numbers[int(mark[1])], written)
    return written


def _link(pdf: Any, reference: bytes) -> Link:
    annotation = pdf.objects[int(reference.split()[0])]
    x1, y1, x2, y2 = annotation["Rect"]
    box = (round(min(x1, x2), 1), round(min(y1, y2), 1), round(max(x1, x2), 1), round(max(y1, y2), 1))
    return Link(box, annotation["A"]["URI"].string)


def _references(written: bytes, links: list[Link], height: float) -> Iterator[bytes | Reference]:
    """A page's content, cut where the number of a page is to be filled in: that which the link around it leads to."""
    found: list[Reference] = []

    def marked(run: re.Match[bytes]) -> bytes:
        face = int(run[3][1:])
        glyphs = re.sub(rb">[-\d.]*<|[<>]", b"", run[5])
        words = next((words for words in PLACEHOLDERS if glyphs == _encoded(face, words)), None)
        if words is None:
            return run[0]
        alone = words.strip("0") == ""
        x, y = float(run[1]) * PT, height - float(run[2]) * PT
        around = [link for link in links if link.box[0] - 0.2 < x < link.box[2] and link.box[1] < y < link.box[3]]
        if alone and not (around and around[0].target.startswith("page:")):
            return run[0]  # some other nought
        if not around or not around[0].target.startswith("page:"):
            raise CannotPrint(f"a page number is to be filled in, but no link says which: {around}")
        before, after = re.split("0+", words)
        room = words.count("0")
        found.append(Reference(around[0].target[5:], face, _encoded(face, before), room, _encoded(face, after)))
        return run[0].replace(run[5], b"@%d" % (len(found) - 1))

    cut = re.split(rb"@(\d+)", operators.without_repetition(_RUN.sub(marked, written)))
    for place, part in enumerate(cut):
        yield found[int(part)] if place % 2 else part


@functools.cache
def _encoded(face: int, words: str) -> bytes:
    return b"".join(b"%04x" % fonts.glyph(face, sign) for sign in words)


def _sentences_whole(nodes: list[Any]) -> list[Any]:
    """A drawing that was carried to the head of a page is read before the text that goes on there, not within it."""
    for at in range(1, len(nodes) - 2):
        before, drawing, caption, after = nodes[at - 1 : at + 3]
        if drawing.kind != "Figure" or not before.page < drawing.page == after.page or before.kind != after.kind:
            continue
        begins = at
        while begins and nodes[begins - 1].kind == after.kind and nodes[begins - 1].page >= before.page:
            begins -= 1
        nodes[begins : at + 2] = [drawing, caption, *nodes[begins:at]]
    return nodes


class _Structure:
    """The tree of a document, reduced: inline elements without meaning give their content to what they stand in."""

    INLINE = frozenset(("Span", "NonStruct"))
    GROUPS = frozenset(("Div", "Sect", "Art", "Part"))
    # What may hold text itself; elsewhere text is put into a paragraph.
    HOLDS_TEXT = frozenset(
        ("P", "H1", "H2", "H3", "H4", "H5", "H6", "TH", "TD", "LBody", "Lbl", "Link", "Caption", "BlockQuote", "Figure")
    )

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.pages = {int(reference.split()[0]): number for number, reference in enumerate(pdf.page_references)}
        self.links: dict[int, int] = {}
        for page in self.pages:
            for index, reference in enumerate(pdf.objects[page].get("Annots", [])):
                self.links[int(reference.split()[0])] = index
        self.reached: list[set[int]] = [set() for _ in self.pages]  # marks that belong to an element, by page
        self.joined: list[set[int]] = [set() for _ in self.pages]  # those that follow another mark of the same element
        self.numbers: list[dict[int, int]] = [{} for _ in self.pages]  # old number of a mark -> the final one
        root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
        document = pdf.objects[int(root["K"][0].split()[0])]
        self.roots = _sentences_whole(
            self._in_paragraphs([kid for reference in document["K"] for kid in self._kids(reference, "")])
        )

    def _kids(self, reference: Any, inside: str) -> Iterator[Any]:
        """What an element gives to the one around it: itself, or its content."""
        element = self.pdf.objects[int(reference.split()[0])]
        if element["Type"] == "/OBJR":
            yield ("link", self.links[int(element["Obj"].split()[0])])
            return
        kind = element["S"][1:]
        page = self.pages[int(element["Pg"].split()[0])]
        within = inside if kind in self.INLINE | self.GROUPS else kind
        kids: list[Any] = []
        for kid in element["K"]:
            if isinstance(kid, int):
                self.reached[page].add(kid)
                kids.append((page, kid))
            else:
                kids.extend(self._kids(kid, within))
        if kind == "Caption" and inside != "Table":
            kind = "P"
        if not kids:
            return
        if kind in self.INLINE:
            yield from kids
        elif kind in self.GROUPS:
            yield from kids if inside in self.HOLDS_TEXT else self._in_paragraphs(kids)
        else:
            if kind == "LI":
                kids = self._in_body(kids, page)
            self._join(kids)
            yield Node(kind, page, kids, self._extra(element, kind, inside, page))

    def _in_paragraphs(self, kids: list[Any]) -> list[Any]:
        """Text and links that stand among paragraphs, each run of them in a paragraph of its own."""
        made: list[Any] = []
        run: list[Any] = []
        for kid in [*kids, None]:
            if kid is not None and (not isinstance(kid, Node) or kid.kind == "Link"):
                run.append(kid)
                continue
            if run:
                page = run[0].page if isinstance(run[0], Node) else run[0][0]
                self._join(run)
                made.append(Node("P", page, run, {}))
                run = []
            if kid is not None:
                made.append(kid)
        return made

    def _in_body(self, kids: list[Any], page: int) -> list[Any]:
        """A list item holds a label and a body, nothing else."""
        labels = [kid for kid in kids if isinstance(kid, Node) and kid.kind == "Lbl"]
        bodies = [kid for kid in kids if isinstance(kid, Node) and kid.kind == "LBody"]
        rest = [kid for kid in kids if kid not in labels and kid not in bodies]
        content = [*(kid for body in bodies for kid in body.kids), *rest]
        self._join(content)
        return [*labels, Node("LBody", page, content, {})] if content else labels

    def _join(self, kids: list[Any]) -> None:
        for before, after in itertools.pairwise(kids):
            marks = not isinstance(before, Node) and not isinstance(after, Node) and before[0] == after[0] != "link"
            if marks and after[1] == before[1] + 1:
                self.joined[after[0]].add(after[1])

    def finished(self) -> list[Node]:
        """The tree with the final numbers of marks; those that were joined to the one before are gone."""
        return [self._final(node) for node in self.roots]

    def _final(self, node: Node) -> Node:
        kids: list[Any] = []
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self._final(kid))
            elif kid[0] == "link":
                kids.append(kid)
            elif kid[1] in self.numbers[kid[0]]:
                kids.append((kid[0], self.numbers[kid[0]][kid[1]]))
        return node._replace(kids=kids)

    def _extra(self, element: Any, kind: str, inside: str, page: int) -> dict[str, Any]:
        extra: dict[str, Any] = {}
        if kind == "TH":
            extra["Scope"] = "Column" if inside == "THead" else "Row"
        for name in ("ColSpan", "RowSpan"):
            if kind in ("TH", "TD") and name in element["A"]:
                extra[name] = element["A"][name]
        if kind == "Figure":
            extra["Alt"] = element["Alt"].string
            extra["BBox"] = [round(side * PT, 1) for side in element["A"]["BBox"]]
        return extra
