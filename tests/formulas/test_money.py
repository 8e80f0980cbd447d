"""Money, against values worked out by hand."""

from __future__ import annotations

import pytest

from macros.formulas import money


def test_share_of_an_amount() -> None:
    # 0.1 % of 500 million = 500,000
    assert money.money_share(500e6, 0.001) == pytest.approx(500_000)


def test_cost_per_batch() -> None:
    # 140,000 a month over 200 billion × 30 = 6e12 events = 0.0233 a million; the batch of everything costs the total.
    assert money.cost_per_batch(140_000, 6e12, 1e6) == pytest.approx(0.02333, rel=1e-3)
    assert money.cost_per_batch(140_000, 6e12, 6e12) == pytest.approx(140_000)
