"""Bloom filters and relatives, against values worked out by hand or printed in the literature."""

from __future__ import annotations

import math
import random

import pytest

from macros.formulas import filters

RATES = [0.5, 0.1, 0.01, 0.001, 0.0001, 1e-6]


def near(expected: float, share: float = 0.005) -> object:
    return pytest.approx(expected, rel=share)


@pytest.mark.parametrize(
    ("rate", "bits", "hashes"),
    # Bits an item as the Redis documentation of BF.RESERVE prints them (9.585, 14.378, 19.170). Hashes by hand:
    # 9.585 × 0.6931 = 6.64, 14.378 × 0.6931 = 9.97, 19.170 × 0.6931 = 13.29, each rounded.
    [(0.01, 9.585, 7), (0.001, 14.378, 10), (0.0001, 19.170, 13)],
)
def test_bits_and_hashes(rate: float, bits: float, hashes: int) -> None:
    assert filters.bloom_bits_per_item(rate) == pytest.approx(bits, abs=0.001)
    assert filters.bloom_hashes(rate) == hashes


@pytest.mark.parametrize(
    ("items", "rate", "size"),
    # By hand: items × bits / 8, e.g. 1e9 × 14.378 / 8 = 1.797e9.
    [
        (1e9, 0.01, 1.198e9),
        (1e9, 0.001, 1.797e9),
        (1e9, 0.0001, 2.396e9),
        (1e10, 0.001, 17.97e9),
        (1e10, 0.0001, 23.96e9),
    ],
)
def test_size_and_capacity_are_inverse(items: float, rate: float, size: float) -> None:
    assert filters.bloom_bytes(items, rate) == near(size)
    assert filters.bloom_capacity(filters.bloom_bytes(items, rate), rate) == pytest.approx(items)


def test_one_gigabyte_holds_417_million_at_one_in_ten_thousand() -> None:
    # 8e9 bits / 19.170 bits = 417.3 million
    assert filters.bloom_capacity(1e9, 0.0001) == near(417.3e6)


@pytest.mark.parametrize("rate", [0.01, 0.001, 0.0001])
def test_rate_at_design_fill_is_the_design_rate(rate: float) -> None:
    # Not exact: the number of hashes is rounded.
    assert filters.bloom_rate_when_filled(rate, 1) == near(rate, 0.01)


@pytest.mark.parametrize(
    ("fill", "rate"),
    # By hand for 0.1 %, k = 10, m/n = 14.378: (1 - e^(-10 × 1.5 / 14.378))^10 = 0.6477^10 = 0.0130, and so on.
    [(1.5, 0.0130), (2, 0.0572), (3, 0.2658)],
)
def test_overfilled(fill: float, rate: float) -> None:
    assert filters.bloom_rate_when_filled(0.001, fill) == near(rate)


@pytest.mark.parametrize("design", [0.01, 0.001, 0.0001])
def test_rate_and_ones_grow_with_the_fill(design: float) -> None:
    fills = [0.1, 0.5, 1, 1.5, 2, 3, 10, 100]
    rates = [filters.bloom_rate_when_filled(design, fill) for fill in fills]
    ones = [filters.bloom_ones_when_filled(design, fill) for fill in fills]
    assert rates == sorted(rates)
    assert ones == sorted(ones)
    assert rates[-1] == pytest.approx(1, abs=1e-3)
    assert ones[2] == pytest.approx(0.5, abs=0.02)  # half of the bits at the design fill


@pytest.mark.parametrize(
    ("size", "items", "rate"),
    # 0.8 bits an item: one hash, 1 - e^(-1/0.8) = 0.7135. 1.2 bits: one hash, 1 - e^(-1/1.2) = 0.5654.
    # 11.52 bits: eight hashes, (1 - e^(-8/11.52))^8 = 0.00395.
    [(1e9, 1e10, 0.7135), (1.5e9, 1e10, 0.5654), (1.44e9, 1e9, 0.00395)],
)
def test_best_rate_of_a_given_size(size: float, items: float, rate: float) -> None:
    assert filters.bloom_best_rate(size, items) == near(rate)


