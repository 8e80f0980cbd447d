"""The signs of grades and weights as a type of three glyphs: `python -m macros.book.signs` writes it.

The types at hand draw the half circle as half a disc without its outline, which in black and white looks like a
smaller full one.
"""

from __future__ import annotations

import itertools
import math
import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

FILE = Path(__file__).resolve().parent.parent / "fonts" / "Signs.ttf"
EM, MIDDLE, RADIUS, LINE, ADVANCE = 1000, 345, 315, 70, 700
FULL, HALF, EMPTY = "●", "◐", "○"


def build(path: Path) -> None:
    """Write the font."""
    glyphs = {
        ".notdef": TTGlyphPen(None).glyph(),
        "full": _glyph(_circle(RADIUS)),
        "half": _glyph(_circle(RADIUS), _circle(RADIUS - LINE, hole=True, right_half=True)),
        "empty": _glyph(_circle(RADIUS), _circle(RADIUS - LINE, hole=True)),
    }
    font = FontBuilder(EM, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({ord(FULL): "full", ord(HALF): "half", ord(EMPTY): "empty"})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics({name: (ADVANCE, 0 if name == ".notdef" else ADVANCE // 2 - RADIUS) for name in glyphs})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Book Signs", "styleName": "Regular", "psName": "BookSigns-Regular"})
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = 0
    font.font.recalcTimestamp = False
    font.save(path)


Outline = list[tuple[tuple[int, int], tuple[int, int]]]  # control point and end of each curve


def _circle(radius: int, hole: bool = False, right_half: bool = False) -> Outline:
    """A circle, or its right half, as eight curves a turn; a hole turns the other way."""
    steps = range(-2, 3) if right_half else range(9)
    angles = [step * math.pi / 4 for step in steps]
    if not hole:
        angles.reverse()
    outline = [((0, 0), _point(radius, angles[0]))]
    for before, after in itertools.pairwise(angles):
        reach = radius / math.cos(math.pi / 8)
        outline.append((_point(reach, (before + after) / 2), _point(radius, after)))
    return outline


def _point(radius: float, angle: float) -> tuple[int, int]:
    return round(ADVANCE / 2 + radius * math.cos(angle)), round(MIDDLE + radius * math.sin(angle))


def _glyph(*outlines: Outline) -> object:
    pen = TTGlyphPen(None)
    for (_, start), *curves in outlines:
        pen.moveTo(start)
        for control, end in curves:
            pen.qCurveTo(control, end)
        pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
