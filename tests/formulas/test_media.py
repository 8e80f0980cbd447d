"""Media formulas: worked by hand, and the laws they must keep."""

from __future__ import annotations

import math
import random

import pytest

from macros.formulas import media
from macros.units import BytesPerSecond, Seconds

MBIT = 1e6 / 8  # bytes a second


def test_an_hour_at_two_megabits_is_nine_tenths_of_a_gigabyte() -> None:
    # 2 Mbit/s = 250 kB/s; × 3,600 s = 900 MB.
    assert media.stream_bytes(2 * MBIT, 3600) == pytest.approx(900e6)


def test_the_ladder_is_the_sum_of_its_rungs() -> None:
    # 0.3 + 0.7 + 1.5 + 2.8 + 5 = 10.3
    rungs = [BytesPerSecond(mbit * MBIT) for mbit in (0.3, 0.7, 1.5, 2.8, 5.0)]
    assert media.ladder_rate(*rungs) == pytest.approx(10.3 * MBIT)


def test_the_last_segment_may_be_short() -> None:
    # 20 s in segments of 6 s: 6, 6, 6, 2.
    assert media.segment_files(20, 6, 1) == 4
    assert media.segment_files(3600, 6, 5) == 3_000


def test_an_upload_as_long_as_the_mean_between_drops_survives_in_37_of_100() -> None:
    assert media.survives(300, 300) == pytest.approx(1 / math.e)
    assert media.survives(0, 300) == 1


def test_restarts_against_a_simulation_and_the_limits() -> None:
    # By hand: w = b, one part: 300 × (e - 1) = 515.5 s.
    assert media.time_with_restarts(300, 300, 1) == pytest.approx(515.48, rel=1e-4)
    # Many parts lose nothing: the bare work.
    assert media.time_with_restarts(300, 300, 1_000_000) == pytest.approx(300, rel=1e-5)
    chance = random.Random(5)
    total, runs = 0.0, 20_000
    for _ in range(runs):
        for _part in range(2):
            while (drop := chance.expovariate(1 / 300)) < 150:
                total += drop
            total += 150
    assert media.time_with_restarts(300, 300, 2) == pytest.approx(total / runs, rel=0.02)


def test_encoding_in_pieces_takes_whole_rounds() -> None:
    hour = Seconds(3600)
    # Alone: 3 s a second. 60 pieces on 60 workers: one round of 60 × 3 s. On 20: three rounds. On 59: two.
    assert media.encode_time(hour, hour, 3, 1) == 10_800
    assert media.encode_time(hour, 60, 3, 60) == 180
    assert media.encode_time(hour, 60, 3, 20) == 540
    assert media.encode_time(hour, 60, 3, 59) == 360


def test_a_buffer_at_half_the_bitrate_lasts_twice_as_long() -> None:
    # 20 s play while 10 s arrive, which play while 5 s arrive, and so on: 40 s.
    assert media.buffer_lasts(20, 5 * MBIT, 2.5 * MBIT) == pytest.approx(40)
    assert media.buffer_lasts(20, 5 * MBIT, 0) == 20


def test_views_that_pay_forty_cents() -> None:
    # 270 MB × $0.02 a GB = 0.54 cents a view; 40 / 0.54 = 74.07.
    assert media.views_that_pay(0.40, 270e6, 0.02) == pytest.approx(74.07, rel=1e-4)


def test_a_million_viewers_at_four_megabits_need_four_terabits() -> None:
    # 1,000,000 × 4 Mbit/s = 4,000,000 Mbit/s
    assert media.all_streams(1e6, BytesPerSecond(4 * MBIT)) == pytest.approx(4e6 * MBIT)


def test_edge_servers_are_rounded_up_and_exact_ones_are_not() -> None:
    # 100 / 40 = 2.5, so 3; 120 / 40 = 3.
    assert media.edge_servers(BytesPerSecond(100 * MBIT), BytesPerSecond(40 * MBIT)) == 3
    assert media.edge_servers(BytesPerSecond(120 * MBIT), BytesPerSecond(40 * MBIT)) == 3
