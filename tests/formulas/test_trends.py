"""Noise, sketches and detection of trends, against values worked out by hand."""

from __future__ import annotations

import random

import pytest

from macros.formulas import trends


@pytest.mark.parametrize(
    ("least", "share"),
    # By hand for a mean of 0.1: e^-0.1 = 0.904837. At least one: 0.095163. At least two: 1 - 0.904837 × 1.1 = 0.004679.
    # At least four: 1 - 0.904837 × (1 + 0.1 + 0.005 + 0.000166667) = 0.00000385.
    [(0, 1), (1, 0.095163), (2, 0.004679), (4, 0.00000385)],
)
def test_poisson_tail(least: int, share: float) -> None:
    assert trends.poisson_at_least(0.1, least) == pytest.approx(share, rel=2e-3)


def test_the_prior_keeps_small_counts_near_one() -> None:
    # By hand: 4 / 0.1 = 40 and 24 / 20.1 = 1.194; 1,000 / 100 = 10 and 1,020 / 120 = 8.5; a new tag has 320 / 20 = 16.
    assert trends.smoothed_ratio(4, 0.1, 0) == pytest.approx(40)
    assert trends.smoothed_ratio(4, 0.1, 20) == pytest.approx(1.194, rel=1e-3)
    assert trends.smoothed_ratio(1000, 100, 20) == 8.5
    assert trends.smoothed_ratio(300, 0, 20) == 16


@pytest.mark.parametrize(
    ("count", "usual", "score"),
    # By hand: 2 × (√3.375 - √0.475) = 2 × (1.8371 - 0.6892); 2 × (√1000.375 - √100.375) = 2 × (31.629 - 10.019);
    # 2 × (√10000.375 - √9000.375) = 2 × (100.002 - 94.870).
    [(3, 0.1, 2.296), (1000, 100, 43.22), (10_000, 9_000, 10.26), (50, 50, 0)],
)
def test_anscombe_score(count: float, usual: float, score: float) -> None:
    assert trends.anscombe_score(count, usual) == pytest.approx(score, rel=1e-3)


def test_count_min_size() -> None:
    # e / 0.0001 = 27,182.8 -> 27,183 wide; ln 10,000 = 9.21 -> 10 deep; 271,830 counters of 4 bytes.
    assert trends.count_min_width(1e-4) == 27_183
    assert trends.count_min_depth(1e-4) == 10
    assert trends.count_min_bytes(1e-4, 1e-4, 4) == 1_087_320


def test_a_count_min_sketch_keeps_its_bound() -> None:
    width, depth, chance = int(trends.count_min_width(0.01)), int(trends.count_min_depth(0.01)), random.Random(3)
    seeds = [chance.getrandbits(64) for _ in range(depth)]
    table = [[0] * width for _ in range(depth)]
    true = {item: 1 + 2000 // (item + 1) for item in range(3000)}
    for item, count in true.items():
        for row, seed in zip(table, seeds, strict=True):
            row[hash((seed, item)) % width] += count
    total = sum(true.values())
    over = [
        min(row[hash((seed, item)) % width] for row, seed in zip(table, seeds, strict=True)) - true[item]
        for item in true
    ]
    assert min(over) >= 0
    assert sum(error > 0.01 * total for error in over) <= 0.01 * len(true)


def test_a_short_window_sees_a_burst_sooner() -> None:
    # From 100 to 1,000 an hour, prior 20, three times the usual. Over an hour: 3 × 120 - 120 = 240 more, 900 an hour
    # more come, 16 minutes. Over five minutes: 3 × 28.33 - 28.33 = 56.7, at 15 a minute more 3.78 minutes.
    assert trends.time_to_ratio(100 / 3600, 1000 / 3600, 3600, 20, 3) == pytest.approx(16 * 60)
    assert trends.time_to_ratio(100 / 3600, 1000 / 3600, 300, 20, 3) == pytest.approx(3.78 * 60, rel=1e-3)
    with pytest.raises(ValueError, match="never"):
        trends.time_to_ratio(100 / 3600, 200 / 3600, 3600, 20, 3)


def test_decay() -> None:
    assert trends.decayed_share(0, 6) == 1
    assert trends.decayed_share(12, 6) == 0.25
