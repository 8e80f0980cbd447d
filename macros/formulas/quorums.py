"""Quorums: how often enough copies answer."""

from __future__ import annotations

import math

from macros.units import Count, Share


def quorum_availability(nodes: Count, needed: Count, node_availability: Share) -> Share:
    """The share of time at which at least so many of the nodes answer: the upper tail of a binomial.

    Assumes that nodes fail independently and alike. A cut cable, a bad deploy and a full disk do not: real systems do worse.
    """
    n, k = round(nodes), round(needed)
    up = node_availability
    return Share(sum(math.comb(n, i) * up**i * (1 - up) ** (n - i) for i in range(k, n + 1)))
