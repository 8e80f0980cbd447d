"""Locks and conflicts: what one lock lets through, and how often two want the same thing."""

from __future__ import annotations

import math

from macros.units import Count, PerSecond, Seconds, Share


def serial_rate(hold: Seconds) -> PerSecond:
    """The most that passes through one lock, one holder after another: 1 / hold time.

    The hold time runs from one release to the next: it includes the round trip of taking the lock. Hand-over without
    any gap; a real lock passes less.
    """
    return PerSecond(1 / hold)


def collision_chance(items: Count, others: Count, each: Count) -> Share:
    """The chance that one of the others picks something that I picked: 1 - (C(N - k, k) / C(N, k))^others.

    Everyone picks k of N items, uniformly and independently; a pick has no item twice. Real demand is skewed towards
    the best items: put their number in for N.
    """
    return Share(-math.expm1(others * _log_disjoint(items, each, each)))


def any_collision_chance(items: Count, pickers: Count, each: Count) -> Share:
    """The chance that any two of the pickers want the same item: 1 - Π C(N - ik, k) / C(N, k), i from 1 to pickers - 1.

    The birthday problem with k items each. Picks are uniform and independent, without an item twice in one pick.
    """
    if pickers * each > items:
        return Share(1.0)
    return Share(-math.expm1(sum(_log_disjoint(items, i * each, each) for i in range(1, int(pickers)))))


def _log_disjoint(items: float, taken: float, each: float) -> float:
    """The logarithm of the chance that a pick of `each` items avoids the `taken` ones."""
    return math.fsum(math.log1p(-taken / (items - j)) for j in range(int(each)))
