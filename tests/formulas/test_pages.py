"""Paging: sums by hand, small lists walked row by row, and one run on a database."""

import pytest

from macros.formulas import pages


def test_offset_counts_what_it_throws_away() -> None:
    assert pages.offset_rows(1_000_000, 20) == 1_000_020  # EXPLAIN ANALYZE, PostgreSQL 15: rows=1000020
    assert pages.offset_work(1_000_000, 20) == 50_001
    assert pages.offset_work(0, 20) == 1
    assert pages.offset_work(46 * 20, 20) == 47  # page 47 costs 47 first pages


def test_every_shard_returns_the_rows_before_the_page() -> None:
    assert pages.offset_rows_on_shards(16, 10_000, 20) == 160_320
    assert pages.offset_rows_on_shards(1, 10_000, 20) == pages.offset_rows(10_000, 20)


@pytest.mark.parametrize(("rows", "page"), [(10, 3), (10, 5), (7, 7), (7, 100), (1, 1)])
def test_walk_by_offset_is_the_sum_over_its_pages(rows: int, page: int) -> None:
    produced = sum(min(offset + page, rows) for offset in range(0, rows, page))
    assert pages.offset_walk_rows(rows, page) == produced


def test_walk_by_offset_grows_with_the_square() -> None:
    assert pages.offset_walk_rows(1_000_000, 1_000) == 500_500_000  # 1,000 × (1 + 2 + … + 1,000)
    assert pages.offset_walk_rows(200_000, 1_000) / pages.offset_walk_rows(100_000, 1_000) == pytest.approx(4, rel=0.01)


@pytest.mark.parametrize(("page", "equal"), [(20, 8), (7, 5), (20, 50), (20, 5), (3, 1), (4, 5)])
def test_strictly_beyond_skips_the_rest_of_the_last_group(page: int, equal: int) -> None:
    groups = 20 * page
    keys = [row // equal for row in range(groups * equal)]
    shown, last = 0, -1
    while rest := [key for key in keys if key > last][:page]:
        shown, last = shown + len(rest), rest[-1]
    assert pages.lost_at_equal_keys(page, equal) == pytest.approx(1 - shown / len(keys), abs=0.01)


def test_lost_share_of_a_run() -> None:
    # PostgreSQL 15, five rows a second, pages of seven with `created_at < :last`: 700 shown of 1,000 that exist
    assert pages.lost_at_equal_keys(7, 5) == pytest.approx(0.3)
    assert pages.lost_at_equal_keys(20, 1) == 0
