"""Balancers, against small cases by hand, simulations, and the literature."""

from __future__ import annotations

import math
import random

import pytest

from macros.formulas import balancers


def test_the_fullest_of_a_thousand_servers() -> None:
    # Simulated: 5.4 and 3.0 for a request a server (20 runs); 134 (12 runs) and 102 (3 runs) for a hundred.
    assert balancers.fullest_at_random(1000, 1000) == pytest.approx(5.4, abs=0.15)
    assert balancers.fullest_of_two(1000, 1000) == pytest.approx(3.0, abs=0.05)
    assert balancers.fullest_at_random(1000, 100_000) == pytest.approx(134, abs=2)
    assert balancers.fullest_of_two(1000, 100_000) == pytest.approx(102, abs=1)


def test_a_simulation_agrees() -> None:
    rng = random.Random(1)
    most = {1: 0, 2: 0}
    for _ in range(20):
        for choices in most:
            servers = [0] * 500
            for _ in range(5000):
                picked = min((rng.randrange(500) for _ in range(choices)), key=servers.__getitem__)
                servers[picked] += 1
            most[choices] += max(servers)
    assert balancers.fullest_at_random(500, 5000) == pytest.approx(most[1] / 20, rel=0.04)
    assert balancers.fullest_of_two(500, 5000) == pytest.approx(most[2] / 20, rel=0.03)


def test_the_share_of_servers_with_work_is_a_hyperbolic_tangent() -> None:
    # By hand: ds/dt = 1 - s² from zero gives tanh(t); a single server out of many has at least one request with that chance.
    assert balancers.fullest_of_two(1, 0.1) == pytest.approx(math.tanh(0.1), rel=0.02)


def test_time_in_the_queue() -> None:
    # By hand: 1 + 0.9² + 0.9⁶ + 0.9¹⁴ + 0.9³⁰ + 0.9⁶² + … = 2.614; and one server in ten idle means ten service times.
    assert balancers.time_at_random(0.9) == pytest.approx(10)
    assert balancers.time_of_two(0.9) == pytest.approx(2.614, abs=0.001)
    assert balancers.time_of_two(0) == balancers.time_at_random(0) == 1


def test_a_second_choice_helps_exponentially_near_full_load() -> None:
    # Law (Mitzenmacher 2001): the time with two choices grows with the logarithm of the time with one.
    ratios = [balancers.time_of_two(1 - 10**-n) / math.log2(balancers.time_at_random(1 - 10**-n)) for n in (2, 4, 8)]
    assert all(0.7 < ratio < 1.3 for ratio in ratios)
