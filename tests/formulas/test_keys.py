"""Group keys, against counts made by hand."""

from __future__ import annotations

import pytest

from macros.formulas import keys


def test_three_members_need_six_messages_and_one_needs_none() -> None:
    # By hand: a to b and c, b to a and c, c to a and b.
    assert keys.keys_to_each_other(3) == 6
    assert keys.keys_to_each_other(1) == 0


def test_the_tree_of_eight_has_three_levels_and_a_ninth_member_adds_one() -> None:
    # By hand: 2³ = 8; nine leaves do not fit under three levels. 2¹⁰ = 1,024 holds a thousand.
    assert keys.key_tree_depth(8) == 3
    assert keys.key_tree_depth(9) == 4
    assert keys.key_tree_depth(1_000) == 10


@pytest.mark.parametrize("members", [4, 16, 256, 4096])
def test_doubling_the_group_adds_one_key_and_quadruples_the_messages(members: int) -> None:
    # Law: a logarithm against a square.
    assert keys.key_tree_depth(2 * members) == keys.key_tree_depth(members) + 1
    ratio = keys.keys_to_each_other(2 * members) / keys.keys_to_each_other(members)
    assert 4 < ratio < 5


def test_two_people_with_a_phone_and_a_laptop_need_three_copies() -> None:
    # By hand: from Alice's phone to Alice's laptop, Bob's phone and Bob's laptop.
    assert keys.copies_to_devices(2, 2) == 3
    assert keys.copies_to_devices(1, 1) == 0
    assert keys.copies_to_devices(256, 2) == 511
