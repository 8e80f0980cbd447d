"""Laid chapters joined to one PDF: page numbers filled in, links led to their pages, outline, structure, one set of types.

The file is tagged for PDF/UA-1, and depends on nothing but its chapters and the date it is given.
"""

from __future__ import annotations

import bisect
import functools
import io
import math
import re
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple

import pydyf
from fontTools import subset
from fontTools.ttLib import TTFont

from macros.book import fonts
from macros.book.assemble import CannotPrint
from macros.book.plan import INDEX, OPENERS, Plan
from macros.book.typeset import Bookmark, Glyphs, Laid, Link, Node, Reference, Sheet
from macros.book.writing import write

LANGUAGE = "en"
AUTHOR = "The System Design Tradeoffs authors"
FOLIO_SIZE = 8.5
EDGE = 20 / 25.4 * 72  # the page number stands below the text's right edge
FOOT = 12 / 25.4 * 72
ELSEWHERE = "online"  # instead of a page number, in a book that leaves the page out


# What says which type holds from here, and what shows text in it.
_TEXT = re.compile(rb"/F(?P<face>\d+) [\d.]+ Tf|\[[^\]]*\] ?TJ")
_GLYPHS = re.compile(rb"<([0-9a-f]+)>")
_FOUR = re.compile(rb"....")


class Spot(NamedTuple):
    """Where a place of the book is: page (from 0) and position."""

    page: int
    x: float
    y: float


@dataclass
class Bound:
    """A finished book."""

    data: bytes
    pages: int


