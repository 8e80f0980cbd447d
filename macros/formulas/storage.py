"""Storage: what a rollup saves and keeps, what expires too soon, how often an object is lost."""

from __future__ import annotations

import math

from macros.units import SECONDS_PER_YEAR, Count, PerSecond, Seconds, Share, Times


def rollup_gain(rate: PerSecond, fine: Seconds, coarse: Seconds) -> Times:
    """How many fine rows become one coarse row, on average: (C / F) × (1 - e^(-rate F)) / (1 - e^(-rate C)).

    A row exists only where at least one event fell into its interval, and events arrive at random (Poisson) at this rate for
    one key. A busy key reaches C / F, a rare one stays at 1.
    """
    filled = -math.expm1(-rate * fine) / -math.expm1(-rate * coarse)
    return Times(coarse / fine * filled)


def share_expired(period: Seconds, delay: Seconds, retention: Seconds) -> Share:
    """The share of a period that is gone when a job reads it: (period + delay - retention) / period, between 0 and 1.

    The job reads the whole period at once, so long after its end; each event is kept for the retention from its own time.
    """
    return Share(min(max((period + delay - retention) / period, 0.0), 1.0))


def retention_needed(period: Seconds, delay: Seconds, late: Seconds) -> Seconds:
    """How long fine data must be kept so that a job over a whole period misses nothing: period + delay + lateness."""
    return Seconds(period + delay + late)


def mean_of_two_groups(first: Seconds, first_weight: Count, second: Seconds, second_weight: Count) -> Seconds:
    """The mean over two groups: (a × n + b × m) / (n + m). Weigh by requests for the true mean, by rows for a mean of means."""
    return Seconds((first * first_weight + second * second_weight) / (first_weight + second_weight))


def hyperloglog_error(registers: Count) -> Share:
    """The relative standard error of a HyperLogLog count: 1.04 / √registers.

    Source: Flajolet, Fusy, Gandouet, Meunier, "HyperLogLog" (2007). Merging sketches of equal size does not add to it.
    """
    return Share(1.04 / math.sqrt(registers))


def time_between_losses(items: Count, loss_a_year: Share) -> Seconds:
    """The mean time between two lost objects: one year / (objects × share lost a year). A mean of rare, independent losses."""
    return Seconds(SECONDS_PER_YEAR / (items * loss_a_year))
