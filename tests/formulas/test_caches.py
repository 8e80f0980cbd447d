"""Caches: values worked out by hand, and the laws behind them."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.formulas.caches import (
    byte_hit_ratio,
    hit_ratio_after_loss,
    hit_ratio_with_deletes,
    hit_ratio_with_ttl,
    mean_latency,
    overtaken_share,
    stale_share_with_ttl,
    store_load_after_loss,
)
from macros.units import Bytes, PerSecond, Seconds, Share

RATIOS = st.floats(min_value=0.0, max_value=0.9999).map(Share)
RATES = st.floats(min_value=1e-3, max_value=1e6)


@pytest.mark.parametrize(("hit_ratio", "milliseconds"), [(0.0, 20.0), (0.9, 2.9), (0.99, 1.19), (1.0, 1.0)])
def test_mean_latency_by_hand(hit_ratio: float, milliseconds: float) -> None:
    # 0.9 × 1 + 0.1 × 20 = 2.9; 0.99 × 1 + 0.01 × 20 = 1.19
    assert mean_latency(Share(hit_ratio), Seconds(0.001), Seconds(0.020)) == pytest.approx(milliseconds / 1000)


@pytest.mark.parametrize(("hit_ratio", "times"), [(0.0, 1.0), (0.5, 2.0), (0.95, 20.0), (0.99, 100.0), (0.9975, 400.0)])
def test_losing_everything_multiplies_the_load_by_one_over_the_miss_ratio(hit_ratio: float, times: float) -> None:
    assert store_load_after_loss(Share(hit_ratio), Share(1.0)) == pytest.approx(times)


def test_losing_a_tenth_by_hand() -> None:
    # 95 % hits, a tenth lost: misses go from 5 % to 5 + 9.5 = 14.5 %, which is 2.9 times
    assert store_load_after_loss(Share(0.95), Share(0.1)) == pytest.approx(2.9)


@given(RATIOS)
def test_losing_nothing_changes_nothing(hit_ratio: Share) -> None:
    assert store_load_after_loss(hit_ratio, Share(0.0)) == pytest.approx(1.0)


@given(RATIOS, st.floats(0, 1), st.floats(0, 1))
def test_losing_more_costs_more(hit_ratio: Share, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert store_load_after_loss(hit_ratio, Share(less)) <= store_load_after_loss(hit_ratio, Share(more)) * (1 + 1e-12)


@pytest.mark.parametrize(("reads", "writes", "share"), [(1, 1, 0.5), (10, 1, 10 / 11), (1, 3, 0.25), (5, 0, 1.0)])
def test_deletes_by_hand(reads: float, writes: float, share: float) -> None:
    assert hit_ratio_with_deletes(PerSecond(reads), PerSecond(writes)) == pytest.approx(share)


@given(RATES, RATES, st.floats(min_value=1e-3, max_value=1e3))
def test_deletes_depend_on_reads_per_write_only(reads: float, writes: float, scale: float) -> None:
    scaled = hit_ratio_with_deletes(PerSecond(reads * scale), PerSecond(writes * scale))
    assert scaled == pytest.approx(hit_ratio_with_deletes(PerSecond(reads), PerSecond(writes)))


@pytest.mark.parametrize(("a_minute", "share"), [(1, 5 / 6), (1 / 60, 1 / 13), (0, 0)])
def test_ttl_of_five_minutes_by_hand(a_minute: float, share: float) -> None:
    # once a minute: five reads fall in the TTL that each miss opens, so five of six hit
    assert hit_ratio_with_ttl(PerSecond(a_minute / 60), Seconds(300)) == pytest.approx(share)


def test_both_ratios_against_a_simulated_key() -> None:
    chance = random.Random(5)
    reads, writes, ttl = 4.0, 1.0, 2.0
    now, hits_deletes, hits_ttl, total = 0.0, 0, 0, 0
    cached, expires = False, -1.0
    while total < 100_000:
        now += chance.expovariate(reads + writes)
        if chance.random() < writes / (reads + writes):
            cached = False  # the TTL cache below knows no writes
            continue
        total += 1
        hits_deletes += cached
        cached = True
        hits_ttl += now < expires
        expires = expires if now < expires else now + ttl
    assert hits_deletes / total == pytest.approx(hit_ratio_with_deletes(PerSecond(reads), PerSecond(writes)), abs=0.01)
    assert hits_ttl / total == pytest.approx(hit_ratio_with_ttl(PerSecond(reads), Seconds(ttl)), abs=0.01)


@pytest.mark.parametrize(("per_ttl", "share"), [(1, math.exp(-1)), (1 / 12, 0.04053), (1 / 360, 0.0013876)])
def test_stale_share_by_hand(per_ttl: float, share: float) -> None:
    # one write a TTL: 1 - (1 - 1/e) = 1/e; for few writes it is close to half of them: 1/24, 1/720
    assert stale_share_with_ttl(PerSecond(per_ttl / 300), Seconds(300)) == pytest.approx(share, rel=1e-3)


@given(st.floats(min_value=1e-4, max_value=10.0), st.floats(min_value=1.01, max_value=100.0))
def test_a_longer_ttl_is_staler(writes: float, longer: float) -> None:
    assert stale_share_with_ttl(PerSecond(writes), Seconds(longer)) > stale_share_with_ttl(
        PerSecond(writes), Seconds(1.0)
    )


@pytest.mark.parametrize(("expected", "share"), [(0.05, 0.05 / 1.05 / 2), (1.0, 0.25), (1e9, 0.5), (0.0, 0.0)])
def test_overtaken_by_hand(expected: float, share: float) -> None:
    # ten writes a second and 5 ms: 0.05 / 1.05 / 2 = 2.4 %; with endless writes it is a coin toss
    assert overtaken_share(PerSecond(expected), Seconds(1.0)) == pytest.approx(share)


def test_stale_and_overtaken_against_a_simulation() -> None:
    chance = random.Random(6)
    writes, ttl, delay, rounds = 0.5, 3.0, 0.8, 100_000
    stale = sum(chance.expovariate(writes) < chance.uniform(0, ttl) for _ in range(rounds)) / rounds
    assert stale == pytest.approx(stale_share_with_ttl(PerSecond(writes), Seconds(ttl)), abs=0.01)
    late = 0
    for _ in range(rounds):
        first = chance.expovariate(1 / delay)
        second = chance.expovariate(writes) + chance.expovariate(1 / delay)
        late += first > second
    assert late / rounds == pytest.approx(overtaken_share(PerSecond(writes), Seconds(delay)), abs=0.01)


def test_byte_hit_ratio_by_hand() -> None:
    # of 100 requests 95 hit with 50 kB, 4,750 kB in all; 5 miss with 500 kB, 2,500 kB: 4,750 of 7,250
    assert byte_hit_ratio(Share(0.95), Bytes(50e3), Bytes(500e3)) == pytest.approx(4_750 / 7_250)


@given(RATIOS, st.floats(min_value=1, max_value=1e9), st.floats(min_value=1, max_value=1e9))
def test_byte_hit_ratio_is_the_hit_ratio_when_sizes_agree_and_lower_when_misses_are_larger(
    hit_ratio: float, size: float, more: float
) -> None:
    assert byte_hit_ratio(Share(hit_ratio), Bytes(size), Bytes(size)) == pytest.approx(hit_ratio)
    assert byte_hit_ratio(Share(hit_ratio), Bytes(size), Bytes(size + more)) <= hit_ratio + 1e-12


@pytest.mark.parametrize(("lost", "hits"), [(0.0, 0.95), (1 / 11, 0.8636), (10 / 11, 0.0864), (1.0, 0.0)])
def test_hits_after_a_loss_by_hand(lost: float, hits: float) -> None:
    # 95 % × 10/11 = 86.36 %; 95 % × 1/11 = 8.64 %
    assert hit_ratio_after_loss(Share(0.95), Share(lost)) == pytest.approx(hits, abs=5e-5)


@given(RATIOS, st.floats(min_value=0.0, max_value=1.0).map(Share))
def test_hits_and_store_load_after_a_loss_tell_the_same(hit_ratio: Share, lost: Share) -> None:
    after = hit_ratio_after_loss(hit_ratio, lost)
    assert store_load_after_loss(hit_ratio, lost) == pytest.approx((1 - after) / (1 - hit_ratio))
