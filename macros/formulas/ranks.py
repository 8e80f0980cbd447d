"""Ranks: how much order fits into one number."""

from __future__ import annotations

import math

from macros.units import Count, Seconds


def room_beside(points: Count) -> Count:
    """Different values that fit beside whole points below this bound in one double: 2^53 / points.

    A double holds each whole number up to 2^53, so points × room + rest stays exact while rest < room.
    Source: IEEE 754, binary64.
    """
    return Count(2**53 / points)


def time_step_in_fraction(points: Count, span: Seconds) -> Seconds:
    """The step of a time that is kept as a fraction of a span behind the points: span × distance of doubles at points.

    Two moments that are closer than this may give the same double, and so a tie again.
    """
    return Seconds(span * math.ulp(points))
