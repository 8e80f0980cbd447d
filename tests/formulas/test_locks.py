"""Locks and conflicts, against values worked out by hand or counted case by case, and the birthday problem."""

from __future__ import annotations

import itertools

import pytest

from macros.formulas import locks


def test_one_lock_passes_one_holder_at_a_time() -> None:
    # By hand: 10 ms each is 100 a second.
    assert locks.serial_rate(0.010) == pytest.approx(100)
    assert locks.serial_rate(0.005) == 2 * locks.serial_rate(0.010)


def test_one_item_each_is_the_birthday_problem() -> None:
    # Literature: 23 people share a birthday with chance 0.5073, 22 with 0.4757 (Feller 1950).
    assert locks.any_collision_chance(365, 23, 1) == pytest.approx(0.5073, abs=0.0001)
    assert locks.any_collision_chance(365, 22, 1) == pytest.approx(0.4757, abs=0.0001)


def test_pairs_of_seats_match_a_count_of_all_cases() -> None:
    # By hand: of the 15 pairs out of six seats, 6 avoid mine: 9 in 15 collide.
    mine = {0, 1}
    hits = sum(bool(mine & set(pair)) for pair in itertools.combinations(range(6), 2))
    assert locks.collision_chance(6, 1, 2) == pytest.approx(hits / 15) == pytest.approx(0.6)
    assert locks.any_collision_chance(6, 2, 2) == pytest.approx(0.6)


def test_a_hundred_buyers_in_a_stadium() -> None:
    # By hand: 4,950 pairs × 4/50,000 = 0.396, and 1 - e^-0.396 = 0.327; for one buyer 99 × 4/50,000 = 0.8 %.
    assert locks.any_collision_chance(50_000, 100, 2) == pytest.approx(0.327, abs=0.001)
    assert locks.collision_chance(50_000, 99, 2) == pytest.approx(0.0079, abs=0.0001)


def test_chances_stay_between_none_and_certain() -> None:
    assert locks.collision_chance(100, 0, 2) == 0
    assert locks.any_collision_chance(100, 1, 2) == 0
    assert locks.any_collision_chance(100, 51, 2) == 1
    assert locks.any_collision_chance(100, 50, 2) == pytest.approx(1)


def test_chances_rise_with_buyers_and_fall_with_seats() -> None:
    by_buyers = [locks.any_collision_chance(1_000, n, 2) for n in (2, 10, 50, 200)]
    by_seats = [locks.collision_chance(seats, 99, 2) for seats in (500, 5_000, 50_000)]
    assert by_buyers == sorted(by_buyers)
    assert by_seats == sorted(by_seats, reverse=True)


def test_a_conflict_needs_a_write_inside_the_window() -> None:
    # By hand: one write expected in the window, so 1 - 1/e = 0.632; for a small product the chance is the product.
    assert locks.conflict_chance(100, 0.010) == pytest.approx(0.6321, abs=0.0001)
    assert locks.conflict_chance(1 / 86_400, 300) == pytest.approx(300 / 86_400, rel=0.002)
    assert locks.conflict_chance(10, 0) == 0
    assert locks.conflict_chance(10, 60) == pytest.approx(1)


def test_a_burst_costs_the_triangular_number() -> None:
    # By hand: three writers make 3 + 2 + 1 attempts; Gauss's sum to a hundred is 5,050.
    assert locks.attempts_of_a_burst(1) == 1
    assert locks.attempts_of_a_burst(3) == 6
    assert locks.attempts_of_a_burst(100) == 5_050


def test_a_dead_leader_stays_for_its_lease_and_one_look() -> None:
    # By hand: 15 s of lease and a look every 2 s.
    assert locks.takeover_time(15, 2) == 17
