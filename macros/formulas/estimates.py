"""Plain arithmetic of back-of-the-envelope estimates, named so that a figure reads like its sentence."""

from __future__ import annotations

import math

from macros.units import Bytes, BytesPerSecond, Count, PerSecond, Seconds, Share, Times


def events_in(rate: PerSecond, duration: Seconds) -> Count:
    """How many events arrive in a duration: rate × duration."""
    return Count(rate * duration)


def rate_of(events: Count, duration: Seconds) -> PerSecond:
    """The mean rate of so many events in a duration: events / duration. A mean, not a peak."""
    return PerSecond(events / duration)


def share_of(events: Count, share: Share) -> Count:
    """How many of these events are in the share: events × share."""
    return Count(events * share)


def rate_share(rate: PerSecond, share: Share) -> PerSecond:
    """The rate of the share of a stream: rate × share."""
    return PerSecond(rate * share)


def rate_times(rate: PerSecond, factor: Count) -> PerSecond:
    """A rate in which each event becomes several: rate × factor."""
    return PerSecond(rate * factor)


def multiply(first: Count, second: Count) -> Count:
    """The product of two counts."""
    return Count(first * second)


def divide(total: Count, parts: Count) -> Count:
    """How many of the total fall to each part: total / parts."""
    return Count(total / parts)


def rate_each(rate: PerSecond, parts: Count) -> PerSecond:
    """The rate that falls to each of so many equal parts: rate / parts."""
    return PerSecond(rate / parts)


def nodes_for(load: PerSecond, each: PerSecond) -> Count:
    """The fewest nodes that carry a load: load / what each carries, rounded up.

    Assumes that the load spreads evenly, and leaves no room for failures or growth unless the load includes it.
    """
    return Count(math.ceil(round(load / each, 9)))


def bytes_for(items: Count, each: Bytes) -> Bytes:
    """Bytes for so many items of this size: items × size. No replicas, no overhead unless in the size."""
    return Bytes(items * each)


def bandwidth(rate: PerSecond, each: Bytes) -> BytesPerSecond:
    """Bytes a second for a stream of messages of this size: rate × size."""
    return BytesPerSecond(rate * each)


def time_for(work: Count, rate: PerSecond) -> Seconds:
    """How long so much work takes at this rate: work / rate."""
    return Seconds(work / rate)


def times(part: Count, whole: Count) -> Times:
    """How many times larger the first count is than the second: part / whole."""
    return Times(part / whole)


def share(part: Count, whole: Count) -> Share:
    """The part of the whole: part / whole."""
    return Share(part / whole)


def most_share_above(mean: Count, value: Count) -> Share:
    """The most of a population that can have at least this value, when the mean is known: mean / value, at most one.

    Markov's inequality. It needs nothing but a quantity that is never negative; real shares are mostly far below it.
    """
    return Share(min(mean / value, 1.0))