class _Raw(pydyf.Object):  # type: ignore[misc] # pydyf has no types
    """An object whose text is known."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__()
        self.written = data

    @property
    def data(self) -> bytes:
        return self.written


def bind(plan: Plan, chapters: Sequence[Laid], date: datetime, address: str = "") -> Bound:
    """Join chapters in the order of the plan."""
    return _Binder(plan, chapters, date, address).bound()


class _Binder:
    def __init__(self, plan: Plan, chapters: Sequence[Laid], date: datetime, address: str) -> None:
        self.plan, self.chapters, self.date, self.address = plan, chapters, date, address
        self.pdf = pydyf.PDF()
        self.first: list[int] = []  # the first page of each chapter
        self.spots: dict[str, Spot] = {}
        for laid in chapters:
            start = self.first[-1] + len(chapters[len(self.first) - 1].sheets) if self.first else 0
            self.first.append(start)
            for name, (page, x, y) in laid.places.items():
                self.spots.setdefault(name, Spot(start + page, x, y))
        self.total = self.first[-1] + len(chapters[-1].sheets)
        self.parents: list[Any] = []  # the parent tree: page by page, then link by link
        self.link_objects: list[list[_Raw]] = []

    def bound(self) -> Bound:
        resources = self._resources()
        self._pages(resources)
        self._structure()
        self._outline()
        self._catalog()
        return Bound(write(self.pdf), self.total)

    def _add(self, made: Any) -> Any:
        self.pdf.add_object(made)
        return made

    # Types -----------------------------------------------------------------------------------------------------------

    def _resources(self) -> Any:
        used = self._used()
        self.codes = {face: _codes(glyphs) for face, glyphs in used.items()}
        self.written_codes = {
            face: {b"%04x" % glyph: code for glyph, code in codes.items()} for face, codes in self.codes.items()
        }
        types = pydyf.Dictionary()
        for face in sorted(used):
            types[f"F{face}"] = self._font(face, used[face]).reference
        states = {name: state for laid in self.chapters for name, state in laid.states.items()}
        made = pydyf.Dictionary({"ExtGState": pydyf.Dictionary(sorted(states.items())), "Font": types})
        return self._add(made)

    def _used(self) -> dict[int, Glyphs]:
        """What all chapters together use of each type, and what page numbers may need."""
        used: dict[int, Glyphs] = {fonts.FACES.index(fonts.FOLIO): Glyphs()}
        for laid in self.chapters:
            for face, glyphs in laid.glyphs.items():
                mine = used.setdefault(face, Glyphs())
                mine.widths.update(glyphs.widths)
                mine.words.update(glyphs.words)
                mine.metrics = glyphs.metrics
        for face, glyphs in used.items():
            type_ = _type(face)
            for sign in f" –0123456789({ELSEWHERE})":
                if glyph := fonts.glyph(face, sign):
                    glyphs.words.setdefault(glyph, sign)
                    glyphs.widths.setdefault(glyph, type_.width(glyph))
        return used

    def _font(self, face: int, glyphs: Glyphs) -> Any:
        """A type of which only the used glyphs are embedded, under their own numbers."""
        type_, codes = _type(face), self.codes[face]
        data = type_.only(sorted(glyphs.widths))
        file = self._add(pydyf.Stream([data], pydyf.Dictionary({"Length1": len(data)}), compress=True))
        name = f"/{_tag(face)}+{type_.name}"
        ascent, descent, flags = glyphs.metrics if any(glyphs.metrics) else (1025, -275, 4)
        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": flags,
            "FontBBox": pydyf.Array([0, descent, max(glyphs.widths.values()), ascent]),
            "ItalicAngle": -12 if fonts.FACES[face].italic else 0,
            "Ascent": ascent,
            "Descent": descent,
            "CapHeight": ascent,
            "StemV": 80,
            "FontFile2": file.reference,
        }
        information = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pydyf.Dictionary(information),
            "CIDToGIDMap": "/Identity",
            "W": pydyf.Array(_runs(glyphs.widths)),
            "FontDescriptor": self._add(pydyf.Dictionary(descriptor)).reference,
        }
        whole = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": self._add(_encoding(codes)).reference,
            "DescendantFonts": pydyf.Array([self._add(pydyf.Dictionary(descendant)).reference]),
            "ToUnicode": self._add(pydyf.Stream([_to_unicode(glyphs.words, codes)], compress=True)).reference,
        }
        return self._add(pydyf.Dictionary(whole))

    # Pages -----------------------------------------------------------------------------------------------------------

    def _pages(self, resources: Any) -> None:
        contents = [self._content(sheet, page) for page, sheet in enumerate(self._sheets())]
        with ThreadPoolExecutor() as threads:
            packed = threads.map(functools.partial(zlib.compress, level=7), contents)
        for page, (sheet, data) in enumerate(zip(self._sheets(), packed, strict=True)):
            content = self._add(pydyf.Stream([data], {"Filter": "/FlateDecode"}))
            links = [self._add(_Raw()) for _ in sheet.links]
            self.link_objects.append(links)
            made = pydyf.Dictionary(
                {
                    "Type": "/Page",
                    "Parent": self.pdf.pages.reference,
                    "MediaBox": pydyf.Array([0, 0, round(sheet.width, 2), round(sheet.height, 2)]),
                    "Contents": content.reference,
                    "Resources": resources.reference,
                    "Tabs": "/S",
                    "StructParents": page,
                }
            )
            if links:
                made["Annots"] = pydyf.Array([link.reference for link in links])
            self.pdf.add_page(made)
        self.references = self.pdf.page_references
        for sheet, objects in zip(self._sheets(), self.link_objects, strict=True):
            for link, made in zip(sheet.links, objects, strict=True):
                made.written = self._link(link)

    def _sheets(self) -> Iterator[Sheet]:
        for laid in self.chapters:
            yield from laid.sheets

    def _content(self, sheet: Sheet, page: int) -> bytes:
        parts = [self._filled(part) if isinstance(part, Reference) else part for part in sheet.content]
        return self._encoded(b"".join([*parts, self._folio(sheet, page)]))

    def _encoded(self, content: bytes) -> bytes:
        """A page's text in one byte a glyph, which takes a sixth less room than the two of the type's own numbers."""
        codes: dict[bytes, bytes] = {}

        def text(found: re.Match[bytes]) -> bytes:
            nonlocal codes
            if found["face"]:
                codes = self.written_codes[int(found["face"])]
                return found[0]
            return _GLYPHS.sub(
                lambda run: b"(%s)" % b"".join(map(codes.__getitem__, _FOUR.findall(run[1]))),
                found[0],
            )

        return _TEXT.sub(text, content)

    def _filled(self, reference: Reference) -> bytes:
        """The page number in glyphs, flush right in the room that was left for it: a shorter one has more space before."""
        type_ = _type(reference.face)
        spot = self.spots.get(reference.target)
        if spot is None and INDEX in self.plan.pages:
            raise CannotPrint(f"the book refers to {reference.target}, which is on none of its pages")
        if not reference.before:
            shown = type_.encoded(str(spot.page + 1) if spot else "–")
        elif spot:
            shown = reference.before + type_.encoded(str(spot.page + 1)) + reference.after
        else:
            shown = type_.encoded(f"({ELSEWHERE})")
        room = type_.measure(reference.before + type_.encoded("0" * reference.room) + reference.after)
        missing = room - type_.measure(shown)
        return b"%d<%s>" % (-missing, shown) if missing else b"<%s>" % shown

    def _folio(self, sheet: Sheet, page: int) -> bytes:
        if page == 0:
            return b""
        face, number = fonts.FACES.index(fonts.FOLIO), str(page + 1)
        type_ = _type(face)
        width = type_.measure(type_.encoded(number)) * FOLIO_SIZE / 1000
        # WeasyPrint turns every page upside down: its operators end in points from the top.
        x, y = sheet.width - EDGE - width, sheet.height - FOOT
        return (
            b"\n/Artifact <</Type /Pagination>> BDC\nBT 0 0 0 rg 1 0 0 -1 %.2f %.2f Tm /F%d %.2f Tf [<%s>] TJ ET\nEMC\n"
            % (
                x,
                y,
                face,
                FOLIO_SIZE,
                type_.encoded(number),
            )
        )

    def _link(self, link: Link) -> bytes:
        scheme, _, target = link.target.partition(":")
        spot = self.spots.get(target)
        box = "{} {} {} {}".format(*map(math.floor, link.box[:2]), *map(math.ceil, link.box[2:]))
        if spot:
            page = self.references[spot.page]
            leads = b"(Page %d) /Dest [%s /XYZ %.0f %.0f 0]" % (spot.page + 1, page, max(0, spot.x - 4), spot.y + 4)
        elif address := link.target if scheme not in ("goto", "page") else self._online(target):
            words: bytes = pydyf.String(address).data
            leads = words + b" /A <</S /URI /URI " + words + b">>"
        else:
            leads = b"(Not in this selection)"
        return f"<</Subtype /Link /Rect [{box}] /Border [0 0 0] /Contents ".encode() + leads + b" @>>"

    def _online(self, target: str) -> str:
        page, _, anchor = target.partition("--")
        if not self.address:
            return ""
        return f"{self.address}{page.replace('.', '/', 1)}/" + (f"#{anchor}" if anchor else "")

    # Structure -------------------------------------------------------------------------------------------------------

    def _structure(self) -> None:
        self.parents = [{} for _ in range(self.total)]
        self.link_parents: list[bytes] = []
        self.root = self._add(_Raw())
        document = self._add(_Raw())
        sections = []
        for start, laid in zip(self.first, self.chapters, strict=True):
            section = self._add(_Raw())
            kids = b" ".join(self._element(node, section, start) for node in laid.nodes)
            section.written = b"<</S /Sect /P %s /K [%s]>>" % (document.reference, kids)
            sections.append(section.reference)
        document.written = b"<</S /Document /P %s /K [%s]>>" % (self.root.reference, b" ".join(sections))
        numbers = []
        for page, marks in enumerate(self.parents):
            row = b" ".join(marks.get(mark, b"null") for mark in range(max(marks, default=-1) + 1))
            numbers.append(b"%d %s" % (page, self._add(_Raw(b"[" + row + b"]")).reference))
        numbers += [b"%d %s" % (self.total + key, parent) for key, parent in enumerate(self.link_parents)]
        tree = self._add(_Raw(b"<</Nums [" + b" ".join(numbers) + b"]>>"))
        self.root.written = b"<</Type /StructTreeRoot /K [%s] /ParentTree %s /ParentTreeNextKey %d>>" % (
            document.reference,
            tree.reference,
            self.total + len(self.link_parents),
        )

    def _element(self, node: Node, parent: Any, start: int) -> bytes:
        made = self._add(_Raw())
        page = start + node.page
        kids = []
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self._element(kid, made, start))
            elif kid[0] == "link":
                kids.append(self._object(kid[1], page, made))
            else:
                on, mark = start + kid[0], kid[1]
                self.parents[on][mark] = made.reference
                kids.append(
                    b"%d" % mark if on == page else b"<</Type /MCR /Pg %s /MCID %d>>" % (self.references[on], mark)
                )
        # An element that holds no mark or link of its own need not say on which page they are.
        own = any(kid.isdigit() or b"/OBJR" in kid for kid in kids)
        on_page = b" /Pg " + self.references[page] if own else b""
        made.written = b"<</S /%s /P %s%s /K %s%s>>" % (
            node.kind.encode(),
            parent.reference,
            on_page,
            kids[0] if len(kids) == 1 else b"[" + b" ".join(kids) + b"]",
            _attributes(node, self._sheet(page)),
        )
        return made.reference  # type: ignore[no-any-return]

    def _sheet(self, page: int) -> Sheet:
        chapter = bisect.bisect_right(self.first, page) - 1
        return self.chapters[chapter].sheets[page - self.first[chapter]]

    def _object(self, index: int, page: int, parent: Any) -> bytes:
        """The reference to a link's annotation, which learns in turn where it stands in the structure."""
        annotation = self.link_objects[page][index]
        key = self.total + len(self.link_parents)
        annotation.written = annotation.written.replace(b"@>>", b"/StructParent %d>>" % key)
        self.link_parents.append(parent.reference)
        return b"<</Type /OBJR /Obj %s>>" % annotation.reference

    # Outline and catalogue -------------------------------------------------------------------------------------------

    def _outline(self) -> None:
        """Parts, chapters, sections, options."""
        marks = list(self._marks())
        root = self._add(_Raw())
        self.outlines = root.reference
        made = [self._add(_Raw()) for _ in marks]
        children: dict[int, list[int]] = {-1: []}
        trail: list[int] = []
        for index, mark in enumerate(marks):
            while trail and marks[trail[-1]].level >= mark.level:
                trail.pop()
            children.setdefault(trail[-1] if trail else -1, []).append(index)
            trail.append(index)
        for parent, kids in children.items():
            for position, kid in enumerate(kids):
                mark = marks[kid]
                words = b"<</Title %s /Parent %s /Dest [%s /XYZ %.0f %.0f 0]" % (
                    pydyf.String(mark.title).data,
                    made[parent].reference if parent >= 0 else root.reference,
                    self.references[mark.page],
                    max(0, mark.x - 4),
                    mark.y + 4,
                )
                if position:
                    words += b" /Prev " + made[kids[position - 1]].reference
                if position + 1 < len(kids):
                    words += b" /Next " + made[kids[position + 1]].reference
                inner = children.get(kid)
                if inner:  # closed: a negative count
                    words += b" /First %s /Last %s /Count -%d" % (
                        made[inner[0]].reference,
                        made[inner[-1]].reference,
                        len(inner),
                    )
                made[kid].written = words + b">>"
        top = children[-1]
        root.written = b"<</Type /Outlines /First %s /Last %s /Count %d>>" % (
            made[top[0]].reference,
            made[top[-1]].reference,
            len(top),
        )

    def _marks(self) -> Iterator[Bookmark]:
        """Parts and categories from the plan, the rest from the chapters."""
        part = group = ""
        for start, laid, entry in zip(self.first, self.chapters, self.plan.entries, strict=True):
            level = bool(entry.part) + bool(entry.group)
            own = [mark._replace(page=mark.page + start, level=mark.level + level) for mark in laid.bookmarks]
            opens = entry.page in OPENERS
            if entry.part != part and not opens:
                yield Bookmark(1, entry.part, start, 0, laid.sheets[0].height)
            if entry.group and (entry.part, entry.group) != (part, group):
                yield Bookmark(2, entry.group, start, 0, laid.sheets[0].height)
            part, group = entry.part, entry.group
            # The page that opens a part stands for it; its own sections are the categories that follow.
            yield from (mark._replace(level=1) for mark in own[:1]) if opens else own

    def _catalog(self) -> None:
        moment = self.date.strftime("%Y-%m-%dT%H:%M:%SZ")
        xmp = _XMP.format(title=escape(self.plan.title), author=escape(AUTHOR), language=LANGUAGE, moment=moment)
        metadata = pydyf.Stream([xmp.encode()], {"Type": "/Metadata", "Subtype": "/XML"})
        self._add(metadata)
        self.pdf.catalog.update(
            {
                "Outlines": self.outlines,
                "PageMode": "/UseOutlines",
                "Lang": pydyf.String(LANGUAGE),
                "Metadata": metadata.reference,
                "StructTreeRoot": self.root.reference,
                "MarkInfo": pydyf.Dictionary({"Marked": "true"}),
                "ViewerPreferences": pydyf.Dictionary({"DisplayDocTitle": "true"}),
            }
        )
        day = self.date.strftime("D:%Y%m%d%H%M%SZ")
        self.pdf.info.update(
            {
                "Title": pydyf.String(self.plan.title),
                "Author": pydyf.String(AUTHOR),
                "CreationDate": pydyf.String(day),
                "ModDate": pydyf.String(day),
            }
        )


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _attributes(node: Node, sheet: Sheet) -> bytes:
    """What an element says besides its kind: the reach of a table's head, the words of a picture."""
    extra = node.extra
    if node.kind == "Figure":
        left, top, right, bottom = extra["BBox"]
        box = b"[%.1f %.1f %.1f %.1f]" % (left, sheet.height - bottom, right, sheet.height - top)
        return b" /Alt %s /A <</O /Layout /BBox %s>>" % (pydyf.String(extra["Alt"]).data, box)
    if not extra:
        return b""
    said = " ".join(f"/{name} {f'/{value}' if name == 'Scope' else value}" for name, value in extra.items())
    return f" /A <</O /Table {said}>>".encode()


