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


def test_backlog_growth_and_wait() -> None:
    # By hand: 2.3 million × 3.5; the wait grows by 5 / 1.5 - 1 = 7/3 s a second, so 30 s are reached after 90/7 s.
    assert overload.backlog_growth(2.3e6, 5, 1.5) == pytest.approx(8.05e6)
    assert overload.backlog_growth(2.3e6, 1.2, 1.5) == 0
    assert overload.time_until_wait(30, 5, 1.5) == pytest.approx(90 / 7)
    with pytest.raises(ValueError, match="nobody wait"):
        overload.time_until_wait(30, 1.5, 1.5)


def test_time_until_wait_is_the_inverse_of_the_wait() -> None:
    assert overload.wait_after_spike(overload.time_until_wait(300, 5, 1.5), 5, 1.5) == pytest.approx(300)


def test_time_until_age() -> None:
    # By hand: after ten minutes three of them are read, so the oldest unread event is seven minutes old.
    assert overload.time_until_age(420, 5, 1.5) == pytest.approx(600)
    with pytest.raises(ValueError, match="nothing unread"):
        overload.time_until_age(1, 1, 1.5)


def test_rescale() -> None:
    # By hand, in minutes of ordinary work: 3 × 3.5 before, 2 × 5 in the pause, 5 × 2 afterwards: 30.5; / 3 and / 2.
    assert overload.wait_with_rescale(600, 5, 1.5, 3, 180, 120) == pytest.approx(610)
    assert overload.drain_with_rescale(600, 5, 1.5, 3, 180, 120) == pytest.approx(915)
    # No pause, and grown from the start: the plain spike.
    assert overload.wait_with_rescale(600, 5, 1.5, 3, 0, 0) == pytest.approx(overload.wait_after_spike(600, 5, 3))
    assert overload.drain_with_rescale(600, 5, 1.5, 3, 0, 0) == pytest.approx(overload.drain_after_spike(600, 5, 3))
    with pytest.raises(ValueError, match="before the spike ends"):
        overload.wait_with_rescale(600, 5, 1.5, 3, 500, 120)


def test_skipping_costs() -> None:
    # By hand: the rest may cost (0.3 - 0.01) / 0.99 = 0.29293; (0.29293 - 0.1) / 0.9 = 0.21437.
    kept = overload.kept_when_skipping_costs(5, 0.01, 1.5, 0.1)
    assert kept == pytest.approx(0.21437, rel=1e-4)
    assert 5 * (0.01 + 0.99 * (kept + (1 - kept) * 0.1)) == pytest.approx(1.5)
    assert overload.kept_when_skipping_costs(5, 0.01, 1.5, 0) == pytest.approx(overload.kept_for_capacity(5, 0.01, 1.5))
    assert overload.kept_when_skipping_costs(20, 0.01, 1.5, 0.1) == 0


def test_kept_for_error() -> None:
    # By hand: 19.6². And no share needs more kept events than this.
    assert overload.kept_for_error(0.1) == pytest.approx(384.16)
    assert all(p * overload.events_for_sample_error(p, 0.1) < 384.16 for p in (0.01, 0.1, 0.5, 0.9))


@pytest.mark.parametrize("load", [0.3, 0.4])
def test_a_failed_queue_recovers_below_one_over_attempts(load: float) -> None:
    """One server, first in first out, callers who wait a second and try three times, and a queue 20 s long at first."""
    limit, wait, now, step = overload.load_that_recovers(3), 20.0, 0.0, 0.01
    assert limit == pytest.approx(1 / 3)
    while now < 600 and wait > 1:
        wait += (3 * load - 1) * step  # nobody is served in time, so each request is sent three times
        now += step
    assert (wait <= 1) is (load < limit)


def test_the_lobby() -> None:
    calm = (0.5, 20, 0.1, 1.0)
    full = (1.5, 20, 0.1, 1.0)
    for discipline in (
        overload.goodput_first_in,
        overload.goodput_skip_expired,
        overload.goodput_skip_hopeless,
        overload.goodput_newest_first,
    ):
        assert discipline(*calm) == pytest.approx(0.5, abs=0.03)  # nobody is lost
    # At 1.5 the queue is a second old after two seconds; the second half of the minute is lost.
    assert overload.goodput_first_in(*full) == 0
    # Who is taken has just not left yet, and leaves during the work.
    assert overload.goodput_skip_expired(*full) < 0.01
    assert overload.goodput_skip_hopeless(*full) > 0.99
    assert 0.9 < overload.answer_time_skip_hopeless(*full) <= 1
    # Ten in front of twenty workers who need 0.1 s wait 0.05 s at most.
    assert overload.goodput_short_line(*full, 10) > 0.99
    assert 0.1 < overload.answer_time_short_line(*full, 10) < 0.15
    assert overload.goodput_newest_first(*full) > 0.99
    assert 0.1 < overload.answer_time_newest_first(*full) < 0.15
