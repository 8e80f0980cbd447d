import random
import statistics

import pytest

from macros.formulas.tails import slowest_of


def test_one_wait_has_the_quantiles_it_was_given():
    assert slowest_of(0.050, 0.200, 1, 0.5) == pytest.approx(0.050)
    assert slowest_of(0.050, 0.200, 1, 0.99) == pytest.approx(0.200)


def test_the_last_of_256():
    # By hand: spread = ln 4 / 2.32635 = 0.59590. 0.5^(1/256) = 0.997296, z = 2.7813, 50 ms × e^1.65738 = 262 ms.
    assert slowest_of(0.050, 0.200, 256, 0.5) == pytest.approx(0.2623, rel=2e-3)
    # 0.99^(1/256) = 0.99996074, z = 3.950, 50 ms × e^2.3538 = 526 ms.
    assert slowest_of(0.050, 0.200, 256, 0.99) == pytest.approx(0.526, rel=3e-3)


def test_against_draws():
    chance = random.Random(3)
    spread = 0.59590
    slowest = [max(chance.lognormvariate(0, spread) for _ in range(256)) for _ in range(2_000)]
    assert slowest_of(0.050, 0.200, 256, 0.5) == pytest.approx(0.050 * statistics.median(slowest), rel=0.03)


def test_more_draws_take_longer():
    waits = [slowest_of(0.050, 0.200, draws, 0.5) for draws in (1, 2, 16, 256, 4096)]
    assert waits == sorted(waits)
