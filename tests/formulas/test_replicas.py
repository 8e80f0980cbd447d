"""Lagging replicas, against values worked out by hand and their limits."""

from __future__ import annotations

import math

import pytest

from macros.formulas import replicas


def test_three_mean_lags_after_a_write_one_read_in_twenty_is_stale() -> None:
    # By hand: e^-3 = 0.0498.
    assert replicas.stale_read_chance(0.3, 0.1) == pytest.approx(0.0498, abs=0.0001)


def test_a_read_at_once_is_stale_and_a_late_one_is_not() -> None:
    assert replicas.stale_read_chance(0, 0.1) == 1
    assert replicas.stale_read_chance(10, 0.1) < 1e-40


def test_stale_reads_fade_by_the_same_factor_in_the_same_time() -> None:
    # Law: the exponential has no memory.
    first, second, third = (replicas.stale_read_chance(t, 0.2) for t in (0.1, 0.2, 0.3))
    assert second / first == pytest.approx(third / second)


def test_reads_that_follow_a_write_within_the_window() -> None:
    # By hand: one write in two minutes. 5 s: 1 - e^(-5/120) = 0.0408. 30 s: 1 - e^(-1/4) = 0.2212.
    assert replicas.share_after_write(1 / 120, 5) == pytest.approx(0.0408, abs=0.0001)
    assert replicas.share_after_write(1 / 120, 30) == pytest.approx(0.2212, abs=0.0001)


def test_a_rare_write_makes_the_share_rate_times_window_and_a_busy_one_everything() -> None:
    assert replicas.share_after_write(1e-6, 10) == pytest.approx(1e-5, rel=0.001)
    assert replicas.share_after_write(100, 10) == pytest.approx(1)
    assert replicas.share_after_write(1, 0) == 0
    assert math.isclose(replicas.share_after_write(2, 3), replicas.share_after_write(3, 2))
