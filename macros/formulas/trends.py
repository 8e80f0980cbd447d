"""Trends and top lists: what noise scores, what sketches may be wrong by, and how soon a burst is seen."""

from __future__ import annotations

import math

from macros.units import Bytes, Count, PerSecond, Seconds, Share, Times


def poisson_at_least(mean: Count, least: Count) -> Share:
    """The chance that a count with this mean is at least so large: 1 - Σ e^-m m^k / k! for k below it.

    Poisson: events that come independently at a steady rate. Real mentions come in bursts, so they exceed it more often.
    """
    below = (math.exp(-mean) * mean**k / math.factorial(k) for k in range(int(least)))
    return Share(1 - sum(below))


def smoothed_ratio(count: Count, usual: Count, prior: Count) -> Times:
    """How many times the usual a count is, both raised by a prior: (count + prior) / (usual + prior).

    With a prior of zero it is the plain ratio. The prior is what an unknown tag is taken to have, so small counts stay
    near one.
    """
    return Times((count + prior) / (usual + prior))


def anscombe_score(count: Count, usual: Count) -> Count:
    """How many standard deviations a count lies above the usual: 2 (√(count + 3/8) - √(usual + 3/8)).

    The square root gives Poisson counts a variance of about one. It holds for counts of twenty and more, and takes the
    usual for known. Source: Anscombe 1948.
    """
    return Count(2 * (math.sqrt(count + 3 / 8) - math.sqrt(usual + 3 / 8)))


def count_min_width(error: Share) -> Count:
    """Counters in each row of a count-min sketch: e / error, rounded up. Source: Cormode and Muthukrishnan 2005."""
    return Count(math.ceil(math.e / error))


def count_min_depth(failure: Share) -> Count:
    """Rows of a count-min sketch: ln(1 / failure), rounded up. Source: Cormode and Muthukrishnan 2005."""
    return Count(math.ceil(math.log(1 / failure)))


def count_min_bytes(error: Share, failure: Share, each: Bytes) -> Bytes:
    """Bytes of a count-min sketch: width × depth × counter size.

    An answer exceeds the true count by more than the error's share of all events with at most the chance of failure,
    and is never below it. The sketch holds no names.
    """
    return Bytes(count_min_width(error) * count_min_depth(failure) * each)


def time_to_ratio(usual: PerSecond, burst: PerSecond, window: Seconds, prior: Count, ratio: Times) -> Seconds:
    """How long after a burst begins the smoothed ratio over a sliding window reaches a value.

    The window holds the usual rate and fills with the burst's: usual × (W - t) + burst × t. Solved for t:
    (ratio × (usual × W + prior) - prior - usual × W) / (burst - usual). Steady rates, no noise, no scoring interval.
    """
    expected = usual * window
    needed = (ratio * (expected + prior) - prior - expected) / (burst - usual)
    if needed > window:
        raise ValueError("the burst never reaches this ratio")
    return Seconds(needed)


def decayed_share(age: Seconds, half_life: Seconds) -> Share:
    """What is left of a weight that halves once a half-life: 0.5^(age / half-life)."""
    return Share(0.5 ** (age / half_life))
