"""The HTML of a finished page as a tree.

The standard library's parser is enough for what the build itself has written, and takes a fifth of the time of one that
must bear any page of the web; what is not closed as it was opened is refused.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser

from macros.book.drawings import SVG

VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
# HTML does not tell capitals in names; SVG does.
CAPITALS = {
    "viewbox": "viewBox",
    "markerwidth": "markerWidth",
    "markerheight": "markerHeight",
    "refx": "refX",
    "refy": "refY",
}
CAPITALS |= {"markerunits": "markerUnits", "maskunits": "maskUnits", "preserveaspectratio": "preserveAspectRatio"}


class NotClosed(ValueError):
    """An element ends that is not the last one begun."""


def read(written: str) -> ET.Element:
    """The first element of a piece of HTML. The names inside an `<svg>` are those of SVG."""
    reader = _Reader()
    reader.feed(written)
    reader.close()
    if len(reader.open) > 1:
        raise NotClosed(f"<{reader.open[-1].tag}> is not closed")
    return reader.open[0][0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [ET.Element("root")]
        self.drawing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.drawing = self.drawing or tag == "svg"
        name = f"{{{SVG}}}{tag}" if self.drawing else tag
        named = {CAPITALS.get(key, key) if self.drawing else key: value or "" for key, value in attrs}
        element = ET.SubElement(self.open[-1], name, named)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        ended = self.open.pop()
        if ended.tag not in (tag, f"{{{SVG}}}{tag}"):
            raise NotClosed(f"<{ended.tag}> is closed by </{tag}>")
        self.drawing = self.drawing and tag != "svg"

    def handle_data(self, data: str) -> None:
        last = self.open[-1]
        if len(last):
            last[-1].tail = (last[-1].tail or "") + data
        else:
            last.text = (last.text or "") + data
