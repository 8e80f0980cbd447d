"""Quorums: how often enough copies answer, how soon, and what they serve."""

from __future__ import annotations

import math

from macros.units import Count, Share, Times


def quorum_availability(nodes: Count, needed: Count, node_availability: Share) -> Share:
    """The share of time at which at least so many of the nodes answer: the upper tail of a binomial.

    Assumes that nodes fail independently and alike. A cut cable, a bad deploy and a full disk do not: real systems do worse.
    """
    n, k = round(nodes), round(needed)
    up = node_availability
    return Share(sum(math.comb(n, i) * up**i * (1 - up) ** (n - i) for i in range(k, n + 1)))


def read_capacity(copies: Count, read_quorum: Count) -> Times:
    """How many times the reads of one node a set of copies serves, when each read asks R of the N: N / R.

    Assumes equal nodes and reads spread evenly. Only with R = 1 does it grow with the number of copies.
    """
    return Times(copies / read_quorum)


def kth_reply(copies: Count, needed: Count) -> Times:
    """The mean wait for the k-th of n replies to a request sent to all, over the mean wait for one: 1/n + … + 1/(n-k+1).

    Assumes independent, exponential reply times with the same mean. Source: the expectation of the k-th order statistic.
    """
    n, k = round(copies), round(needed)
    return Times(sum(1 / i for i in range(n - k + 1, n + 1)))
