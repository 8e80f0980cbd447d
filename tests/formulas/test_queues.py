"""Queues, against values worked out by hand and the textbook's laws."""

from __future__ import annotations

import pytest

from macros.formulas import queues


def test_little_s_law_gives_who_is_inside() -> None:
    # By hand: 100 a second, five minutes each: 100 × 300.
    assert queues.number_inside(100, 300) == 30_000


def test_admission_rate_undoes_number_inside() -> None:
    # By hand: 1,000 inside for five minutes each is 3.33 a second; 200 connections of 5 ms are 40,000 a second.
    assert queues.admission_rate(1_000, 300) == pytest.approx(3.333, abs=0.001)
    assert queues.admission_rate(200, 0.005) == pytest.approx(40_000)
    assert queues.number_inside(queues.admission_rate(1_000, 300), 300) == pytest.approx(1_000)


def test_wait_at_a_fixed_service_matches_the_pollaczek_khinchine_values() -> None:
    # By hand, service 10 ms: at 95 %, 0.95 × 10 / 0.1 = 95 ms; at 99 %, 0.99 × 10 / 0.02 = 495 ms.
    assert queues.mean_wait_fixed_service(0.010, 0.95) == pytest.approx(0.095)
    assert queues.mean_wait_fixed_service(0.010, 0.99) == pytest.approx(0.495)


def test_wait_is_half_of_what_random_service_times_give() -> None:
    # Law: M/M/1 waits ρS / (1 - ρ); a constant service time halves it.
    for load in (0.1, 0.5, 0.9):
        assert queues.mean_wait_fixed_service(1, load) == pytest.approx(load / (1 - load) / 2)


def test_wait_grows_without_bound_towards_full_load() -> None:
    waits = [queues.mean_wait_fixed_service(0.010, load) for load in (0, 0.5, 0.9, 0.99, 0.9999)]
    assert waits[0] == 0
    assert waits == sorted(waits)
    assert waits[-1] > 49


def test_attempts_for_counts_those_who_fail_too() -> None:
    # By hand: 25,000 orders at seven in ten.
    assert queues.attempts_for(25_000, 0.7) == pytest.approx(35_714.3, abs=0.1)
    assert queues.attempts_for(10, 1) == 10


def test_lanes_are_whole_and_never_too_few() -> None:
    # By hand: Kinesis takes 1,000 records a second a shard, so 100,000 need 100 and one record more needs 101.
    assert queues.lanes_for(100_000, 1_000) == 100
    assert queues.lanes_for(100_001, 1_000) == 101
    assert queues.lanes_for(1, 1_000) == 1


def test_a_lease_that_is_not_renewed_starts_a_job_again() -> None:
    # By hand, lease 5 min: a job of 12 min starts at 0, 5 and 10; one of 4 min once; one of exactly 5 min once.
    assert queues.starts_without_renewal(720, 300) == 3
    assert queues.starts_without_renewal(240, 300) == 1
    assert queues.starts_without_renewal(300, 300) == 1
