"""Derived results: small cubes listed one by one, and the two costs equal at the flip."""

from itertools import combinations

import pytest

from macros.formulas import views


@pytest.mark.parametrize("dimensions", [0, 1, 4, 10])
def test_grouping_sets_are_the_subsets(dimensions: int) -> None:
    subsets = sum(1 for size in range(dimensions + 1) for _ in combinations(range(dimensions), size))
    assert views.grouping_sets(dimensions, 1) == subsets
    assert views.grouping_sets(dimensions, 3) == 3 * subsets


def test_known_cubes() -> None:
    assert views.grouping_sets(4, 1) == 16
    assert views.grouping_sets(4, 3) == 48
    assert views.grouping_sets(10, 1) == 1_024


def test_flip_by_hand() -> None:
    assert views.flip_reads_per_write(1, 0.5e-3, 15e-3, 0.01e-3) == pytest.approx(0.5 / 14.99)
    assert views.flip_reads_per_write(48, 0.5e-3, 15e-3, 0.01e-3) == pytest.approx(24 / 14.99)


@pytest.mark.parametrize("updates", [1, 3, 48])
def test_both_ways_cost_the_same_at_the_flip(updates: int) -> None:
    writes, update, compute, look_up = 1_000, 0.5e-3, 20e-3, 0.1e-3
    reads = writes * views.flip_reads_per_write(updates, update, compute, look_up)
    ahead = views.work_ahead(writes, updates, update, reads, look_up)
    assert views.work_on_read(reads, compute) == pytest.approx(ahead)
    assert views.work_on_read(reads * 1.1, compute) > views.work_ahead(writes, updates, update, reads * 1.1, look_up)


def test_a_look_up_must_be_cheaper() -> None:
    with pytest.raises(ValueError, match="never pays"):
        views.flip_reads_per_write(1, 1e-3, 1e-3, 1e-3)
