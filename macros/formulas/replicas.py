"""Replicas that lag: who meets an old value, and what it costs to keep them from it."""

from __future__ import annotations

import math

from macros.units import PerSecond, Seconds, Share


def stale_read_chance(after: Seconds, mean_lag: Seconds) -> Share:
    """The chance that a replica does not yet show a write this long after its commit: e^(-after / mean lag).

    Assumes that the delay until a write is visible on the replica is exponential. Real lag has a heavier tail: a long
    transaction or a vacuum makes a replica late for seconds, for everyone at once.
    """
    return Share(math.exp(-after / mean_lag))


def share_after_write(writes: PerSecond, window: Seconds) -> Share:
    """The share of a user's reads that fall within a window after one of their writes: 1 - e^(-writes × window).

    Assumes that writes come at random at this mean rate, and that reads do not depend on them.
    """
    return Share(-math.expm1(-writes * window))
