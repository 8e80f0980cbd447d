"""Alarms: how often noise looks like an incident, how much must happen before a drop shows, what a baseline remembers."""

from __future__ import annotations

import math
from statistics import NormalDist

from macros.units import Count, PerSecond, Seconds, Share

_NORMAL = NormalDist()


def normal_beyond(deviations: Count) -> Share:
    """The share of normal noise farther from its mean than so many standard deviations, on either side."""
    return Share(2 * _NORMAL.cdf(-deviations))


def lognormal_beyond(sigma: Count, deviations: Count) -> Share:
    """The share of log-normal noise more than so many of its own standard deviations above its mean.

    `sigma` is the standard deviation of the logarithm. From three deviations on nothing lies as far below the mean
    while sigma is at least 0.33, since the noise is never negative.
    """
    mean = math.exp(sigma**2 / 2)
    deviation = mean * math.sqrt(math.exp(sigma**2) - 1)
    return Share(_NORMAL.cdf(-math.log(mean + deviations * deviation) / sigma))


def student3_beyond(deviations: Count) -> Share:
    """The share of Student's t noise with three degrees of freedom beyond so many of its standard deviations, √3 each."""
    x = deviations  # t / √3 with t = deviations × √3
    return Share(1 - 2 / math.pi * (x / (1 + x * x) + math.atan(x)))


def any_beyond(deviations: Count) -> Share:
    """The most of any noise that can lie beyond so many of its standard deviations: 1 / z² (Chebyshev's inequality)."""
    return Share(1 / deviations**2)


def run_beyond(share: Share, sides: Count, hits: Count, window: Count) -> Share:
    """The chance that at least `hits` of `window` points lie beyond the limit on the same side.

    `share` of the points lies beyond it, spread evenly over the sides; points are independent, which real noise is not.
    """
    n, each = int(window), share / sides
    tail = sum(math.comb(n, k) * each**k * (1 - each) ** (n - k) for k in range(int(hits), n + 1))
    return Share(sides * tail)


def alarms(series: Count, interval: Seconds, share: Share) -> PerSecond:
    """How often noise alone raises an alarm: series × share / interval, one test of each series an interval."""
    return PerSecond(series * share / interval)


def precision(prevalence: Share, detection: Share, false_alarms: Share) -> Share:
    """The share of alarms that are real (Bayes' rule).

    `prevalence` of the tests belong to a real incident, `detection` of those alarm, `false_alarms` of the others do.
    Source: Axelsson 2000, where it is called the Bayesian detection rate.
    """
    real = prevalence * detection
    return Share(real / (real + (1 - prevalence) * false_alarms))


def z_of_none(rate: Share, trials: Count) -> Count:
    """The z-score of no success at all: -√(n p / (1 - p)), from the mean and deviation of a binomial count."""
    return Count(-math.sqrt(trials * rate / (1 - rate)))


def trials_for_z_of_none(rate: Share, deviations: Count) -> Count:
    """How many trials it takes until no success at all scores so many deviations: z² (1 - p) / p."""
    return Count(deviations**2 * (1 - rate) / rate)


def binomial_above(rate: Share, trials: Count, deviations: Count) -> Share:
    """The exact chance that a binomial count lies more than so many deviations above its mean."""
    n, limit = int(trials), trials * rate + deviations * math.sqrt(trials * rate * (1 - rate))
    return Share(1 - sum(math.comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(math.floor(limit) + 1)))


def z_against_all(mean: Count, amplitude: Count, noise: Count, value: Count) -> Count:
    """The z-score of a value against the whole history of a daily sine wave: (value - mean) / √(amplitude² / 2 + noise²).

    `noise` is the standard deviation around the wave. A long history of whole days.
    """
    return Count((value - mean) / math.sqrt(amplitude**2 / 2 + noise**2))


def z_against_slot(expected: Count, noise: Count, value: Count) -> Count:
    """The z-score of a value against what is usual at this time: (value - expected) / noise."""
    return Count((value - expected) / noise)


def settle_time(history: Seconds, deviations: Count) -> Seconds:
    """How long a new level alarms against the mean and deviation of all history: history / z².

    With a share f of history at the new level, its score is √((1 - f) / f), which falls below z when f passes
    1 / (1 + z²). The shift is large against the noise; how large does not matter.
    """
    return Seconds(history / deviations**2)


def z_of_drop_after_spike(points: Count, spike: Count) -> Count:
    """The z-score of a drop to zero against a steady history with one point of so many times the level in it.

    With k the spike and n points: mean 1 + (k - 1) / n, variance (k - 1)² / n × (1 - 1 / n).
    """
    mean = 1 + (spike - 1) / points
    return Count(-mean / ((spike - 1) * math.sqrt((1 - 1 / points) / points)))


def masked_time(spike: Count, deviations: Count, interval: Seconds) -> Seconds:
    """How long one such spike in all history keeps a drop to zero below so many deviations: (z × (k - 1))² points.

    The inverse of `z_of_drop_after_spike` for a long history, with one point an interval.
    """
    return Seconds((deviations * (spike - 1)) ** 2 * interval)


def largest_z(points: Count) -> Count:
    """The largest z-score that one of so many points can have when it counts in its own mean and deviation: (n - 1) / √n."""
    return Count((points - 1) / math.sqrt(points))


def expected_for_zero(false_alarms: Share) -> Count:
    """How many events must be expected before none at all is this rare: -ln a (Poisson)."""
    return Count(-math.log(false_alarms))


def expected_to_see_drop(drop: Share, false_alarms: Share, detection: Share) -> Count:
    """How many events must be expected so that a drop by this share is seen: ((za + zb √(1 - d)) / d)².

    `false_alarms` of the tests alarm without a drop (one side), `detection` of them with one. Poisson counts, normal
    approximation.
    """
    za, zb = -_NORMAL.inv_cdf(false_alarms), _NORMAL.inv_cdf(detection)
    return Count(((za + zb * math.sqrt(1 - drop)) / drop) ** 2)
