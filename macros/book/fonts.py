"""The types of the book: files that come with pinned packages, so that the same commit gives the same bytes anywhere.

IBM Plex: a serif for text, a condensed sans for tables and heads, a mono for code. Liberation Sans draws the diagrams,
which were measured with it, and the few letters that Plex lacks; the signs of grades are our own.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

OWN = Path(__file__).resolve().parent.parent / "fonts"


class Face(NamedTuple):
    family: str  # as the stylesheet calls it
    package: str  # where the file is; empty for this project's own
    file: str
    weight: int = 400
    italic: bool = False

    @property
    def path(self) -> Path:
        """The font file."""
        return Path(str(files(self.package) / "files" / self.file)) if self.package else OWN / self.file


def _plex(family: str, package: str, stem: str, *styles: str) -> list[Face]:
    weights = {"Regular": 400, "Italic": 400, "SemiBold": 600, "SemiBoldItalic": 600}
    return [Face(family, package, f"{stem}-{style}.ttf", weights[style], "Italic" in style) for style in styles]


FACES = [
    *_plex("Text", "fontpkg_ibm_plex_serif", "IBMPlexSerif", "Regular", "Italic", "SemiBold", "SemiBoldItalic"),
    *_plex(
        "Table",
        "fontpkg_ibm_plex_sans_condensed",
        "IBMPlexSansCondensed",
        "Regular",
        "Italic",
        "SemiBold",
        "SemiBoldItalic",
    ),
    *_plex("Code", "fontpkg_ibm_plex_mono", "IBMPlexMono", "Regular", "SemiBold"),
    Face("Signs", "", "Signs.ttf"),
    Face("Signs", "", "Signs.ttf", weight=600),  # a sign has one weight
    Face("Drawing", "", "LiberationSans-Regular.ttf"),
    Face("Drawing", "", "LiberationSans-Bold.ttf", weight=700),
    Face("Drawing", "", "LiberationSans-Italic.ttf", italic=True),
]
FOLIO = next(face for face in FACES if face.family == "Table" and face.weight == 600)


def rules() -> str:
    """The `@font-face` rules of the types."""
    return "\n".join(
        f'@font-face {{ font-family: {face.family}; src: url("{face.path.as_uri()}"); font-weight: {face.weight}; '
        f"font-style: {'italic' if face.italic else 'normal'}; }}"
        for face in FACES
    )


@functools.cache
def _glyphs(face: int) -> dict[int, int]:
    font = TTFont(FACES[face].path, lazy=True)
    return {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}


def glyph(face: int, sign: str) -> int:
    """The number of a sign's glyph in a face; 0, the glyph for what is missing, when it has none."""
    return _glyphs(face).get(ord(sign), 0)
