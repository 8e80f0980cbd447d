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


def conflict_chance(rate: PerSecond, window: Seconds) -> Share:
    """The chance that somebody else writes the row between my read and my write: 1 - e^(-rate × window).

    Assumes that the others' writes of this row come at random (Poisson) at this rate, and do not wait for mine. Rate and
    window are those of one row, not of the table.
    """
    return Share(-math.expm1(-rate * window))


def attempts_of_a_burst(writers: Count) -> Count:
    """The attempts until each of n writers has got through by compare and set: n (n + 1) / 2.

    All read the same version, one wins, the others read again, and so on: n + (n - 1) + … + 1. The worst case, in step;
    a pause of random length before each retry breaks the step and makes it fewer.
    """
    return Count(writers * (writers + 1) / 2)


def takeover_time(lease: Seconds, poll: Seconds) -> Seconds:
    """The longest a dead leader stays in office: lease + poll.

    It renewed just before it died, so the whole lease must pass, and a candidate looked just before it did. No jitter,
    and without the time the new leader needs to load its state.
    """
    return Seconds(lease + poll)


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
