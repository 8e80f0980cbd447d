"""Formulas about asking every shard, against small cases counted by hand and against every way rows can fall."""

from __future__ import annotations

import itertools

import pytest

from macros.formulas import scatter


@pytest.mark.parametrize(
    ("size", "node", "fill", "nodes"),
    [(10e12, 1e12, 0.6, 17), (6e12, 1e12, 0.6, 10), (1, 1e12, 0.6, 1)],  # 16.7 up; 10 exactly; never none
)
def test_nodes_for_bytes(size: float, node: float, fill: float, nodes: int) -> None:
    assert scatter.nodes_for_bytes(size, node, fill) == nodes


def _falls(page: int, shards: int) -> list[list[int]]:
    return [[fall.count(s) for s in range(shards)] for fall in itertools.product(range(shards), repeat=page)]


@pytest.mark.parametrize(("page", "shards", "asked"), [(2, 2, 2), (4, 3, 2), (5, 3, 3), (6, 3, 4), (5, 4, 9)])
def test_both_agree_with_counting_every_fall(page: int, shards: int, asked: int) -> None:
    falls = _falls(page, shards)
    again = sum(max(counts) >= asked for counts in falls) / len(falls)
    missed = sum(max(0, count - asked) for counts in falls for count in counts) / len(falls)
    assert scatter.pages_asking_again(page, shards, asked) == pytest.approx(again)
    assert scatter.rows_missed(page, shards, asked) == pytest.approx(missed)


def test_by_hand() -> None:
    assert scatter.pages_asking_again(2, 2, 2) == pytest.approx(0.5)  # both rows on one of two shards: 2 of 4 ways
    assert scatter.rows_missed(2, 2, 1) == pytest.approx(0.5)  # then one of the two is missed
    assert scatter.rows_missed(20, 1, 5) == pytest.approx(15)  # one shard has all
    assert scatter.pages_asking_again(20, 17, 21) == pytest.approx(0)
