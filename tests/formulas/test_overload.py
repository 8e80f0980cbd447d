"""Overload, against values worked out by hand and against simulations."""

from __future__ import annotations

import random

import pytest

from macros.formulas import overload, streams


def test_a_spike() -> None:
    # By hand: ten minutes at five times with capacity one and a half leave 35 minutes of ordinary work. Served at 1.5 it
    # takes 23 1/3 minutes; with ordinary work arriving meanwhile half a minute a minute is spare, so 70 minutes.
    assert overload.wait_after_spike(600, 5, 1.5) == pytest.approx(1400)
    assert overload.drain_after_spike(600, 5, 1.5) == pytest.approx(4200)
    assert overload.drain_after_spike(600, 5, 2) == pytest.approx(1800)
    assert overload.wait_after_spike(600, 1.2, 1.5) == overload.drain_after_spike(600, 1.2, 1.5) == 0
    with pytest.raises(ValueError, match="never drains"):
        overload.drain_after_spike(600, 5, 1)


def test_an_outage_leaves_as_much_as_a_spike() -> None:
    # Both leave an hour of ordinary work: an hour without any processing, and an hour at one above the capacity.
    assert overload.drain_after_spike(3600, 2.2, 1.2) == pytest.approx(streams.catch_up_time(3600, 1.2))


@pytest.mark.parametrize(("load", "limit"), [(1.2, 2.0), (1.5, 3.0), (3.0, 1.0)])
def test_time_until_late_agrees_with_a_queue(load: float, limit: float) -> None:
    free_at, now, gap, service = 0.0, 0.0, 0.001, 0.001 * load
    while free_at - now < limit:
        free_at = max(free_at, now) + service
        now += gap
    assert overload.time_until_late(limit, load) == pytest.approx(now, rel=0.01)


def test_time_until_late_by_hand() -> None:
    # A fifth too much: the wait grows by 0.2 s a second, so two seconds are reached after ten.
    assert overload.time_until_late(2, 1.2) == pytest.approx(10)
    with pytest.raises(ValueError, match="not overloaded"):
        overload.time_until_late(2, 1)


def test_sampling_and_load() -> None:
    # By hand: 5 × (0.01 + 0.99 × 0.1) and 5 × (0.01 + 0.99 × 0.2).
    assert overload.load_after_sampling(5, 0.01, 0.1) == pytest.approx(0.545)
    assert overload.load_after_sampling(5, 0.01, 0.2) == pytest.approx(1.04)
    assert overload.kept_for_capacity(5, 0.5, 1) == 0
    assert overload.kept_for_capacity(1, 0.01, 1.5) == 1


@pytest.mark.parametrize("capacity", [0.5, 1.0, 1.5, 3.0])
def test_the_kept_share_fills_the_capacity(capacity: float) -> None:
    kept = overload.kept_for_capacity(5, 0.01, capacity)
    assert overload.load_after_sampling(5, 0.01, kept) == pytest.approx(capacity)


def test_sample_size_and_error_agree() -> None:
    # By hand: 3.8416 × 9 / 0.01.
    events = overload.events_for_sample_error(0.1, 0.1)
    assert events == pytest.approx(3457.44)
    assert 1.96 * streams.sampled_count_error(0.1, events) == pytest.approx(0.1)


def test_none_sampled() -> None:
    # 0.9^10 by hand.
    assert overload.none_sampled(0.1, 10) == pytest.approx(0.34867844)
    assert overload.none_sampled(0.1, 0) == 1


def test_retry_budget() -> None:
    # By hand: 1.1 to the fourth.
    assert overload.retry_budget_load(0.1, 4) == pytest.approx(1.4641)
    assert overload.retry_budget_load(0, 4) == 1


def test_client_rejects() -> None:
    # By hand: (1000 - 2 × 100) / 1001; nothing while half is accepted.
    assert overload.client_rejects(1000, 100, 2) == pytest.approx(800 / 1001)
    assert overload.client_rejects(1000, 500, 2) == 0
    assert overload.client_rejects(1000, 1000, 2) == 0


def test_heavy_hitters_hold_a_counter() -> None:
    # Space-Saving itself: a key with just more than one in ten of the stream is among ten counters at the end.
    chance = random.Random(5)
    stream = ["hot"] * 130 + [f"cold{i}" for i in range(1000)]
    for _ in range(20):
        chance.shuffle(stream)
        counts: dict[str, int] = {}
        for key in stream:
            if key in counts or len(counts) < 10:
                counts[key] = counts.get(key, 0) + 1
            else:
                least = min(counts, key=lambda k: counts[k])
                counts[key] = counts.pop(least) + 1
        assert "hot" in counts
    assert 130 / len(stream) > overload.heavy_hitter_share(10) == pytest.approx(0.1)


def test_other_part() -> None:
    # By hand: 19 of 20.
    assert overload.other_part_share(20) == pytest.approx(0.95)
    assert overload.other_part_share(1) == 0
