"""Shards: what moves when their number changes, how evenly keys fall, and what asking all of them costs."""

from __future__ import annotations

import math

from macros.units import Bytes, BytesPerSecond, Count, Seconds, Share, Times


def moved_by_modulo(before: Count, after: Count) -> Share:
    """The share of keys whose shard changes when `hash mod N` gets another N: 1 - min(N, M) / lcm(N, M).

    A key stays when its hash has the same remainder for both numbers. By the Chinese remainder theorem that is one
    hash in lcm(N, M) for each remainder below min(N, M). From N to N + 1 it is N / (N + 1). Assumes even hashes.
    """
    return Share(1 - min(before, after) / math.lcm(round(before), round(after)))


def moved_at_best(before: Count, after: Count) -> Share:
    """The smallest share of keys that must move for all shards to be equal again: |M - N| / max(N, M).

    The new shards must be filled, or the leaving ones emptied. A ring reaches it on average, fixed slots reach it up
    to one slot a node. Source: Karger et al. 1997.
    """
    return Share(abs(after - before) / max(before, after))


def ring_hottest(nodes: Count, tokens: Count) -> Times:
    """The mean share of the key space that the hottest node of a hash ring owns, over the mean node's share.

    With tokens placed at random, the arcs of a ring are uniform spacings, so the nodes' shares follow a Dirichlet
    distribution, which is gamma variables of shape `tokens` divided by their sum. The expected largest share times
    the number of nodes is E[max of the gammas] / tokens, with E[max] = ∫ (1 - F(x)^nodes) dx, computed here on a
    grid. It is about keys' places, not their traffic, and does not hold for tokens that an algorithm places.
    """
    width = 12 * math.sqrt(tokens) + 40
    low = max(0.0, tokens - width)
    steps = 10_000
    step = (tokens + width - low) / steps
    above, expected = 0.0, low
    for index in reversed(range(steps)):
        x = low + (index + 0.5) * step
        mass = step * math.exp((tokens - 1) * math.log(x) - x - math.lgamma(tokens))
        expected += step * (1 - max(0.0, 1 - above - mass / 2) ** nodes)
        above += mass
    return Times(expected / tokens)


def hottest_shard(hot_share: Share, shards: Count) -> Times:
    """The load of the shard that holds one hot key, over the mean shard's: N × h + (1 - h).

    The key has the share h of all traffic and cannot be divided; everything else is spread evenly.
    """
    return Times(shards * hot_share + (1 - hot_share))


def distinct_shards(salts: Count, shards: Count) -> Count:
    """How many different shards so many salted keys are expected to reach: N × (1 - (1 - 1/N)^s).

    Each salted key is hashed on its own, so two may fall on one shard.
    """
    return Count(-shards * math.expm1(salts * math.log1p(-1 / shards)))


def scatter_slow(slow: Share, shards: Count) -> Share:
    """The share of queries to all shards that wait for at least one slow answer: 1 - (1 - p)^N.

    Assumes that shards are slow independently of each other; a common cause makes it less.
    Source: Dean and Barroso 2013.
    """
    return Share(-math.expm1(shards * math.log1p(-slow)))


def bytes_share(size: Bytes, share: Share) -> Bytes:
    """The bytes in this share of the whole: size × share."""
    return Bytes(size * share)


def bytes_each(size: Bytes, parts: Count) -> Bytes:
    """The bytes in each of so many equal parts: size / parts."""
    return Bytes(size / parts)


def copy_time(size: Bytes, rate: BytesPerSecond) -> Seconds:
    """How long it takes to copy so many bytes at this rate: size / rate."""
    return Seconds(size / rate)


def share_a_step(share: Share, steps: Count) -> Share:
    """The share that moves at each of so many equal steps: share / steps."""
    return Share(share / steps)


def load_after_failure(load: Share, takers: Count) -> Share:
    """The utilisation of a survivor when an equal node dies and so many survivors share its load: load × (1 + 1/takers).

    A ring with one point a node has one taker; with many points all survivors take about the same. Above one, the
    survivor has more work than it can do. Assumes equal loads before, and that the taken load is shared evenly.
    """
    return Share(load * (1 + 1 / takers))


def binary_search_steps(entries: Count) -> Count:
    """The most comparisons to find a place in so many sorted entries: ceil(log2(entries)), rounded up."""
    return Count(math.ceil(math.log2(entries)))
