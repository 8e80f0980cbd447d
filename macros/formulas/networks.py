"""Networks: the waits that distance alone imposes."""

from __future__ import annotations

import math

from macros.units import Count, Metres, Seconds

_LIGHT = 299_792_458.0  # metres a second, in a vacuum
_FIBRE_INDEX = 1.468  # group index of standard single-mode fibre at 1,550 nm


def fibre_round_trip(distance: Metres) -> Seconds:
    """The least time there and back by fibre: 2 × distance × 1.468 / speed of light.

    1.468 is the group index of standard single-mode fibre (ITU-T G.652 type). A floor: the cable is taken to be as long
    as the distance, and switches, queues and the work at the far end take no time.
    """
    return Seconds(2 * distance * _FIBRE_INDEX / _LIGHT)


def waits_in_turn(each: Seconds, count: Count) -> Seconds:
    """Waits that follow one another, because each needs the answer of the one before: each × count."""
    return Seconds(each * count)


def gossip_rounds(nodes: Count) -> Count:
    """Rounds until all of so many nodes know what one knew, when each knower tells one random node a round.

    Steps I' = n - (n - I) exp(-I / n) from I = 1 until less than half a node is left, which the number of knowers obeys
    closely; it comes to log2 n + ln n and about one more. No lost messages, synchronous rounds, more than a few nodes.
    Source: Pittel 1987, "On Spreading a Rumor".
    """
    knowers, rounds = 1.0, 0
    while nodes - knowers >= 0.5:
        knowers = nodes - (nodes - knowers) * math.exp(-knowers / nodes)
        rounds += 1
    return Count(rounds)
