"""Keys of a group: what it takes to change them when somebody leaves."""

from __future__ import annotations

import math

from macros.units import Count


def keys_to_each_other(members: Count) -> Count:
    """Messages when each member gives every other one a new sender key: members × (members - 1).

    One device for each member, and no server that may see the keys, so each pair needs a message of its own in each
    direction.
    """
    return Count(members * (members - 1))


def key_tree_depth(members: Count) -> Count:
    """Keys on the way from one member to the root of a balanced binary tree: log2 of the members, rounded up.

    That many new keys replace all that a leaver knew, if every branch beside the path is filled. A tree with blank
    nodes needs more, in the worst case one for each member. Source: RFC 9420, TreeKEM.
    """
    return Count(math.ceil(math.log2(members)))


def copies_to_devices(members: Count, devices: Count) -> Count:
    """Ciphertexts of one message when each device of the group gets its own: members × devices - 1.

    Every member has as many devices, and only the sending device itself needs no copy: the sender's other devices do.
    """
    return Count(members * devices - 1)
