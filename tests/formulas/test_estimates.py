"""Estimates: values worked out by hand, and the laws behind them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.formulas.estimates import most_share_above
from macros.units import Count


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
