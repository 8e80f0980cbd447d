"""Estimates: values worked out by hand, and the laws behind them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.formulas.estimates import most_share_above, nodes_for, rate_each
from macros.units import Count, PerSecond


@pytest.mark.parametrize(
    ("mean", "value", "share"), [(500, 1e6, 0.0005), (500, 500, 1.0), (500, 10, 1.0), (1, 4, 0.25)]
)
def test_most_share_above_by_hand(mean: float, value: float, share: float) -> None:
    # 500 / 1,000,000 = 0.05 %; below the mean the bound says nothing
    assert most_share_above(Count(mean), Count(value)) == pytest.approx(share)


@given(st.lists(st.integers(min_value=0, max_value=10**6), min_size=1), st.integers(min_value=1, max_value=10**6))
def test_no_population_breaks_the_bound(values: list[int], value: int) -> None:
    mean = sum(values) / len(values)
    share = sum(each >= value for each in values) / len(values)
    assert share <= most_share_above(Count(mean), Count(value)) + 1e-12


@pytest.mark.parametrize(("load", "each", "nodes"), [(1e6, 250, 4000), (1001, 500, 3), (0.3, 0.1, 3), (1, 1e6, 1)])
def test_nodes_for_by_hand(load: float, each: float, nodes: int) -> None:
    # a remainder needs one more node; 0.3 / 0.1 is three although floats say a little more
    assert nodes_for(PerSecond(load), PerSecond(each)) == nodes


@given(st.integers(min_value=1, max_value=10**7), st.integers(min_value=1, max_value=10**4))
def test_nodes_that_share_a_load_are_enough_and_none_is_spare(load: int, each: int) -> None:
    nodes = nodes_for(PerSecond(load), PerSecond(each))
    assert rate_each(PerSecond(load), nodes) <= each
    assert nodes == 1 or rate_each(PerSecond(load), Count(nodes - 1)) > each
