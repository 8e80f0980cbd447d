"""A diagram as it is printed: the site's inline SVG with the colours of paper in it.

WeasyPrint gives an SVG no style of the page, hides what D2's masks should only cut, and reads the words for those who
do not see from an `<img>`.
"""

from __future__ import annotations

import base64
import copy
import functools
import math
import re
import xml.etree.ElementTree as ET

from fontTools.ttLib import TTFont

from macros.book import fonts

SVG = "http://www.w3.org/2000/svg"
# Class -> colour. Greys that stay apart in black and white; what must be told apart is told by shape and words.
INK = {"N1": "#000", "N2": "#333", "N3": "#333", "N7": "#fff", "B1": "#222", "B2": "#222", "B3": "#222", "AA2": "#222"}
NODES = {"B5": "#ececec", "B6": "#ececec"}
OTHER_NODES = "#f8f8f8"
PAPER_SCALE = 0.645  # type that is 15.5 px high on the screen becomes 7.5 pt
LEAST_SCALE = 0.53  # type of 6.2 pt
HIGH = 440  # px: a drawing that would be higher is made smaller, as far as it can be read
BESIDE = 345  # px: a drawing up to this width leaves room for its words beside it
HIGHEST = 800  # px: what a page has room for, with the caption
_ROUND = re.compile(r"\d+\.\d{3,}")


def printed(svg: ET.Element) -> ET.Element:
    """The drawing as an image with its words."""
    width, height = float(svg.get("width", "0")), float(svg.get("height", "0"))
    scale = min(PAPER_SCALE, max(LEAST_SCALE, HIGH / height), HIGHEST / height)
    title = svg.findtext(f"{{{SVG}}}title", "")
    says = svg.findtext(f"{{{SVG}}}desc", "")
    _turn_heads(svg)
    for element in list(svg.iter()):
        _cut(element)
        _colour(element)
        _anchor(element)
    for name in [name for name in svg.attrib if name in ("class", "role", "aria-labelledby") or "xmlns" in name]:
        del svg.attrib[name]
    svg.set("font-family", "Drawing")
    ET.register_namespace("", SVG)
    written = _ROUND.sub(lambda number: f"{float(number[0]):.2f}", ET.tostring(svg, encoding="unicode"))
    data = base64.b64encode(written.encode()).decode()
    image = ET.Element("img", {"src": f"data:image/svg+xml;base64,{data}", "alt": f"{title}. {says}"})
    image.set("style", f"width:{width * scale:.1f}px;height:{height * scale:.1f}px")
    return image


def _cut(parent: ET.Element) -> None:
    """Put paper under the labels of arrows, where D2 has a mask; drop what is not drawn."""
    for index, child in reversed(list(enumerate(parent))):
        if child.tag == f"{{{SVG}}}mask":
            holes = [hole for hole in child if hole.get("fill") == "black"]
            _under_labels(parent, holes)
            parent.remove(child)
        elif child.tag in (f"{{{SVG}}}title", f"{{{SVG}}}desc"):
            parent.remove(child)
        elif child.attrib.pop("mask", None):
            parent[index] = child


def _under_labels(parent: ET.Element, holes: list[ET.Element]) -> None:
    """Each connection is followed by the paper for its label: the hole that lies around the label's point."""
    for group in list(parent.iter(f"{{{SVG}}}g")):
        for position, child in reversed(list(enumerate(group))):
            if child.tag != f"{{{SVG}}}text":
                continue
            x, y = float(child.get("x", "0")), float(child.get("y", "0"))
            for hole in holes:
                left, top = float(hole.get("x", "0")), float(hole.get("y", "0"))
                right, bottom = left + float(hole.get("width", "0")), top + float(hole.get("height", "0"))
                if left <= x <= right and top <= y <= bottom:
                    paper = {**{name: hole.get(name, "0") for name in ("x", "y", "width", "height")}, "fill": "#fff"}
                    group.insert(position, ET.Element(f"{{{SVG}}}rect", paper))
                    break


def _turn_heads(svg: ET.Element) -> None:
    """Draw the head at the beginning of a line, which WeasyPrint turns the wrong way where the line is a curve."""
    heads = {f"url(#{marker.get('id')})": marker for marker in svg.iter(f"{{{SVG}}}marker")}
    for group in list(svg.iter(f"{{{SVG}}}g")):
        for path in group.findall(f"{{{SVG}}}path[@marker-start]"):
            marker = heads[path.attrib.pop("marker-start")]
            x, y, next_x, next_y = (float(part) for part in path.get("d", "").split()[:6] if not part.isalpha())
            turn = math.degrees(math.atan2(next_y - y, next_x - x))
            at = f"translate({x:g} {y:g}) rotate({turn:.1f}) translate(-{marker.get('refX')} -{marker.get('refY')})"
            ET.SubElement(group, f"{{{SVG}}}g", {"transform": at}).extend(copy.deepcopy(list(marker)))


def _colour(element: ET.Element) -> None:
    classes = element.attrib.pop("class", "").split()
    for name in classes:
        kind, _, shade = name.partition("-")
        if kind == "fill":
            element.set("fill", INK.get(shade) or NODES.get(shade) or OTHER_NODES)
        elif kind == "stroke":
            element.set("stroke", "#222")
        elif name == "text-bold":
            element.set("font-weight", "700")
    if "connection" in classes and element.tag == f"{{{SVG}}}path":
        element.set("fill", "none")


def _anchor(text: ET.Element) -> None:
    """Centred lines as lines with a beginning: WeasyPrint draws each centred line as a picture of its own."""
    if text.tag != f"{{{SVG}}}text" or text.attrib.pop("text-anchor", None) != "middle":
        return
    size, bold = float(text.get("font-size", "16px").removesuffix("px")), text.get("font-weight") == "700"
    for line in (text, *text):
        if line.text and line.get("x"):
            line.set("x", f"{float(line.get('x', '0')) - width_of(line.text, bold) * size / 2:.2f}")


def width_of(words: str, bold: bool) -> float:
    """How wide a line is, in its own size."""
    widths = _widths(bold)
    return sum(widths.get(ord(sign), 0.5) for sign in words)


@functools.cache
def _widths(bold: bool) -> dict[int, float]:
    face = next(face for face in fonts.FACES if face.family == "Drawing" and face.weight == (700 if bold else 400))
    font = TTFont(face.path, lazy=True)
    metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
    return {code: metrics[name][0] / em for code, name in font.getBestCmap().items()}
