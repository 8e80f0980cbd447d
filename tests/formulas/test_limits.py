"""Rate limits, against values worked out by hand."""

from __future__ import annotations

import pytest

from macros.formulas import limits


def test_fixed_window_lets_two_windows_meet() -> None:
    # By hand: 100 at 0:59.9 and 100 at 1:00.0.
    assert limits.fixed_window_most(100) == 200


@pytest.mark.parametrize("limit", [1, 2, 10, 100])
def test_sliding_counter_reaches_twice_the_limit_less_one(limit: int) -> None:
    # By hand: after a full previous window a request passes once c + 1 <= limit × elapsed share, and the share stays
    # below one, so limit - 1 pass after the burst.
    assert limits.sliding_counter_most(limit) == 2 * limit - 1


def test_bucket_bound_is_capacity_plus_refill() -> None:
    # By hand: 100 + 100 an hour for an hour; 20 + 80.
    assert limits.bucket_most(100, 100 / 3600, 3600) == 200
    assert limits.bucket_most(20, 80 / 3600, 3600) == 100
    # Half a token is no request.
    assert limits.bucket_most(1, 0.5, 1) == 1


def test_bucket_bound_holds_against_a_greedy_caller() -> None:
    # Simulation with a clock of one second: full bucket, a try at every second, both ends counted.
    capacity, tokens, passed = 100.0, 100.0, 0
    for second in range(3601):
        tokens = min(capacity, tokens + 100 / 3600) if second else tokens
        while tokens >= 1 - 1e-9:
            tokens -= 1
            passed += 1
    assert passed == limits.bucket_most(100, 100 / 3600, 3600)


def test_whole_tokens_lose_what_comes_between() -> None:
    # By hand: a call every 10 s against a token every 36 s gains nothing, one every 36 s gains all.
    assert limits.bucket_whole_tokens(100 / 3600, 10, 36_000) == 0
    assert limits.bucket_whole_tokens(100 / 3600, 36, 36_000) == 1000


def test_synced_counts_are_late_by_one_interval() -> None:
    assert limits.synced_most(100, 1000, 1) == 1100
    assert limits.synced_most(100, 1000, 0) == 100


def test_leases_over_and_under() -> None:
    # By hand: 50 × 10 = 500 permits are still held; with 50 × 20 = 1,000 no more than the old limit of 100 can be.
    assert limits.leases_most(1000, 50, 10) == 1500
    assert limits.leases_most(100, 50, 20) == 200
    # By hand: five nodes hold all of 100, each sees two of 100 requests.
    assert limits.leases_served_evenly(100, 50, 20, 100) == 10
    # One node, or leases of one that every node can take, waste nothing.
    assert limits.leases_served_evenly(100, 1, 100, 100) == 100
    assert limits.leases_served_evenly(100, 50, 2, 100) == 100
