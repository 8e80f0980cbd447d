from __future__ import annotations

import pytest

from macros.formulas.graphs import graph_paths, tree_nodes
from macros.units import Count


def test_paths_by_hand() -> None:
    assert graph_paths(Count(200), Count(1)) == 200
    assert graph_paths(Count(200), Count(2)) == 40_000  # 200 × 200
    assert graph_paths(Count(200), Count(3)) == 8_000_000  # 200 × 200 × 200


@pytest.mark.parametrize("hops", range(5))
def test_one_more_hop_multiplies_by_the_degree(hops: int) -> None:
    assert graph_paths(Count(150), Count(hops + 1)) == 150 * graph_paths(Count(150), Count(hops))


def test_tree_by_hand() -> None:
    assert tree_nodes(Count(20), Count(1)) == 1
    assert tree_nodes(Count(20), Count(3)) == 421  # 1 + 20 + 400


@pytest.mark.parametrize("levels", range(1, 5))
def test_tree_is_its_paths_by_level(levels: int) -> None:
    assert tree_nodes(Count(7), Count(levels)) == sum(graph_paths(Count(7), Count(hop)) for hop in range(levels))
