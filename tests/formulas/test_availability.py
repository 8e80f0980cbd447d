"""Availability, against the well-known table of nines and sums made by hand."""

from __future__ import annotations

import pytest

from macros.formulas import availability
from macros.units import SECONDS_PER_YEAR


def test_the_table_of_nines() -> None:
    # From the literature: 3.65 days, 8.77 hours, 52.6 minutes and 5.26 minutes in a Julian year.
    down = [availability.downtime(1 - 10**-nines, SECONDS_PER_YEAR) for nines in (2, 3, 4, 5)]
    assert down[0] / 86_400 == pytest.approx(3.6525)
    assert down[1] / 3600 == pytest.approx(8.766)
    assert down[2] / 60 == pytest.approx(52.596)
    assert down[3] / 60 == pytest.approx(5.2596)
    # By hand: a month of 30 days has 43,200 minutes.
    assert availability.downtime(0.9999, 30 * 86_400) / 60 == pytest.approx(4.32)


def test_parts_in_series_multiply_and_copies_multiply_what_fails() -> None:
    # By hand: 0.999¹⁰ = 0.990045; 0.9999¹⁰ = 0.9990004; 1 - 0.001² = 0.999999.
    assert availability.all_up(0.999, 10) == pytest.approx(0.990045, abs=1e-6)
    assert availability.all_up(0.9999, 10) == pytest.approx(0.9990004, abs=1e-7)
    assert availability.any_up(0.999, 2) == pytest.approx(0.999999)
    assert availability.both_up(0.999999, 0.9999) == pytest.approx(0.9998990001)


def test_more_parts_never_help_and_more_copies_never_hurt() -> None:
    series = [availability.all_up(0.99, n) for n in range(1, 8)]
    copies = [availability.any_up(0.99, n) for n in range(1, 8)]
    assert series == sorted(series, reverse=True)
    assert copies == sorted(copies)
    assert series[0] == pytest.approx(copies[0]) == pytest.approx(0.99)


def test_a_shared_part_caps_any_number_of_copies() -> None:
    # Law: a chain is never better than its worst link.
    for copies in (1, 2, 5, 50):
        assert availability.both_up(availability.any_up(0.999, copies), 0.9999) <= 0.9999


def test_an_outage_against_the_budget() -> None:
    # By hand: 190 min / 0.00001 = 19,000,000 min = 36.1 Julian years; 172 min / 0.0001 = 3.27 years.
    assert availability.time_to_earn(190 * 60, 0.99999) / SECONDS_PER_YEAR == pytest.approx(36.12, abs=0.01)
    assert availability.time_to_earn(172 * 60, 0.9999) / SECONDS_PER_YEAR == pytest.approx(3.27, abs=0.01)
    # Inverse: the time to earn an outage is the period whose downtime it is.
    assert availability.downtime(0.999, availability.time_to_earn(600, 0.999)) == pytest.approx(600)


def test_dns_failover() -> None:
    # By hand: 3 × 30 + 60 = 150 s; 3 × 10 + 60 = 90 s; against 0.0001 × a twelfth of a Julian year = 262.98 s.
    slow, fast = availability.failover_by_dns(30, 3, 60), availability.failover_by_dns(10, 3, 60)
    assert (slow, fast) == (150, 90)
    month = availability.downtime(0.9999, SECONDS_PER_YEAR / 12)
    assert availability.budget_used(slow, month) == pytest.approx(0.570, abs=5e-4)
    assert availability.budget_used(fast, month) == pytest.approx(0.342, abs=5e-4)


def test_survivors_must_hold_the_load() -> None:
    # By hand: halves, two thirds, three quarters; at that load the survivors are exactly full.
    for sites, share in ((2, 1 / 2), (3, 2 / 3), (4, 3 / 4)):
        assert availability.most_load(sites, 1) == pytest.approx(share)
        assert availability.overload(sites, 1, availability.most_load(sites, 1)) == pytest.approx(1)
    assert availability.overload(2, 1, 0.7) == pytest.approx(1.4)


def test_eight_workers_two_each() -> None:
    # From the Builders' Library article: 28 ways to choose two of eight.
    assert availability.same_hand(8, 2) == pytest.approx(1 / 28)
    assert availability.same_hand(8, 8) == 1
