from __future__ import annotations

import pytest

from macros.formulas.graphs import graph_paths
from macros.units import Count


def test_paths_by_hand() -> None:
    assert graph_paths(Count(200), Count(1)) == 200
    assert graph_paths(Count(200), Count(2)) == 40_000  # 200 × 200
    assert graph_paths(Count(200), Count(3)) == 8_000_000  # 200 × 200 × 200


@pytest.mark.parametrize("hops", range(5))
def test_one_more_hop_multiplies_by_the_degree(hops: int) -> None:
    assert graph_paths(Count(150), Count(hops + 1)) == 150 * graph_paths(Count(150), Count(hops))
