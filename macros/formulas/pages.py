"""Pages of a long list: rows that are produced to be thrown away, and rows that fall between two pages."""

from __future__ import annotations

import math

from macros.units import Count, Share, Times


def offset_rows(offset: Count, limit: Count) -> Count:
    """Rows a database produces for one page by offset: offset + limit. The first `offset` of them are thrown away.

    Assumes an index in the order of the page, so that nothing has to be sorted, and a list at least that long.
    """
    return Count(offset + limit)


def offset_work(offset: Count, limit: Count) -> Times:
    """Rows produced for a page by offset, over the rows shown: (offset + limit) / limit."""
    return Times((offset + limit) / limit)


def offset_rows_on_shards(shards: Count, offset: Count, limit: Count) -> Count:
    """Rows that a coordinator merges for one page by offset: shards × (offset + limit).

    All rows before the page may lie on one shard, so each must return as many as if it were alone.
    """
    return Count(shards * (offset + limit))


def offset_walk_rows(rows: Count, page: Count) -> Count:
    """Rows produced to read a whole list page by page with offsets: the sum of min(i × page, rows) over all pages i.

    About rows² / (2 × page). By keyset it is `rows`.
    """
    pages = math.ceil(rows / page)
    return Count(page * pages * (pages - 1) / 2 + rows)


def lost_at_equal_keys(page: Count, equal: Count) -> Share:
    """The share of rows never shown when the next page asks for keys strictly beyond the last one shown.

    `equal` rows share each key. A page of p rows ends inside a group unless p is a multiple of the group, and the rest
    of that group is skipped: of each ceil(p / g) × g rows, p are shown.
    """
    return Share(1 - page / (math.ceil(page / equal) * equal))
