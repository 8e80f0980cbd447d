"""Rate limits: how many requests pass in the worst window, and what counting in several places costs."""

from __future__ import annotations

import math

from macros.units import Count, PerSecond, Seconds


def fixed_window_most(limit: Count) -> Count:
    """The most requests in any span as long as the window when each fixed window allows the limit: 2 × limit.

    All of one window come at its end, all of the next at its start.
    """
    return Count(2 * limit)


def sliding_counter_most(limit: Count) -> Count:
    """The most requests in one span as long as the window that a sliding window counter lets through.

    Simulation: the whole limit comes just before a window ends, then a caller tries again all the time. A request passes
    when previous × (share of the window still to come) + current + 1 is at most the limit. The span starts with the
    burst and ends just before the next window does; it is cut into 1,000 steps for each request of the limit.
    """
    allowed, current = int(limit), 0
    steps = 1_000 * allowed
    for step in range(steps):
        while allowed * (steps - step) + (current + 1) * steps <= allowed * steps:
            current += 1
    return Count(allowed + current)


def bucket_most(capacity: Count, rate: PerSecond, window: Seconds) -> Count:
    """The most requests that a token bucket lets through in any window: capacity + rate × window, whole requests.

    The bucket is full when the window opens and is emptied whenever a token has come; both ends of the window count.
    The bound holds for GCRA and for a leaky bucket used as a meter too, since they decide alike.
    """
    return Count(math.floor(capacity + rate * window + 1e-9))


def bucket_whole_tokens(rate: PerSecond, interval: Seconds, duration: Seconds) -> Count:
    """Tokens gained when each call adds only whole tokens and then sets the time of the last refill to now.

    One call every interval: floor(rate × interval) tokens a call. The fraction is lost each time.
    """
    return Count(math.floor(rate * interval + 1e-9) * math.floor(duration / interval + 1e-9))


def synced_most(limit: Count, rate: PerSecond, interval: Seconds) -> Count:
    """The most requests in a window when nodes count alone and exchange counts once an interval: limit + rate × interval.

    The rate is that of all nodes together; the requests of one interval pass before anyone knows.
    """
    return Count(limit + rate * interval)


def leases_most(limit: Count, nodes: Count, lease: Count) -> Count:
    """The most requests in a window when leased permits outlive the window they were taken in.

    limit + what the nodes still hold of the window before: limit + min(limit, nodes × lease).
    """
    return Count(limit + min(limit, nodes * lease))


def leases_served_evenly(limit: Count, nodes: Count, lease: Count, requests: Count) -> Count:
    """How many of these requests are served when permits are leased in batches and requests fall evenly on the nodes.

    The first limit / lease nodes to ask hold all permits; each serves its own requests, at most a lease. The others
    refuse, though permits are unused.
    """
    holders = min(nodes, math.floor(limit / lease))
    return Count(holders * min(lease, requests / nodes))
