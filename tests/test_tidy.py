"""What D2 draws is set right: every label stands clear, calls to itself beside their loops, groups are frames."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from macros import diagrams, tidy
from macros.book.drawings import width_of

SVG = tidy.SVG
DRAWN = sorted(diagrams.DIAGRAMS.glob("*.svg"))
STUFF = """
log: "Log,\\npartitions" {shape: queue; width: 150; height: 80}
store: "Store,\\nof rows" {shape: cylinder; width: 140; height: 100}
log -> store: "1 keep"
"""
CALLS = """
shape: sequence_diagram
a: A
b: B
one: "One" {
  a -> a: "wait"
  a -> b: "go"
}
"""


def drawn(tmp_path, source):
    file = tmp_path / "some.d2"
    file.write_text(source, encoding="utf-8")
    return ET.fromstring(diagrams.render(file))


def text_of(svg, words):
    return next(text for text in svg.iter(f"{SVG}text") if "".join(text.itertext()) == words)


def width(text):
    size = float(text.get("font-size").removesuffix("px"))
    return max(width_of(line.text, "text-bold" in text.get("class")) for line in (text, *text) if line.text) * size


def labelled(svg):
    """Groups with words in them: the shape or the line, the words, and where they begin and end from side to side."""
    for group in svg.iter(f"{SVG}g"):
        text = group.find(f"{SVG}text")
        if text is not None and "".join(text.itertext()).strip():
            middle, half = float(text.get("x")), width(text) / 2
            yield group, text, middle - half, middle + half


def bodies(svg):
    """Cylinders and queues: where their label may stand, and where it does."""
    for group, text, left, right in labelled(svg):
        ways = [path.get("d") for path in group.findall(f"{SVG}g[@class='shape']/{SVG}path")]
        if len(ways) != 2 or not (tidy.CYLINDER.match(ways[0]) or tidy.QUEUE.match(ways[0])):
            continue
        xs, ys = tidy._xs(ways[0]), tidy._ys(ways[0])
        if tidy.CYLINDER.match(ways[0]):
            room = (min(xs), max(tidy._ys(ways[1])), max(xs), max(ys))
        else:
            room = (min(xs), min(ys), min(tidy._xs(ways[1])), max(ys))
        top, bottom = tidy.text_rows(text)
        yield room, (left, top, right, bottom), "".join(text.itertext())


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_labels_stand_clear_of_lids_and_caps(path):
    for room, label, words in bodies(ET.fromstring(path.read_text(encoding="utf-8"))):
        assert room[0] + 5 <= label[0] and label[2] <= room[2] - 5, f"{words!r} needs a greater width"
        assert room[1] + 4 <= label[1] and label[3] <= room[3] - 4, f"{words!r} needs a greater height"


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_boxes_are_wider_than_their_labels(path):
    for group, text, left, right in labelled(ET.fromstring(path.read_text(encoding="utf-8"))):
        box = group.find(f"{SVG}g[@class='shape']/{SVG}rect")
        if box is not None and box.get("fill") != "none":
            edge = float(box.get("x"))
            words = "".join(text.itertext())
            assert edge + 7 <= left and right <= edge + float(box.get("width")) - 7, f"{words!r} needs a greater width"


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_calls_to_oneself_cross_no_lifeline(path):
    svg = ET.fromstring(path.read_text(encoding="utf-8"))
    lifelines = [tidy._xs(line.get("d"))[0] for line in svg.iter(f"{SVG}path") if tidy._is_lifeline(line)]
    for group, text, left, right in labelled(svg):
        path_of = group.find(f"{SVG}path")
        if path_of is not None and " S " in path_of.get("d"):
            words = "".join(text.itertext())
            assert max(tidy._xs(path_of.get("d"))) < left, f"{words!r} lies on its loop"
            assert not [x for x in lifelines if left - 4 < x < right + 4], f"{words!r} needs two lines"


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_arrows_say_more_than_a_number(path):
    svg = ET.fromstring(path.read_text(encoding="utf-8"))
    labels = ["".join(text.itertext()) for text in svg.iter(f"{SVG}text") if "text-italic" in text.get("class")]

    assert not [label for label in labels if re.fullmatch(r"\s*\d+\s*", label)]


def test_a_cylinder_and_a_queue_hold_their_labels(tmp_path):
    found = list(bodies(drawn(tmp_path, STUFF)))

    assert [words for _, _, words in found] == ["Log,partitions", "Store,of rows"]
    for room, label, _ in found:
        assert room[0] < label[0] and room[1] < label[1] and label[2] < room[2] and label[3] < room[3]


def test_a_group_is_a_frame_and_its_name_is_cut_out_of_the_lifelines(tmp_path):
    svg = drawn(tmp_path, CALLS)
    frame = next(rect for rect in svg.iter(f"{SVG}rect") if rect.get("fill") == "none")

    assert "fill-" not in frame.get("class") and frame.get("stroke-width") == "1"
    assert tidy._hole(svg, text_of(svg, "One")) is not None


def test_a_call_to_itself_is_told_beside_a_narrow_loop(tmp_path):
    svg = drawn(tmp_path, CALLS)
    loop = next(path.get("d") for path in svg.iter(f"{SVG}path") if " S " in path.get("d"))
    words = text_of(svg, "wait")

    assert max(tidy._xs(loop)) - tidy._xs(loop)[0] == tidy.LOOP
    assert float(words.get("x")) - width(words) / 2 > max(tidy._xs(loop))
    assert float(tidy._hole(svg, words).get("x")) > max(tidy._xs(loop))


def test_rows_come_closer_and_keep_their_order(tmp_path):
    svg = drawn(tmp_path, CALLS)
    top = [float(text.get("y")) for text in svg.iter(f"{SVG}text")]
    _, y, _, height = tidy.view(svg)
    mask = svg.find(f"{SVG}mask")

    assert top[2:] == sorted(top[2:]) and top[-1] < y + height < 330
    assert (float(mask.get("y")), float(mask.get("height"))) == (y, height)


def test_a_path_is_moved_across_and_down():
    way = "M 1 2 H 3 V 4 L 5 6 Z"

    assert tidy.moved(way, lambda x: x * 10, lambda y: y * 100) == "M 10 200 H 30 V 400 L 50 600 Z"
