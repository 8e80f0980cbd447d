"""What D2 draws, set right: labels clear of lids and loops, lifelines seen through groups, no wide white between rows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SVG = "{http://www.w3.org/2000/svg}"
CYLINDER = re.compile(r"M [-\d. ]+ C [-\d. C]+ V ")
QUEUE = re.compile(r"M [-\d. ]+ H [-\d. ]+ C [-\d. C]+ H ")
LIFELINE = re.compile(r"M (\S+) \S+ L \1 \S+")
LEVEL = re.compile(r"M \S+ (\S+) L \S+ \1")
LOOP = 28.0  # how far a call to itself goes to the right
BESIDE_LABEL, BESIDE_FRAME, BETWEEN = 30.0, 22.0, 46.0  # the most white between rows, by what stands at its edge
MARGIN = 5.0
ROUND = 1

Box = tuple[float, float, float, float]  # left, top, right, bottom


def tidy(svg: ET.Element) -> None:
    """Move what D2 has drawn, in place; the view is as wide and high as is then needed."""
    for group in svg.iter(f"{SVG}g"):
        _into_body(group)
        _frame(svg, group)
    if any(_is_lifeline(path) for path in svg.iter(f"{SVG}path")):
        for group in svg.iter(f"{SVG}g"):
            _beside_loop(svg, group)
        _narrow(svg)
    _tighten(svg)


def _into_body(group: ET.Element) -> None:
    """The label of a cylinder between its lid and its bottom, that of a queue before its cap."""
    shape, text = group.find(f"{SVG}g[@class='shape']"), group.find(f"{SVG}text")
    paths = [] if shape is None else [path.get("d", "") for path in shape.findall(f"{SVG}path")]
    if text is None or len(paths) != 2:
        return
    body, lid = paths
    if CYLINDER.match(body):
        top, bottom = text_rows(text)
        low = max(_ys(lid))
        room = low + max(_ys(body)) - 4
        _move(text, dy=round((room - top - bottom) / 2 * 2) / 2)
    elif QUEUE.match(body):
        left, right = min(_xs(body)) + 6, min(_xs(lid))
        _move(text, dx=(left + right) / 2 - float(text.get("x", "0")))


def _frame(svg: ET.Element, group: ET.Element) -> None:
    """A group of a sequence diagram is painted over the lifelines: a frame instead, its name cut out of the lines."""
    shape, paper = group.find(f"{SVG}g[@class='shape']/{SVG}rect"), group.find(f"{SVG}rect")
    mask = svg.find(f"{SVG}mask")
    if shape is None or paper is None or mask is None or shape.get("stroke-width") != "0":
        return
    shape.set("class", " ".join(name for name in shape.get("class", "").split() if not name.startswith("fill-")))
    shape.set("fill", "none")
    shape.set("stroke-width", "1")
    group.remove(paper)
    del paper.attrib["class"]
    paper.set("fill", "black")
    mask.append(paper)


def _beside_loop(svg: ET.Element, group: ET.Element) -> None:
    """The label of a call to itself to the right of a narrow loop; D2 writes it across."""
    path, text = group.find(f"{SVG}path"), group.find(f"{SVG}text")
    hole = None if text is None else _hole(svg, text)
    if path is None or text is None or hole is None or " S " not in path.get("d", ""):
        return
    way = path.get("d", "")
    start = _xs(way)[0]
    shorter = max(_xs(way)) - start - LOOP
    path.set("d", moved(way, lambda x: x - shorter if x > start + 10 else x, lambda y: y))
    left = start + LOOP + 5
    _move(text, dx=left + float(hole.get("width", "0")) / 2 - float(text.get("x", "0")))
    hole.set("x", f"{left:g}")


def _narrow(svg: ET.Element) -> None:
    """The view of a sequence diagram ends where its last box or label does."""
    x, y, _, height = view(svg)
    rects = [rect for rect in svg.iter(f"{SVG}rect") if rect.get("fill") != "white"]
    right = max(float(rect.get("x", "0")) + float(rect.get("width", "0")) for rect in rects)
    _set_view(svg, x, y, right - x + MARGIN, height)


@dataclass(frozen=True)
class _Row:
    """What must keep its height, and the most white above and below it."""

    top: float
    bottom: float
    white: float


def _tighten(svg: ET.Element) -> None:
    """Close the white between rows down to what an arrow needs."""
    x, y, width, height = view(svg)
    rows = sorted(_rows(svg), key=lambda row: row.top)
    if not rows:
        return
    shifts: list[tuple[float, float, float]] = []  # where white begins, where it ends, what is left of it
    low, white = rows[0].bottom, rows[0].white
    for row in [*rows[1:], _Row(y + height - 1, y + height, BESIDE_FRAME)]:
        keep = min(white, row.white)
        if row.top - low > keep:
            shifts.append((low, row.top, keep))
        if row.bottom > low:
            low, white = row.bottom, row.white

    def place(old: float) -> float:
        new = old
        for begin, end, keep in shifts:
            if old >= end:
                new -= end - begin - keep
            elif old > begin:
                new -= (old - begin) * (1 - keep / (end - begin))
        return round(new, ROUND)

    for parent in svg:
        if parent.tag == f"{SVG}mask":
            for hole in parent:
                half = float(hole.get("height", "0")) / 2
                hole.set("y", f"{place(float(hole.get('y', '0')) + half) - half:g}")
        for element in _drawn(parent):
            if element.tag == f"{SVG}path":
                element.set("d", moved(element.get("d", ""), lambda old: round(old, ROUND), place))
            elif element.tag == f"{SVG}rect":
                top, high = float(element.get("y", "0")), float(element.get("height", "0"))
                element.set("y", f"{place(top):g}")
                element.set("height", f"{place(top + high) - place(top):g}")
            elif element.tag == f"{SVG}text":
                element.set("y", f"{place(float(element.get('y', '0'))):g}")
    _set_view(svg, x, y, width, place(y + height) - y)


def _rows(svg: ET.Element) -> Iterator[_Row]:
    shapes = [group for group in svg.iter(f"{SVG}g") if group.get("class") == "shape"]
    boxes = [box for shape in shapes for box in _boxes(shape)]
    frames = [box for shape in shapes if shape.find("*[@fill='none']") is not None for box in _boxes(shape)]
    for box in boxes:
        _, top, _, bottom = box
        if box in frames or any(_holds(box, other) for other in boxes):
            yield _Row(top - 1, top + 1, BESIDE_FRAME)
            yield _Row(bottom - 1, bottom + 1, BESIDE_FRAME)
        else:
            yield _Row(top - 4, bottom + 4, BETWEEN)
    for text in svg.iter(f"{SVG}text"):
        top, bottom = text_rows(text)
        yield _Row(top - 2, bottom + 2, BESIDE_LABEL if "text-italic" in text.get("class", "") else BETWEEN)
    for path in svg.iter(f"{SVG}path"):
        way = path.get("d", "")
        if "connection" in path.get("class", "") and (" S " in way or LEVEL.fullmatch(way)):
            yield _Row(min(_ys(way)) - 4, max(_ys(way)) + 4, BESIDE_LABEL)


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] < inner[0] and outer[1] < inner[1] and inner[2] < outer[2] and inner[3] < outer[3]


def _boxes(shape: ET.Element) -> Iterator[Box]:
    for element in shape:
        if element.tag == f"{SVG}rect":
            left, top = float(element.get("x", "0")), float(element.get("y", "0"))
            yield left, top, left + float(element.get("width", "0")), top + float(element.get("height", "0"))
            return
    ways = [element.get("d", "") for element in shape if element.tag == f"{SVG}path"]
    xs, ys = [x for way in ways for x in _xs(way)], [y for way in ways for y in _ys(way)]
    if xs and ys:
        yield min(xs), min(ys), max(xs), max(ys)


def _drawn(element: ET.Element) -> Iterator[ET.Element]:
    """What is drawn where it is written: not the heads of arrows, not the masks."""
    if element.tag in (f"{SVG}marker", f"{SVG}mask"):
        return
    yield element
    for child in element:
        yield from _drawn(child)


def text_rows(text: ET.Element) -> tuple[float, float]:
    """Where the letters of a text begin and end: a capital's top, and a little below the last line."""
    first = float(text.get("y", "0"))
    size = float(text.get("font-size", "16").removesuffix("px"))
    return first - 0.73 * size, first + sum(float(line.get("dy", "0")) for line in text) + 0.15 * size


