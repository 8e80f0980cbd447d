"""A line of text that fits but for the space at its end is broken as any other.

WeasyPrint 70 takes such a line for one that is too long, finds no earlier break that Pango would make, and leaves the
first word alone on its line ('Disk', then the rest). A plain space hangs at the line's end and is not seen; a no-break
space holds its word back, so that the break is before that word.
"""

from __future__ import annotations

import functools
from typing import Any

from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.line_break import split_first_line

from macros.typography import NO_BREAK


def _split(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **options: Any) -> Any:
    found = split_first_line(text, style, context, max_width, *rest, **options)
    if found[2] is None or text[-1:] not in (" ", NO_BREAK) or style["white_space"] != "normal":
        return found
    bare = text.rstrip(f" {NO_BREAK}")
    if " " not in bare or found[2] > len(bare[: bare.index(" ") + 1].encode()):
        return found  # more than the first word is on the line
    layout, length, left, width, *shape = split_first_line(bare, style, context, max_width, *rest, **options)
    if left is not None:
        return found
    if text.endswith(NO_BREAK):
        return split_first_line(text, style, context, width - 1, *rest, **options)
    # The space is left for the next line, and falls away there.
    return layout, length, len(text.encode()), width, *shape


def mend() -> None:
    """Let WeasyPrint break lines so, and ask for a type once, not for each of half a million pieces of a line."""
    inline.split_first_line = _split
    line_break.font_features = functools.cache(line_break.font_features)
    line_break.get_font_description = _description


_ask_for_type = line_break.get_font_description
_descriptions: dict[tuple[Any, ...], Any] = {}
_TYPE = ("font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps")


def _description(style: Any) -> Any:
    key = (*style["font_family"], *(style[name] for name in _TYPE))
    if key not in _descriptions:
        _descriptions[key] = _ask_for_type(style)
    return _descriptions[key]