@pytest.mark.parametrize("bits", [0.2, 0.8, 1.2, 5, 9.585, 19.17, 30])
def test_no_other_number_of_hashes_beats_the_best(bits: float) -> None:
    best = filters.bloom_best_rate(bits, 8)
    assert all(best <= filters.bloom_rate(bits, hashes) + 1e-15 for hashes in range(1, 60))


def test_the_formula_agrees_with_a_filter_that_runs() -> None:
    # 20,000 items at 0.1 %, then overfilled: what is measured lies within a few standard deviations of the formula.
    items, design, chance = 20_000, 0.001, random.Random(7)
    size = round(items * filters.bloom_bits_per_item(design))
    hashes = int(filters.bloom_hashes(design))
    array = bytearray(size)

    def positions() -> list[int]:
        return [chance.randrange(size) for _ in range(hashes)]  # a fresh item: even, independent positions

    added = 0
    for fill in (1, 1.5, 2):
        while added < fill * items:
            for position in positions():
                array[position] = 1
            added += 1
        expected, asked = filters.bloom_rate_when_filled(design, fill), 100_000
        wrong = sum(all(array[position] for position in positions()) for _ in range(asked))
        assert abs(wrong - expected * asked) < 5 * math.sqrt(expected * asked) + 0.05 * expected * asked
        assert sum(array) / size == pytest.approx(filters.bloom_ones_when_filled(design, fill), abs=0.01)


def test_mean_rate_while_filling() -> None:
    # Worked out apart, with k = 10: the integral of (1 - e^(-10 x / 14.378))^10 over 0..1 is 1.217e-4.
    assert filters.bloom_mean_rate_while_filling(0.001) == near(1.217e-4)
    assert all(filters.bloom_mean_rate_while_filling(rate) < rate for rate in RATES[1:])


def test_a_new_id_is_found_new_after_about_two_probes() -> None:
    # 1 + 1/2 + 1/4 + … over k probes. k = 1: one, k = 3: 1.75.
    assert filters.bloom_probes_for_new(1) == 1
    assert filters.bloom_probes_for_new(3) == 1.75
    assert filters.bloom_probes_for_new(13) == pytest.approx(2, abs=1e-3)


@pytest.mark.parametrize("rate", RATES)
def test_union(rate: float) -> None:
    assert filters.bloom_union_rate(rate, 1) == pytest.approx(rate)
    assert rate < filters.bloom_union_rate(rate, 2) <= 2 * rate
    # Two filters at 0.1 %: 1 - 0.999² = 0.001999.
    assert filters.bloom_union_rate(0.001, 2) == pytest.approx(0.001999)


def test_hits_are_duplicates_and_false_positives() -> None:
    # 0.1 % duplicates, 0.01 % wrong: 0.001 + 0.999 × 0.0001 = 0.0010999
    assert filters.filter_hit_share(0.001, 0.0001) == pytest.approx(0.0010999)
    assert filters.filter_hit_share(0, 0.01) == pytest.approx(0.01)
    assert filters.filter_hit_share(1, 0.01) == 1


@pytest.mark.parametrize("rate", RATES)
def test_no_filter_is_below_the_bound(rate: float) -> None:
    least = filters.filter_least_bits_per_item(rate)
    assert filters.bloom_bits_per_item(rate) / least == pytest.approx(1 / math.log(2))  # 1.44, for every rate
    assert filters.static_filter_bits_per_item(rate, 1) == least
    assert filters.cuckoo_bits_per_item(rate, 0.95) > least


def test_cuckoo_is_smaller_than_bloom_at_low_rates_only() -> None:
    # By hand: (log2(1000) + 3) / 0.95 = 13.65 against 14.38; (log2(100) + 3) / 0.95 = 10.15 against 9.59.
    assert filters.cuckoo_bits_per_item(0.001, 0.95) == near(13.65)
    assert filters.cuckoo_bits_per_item(0.001, 0.95) < filters.bloom_bits_per_item(0.001)
    assert filters.cuckoo_bits_per_item(0.01, 0.95) > filters.bloom_bits_per_item(0.01)


def test_hash_set() -> None:
    # 1e10 × 8 / 0.8 = 100 GB
    assert filters.hash_set_bytes(1e10, 8, 0.8) == pytest.approx(100e9)
