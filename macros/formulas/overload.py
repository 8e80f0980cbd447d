"""Overload: what a backlog costs in time, what sampling costs in truth, what retries cost in load."""

from __future__ import annotations

from macros.units import Count, Seconds, Share, Times


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