class _Type:
    """A font file: glyphs, widths and subsets of it."""

    def __init__(self, face: int) -> None:
        self.face, self.path = face, fonts.FACES[face].path
        font = TTFont(self.path, lazy=True)
        self.order = font.getGlyphOrder()
        self.metrics = font["hmtx"].metrics
        self.em = font["head"].unitsPerEm
        self.name = font["name"].getDebugName(6)

    def width(self, glyph: int) -> int:
        wide: float = self.metrics[self.order[glyph]][0] * 1000 / self.em
        return round(wide)

    def measure(self, glyphs: bytes) -> int:
        """How wide glyphs are together."""
        return sum(self.width(int(glyphs[start : start + 4], 16)) for start in range(0, len(glyphs), 4))

    def encoded(self, words: str) -> bytes:
        found = [fonts.glyph(self.face, sign) for sign in words]
        if 0 in found:
            raise CannotPrint(f"{self.path.name} cannot set '{words}'")
        return b"".join(b"%04x" % glyph for glyph in found)

    def only(self, glyphs: list[int]) -> bytes:
        """The font with these glyphs alone, without what a PDF does not use."""
        options = subset.Options(retain_gids=True, notdef_outline=True, hinting=False, layout_features=[], name_IDs=[])
        options.drop_tables += ["GDEF", "GPOS", "GSUB", "DSIG", "FFTM", "meta", "STAT", "OS/2", "post", "name"]
        options.recalc_timestamp = False
        font = subset.load_font(str(self.path), options)
        worker = subset.Subsetter(options)
        worker.populate(gids=glyphs)
        worker.subset(font)
        written = io.BytesIO()
        subset.save_font(font, written, options)
        return written.getvalue()


