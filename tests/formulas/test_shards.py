"""Shards, against exact counts, simulated rings and values worked out by hand."""

from __future__ import annotations

import random
from bisect import bisect_left

import pytest

from macros.formulas import shards


@pytest.mark.parametrize(
    ("before", "after", "share"),
    # N / (N + 1) by hand; doubling leaves half of the remainders in place; 10 to 9: 1 - 9/90.
    [(2, 3, 2 / 3), (3, 4, 0.75), (4, 5, 0.8), (10, 11, 10 / 11), (100, 101, 100 / 101), (5, 10, 0.5), (10, 9, 0.9)],
)
def test_modulo(before: int, after: int, share: float) -> None:
    assert shards.moved_by_modulo(before, after) == pytest.approx(share)


@pytest.mark.parametrize("before", range(1, 13))
@pytest.mark.parametrize("after", range(1, 13))
def test_modulo_agrees_with_counting(before: int, after: int) -> None:
    hashes = range(before * after)
    moved = sum(h % before != h % after for h in hashes) / len(hashes)
    assert shards.moved_by_modulo(before, after) == pytest.approx(moved)
    assert shards.moved_at_best(before, after) <= moved + 1e-12


def test_best() -> None:
    # By hand: one eleventh, one tenth, half.
    assert shards.moved_at_best(10, 11) == pytest.approx(1 / 11)
    assert shards.moved_at_best(10, 9) == pytest.approx(0.1)
    assert shards.moved_at_best(5, 10) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("nodes", "expected"),
    # One token a node: the largest of n uniform spacings has mean H(n) / n. H(10) = 2.92897, H(100) = 5.18738.
    [(1, 1), (10, 2.92897), (100, 5.18738)],
)
def test_ring_with_one_token_is_the_harmonic_number(nodes: int, expected: float) -> None:
    assert shards.ring_hottest(nodes, 1) == pytest.approx(expected, rel=1e-4)


def _hottest(nodes: int, tokens: int, chance: random.Random) -> float:
    points = sorted((chance.random(), node) for node in range(nodes) for _ in range(tokens))
    share = [0.0] * nodes
    before = points[-1][0] - 1
    for place, node in points:
        share[node] += place - before
        before = place
    return max(share) * nodes


@pytest.mark.parametrize("tokens", [1, 16, 100])
def test_ring_agrees_with_simulated_rings(tokens: int) -> None:
    chance = random.Random(11)
    rings = [_hottest(10, tokens, chance) for _ in range(400)]
    assert shards.ring_hottest(10, tokens) == pytest.approx(sum(rings) / len(rings), rel=0.03)


def test_more_tokens_are_more_even_and_more_nodes_less() -> None:
    by_tokens = [shards.ring_hottest(10, tokens) for tokens in (1, 4, 16, 150, 1000)]
    assert by_tokens == sorted(by_tokens, reverse=True)
    assert 1 < by_tokens[-1] < 1.06
    assert shards.ring_hottest(100, 150) > shards.ring_hottest(10, 150)
    assert shards.ring_hottest(1, 150) == pytest.approx(1, abs=1e-4)


def test_a_ring_moves_what_the_new_node_takes() -> None:
    # 10 nodes to 11, 100 tokens each: every moved key goes to the new node, on average one in eleven.
    chance = random.Random(3)
    moved = []
    for _ in range(20):
        points = sorted((chance.random(), node) for node in range(10) for _ in range(100))
        grown = sorted([*points, *((chance.random(), 10) for _ in range(100))])
        keys = [chance.random() for _ in range(1_000)]
        pairs = [(_owner(points, key), _owner(grown, key)) for key in keys]
        assert all(new in (old, 10) for old, new in pairs)
        moved.append(sum(old != new for old, new in pairs) / len(keys))
    assert sum(moved) / len(moved) == pytest.approx(shards.moved_at_best(10, 11), rel=0.1)


def _owner(points: list[tuple[float, int]], key: float) -> int:
    return points[bisect_left(points, (key, -1)) % len(points)][1]


def test_hot_key() -> None:
    # Half of all traffic on one of ten shards: 0.5 + 0.5 / 10 = 0.55 of the load, 5.5 times the mean.
    assert shards.hottest_shard(0.5, 10) == pytest.approx(5.5)
    assert shards.hottest_shard(0, 10) == 1
    assert shards.hottest_shard(1, 10) == 10


def test_salts_collide() -> None:
    # 64 × (1 - (63/64)^20) = 17.29; 20 × (1 - 0.95^20) = 12.83.
    assert shards.distinct_shards(20, 64) == pytest.approx(17.29, abs=0.01)
    assert shards.distinct_shards(20, 20) == pytest.approx(12.83, abs=0.01)
    assert shards.distinct_shards(1, 64) == pytest.approx(1)


def test_scatter() -> None:
    # Dean and Barroso 2013: one slow answer in a hundred, a hundred servers, 63 % of requests are slow.
    assert shards.scatter_slow(0.01, 100) == pytest.approx(0.634, abs=0.001)
    assert shards.scatter_slow(0.01, 10) == pytest.approx(0.0956, abs=0.0001)
    assert shards.scatter_slow(0.01, 1) == pytest.approx(0.01)


def test_bytes() -> None:
    # 10 TB × 1/11 = 0.909 TB, at 100 MB/s 9,091 s; 10 TB in 256 parts is 39.06 GB each.
    moved = shards.bytes_share(10e12, shards.moved_at_best(10, 11))
    assert shards.copy_time(moved, 100e6) == pytest.approx(9_091, rel=1e-4)
    assert shards.bytes_each(10e12, 256) == pytest.approx(39.06e9, rel=1e-3)


def test_share_a_step() -> None:
    # One eleventh in ten steps is one part in 110.
    assert shards.share_a_step(1 / 11, 10) == pytest.approx(1 / 110)


@pytest.mark.parametrize(("takers", "load"), [(1, 1.4), (2, 1.05), (9, 7 / 9)])
def test_load_after_failure_by_hand(takers: int, load: float) -> None:
    # 70 % and all of another 70 %; and half of it; and a ninth of it: 70 + 7.78.
    assert shards.load_after_failure(0.7, takers) == pytest.approx(load)


def test_more_takers_take_less_each() -> None:
    loads = [shards.load_after_failure(0.7, takers) for takers in range(1, 50)]
    assert loads == sorted(loads, reverse=True)
    assert loads[-1] > 0.7


@pytest.mark.parametrize(("entries", "steps"), [(1, 0), (2, 1), (1024, 10), (1025, 11), (15_000, 14)])
def test_binary_search_steps(entries: int, steps: int) -> None:
    # 2^13 = 8,192 < 15,000 <= 16,384 = 2^14
    assert shards.binary_search_steps(entries) == steps
