"""Overload: what a backlog costs in time, what sampling costs in truth, what retries cost in load."""

from __future__ import annotations

import functools
import heapq
import math
import random
from collections import deque

from macros.units import Count, PerSecond, Seconds, Share, Times


def wait_after_spike(duration: Seconds, spike: Times, capacity: Times) -> Seconds:
    """How long an event waits that arrives at the end of a spike: duration × (spike / capacity - 1).

    `spike` and `capacity` are both over the ordinary rate. One queue without a bound, first come first served, empty
    before the spike: the backlog is duration × (spike - capacity), and it is served at the capacity.
    """
    return Seconds(duration * max(spike / capacity - 1, 0.0))


def drain_after_spike(duration: Seconds, spike: Times, capacity: Times) -> Seconds:
    """How long the backlog of a spike takes to drain: duration × (spike - capacity) / (capacity - 1).

    `spike` and `capacity` are both over the ordinary rate, which goes on arriving while the queue drains.
    """
    if capacity <= 1:
        raise ValueError("a queue without spare capacity never drains")
    return Seconds(duration * max(spike - capacity, 0.0) / (capacity - 1))


def time_until_late(limit: Seconds, load: Times) -> Seconds:
    """How long an overload may last until the wait in the queue reaches a limit: limit / (load - 1).

    `load` is the arrival rate over the service rate. One queue, first come first served: the wait grows by
    load - 1 seconds each second. From then on whoever gives up at the limit is served in vain.
    """
    if load <= 1:
        raise ValueError("a queue that is not overloaded does not grow")
    return Seconds(limit / (load - 1))


def load_after_sampling(spike: Times, always: Share, kept: Share) -> Times:
    """The load over the ordinary rate when a part is always processed and the rest is sampled.

    spike × (always + (1 - always) × kept). Every event costs the same, and deciding costs nothing.
    """
    return Times(spike * (always + (1 - always) * kept))


def kept_for_capacity(spike: Times, always: Share, capacity: Times) -> Share:
    """The share of the rest that fits beside what is always processed: (capacity / spike - always) / (1 - always).

    `spike` and `capacity` are both over the ordinary rate. Cut at zero, where even the first part is too much, and at one.
    """
    return Share(min(max((capacity / spike - always) / (1 - always), 0.0), 1.0))


def events_for_sample_error(kept: Share, error: Share) -> Count:
    """How many events a cell needs so that its estimate is within ± error 95 times in 100: z² (1 - p) / (p error²).

    Each event is kept with chance p, independently; z is 1.96, from the normal approximation.
    """
    return Count(1.96**2 * (1 - kept) / (kept * error**2))


def none_sampled(kept: Share, events: Count) -> Share:
    """The chance that a sample holds none of so many events: (1 - p)^n. Each is kept with chance p, independently."""
    return Share((1 - kept) ** events)


def retry_budget_load(budget: Share, layers: Count) -> Times:
    """The most calls at the bottom for one request when every layer may add this share in retries: (1 + b)^layers."""
    return Times((1 + budget) ** layers)


def client_rejects(requests: Count, accepts: Count, factor: Count) -> Share:
    """The share of its requests that a client refuses by itself: max(0, (requests - K × accepts) / (requests + 1)).

    Requests and accepts of the last minutes, as the client has counted them. Source: Forero Cuervo 2016, "Handling Overload".
    """
    return Share(max(0.0, (requests - factor * accepts) / (requests + 1)))


def heavy_hitter_share(counters: Count) -> Share:
    """The share of a stream above which a key is sure to hold one of so many counters: 1 / counters.

    The bound of the Space-Saving summary. A key below it may be listed too, with a count that is too high.
    Source: Metwally, Agrawal, El Abbadi 2005.
    """
    return Share(1 / counters)


def other_part_share(parts: Count) -> Share:
    """The chance that a second random draw among so many parts differs from the first: 1 - 1 / parts."""
    return Share(1 - 1 / parts)


def backlog_growth(rate: PerSecond, spike: Times, capacity: Times) -> PerSecond:
    """How fast a backlog grows: rate × (spike - capacity). `spike` and `capacity` are both over the ordinary rate."""
    return PerSecond(rate * max(spike - capacity, 0.0))


def time_until_wait(limit: Seconds, spike: Times, capacity: Times) -> Seconds:
    """How long a spike lasts before an event that arrives now will wait this long: limit / (spike / capacity - 1).

    One queue, first come first served, empty before. `spike` and `capacity` are both over the ordinary rate.
    """
    if spike <= capacity:
        raise ValueError("a spike within the capacity makes nobody wait")
    return Seconds(limit / (spike / capacity - 1))


def time_until_age(limit: Seconds, spike: Times, capacity: Times) -> Seconds:
    """How long a spike lasts before the oldest unread event is this old: limit / (1 - capacity / spike).

    The reader has got capacity / spike of the way since the spike began. One queue, first come first served, empty
    before; while the spike lasts.
    """
    if spike <= capacity:
        raise ValueError("a spike within the capacity leaves nothing unread")
    return Seconds(limit / (1 - capacity / spike))


def wait_with_rescale(
    duration: Seconds, spike: Times, capacity: Times, grown: Times, after: Seconds, pause: Seconds
) -> Seconds:
    """The wait of an event at the end of a spike in which the job stops, grows and goes on.

    Backlog / grown. The backlog is what the old capacity left before, all that came in the pause, and what the grown
    capacity leaves afterwards. Rates are over the ordinary one; the job has restarted before the spike ends.
    """
    return Seconds(_rescaled(duration, spike, capacity, grown, after, pause) / grown)


