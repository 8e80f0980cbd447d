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


def test_a_bill_and_its_unit_price_are_inverse() -> None:
    # By hand: 6e12 events at 0.70 a million are 6,000,000 × 0.70 = 4.2 million.
    assert money.bill_for(6e12, 0.70, 1e6) == pytest.approx(4.2e6)
    assert money.bill_for(6e12, money.cost_per_batch(140_000, 6e12, 1e6), 1e6) == pytest.approx(140_000)
    assert money.events_for(4.2e6, 0.70, 1e6) == pytest.approx(6e12)


def test_cost_as_a_share_of_revenue() -> None:
    # 140 thousand of 500 million = 0.028 %
    assert money.cost_share(140e3, 500e6) == pytest.approx(0.00028)


def test_bytes_are_billed_by_the_decimal_gigabyte() -> None:
    # 840 TB at 0.08 a GB = 840,000 × 0.08 = 67,200
    assert money.bytes_bill(840e12, 0.08) == pytest.approx(67_200)


def test_a_fleet_that_follows_the_load() -> None:
    # A third of the day at peak, the rest at 40 %: 1/3 + 2/3 × 0.4 = 0.6
    assert money.scaled_bill(1 / 3, 0.4) == pytest.approx(0.6)
    assert money.scaled_bill(1, 0.4) == 1
    assert money.scaled_bill(0.2, 1) == pytest.approx(1)


def test_interruptions_cost_half_a_checkpoint_and_a_restart() -> None:
    # By hand: 30 % of the price, a checkpoint every 10 min, 5 min to restart, 100 min between interruptions: 0.3 × 1.1
    assert money.interrupted_bill(0.3, 600, 300, 6000) == pytest.approx(0.33)
    assert money.interrupted_bill(0.3, 600, 300, 1e12) == pytest.approx(0.3)
    assert money.interrupted_bill(0.3, 1200, 300, 6000) > money.interrupted_bill(0.3, 600, 300, 6000)


def test_sites_that_can_lose_one() -> None:
    # By hand: two sites that can each carry everything are twice the capacity, three are half as much again.
    assert money.spare_bill(2, 1) == 2
    assert money.spare_bill(3, 1) == 1.5
    assert money.spare_bill(5, 0) == 1
    assert money.spare_bill(4, 1) < money.spare_bill(3, 1)
