"""Distance, against the rule of thumb for fibre and sums by hand."""

from __future__ import annotations

import math
import random

import pytest

from macros.formulas import networks


def test_fibre_takes_about_a_millisecond_there_and_back_for_each_100_km() -> None:
    # By hand: light does 204,218 km a second at index 1.468, so 200 km take 0.979 ms.
    assert networks.fibre_round_trip(100_000) == pytest.approx(0.000979, rel=0.001)


def test_an_ocean_costs_what_physics_says() -> None:
    # By hand: 6,500 km there and back are 13,000 / 204,218 s.
    assert networks.fibre_round_trip(6_500_000) == pytest.approx(0.06366, rel=0.001)


def test_twice_as_far_takes_twice_as_long() -> None:
    assert networks.fibre_round_trip(2_000_000) == pytest.approx(2 * networks.fibre_round_trip(1_000_000))
    assert networks.fibre_round_trip(0) == 0


def test_waits_in_turn_add_up() -> None:
    # By hand: five statements of 64 ms.
    assert networks.waits_in_turn(0.064, 5) == pytest.approx(0.32)


def _told_everybody(nodes: int, chance: random.Random) -> int:
    knowers, rounds = {0}, 0
    while len(knowers) < nodes:
        knowers |= {(node + chance.randrange(1, nodes)) % nodes for node in knowers}
        rounds += 1
    return rounds


def test_gossip_takes_as_many_rounds_as_a_simulation_of_it() -> None:
    chance = random.Random(5)
    for nodes in (75, 300):
        seen = [_told_everybody(nodes, chance) for _ in range(60)]
        assert networks.gossip_rounds(nodes) == pytest.approx(sum(seen) / len(seen), abs=1)


def test_gossip_grows_with_the_logarithm() -> None:
    # Pittel: log2 n + ln n + O(1). For 75 nodes 10.5, for 10,000 nodes 22.5.
    for nodes in (75, 1_000, 10_000):
        assert 0 < networks.gossip_rounds(nodes) - (math.log2(nodes) + math.log(nodes)) < 2
    assert networks.gossip_rounds(1) == 0
