"""Load balancers: how full the fullest server gets, and how long a request stays, by the way servers are chosen."""

from __future__ import annotations

import math

from macros.units import Count, Share, Times


def fullest_at_random(servers: Count, requests: Count) -> Count:
    """The expected number of requests on the fullest server when each request picks one server at random.

    Sum over k of P(maximum > k), where each server's number is Poisson with mean requests / servers and servers are
    taken as independent. Requests all stay; none finishes in between.
    """
    mean = requests / servers
    expected, below, k = 0.0, 0.0, 0
    while below < 1 - 1e-15 or k <= mean:
        below += math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
        tail = -math.expm1(servers * math.log(min(below, 1.0)))
        expected += tail
        k += 1
        if k > mean and tail < 1e-12:
            break
    return Count(expected)


def fullest_of_two(servers: Count, requests: Count) -> Count:
    """The expected number of requests on the fullest server when each takes the less loaded of two random servers.

    In the limit of many servers, the share of servers with at least i requests grows by s(i-1)² - s(i)² for each
    request a server; the maximum is the sum over i of 1 - (1 - s(i))^servers. Integrated with the midpoint rule in
    steps of at most 1/16. Requests all stay. Source: Mitzenmacher 2001.
    """
    steps = math.ceil(requests / servers * 16)
    step = requests / servers / steps
    shares = [1.0]  # shares[0] is the last level that every server has reached; full counts the levels below it
    full = 0
    for _ in range(steps):
        shares.append(0.0)
        half = _grown(shares, shares, step / 2)
        shares = _grown(shares, half, step)
        while len(shares) > 1 and shares[1] > 1 - 1e-12:
            shares.pop(0)
            full += 1
        while shares[-1] < 1e-15:
            shares.pop()
    return Count(full - sum(math.expm1(servers * math.log1p(-min(s, 1 - 1e-15))) for s in shares[1:]))


def _grown(shares: list[float], rates_at: list[float], step: float) -> list[float]:
    rates = (rates_at[i - 1] ** 2 - rates_at[i] ** 2 for i in range(1, len(shares)))
    return [1.0, *(share + step * rate for share, rate in zip(shares[1:], rates, strict=True))]


def time_at_random(load: Share) -> Times:
    """The mean time in the system over the service time when each request picks a server at random: 1 / (1 - load).

    Each server is then an M/M/1 queue: Poisson arrivals, exponential service, first come first served.
    """
    return Times(1 / (1 - load))


def time_of_two(load: Share) -> Times:
    """The mean time in the system over the service time with the shorter of two random queues: Σ load^(2^i - 2).

    The sum runs over i = 1, 2, …. In the limit of many servers; Poisson arrivals, exponential service, and queue
    lengths that are known exactly at each choice. Source: Mitzenmacher 2001.
    """
    return Times(sum(load ** (2**i - 2) for i in range(1, 60)))
