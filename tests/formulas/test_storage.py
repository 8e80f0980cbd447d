"""Storage formulas: worked by hand, and the laws they must keep."""

from __future__ import annotations

import pytest

from macros.formulas.storage import (
    hyperloglog_error,
    mean_of_two_groups,
    retention_needed,
    rollup_gain,
    share_expired,
    time_between_losses,
)
from macros.units import SECONDS_PER_YEAR

HOUR = 3600.0
DAY = 24 * HOUR


def test_rollup_gain_of_one_event_an_hour() -> None:
    # 60 × (1 - e^(-1/60)) / (1 - e^(-1)) = 60 × 0.0165285 / 0.6321206
    assert rollup_gain(1 / HOUR, 60.0, HOUR) == pytest.approx(1.5689, rel=1e-4)


def test_rollup_gain_lies_between_one_and_the_ratio_and_grows_with_the_rate() -> None:
    gains = [rollup_gain(rate, 60.0, HOUR) for rate in (1e-9, 1e-4, 1e-2, 1.0, 100.0)]
    assert gains == sorted(gains)
    assert gains[0] == pytest.approx(1.0, rel=1e-4)
    assert gains[-1] == pytest.approx(60.0)


def test_a_job_at_three_finds_an_eighth_of_the_day_gone() -> None:
    assert share_expired(DAY, 3 * HOUR, DAY) == pytest.approx(0.125)  # 3 of 24 hours


def test_nothing_expires_with_the_retention_that_is_needed() -> None:
    needed = retention_needed(DAY, 27 * HOUR, HOUR)
    assert needed == 52 * HOUR
    assert share_expired(DAY, 27 * HOUR, needed) == 0
    assert share_expired(DAY, 100 * DAY, DAY) == 1


def test_mean_of_two_groups_weighs() -> None:
    assert mean_of_two_groups(0.02, 59, 0.2, 1) == pytest.approx(0.023)  # (1.18 + 0.2) / 60
    assert mean_of_two_groups(0.02, 590, 0.2, 10_000) == pytest.approx(0.18997, rel=1e-4)  # 2011.8 / 10590
    assert mean_of_two_groups(3.0, 1, 5.0, 1) == 4.0


def test_hyperloglog_error_of_redis_and_its_law() -> None:
    assert hyperloglog_error(16_384) == pytest.approx(0.008125)  # Redis documents 0.81 %
    assert hyperloglog_error(4 * 16_384) == pytest.approx(hyperloglog_error(16_384) / 2)


def test_eleven_nines() -> None:
    # Ten million objects, the example that AWS gives: one in ten thousand years.
    assert time_between_losses(1e7, 1e-11) == pytest.approx(10_000 * SECONDS_PER_YEAR)
    assert time_between_losses(1e12, 1e-11) == pytest.approx(SECONDS_PER_YEAR / 10)
