"""A line of text that fits but for the space at its end is broken as any other.

WeasyPrint 70 takes such a line for one that is too long, finds no earlier break that Pango would make, and leaves the
first word alone on its line ('Disk', then the rest). A plain space hangs at the line's end and is not seen; a no-break
space holds its word back, so that the break is before that word.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import inline
from weasyprint.text.line_break import split_first_line

NO_BREAK = "\u00a0"


def _split(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **options: Any) -> Any:
    found = split_first_line(text, style, context, max_width, *rest, **options)
    bare = text.rstrip(f" {NO_BREAK}")
    resumed, wraps = found[2], style["white_space"] == "normal"
    if resumed is None or bare == text or resumed >= len(bare.encode()) or not wraps:
        return found
    layout, length, left, width, *shape = split_first_line(bare, style, context, max_width, *rest, **options)
    if left is not None:
        return found
    if text.endswith(NO_BREAK):
        return split_first_line(text, style, context, width - 1, *rest, **options)
    return layout, length, len(text.encode()), width, *shape  # the space is left for the next line, and falls away there


def mend() -> None:
    """Let WeasyPrint break lines so."""
    inline.split_first_line = _split
