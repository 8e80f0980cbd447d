from __future__ import annotations

import pytest

from macros.formulas.engines import leveled_rewrite, merge_levels, page_rewrite, rewrite_ratio
from macros.units import Bytes, Count, Times

MB, TB = 1e6, 1e12


def test_one_small_row_writes_its_page() -> None:
    assert page_rewrite(Bytes(16_384), Bytes(200)) == pytest.approx(81.92)  # 16 KiB by hand
    assert page_rewrite(Bytes(16_384), Bytes(16_384)) == 1


def test_levels_by_hand() -> None:
    # 1 TB over 250 MB is 4,000: 2.5, 25, 250 GB and 2.5 TB are four levels below the first.
    assert merge_levels(Bytes(TB), Bytes(250 * MB), Count(10)) == 4
    assert merge_levels(Bytes(250 * MB), Bytes(250 * MB), Count(10)) == 0
    assert merge_levels(Bytes(MB), Bytes(250 * MB), Count(10)) == 0


@pytest.mark.parametrize("fanout", [2, 4, 8, 10])
def test_a_larger_fanout_needs_no_more_levels(fanout: int) -> None:
    narrow = merge_levels(Bytes(TB), Bytes(100 * MB), Count(fanout))
    assert merge_levels(Bytes(TB), Bytes(100 * MB), Count(fanout + 1)) <= narrow


def test_leveled_rewrite_by_hand() -> None:
    assert leveled_rewrite(Bytes(TB), Bytes(250 * MB), Count(10)) == 42  # flush, first level, 4 × 10
    assert leveled_rewrite(Bytes(250 * MB), Bytes(250 * MB), Count(10)) == 2


def test_at_the_ratio_of_changed_rows_both_write_the_same() -> None:
    page, leveled = page_rewrite(Bytes(16_384), Bytes(200)), leveled_rewrite(Bytes(TB), Bytes(250 * MB), Count(10))
    assert page / rewrite_ratio(page, leveled) == pytest.approx(leveled)
    assert rewrite_ratio(Times(84), Times(42)) == 2