def view(svg: ET.Element) -> tuple[float, float, float, float]:
    x, y, width, height = (float(part) for part in svg.attrib["viewBox"].split())
    return x, y, width, height


def _set_view(svg: ET.Element, x: float, y: float, width: float, height: float) -> None:
    svg.set("viewBox", f"{x:g} {y:g} {width:g} {height:g}")
    for mask in svg.iter(f"{SVG}mask"):
        for element in (mask, *(child for child in mask if child.get("fill") == "white")):
            element.attrib.update({"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}"})


def _hole(svg: ET.Element, text: ET.Element) -> ET.Element | None:
    """What is cut out of the lines for a label."""
    x, y = float(text.get("x", "0")), float(text.get("y", "0"))
    for hole in svg.iterfind(f"{SVG}mask/{SVG}rect[@fill='black']"):
        left, top = float(hole.get("x", "0")), float(hole.get("y", "0"))
        right, bottom = left + float(hole.get("width", "0")), top + float(hole.get("height", "0"))
        if left <= x <= right and top <= y <= bottom:
            return hole
    return None


def _move(text: ET.Element, dx: float = 0.0, dy: float = 0.0) -> None:
    text.set("y", f"{float(text.get('y', '0')) + dy:g}")
    for line in (text, *text):
        line.set("x", f"{float(line.get('x', '0')) + dx:g}")


def _is_lifeline(path: ET.Element) -> bool:
    return bool(LIFELINE.fullmatch(path.get("d", ""))) and path.get("stroke-dasharray", "").startswith("12.")


def moved(way: str, across: Callable[[float], float], down: Callable[[float], float]) -> str:
    """A path with each x and y put elsewhere."""
    parts = way.split()
    for index, is_y in _numbered(parts):
        parts[index] = f"{(down if is_y else across)(float(parts[index])):g}"
    return " ".join(parts)


def _xs(way: str) -> list[float]:
    parts = way.split()
    return [float(parts[index]) for index, is_y in _numbered(parts) if not is_y]


def _ys(way: str) -> list[float]:
    parts = way.split()
    return [float(parts[index]) for index, is_y in _numbered(parts) if is_y]


def _numbered(parts: list[str]) -> Iterator[tuple[int, bool]]:
    """Where the numbers of a path stand, and whether each is a y."""
    command, is_y = "M", False
    for index, part in enumerate(parts):
        if part.isalpha():
            command, is_y = part, part == "V"
            continue
        yield index, is_y
        is_y = is_y if command in "HV" else not is_y
