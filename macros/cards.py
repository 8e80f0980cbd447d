"""The pictures that a chat shows beside a link: one small card for each page, drawn from its title and summary.

Drawn with the fonts that the diagrams are measured in, in four colours, so that a card is a few kilobytes. The same
title gives the same bytes.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 80
PAPER, INK, SOFT, ACCENT = range(4)
PALETTE = [255, 255, 255, 28, 33, 38, 86, 95, 104, 0, 100, 108]
FONTS = Path(__file__).parent / "fonts"
# The scales of the site's sign, in units of its 32 by 32 drawing.
_SCALES = [((16, 6), (16, 26)), ((10, 26), (22, 26)), ((6, 11), (26, 8))]


def card(kind: str, title: str, summary: str, site_name: str) -> Image.Image:
    """One card: what kind of page it is, its title on up to three lines, the start of its summary."""
    image = _blank(SIZE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 14, HEIGHT), fill=ACCENT)
    draw.text((MARGIN, 66), kind.upper(), font=_font("Bold", 28), fill=ACCENT)
    size = 84 if len(title) < 26 else 68 if len(title) < 52 else 56
    below = _lines(draw, title, _font("Bold", size), 120, size * 1.14, 3, INK)
    _lines(draw, summary, _font("Regular", 34), below + 26, 46, 3, SOFT)
    sign(draw, MARGIN, HEIGHT - 108, 56)
    draw.text((MARGIN + 76, HEIGHT - 98), site_name, font=_font("Bold", 32), fill=INK)
    return image


def icon(size: int) -> Image.Image:
    """The site's sign as a square picture, for home screens."""
    image = _blank((size, size))
    sign(ImageDraw.Draw(image), 0, 0, size)
    return image


def sign(draw: ImageDraw.ImageDraw, left: float, top: float, size: float) -> None:
    """The scales on their square."""
    unit = size / 32

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return left + point[0] * unit, top + point[1] * unit

    draw.rectangle((*at((0, 0)), *at((31.9, 31.9))), fill=ACCENT)
    stroke = max(1, round(2.2 * unit))
    for start, end in _SCALES:
        draw.line((*at(start), *at(end)), fill=PAPER, width=stroke)
    for x, y in ((6, 11), (26, 8)):
        draw.line((*at((x - 3.2, y + 7)), *at((x, y)), *at((x + 3.2, y + 7))), fill=PAPER, width=stroke, joint="curve")
        draw.pieslice((*at((x - 3.6, y + 4.4)), *at((x + 3.6, y + 10.6))), 0, 180, fill=PAPER)


def write(folder: Path, kind: str, title: str, summary: str, site_name: str) -> str:
    """Write a card below `folder` and return its name, which changes with what it shows."""
    digest = hashlib.sha256("\n".join((kind, title, summary, site_name)).encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    card(kind, title, summary, site_name).save(folder / f"{digest}.png", optimize=False, compress_level=6)
    return f"{digest}.png"


def _blank(size: tuple[int, int]) -> Image.Image:
    image = Image.new("P", size, PAPER)
    image.putpalette(PALETTE)
    return image


@functools.cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"LiberationSans-{face}.ttf"), size)


def _lines(
    draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, top: float, step: float, most: int, fill: int
) -> float:
    """Draw a text in at most so many lines, the last one ending in '…' when there is more; where it ends."""
    wide = WIDTH - 2 * MARGIN
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most:
        count = len(rest)
        while count > 1 and draw.textlength(" ".join(rest[:count]), font=font) > wide:
            count -= 1
        lines.append(" ".join(rest[:count]))
        rest = rest[count:]
    if rest:
        lines[-1] = lines[-1].rstrip(".,;:") + " …"
    for line in lines:
        draw.text((MARGIN, top), line, font=font, fill=fill)
        top += step
    return top
