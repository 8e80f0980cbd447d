"""Queues: how many are inside, how fast they may be let in, how long they wait."""

from __future__ import annotations

import math

from macros.units import Count, PerSecond, Seconds, Share


def number_inside(arrivals: PerSecond, stay: Seconds) -> Count:
    """How many are inside on average: arrivals × stay (Little's law, L = λW).

    Holds for any queue that neither grows for ever nor loses anyone, whatever the order and the distribution.
    Source: Little 1961.
    """
    return Count(arrivals * stay)


def admission_rate(inside: Count, stay: Seconds) -> PerSecond:
    """The rate that keeps so many inside: inside / stay (Little's law solved for λ).

    With `inside` as the number of workers or connections and `stay` as the time each is busy with one job, it is the
    most jobs they can do. Source: Little 1961.
    """
    return PerSecond(inside / stay)


def mean_wait_fixed_service(service: Seconds, load: Share) -> Seconds:
    """Mean wait before service at one server: load × service / (2 × (1 - load)) (the M/D/1 queue).

    Assumes random (Poisson) arrivals, the same service time for all, a load below one, and nobody who gives up.
    Source: Pollaczek-Khinchine formula, in Kleinrock 1975.
    """
    return Seconds(load * service / (2 * (1 - load)))


def attempts_for(successes: Count, success_share: Share) -> Count:
    """How many must try so that so many succeed on average: successes / share that succeed."""
    return Count(successes / success_share)


def lanes_for(rate: PerSecond, each: PerSecond) -> Count:
    """How many partitions, shards or queues carry a rate: rate / rate of each, rounded up.

    A floor: it takes for granted that the keys spread evenly, and leaves nothing for growth or for catching up.
    """
    return Count(math.ceil(rate / each))


def starts_without_renewal(work: Seconds, lease: Seconds) -> Count:
    """How often a job is started when its lease is never renewed: work / lease, rounded up.

    A free worker takes the job the moment each lease ends, all workers are equally fast, and the first to finish removes
    the job. One, when the work fits into the lease.
    """
    return Count(math.ceil(work / lease))
