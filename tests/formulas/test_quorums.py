"""Quorums, against the binomial worked out by hand."""

from __future__ import annotations

import math

import pytest

from macros.formulas import quorums


def test_two_of_three_and_three_of_five_at_99_percent() -> None:
    # By hand: 3 × 0.99² × 0.01 + 0.99³ = 0.999702; 1 - (10 × 0.99² × 0.01³ + 5 × 0.99 × 0.01⁴ + 0.01⁵) = 0.99999015.
    assert quorums.quorum_availability(3, 2, 0.99) == pytest.approx(0.999702)
    assert quorums.quorum_availability(5, 3, 0.99) == pytest.approx(0.99999015, abs=1e-8)


def test_one_of_one_is_the_node_itself_and_none_needed_is_certain() -> None:
    assert quorums.quorum_availability(1, 1, 0.99) == pytest.approx(0.99)
    assert quorums.quorum_availability(3, 0, 0.5) == pytest.approx(1)


def test_needing_more_of_them_never_helps() -> None:
    by_needed = [quorums.quorum_availability(5, needed, 0.9) for needed in range(6)]
    assert by_needed == sorted(by_needed, reverse=True)


def test_a_majority_of_bad_nodes_is_worse_than_one() -> None:
    # Law (Condorcet): below one half, more voters make it worse.
    assert quorums.quorum_availability(5, 3, 0.4) < quorums.quorum_availability(3, 2, 0.4) < 0.4


def test_reads_that_ask_a_majority_share_little_of_the_copies() -> None:
    # By hand: 3/2, 5/3, and all copies when one is enough.
    assert quorums.read_capacity(3, 2) == pytest.approx(1.5)
    assert quorums.read_capacity(5, 3) == pytest.approx(5 / 3)
    assert quorums.read_capacity(3, 1) == 3


def test_the_kth_reply_is_a_sum_of_the_harmonic_series() -> None:
    # By hand: 1/3 + 1/2; 1/5 + 1/4 + 1/3; the last of three: 1 + 1/2 + 1/3.
    assert quorums.kth_reply(1, 1) == pytest.approx(1)
    assert quorums.kth_reply(3, 2) == pytest.approx(5 / 6)
    assert quorums.kth_reply(5, 3) == pytest.approx(47 / 60)
    assert quorums.kth_reply(3, 3) == pytest.approx(11 / 6)


def test_a_majority_of_more_copies_tends_to_the_median_of_one() -> None:
    # Law: the median of many exponential variables tends to ln 2; waiting for all of them grows without end.
    assert quorums.kth_reply(20_001, 10_001) == pytest.approx(math.log(2), rel=1e-3)
    assert quorums.kth_reply(100, 100) > quorums.kth_reply(10, 10) > 2
