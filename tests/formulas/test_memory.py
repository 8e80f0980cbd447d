"""Memory: sums by hand and `used_memory` of Redis 7.0.15 over 2,000 sets, 19-digit members."""

import pytest

from macros.formulas import memory


@pytest.mark.parametrize(("entries", "measured"), [(500, 63_597), (800, 102_887)])
def test_skiplist_set_is_within_two_percent_of_redis(entries: int, measured: int) -> None:
    assert memory.skiplist_set_bytes(entries, 19) == pytest.approx(measured, rel=0.02)


def test_skiplist_set_is_the_sum_of_its_parts() -> None:
    # 32 for the string, 32 for the hash entry, 48 + 16 / 3 for the node, 8 × 512 for the table
    assert memory.skiplist_set_bytes(500, 19) == pytest.approx(500 * (32 + 32 + 48 + 16 / 3) + 4_096, rel=1e-6)


def test_skiplist_set_pays_for_the_table_in_jumps() -> None:
    grown = memory.skiplist_set_bytes(513, 19) - memory.skiplist_set_bytes(512, 19)
    assert grown == pytest.approx(117.33 + 8 * 512, rel=1e-3)
