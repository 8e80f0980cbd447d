"""Crawling: against small cases worked by hand."""

from __future__ import annotations

import math
import random

import pytest

from macros.formulas import crawls
from macros.units import Bits, Count, PerSecond, Share


def test_a_page_that_changes_once_between_visits_is_fresh_for_63_percent() -> None:
    # λ/f = 1: 1 - 1/e. λ/f = 2: (1 - 0.1353) / 2.
    assert crawls.fresh_share(PerSecond(1), PerSecond(1)) == pytest.approx(1 - 1 / math.e)
    assert crawls.fresh_share(PerSecond(2), PerSecond(1)) == pytest.approx(0.43233, abs=1e-5)


def test_freshness_at_its_ends() -> None:
    assert crawls.fresh_share(PerSecond(1), PerSecond(0)) == 0
    assert crawls.fresh_share(PerSecond(0), PerSecond(1)) == 1


def test_freshness_agrees_with_a_played_through_page() -> None:
    generator = random.Random(7)
    fresh, visits = 0.0, 20_000
    for _ in range(visits):
        fresh += min(generator.expovariate(1.5), 1.0)
    assert crawls.fresh_share(PerSecond(1.5), PerSecond(1)) == pytest.approx(fresh / visits, abs=0.01)


def test_visiting_in_proportion_loses_against_visiting_alike() -> None:
    # Pages that change nine times and once a day, one visit a day for both: 0.9 and 0.1, or a half each.
    by_change = [crawls.fresh_share(PerSecond(9), PerSecond(0.9)), crawls.fresh_share(PerSecond(1), PerSecond(0.1))]
    alike = [crawls.fresh_share(PerSecond(9), PerSecond(0.5)), crawls.fresh_share(PerSecond(1), PerSecond(0.5))]
    assert crawls.mean_share(*by_change) == pytest.approx(0.1, abs=1e-4)
    assert crawls.mean_share(*alike) == pytest.approx((0.05556 + 0.43233) / 2, abs=1e-4)


def test_the_mean_of_two_shares() -> None:
    assert crawls.mean_share(Share(0.2), Share(0.6)) == pytest.approx(0.4)


def test_near_pairs_by_counting() -> None:
    # Four bits, at most one different: 1 + 4 of 16. Three items make three pairs: 3 × 5/16.
    assert crawls.near_pairs(Count(3), Bits(4), Count(1)) == pytest.approx(15 / 16)
    # All of four bits may differ: every pair is near.
    assert crawls.near_pairs(Count(5), Bits(4), Count(4)) == pytest.approx(10)


def test_candidates_of_four_tables() -> None:
    # 65,536 items, 64 bits in four blocks of 16: each table gives one candidate.
    assert crawls.block_candidates(Count(65_536), Bits(64), Count(4)) == pytest.approx(4)
    # 8 items, 4 bits in two blocks of 2: 8 / 4 = 2 in each of two tables.
    assert crawls.block_candidates(Count(8), Bits(4), Count(2)) == pytest.approx(4)
