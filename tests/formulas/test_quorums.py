"""Quorums, against the binomial worked out by hand."""

from __future__ import annotations

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
