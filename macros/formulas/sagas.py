"""Sagas: how often a chain of steps needs repair."""

from __future__ import annotations

import math

from macros.units import Count, Share


def chain_trouble(success: Share, steps: Count) -> Share:
    """The share of chains in which at least one step fails: 1 - s^n.

    Assumes that steps fail independently and that each succeeds equally often. A common cause, such as a provider that
    is down, makes failures come together, so quiet days are quieter and bad days worse.
    """
    if not success:
        return Share(1.0)
    return Share(-math.expm1(steps * math.log(success)))
