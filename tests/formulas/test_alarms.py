"""Alarms, against tables, values worked out by hand, and simulations."""

from __future__ import annotations

import math
import random
import statistics

import pytest

from macros.formulas import alarms


def test_tails() -> None:
    # Tables: 0.27 % beyond three, 5.7 in ten million beyond five.
    assert alarms.normal_beyond(3) == pytest.approx(0.0026998, rel=1e-4)
    assert alarms.normal_beyond(5) == pytest.approx(5.733e-7, rel=1e-3)
    # t table with three degrees of freedom: 5 % beyond 3.182, that is 1.8373 deviations.
    assert alarms.student3_beyond(3.18245 / math.sqrt(3)) == pytest.approx(0.05, rel=1e-4)
    assert alarms.any_beyond(3) == pytest.approx(1 / 9)
    # By hand for sigma 0.5: mean e^0.125 = 1.1331, deviation 0.6039; ln(2.9447) / 0.5 = 2.160; one side 1.54 %.
    assert alarms.lognormal_beyond(0.5, 3) == pytest.approx(0.01538, rel=1e-3)


def test_the_lognormal_tail_against_draws() -> None:
    chance = random.Random(2)
    draws = [math.exp(chance.gauss(0, 0.5)) for _ in range(200_000)]
    mean, deviation = math.exp(0.125), math.exp(0.125) * math.sqrt(math.exp(0.25) - 1)
    beyond = sum(1 for draw in draws if abs(draw - mean) > 3 * deviation) / len(draws)
    assert alarms.lognormal_beyond(0.5, 3) == pytest.approx(beyond, rel=0.05)
    assert mean - 3 * deviation < 0  # so only the upper side counts


def test_runs() -> None:
    # By hand: three of three on one of two sides, 2 × 0.1³.
    assert alarms.run_beyond(0.2, 2, 3, 3) == pytest.approx(0.002)
    # Three of five at one in ten: 10 × 0.001 × 0.81 + 5 × 0.0001 × 0.9 + 0.00001.
    assert alarms.run_beyond(0.1, 1, 3, 5) == pytest.approx(0.0081 + 0.00045 + 0.00001)
    assert alarms.run_beyond(0.1, 1, 1, 1) == pytest.approx(0.1)


def test_alarms_and_precision() -> None:
    # By hand: 1,440 minutes × 0.0027.
    assert alarms.alarms(1, 60, 0.0027) * 86_400 == pytest.approx(3.888)
    # By hand: 9 real of 9 + 270 false in a million tests.
    assert alarms.precision(1e-5, 0.9, 0.00027) == pytest.approx(9 / (9 + 269.9973), rel=1e-6)
    assert alarms.precision(0.5, 1, 0) == 1


def test_no_success() -> None:
    # By hand: one expected of a hundred, √(1 / 0.99); 9 × 0.99 / 0.01 = 891.
    assert alarms.z_of_none(0.01, 100) == pytest.approx(-1.00504, rel=1e-4)
    assert alarms.trials_for_z_of_none(0.01, 3) == pytest.approx(891)
    assert alarms.z_of_none(0.01, 891) == pytest.approx(-3)


def test_binomial_above() -> None:
    # Four or more of ten coins: 1 - (1 + 10 + 45 + 120) / 1024. The limit 3.5 is 1.5 / √2.5 below the mean.
    assert alarms.binomial_above(0.5, 10, -1.5 / math.sqrt(2.5)) == pytest.approx(848 / 1024)
    assert alarms.binomial_above(0.01, 100, 3) == pytest.approx(0.01837, rel=1e-3)


def test_against_the_season() -> None:
    wave = [100 + 50 * math.sin(2 * math.pi * minute / 1440) for minute in range(1440)]
    chance = random.Random(4)
    history = [value + chance.gauss(0, 5) for _ in range(20) for value in wave]
    z = (90 - statistics.fmean(history)) / statistics.pstdev(history)
    assert alarms.z_against_all(100, 50, 5, 90) == pytest.approx(z, rel=0.05)
    assert alarms.z_against_slot(150, 5, 90) == -12


def _welford(values: list[float]) -> tuple[float, float]:
    count, mean, squares = 0, 0.0, 0.0
    for value in values:
        count += 1
        step = value - mean
        mean += step / count
        squares += step * (value - mean)
    return mean, math.sqrt(squares / count)


def test_what_all_history_remembers() -> None:
    # Ninety days at one level, ten at another: three deviations, whatever the shift.
    for shift in (1.0, 60.0):
        mean, deviation = _welford([100.0] * 90 + [100.0 + shift] * 10)
        assert (100 + shift - mean) / deviation == pytest.approx(3)
    assert alarms.settle_time(90, 3) == 10
    mean, deviation = _welford([1.0] * 1439 + [1000.0])
    assert alarms.z_of_drop_after_spike(1440, 1000) == pytest.approx(-mean / deviation)
    # By hand: (3 × 999)² minutes.
    assert alarms.masked_time(1000, 3, 60) == pytest.approx(2997**2 * 60)
    assert alarms.z_of_drop_after_spike(2997**2, 1000) == pytest.approx(-3, rel=1e-3)


def test_largest_z() -> None:
    mean, deviation = statistics.fmean([0] * 9 + [1]), statistics.stdev([0] * 9 + [1])
    assert alarms.largest_z(10) == pytest.approx((1 - mean) / deviation)
    assert alarms.largest_z(10) < 3 < alarms.largest_z(11)


def _poisson_at_most(most: int, mean: float) -> float:
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most + 1))


def test_how_much_must_be_expected() -> None:
    # By hand: e^-13.8155 is one in a million.
    assert alarms.expected_for_zero(1e-6) == pytest.approx(13.8155, rel=1e-5)
    # Against exact Poisson tails: the limit that keeps false alarms below one in a million still sees most halvings.
    expected = alarms.expected_to_see_drop(0.5, 1e-6, 0.9)
    limit = max(k for k in range(200) if _poisson_at_most(k, expected) <= 1e-6)
    assert 0.85 < _poisson_at_most(limit, expected / 2) < 0.97
