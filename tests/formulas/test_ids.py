"""Ids: values from their definitions, from RFC 9562 and from simulation."""

from __future__ import annotations

import math
import random

import pytest

from macros.formulas import ids


def test_snowflake_fields() -> None:
    # Twitter's README: 4,096 a machine and millisecond, 1,024 machines, 69 years.
    assert ids.id_space(12) == 4_096
    assert ids.id_space(10) == 1_024
    assert ids.sequence_rate(12, 0.001) == pytest.approx(4_096_000)
    assert ids.clock_lasts(41, 0.001) / (365.25 * 86_400) == pytest.approx(69.68, abs=0.01)


def test_a_snowflake_outgrows_javascript_in_a_month() -> None:
    # 22 low bits leave 31 of 53 for milliseconds. By hand: 2,147,483.648 s / 86,400 = 24.86 days.
    assert ids.clock_lasts(53 - 22, 0.001) / 86_400 == pytest.approx(24.855, abs=0.001)


def test_seven_letters_of_sixty_two() -> None:
    assert ids.code_space(62, 7) == 3_521_614_606_208


def test_birthdays() -> None:
    # The classic problem: 23 people, 365 days, 50.7 % exactly; the bound without its cubic term gives 50.0 %.
    assert ids.id_collision_chance(23, 365) == pytest.approx(0.5000, abs=0.0001)
    # Review of the source: 2.71e18 version-4 ids for an even chance, 9.4e-14 at 1e12, 2.6e-11 for 1e6 in 74 bits.
    assert ids.items_until_collision(0.5, 2**122) == pytest.approx(2.71e18, rel=0.002)
    assert ids.id_collision_chance(1e12, 2**122) == pytest.approx(9.4e-14, rel=0.01)
    assert ids.id_collision_chance(1e6, 2**74) == pytest.approx(2.6e-11, rel=0.02)


def test_the_two_birthday_formulas_agree() -> None:
    for chance in (0.001, 0.1, 0.5, 0.99):
        items = ids.items_until_collision(chance, 1e12)
        assert ids.id_collision_chance(items, 1e12) == pytest.approx(chance, rel=0.001)


def test_pairs_and_chances_agree_while_both_are_small() -> None:
    assert ids.expected_pairs(1_000, 1e12) == pytest.approx(ids.id_collision_chance(1_000, 1e12), rel=1e-5)
    assert ids.expected_pairs(4, 12) == pytest.approx(0.5)  # six pairs, each equal once in twelve


def test_first_in_tick_matches_a_simulation() -> None:
    chance = random.Random(4)
    first = made = 0
    for _ in range(200_000):  # ticks of 1 ms at 1,000 a second: arrivals until the tick is over
        at, count = chance.expovariate(1.0), 0
        while at < 1:
            count += 1
            at += chance.expovariate(1.0)
        made += count
        first += count > 0
    assert ids.first_in_tick_share(1_000, 0.001) == pytest.approx(first / made, abs=0.005)
    assert ids.first_in_tick_share(1_000, 0.001) == pytest.approx(1 - 1 / math.e)


def test_quiet_generators_nearly_always_make_the_first_id() -> None:
    shares = [ids.first_in_tick_share(rate, 0.001) for rate in (1, 100, 1_000, 100_000)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(1, abs=0.001)


def test_code_length_of_common_sizes() -> None:
    # By hand: Base62 carries 5.954 bits a character, so 64 bits need 10.75 and 41 bits 6.89; hexadecimal carries four.
    assert ids.code_length(64, 62) == 11
    assert ids.code_length(41, 62) == 7
    assert ids.code_length(128, 16) == 32
