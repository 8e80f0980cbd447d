"""Tails: how long many wait when each wait is drawn from the same skewed distribution."""

from __future__ import annotations

import math
from statistics import NormalDist

from macros.units import Count, Seconds, Share

_NORMAL = NormalDist()


def slowest_of(median: Seconds, p99: Seconds, draws: Count, quantile: Share) -> Seconds:
    """A quantile of the slowest of so many waits: median × (p99 / median)^(z(quantile^(1 / draws)) / z(0.99)).

    Waits are log-normal, given by median and 99th percentile, and independent; z is the normal quantile. The slowest of n
    lies below a time with chance F^n. One draw gives the quantile of a single wait.
    """
    one = quantile ** (1 / draws)
    spread = math.log(p99 / median) / _NORMAL.inv_cdf(0.99)
    return Seconds(median * math.exp(spread * _NORMAL.inv_cdf(one)))
