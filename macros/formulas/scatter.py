"""Asking every shard: nodes for the bytes, and what a page merged from many shards costs and can miss."""

from __future__ import annotations

import math

from macros.units import Bytes, Count, Share


def nodes_for_bytes(size: Bytes, node: Bytes, fill: Share) -> Count:
    """Nodes that hold so many bytes when each is filled to a share of its disk, rounded up: ceil(size / (node × fill)).

    The rest of each disk is for growth, for compaction and for a copy that is on its way in. Replicas come on top.
    """
    return Count(max(1, math.ceil(size / (node * fill) - 1e-9)))


def pages_asking_again(page: Count, shards: Count, asked: Count) -> Share:
    """The share of merged pages in which at least one shard owns as many rows as it was asked for, or more.

    Its batch is then used up and it must be asked again, unless its last row is also the page's last. Each row of a page
    lies on any shard with the same chance, so the shards' counts are multinomial. With a < asked for every shard, the
    chance is p! [x^p] (Σ x^a / a!)^N / N^p, and this is one minus it. Rows that come in bursts to one shard make it more.
    """
    rows, ways = round(page), [1.0] + [0.0] * round(page)
    one = [1 / math.factorial(a) for a in range(min(round(asked), rows + 1))]
    for _ in range(round(shards)):
        ways = [sum(ways[r - a] * w for a, w in enumerate(one) if a <= r) for r in range(rows + 1)]
    return Share(1 - math.factorial(rows) * ways[rows] / shards**rows)


def rows_missed(page: Count, shards: Count, asked: Count) -> Count:
    """Rows of the right page that a merge misses when each shard gives only so many: N × E[(X - asked)+].

    X, the rows of the page on one shard, is binomial(page, 1/N). Older rows take the places of those that are missed.
    """
    rows, p = round(page), 1 / shards
    return Count(
        shards
        * sum(
            (x - asked) * math.comb(rows, x) * p**x * (1 - p) ** (rows - x)
            for x in range(math.floor(asked) + 1, rows + 1)
        )
    )
