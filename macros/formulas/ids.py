"""Ids: how many a layout holds, how long its clock lasts, and how soon random ones collide."""

from __future__ import annotations

import math

from macros.units import Bits, Count, PerSecond, Seconds, Share


def id_space(size: Bits) -> Count:
    """How many values so many bits can hold: 2^bits."""
    return Count(2**size)


def code_space(alphabet: Count, length: Count) -> Count:
    """How many codes of this length an alphabet gives: alphabet^length."""
    return Count(alphabet**length)


def sequence_rate(sequence: Bits, tick: Seconds) -> PerSecond:
    """The most ids one generator can make: 2^sequence bits / tick of its clock.

    The sequence starts again with each tick, and a generator that has used it up waits for the next one.
    """
    return PerSecond(2**sequence / tick)


def clock_lasts(timestamp: Bits, tick: Seconds) -> Seconds:
    """How long a timestamp field lasts from its epoch: 2^timestamp bits × tick."""
    return Seconds(2**timestamp * tick)


def id_collision_chance(items: Count, space: Count) -> Share:
    """The chance that any two of so many random ids are equal: 1 - e^(-n (n - 1) / (2 N)).

    The birthday bound: even, independent choices, and a space much larger than the number of items.
    """
    return Share(-math.expm1(-items * (items - 1) / (2 * space)))


def items_until_collision(chance: Share, space: Count) -> Count:
    """How many random ids have this chance of a collision among them: √(2 N ln(1 / (1 - p))).

    `id_collision_chance` solved for the items, with n² for n (n - 1).
    """
    return Count(math.sqrt(-2 * space * math.log1p(-chance)))


def expected_pairs(items: Count, space: Count) -> Count:
    """How many pairs of so many random ids are expected to be equal: n (n - 1) / 2 / N."""
    return Count(items * (items - 1) / 2 / space)


def first_in_tick_share(rate: PerSecond, tick: Seconds) -> Share:
    """The share of ids that are the first of their tick: (1 - e^(-rate × tick)) / (rate × tick).

    For one generator whose requests come at random (Poisson) and whose sequence begins at zero in each tick: so many
    of its ids end in a sequence of zero.
    """
    expected = rate * tick
    return Share(-math.expm1(-expected) / expected)


def code_length(size: Bits, alphabet: Count) -> Count:
    """The characters that any number of so many bits needs: bits / log2(alphabet), rounded up.

    For the largest numbers; a smaller one written without leading zeros is shorter.
    """
    return Count(math.ceil(size / math.log2(alphabet)))