def drain_with_rescale(
    duration: Seconds, spike: Times, capacity: Times, grown: Times, after: Seconds, pause: Seconds
) -> Seconds:
    """How long the backlog of `wait_with_rescale` takes to drain while ordinary load goes on: backlog / (grown - 1)."""
    return Seconds(_rescaled(duration, spike, capacity, grown, after, pause) / (grown - 1))


def _rescaled(duration: float, spike: float, capacity: float, grown: float, after: float, pause: float) -> float:
    if after + pause > duration:
        raise ValueError("the job must be back before the spike ends")
    backlog = (spike - capacity) * after + spike * pause
    return max(backlog + (spike - grown) * (duration - after - pause), 0.0)


def kept_when_skipping_costs(spike: Times, always: Share, capacity: Times, skip: Share) -> Share:
    """The share of the rest that fits when an event that is skipped still costs this share of one that is processed.

    Solves spike × (always + (1 - always) × (p + (1 - p) × skip)) = capacity for p, cut at zero and at one.
    """
    room = (capacity / spike - always) / (1 - always)
    return Share(min(max((room - skip) / (1 - skip), 0.0), 1.0))


def kept_for_error(error: Share) -> Count:
    """How many kept events make an estimate good to ± error 95 times in 100, however many there were: (1.96 / error)².

    An upper bound: the relative standard error √((1 - p) / (p N)) is below 1 / √(p N), and p N are kept.
    """
    return Count((1.96 / error) ** 2)


def load_that_recovers(attempts: Times) -> Share:
    """The load below which a queue that serves nobody in time catches up: 1 / attempts.

    Every request fails and is sent `attempts` times, so attempts × load arrives, and capacity spent on answers nobody
    waits for is spent all the same. Load is over the capacity.
    """
    return Share(1 / attempts)


def goodput_first_in(load: Times, workers: Count, work: Seconds, patience: Seconds) -> Share:
    """The share of the capacity that ends in answers somebody still waits for, first in first out without a bound.

    Simulation: Poisson arrivals at `load` over the capacity, `workers` equal workers, the same work for each request,
    callers who leave after their patience. One minute from an empty queue; the second half is counted.
    """
    return Share(_lobby(load, workers, work, patience, "oldest", "nobody", math.inf)[0])


def goodput_skip_expired(load: Times, workers: Count, work: Seconds, patience: Seconds) -> Share:
    """The goodput of `goodput_first_in` when a worker skips requests whose caller has left already."""
    return Share(_lobby(load, workers, work, patience, "oldest", "expired", math.inf)[0])


def goodput_skip_hopeless(load: Times, workers: Count, work: Seconds, patience: Seconds) -> Share:
    """The goodput of `goodput_first_in` when a worker skips requests with less time left than the work takes."""
    return Share(_lobby(load, workers, work, patience, "oldest", "hopeless", math.inf)[0])


def goodput_short_line(load: Times, workers: Count, work: Seconds, patience: Seconds, line: Count) -> Share:
    """The goodput of `goodput_first_in` when at most `line` may wait and the next is refused on arrival."""
    return Share(_lobby(load, workers, work, patience, "oldest", "nobody", line)[0])


def goodput_newest_first(load: Times, workers: Count, work: Seconds, patience: Seconds) -> Share:
    """The goodput of `goodput_first_in` when the newest request is served first."""
    return Share(_lobby(load, workers, work, patience, "newest", "nobody", math.inf)[0])


def answer_time_skip_hopeless(load: Times, workers: Count, work: Seconds, patience: Seconds) -> Seconds:
    """The mean time from arrival to answer of those answered in time, in `goodput_skip_hopeless`."""
    return Seconds(_lobby(load, workers, work, patience, "oldest", "hopeless", math.inf)[1])


def answer_time_short_line(load: Times, workers: Count, work: Seconds, patience: Seconds, line: Count) -> Seconds:
    """The mean time from arrival to answer of those answered in time, in `goodput_short_line`."""
    return Seconds(_lobby(load, workers, work, patience, "oldest", "nobody", line)[1])


def answer_time_newest_first(load: Times, workers: Count, work: Seconds, patience: Seconds) -> Seconds:
    """The mean time from arrival to answer of those answered in time, in `goodput_newest_first`."""
    return Seconds(_lobby(load, workers, work, patience, "newest", "nobody", math.inf)[1])


@functools.cache
def _lobby(
    load: float, workers: float, work: float, patience: float, first: str, skip: str, line: float
) -> tuple[float, float]:
    """Goodput over capacity, and the mean answer time of those answered in time."""
    begin, end = 30.0, 60.0
    chance, now, arrivals = random.Random(1), 0.0, deque[float]()
    while now < end:
        now += chance.expovariate(load * workers / work)
        arrivals.append(now)
    free, waiting, took = [0.0] * int(workers), deque[float](), list[float]()
    needs = {"nobody": -math.inf, "expired": 0.0, "hopeless": work}[skip]
    while arrivals:
        start = free[0]  # the next moment a worker is free
        while arrivals and (arrivals[0] <= start or not waiting):
            came = arrivals.popleft()
            start = start if waiting else max(start, came)
            if len(waiting) < line:
                waiting.append(came)
        while waiting:
            came = waiting.pop() if first == "newest" else waiting.popleft()
            if came + patience - start < needs:
                continue
            done = start + work
            heapq.heapreplace(free, done)
            if begin <= done < end and done <= came + patience:
                took.append(done - came)
            break
    return len(took) * work / (workers * (end - begin)), sum(took) / max(len(took), 1)
