"""The operators of a page, as few as say the same: half of a long book would be repetition.

WeasyPrint sets type, colour and place again for every piece of a line, cuts every rule out of a frame, and draws the
letters of a picture one by one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from macros.book import fonts

# What is placed to a tenth of a px is placed well enough, and a type's size to a hundredth.
_PLACED = re.compile(rb"^[-\d. ]+ (?:Tm|m|l|re|c)$", re.MULTILINE)
_LONG = re.compile(rb"(\.\d)\d+")
_SIZE = re.compile(rb"(\.\d\d)\d+ Tf")
_OPAQUE = re.compile(rb"/[aA]1(?:\.0)? gs\n")
_KERN = re.compile(rb">(-?1?\d)<")  # less than a fiftieth of the type's size: not seen, and half of it is rounding
# A rule or an edge of a box, cut out of a frame: a filled rectangle is the same.
_RULE = re.compile(
    rb"q\n(?P<x>[-\d.]+) (?P<y>[-\d.]+) m\n(?P<right>[-\d.]+) (?P=y) l\n(?P=right) (?P<bottom>[-\d.]+) l\n"
    rb"(?P=x) (?P=bottom) l\nW\*\nn\n(?P<colour>[\d. ]+ rg\n)[-\d. ]+ re\n[-\d. ]+ re\nf\*\nQ\n"
)
# The edges of a table's cells, each with its own colour and width.
_EDGE = re.compile(rb"q\nq\n([\d. ]+ RG\n[\d.]+ w\n)([-\d.]+) ([-\d.]+) m\n([-\d.]+) ([-\d.]+) l\nS\nQ\nQ\n")
_EDGES = re.compile(rb"(?:" + re.sub(rb"[()]", b"", _EDGE.pattern) + rb"){2,}")
# A line of a drawing, letter by letter; a space leaves only the first operator.
_STEP = re.compile(rb"((?:0 Tr\n)+)1 0 0 -1 ([-\d.]+ [-\d.]+) Tm\n/F(\d+) ([\d.]+) Tf\n\[<([0-9a-f]{4})>\] TJ\n")
_LETTERS = re.compile(rb"(?:(?:0 Tr\n)+1 0 0 -1 [-\d.]+ [-\d.]+ Tm\n/F\d+ [\d.]+ Tf\n\[<[0-9a-f]{4}>\] TJ\n)+")
_SAME_TEXT = re.compile(rb"ET\n((?:EMC\n/Span\n<</MCID \d+>>\nBDC\n(?:[\d. ]+ rg\n)?)?)BT\n")
_MARK = re.compile(rb"/(\w+)\n<</MCID (\d+)>>\nBDC")
_LINE = re.compile(rb"1 0 0 -1 ([-\d.]+) ([-\d.]+) Tm")


def shortened(written: bytes) -> bytes:
    """The operators of a page with shorter numbers, plain rules, and drawn lines of text in one piece."""
    written = _PLACED.sub(lambda line: _LONG.sub(rb"\1", line[0]), written)
    written = _SIZE.sub(rb"\1 Tf", written)
    written = _KERN.sub(b"", _OPAQUE.sub(b"", written)).replace(b">0]", b">]")
    written = _EDGES.sub(_joined, _RULE.sub(_filled, written))
    return _LETTERS.sub(_line, written)


def without_repetition(written: bytes) -> bytes:
    """The operators without those that set what is set already; a line of text is placed by its distance from the last."""
    once = b"\n".join(_once(_SAME_TEXT.sub(rb"\1", written).split(b"\n")))
    return _MARK.sub(rb"/\1<</MCID \2>>BDC", once)


def _once(lines: list[bytes]) -> Iterator[bytes]:
    held: dict[bytes, bytes] = {}
    stack: list[dict[bytes, bytes]] = []
    x, y = None, 0.0
    for line in lines:
        operator = line[-2:]
        if line == b"q":
            stack.append(dict(held))
        elif line == b"Q":
            held = stack.pop() if stack else {}
            held.pop(b"Tf", None)  # who reads on without a memory must find the type again
        elif line == b"BT":
            x = None
        elif operator in (b"rg", b"Tr", b"Tf"):
            if held.get(operator) == line:
                continue
            held[operator] = line
        elif operator == b"Tm":
            found = _LINE.fullmatch(line)
            if found and x is not None:
                right, down = float(found[1]) - x, float(found[2]) - y
                line = b"%s %s Td" % (_short(right), _short(-down))
            x, y = (float(found[1]), float(found[2])) if found else (None, 0.0)
        yield line


def _short(number: float) -> bytes:
    return b"%d" % round(number) if abs(number - round(number)) < 0.05 and not round(number, 1) % 1 else b"%.1f" % number


def _filled(rule: re.Match[bytes]) -> bytes:
    x, y = float(rule["x"]), float(rule["y"])
    width, height = float(rule["right"]) - x, float(rule["bottom"]) - y
    return b"%s%.1f %.1f %.1f %.1f re\nf\n" % (rule["colour"], x, y, width, height)


def _joined(edges: re.Match[bytes]) -> bytes:
    """Edges of one colour and width as one path, those that continue each other as one line."""
    made = []
    for style, group in itertools.groupby(_EDGE.findall(edges[0]), key=lambda edge: edge[0]):
        lines: list[list[bytes]] = []
        for _, x1, y1, x2, y2 in group:
            if lines and lines[-1][1] == y1 == y2 and lines[-1][2:] == [x1, y1]:
                lines[-1][2] = x2
            else:
                lines.append([x1, y1, x2, y2])
        path = b"".join(b"%s %s m\n%s %s l\n" % tuple(line) for line in lines)
        made.append(b"q\n" + style + path + b"S\nQ\n")
    return b"".join(made)


def _line(letters: re.Match[bytes]) -> bytes:
    """The letters of a line in a drawing as one run, so that it can be selected and found."""
    steps = _STEP.findall(letters[0])
    _, begins, face, size, _ = steps[0]
    space = b"%04x" % fonts.glyph(int(face), " ")
    run = b"".join(
        (space * (draws.count(b"Tr") - 1) if number else b"") + glyph
        for number, (draws, _, _, _, glyph) in enumerate(steps)
    )
    return b"0 Tr\n1 0 0 -1 %s Tm\n/F%s %s Tf\n[<%s>] TJ\n" % (begins, face, size, run)
