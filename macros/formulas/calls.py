"""Calls from service to service: what waiting and retrying do to those further down."""

from __future__ import annotations

from macros.units import Count, Seconds, Share


def attempts_at_bottom(attempts: Count, layers: Count) -> Count:
    """The most attempts that reach the bottom for one request, when every layer retries: attempts ^ layers.

    Each layer makes so many attempts of its own, the first one included, and all of them fail. A worst case, which is
    the case of a dependency that is down. Source: Ulrich 2016, "Addressing Cascading Failures".
    """
    return Count(attempts**layers)


def backoff_span(first: Seconds, attempts: Count) -> Seconds:
    """The time from the first attempt to the last when the pause doubles: first × (2^(attempts - 1) - 1).

    So many attempts have one pause fewer between them, a geometric series. No cap on the pause, no jitter, and attempts
    that fail at once.
    """
    return Seconds(first * (2 ** (attempts - 1) - 1))


def availability_each_needs(target: Share, parts: Count) -> Share:
    """The availability that each of so many needed parts must have for the whole to reach a target: target ^ (1 / n).

    The inverse of `all_up`: equal parts that fail independently, none of them backed by another.
    """
    return Share(target ** (1 / parts))