@functools.cache
def _type(face: int) -> _Type:
    return _Type(face)


def _tag(face: int) -> str:
    """Six letters before the name of a type say that only a part of it is embedded."""
    return "BOOK" + chr(65 + face // 26) + chr(65 + face % 26)


def _runs(widths: dict[int, int]) -> Iterator[Any]:
    """Widths as a PDF lists them: the first glyph of a run, then the widths of the run."""
    run: list[int] = []
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            run = pydyf.Array()
            yield glyph
            yield run
        run.append(widths[glyph])


def _codes(glyphs: Glyphs) -> dict[int, bytes]:
    """A byte for every glyph, as a string writes it: that of its letter where it has one, else one that is free."""
    if len(glyphs.widths) > 250:
        raise CannotPrint(f"{len(glyphs.widths)} signs of one type are more than a byte can tell apart")
    codes: dict[int, int] = {}
    for glyph in sorted(glyphs.widths):
        word = glyphs.words.get(glyph, "")
        if len(word) == 1 and 32 <= ord(word) < 127 and ord(word) not in codes.values():
            codes[glyph] = ord(word)
    free = (code for code in (*range(128, 256), *range(1, 128)) if code not in codes.values() and code not in (10, 13))
    for glyph in sorted(glyphs.widths):
        if glyph not in codes:
            codes[glyph] = next(free)
    return {glyph: (b"\\" if code in b"()\\" else b"") + bytes([code]) for glyph, code in codes.items()}


def _encoding(codes: dict[int, bytes]) -> Any:
    """Which byte means which glyph."""
    information = {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
    extra = {"Type": "/CMap", "CMapName": "/Book", "CIDSystemInfo": pydyf.Dictionary(information)}
    lines = [f"<{code[-1]:02x}> {glyph}" for glyph, code in sorted(codes.items(), key=lambda item: item[1][-1])]
    return pydyf.Stream([_cmap("/Book", "Identity", 1, _batches(lines, "cidchar"))], extra, compress=True)


def _to_unicode(words: dict[int, str], codes: dict[int, bytes]) -> bytes:
    """Which byte says which letters, for those who search, copy or listen."""
    said = {codes[glyph][-1]: text for glyph, text in words.items()}
    lines = [f"<{code:02x}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(said.items())]
    return _cmap("/Adobe-Identity-UCS", "UCS", 2, _batches(lines, "bfchar"))


def _batches(lines: list[str], kind: str) -> Iterator[str]:
    for start in range(0, len(lines), 100):
        batch = lines[start : start + 100]
        yield f"{len(batch)} begin{kind}"
        yield from batch
        yield f"end{kind}"


def _cmap(name: str, ordering: str, kind: int, lines: Iterator[str]) -> bytes:
    head = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        f"/CIDSystemInfo <</Registry (Adobe) /Ordering ({ordering}) /Supplement 0>> def",
        f"/CMapName {name} def /CMapType {kind} def",
        "1 begincodespacerange <00> <ff> endcodespacerange",
    ]
    return "\n".join([*head, *lines, "endcmap CMapName currentdict /CMap defineresource pop end end"]).encode()


def moment(epoch: int) -> datetime:
    """The date of the book, from SOURCE_DATE_EPOCH."""
    return datetime.fromtimestamp(epoch, UTC)
