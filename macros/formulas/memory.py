"""Memory: what a structure in Redis takes, counted from its parts."""

from __future__ import annotations

import math

from macros.units import Bytes, Count

_QUANTUM = 16  # jemalloc hands out small blocks in steps of 16 bytes


def _block(size: float) -> float:
    return math.ceil(size / _QUANTUM) * _QUANTUM


def skiplist_set_bytes(entries: Count, member: Bytes) -> Bytes:
    """A Redis sorted set in its general form, a hash table beside a skip list.

    For each entry: the member as a string (two bytes more than its text, as long as it is shorter than 32), a
    hash-table entry of 24 bytes, and a node of 24 bytes with 16 for each level. One node in four has a second level,
    one in four of those a third. The table has 8 bytes a slot and as many slots as the next power of two. Each block
    is rounded up by the allocator. Sizes as in the source of Redis 7.0; key, header and object are left out, under
    1 kB together.
    """
    levels = range(1, 17)
    node = sum(0.75 * 0.25 ** (level - 1) * _block(24 + 16 * level) for level in levels)
    table = 8 * 2 ** math.ceil(math.log2(entries))
    return Bytes(entries * (_block(member + 2) + _block(24) + node) + table)
