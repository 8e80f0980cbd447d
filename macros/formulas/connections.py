"""Connections that last: how many servers hold them, and how late their end is noticed."""

from __future__ import annotations

import math

from macros.units import Count, Seconds, Share


def servers_holding(connections: Count, each: Count) -> Count:
    """The fewest servers that hold so many connections: connections / what each holds, rounded up."""
    return Count(math.ceil(round(connections / each, 9)))


def silent_shown_least(deadline: Seconds, interval: Seconds) -> Seconds:
    """The shortest time that a connection which died silently still counts as alive: deadline - interval.

    A sign of life comes once an interval, and the connection counts as dead when the last sign is as old as the deadline.
    It dies just before the next sign was due. The longest time is the deadline itself.
    """
    return Seconds(deadline - interval)


def silent_shown_mean(deadline: Seconds, interval: Seconds) -> Seconds:
    """The mean time that a connection which died silently still counts as alive: deadline - interval / 2.

    As `silent_shown_least`, with the death uniform between two signs of life, and the deadline checked without delay.
    """
    return Seconds(deadline - interval / 2)


def stale_shown(connections: Count, silent: Share, life: Seconds, shown: Seconds) -> Count:
    """How many dead connections show as alive beside so many live ones: connections × silent / life × shown.

    Connections end at rate connections / life; the silent share of the ends goes on showing for a while. Little's law, in
    a steady state.
    """
    return Count(connections * silent / life * shown)
