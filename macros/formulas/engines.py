"""Storage engines: how many bytes reach the disk for each byte a client writes."""

from __future__ import annotations

import math

from macros.units import Bytes, Count, Times


def page_rewrite(page: Bytes, row: Bytes) -> Times:
    """Write amplification of a B-tree when one row of a page changed: page / row.

    Assumes random updates of data much larger than memory, so that the page is written with a single change in it.
    Leaves out the log and any second copy of the page.
    """
    return Times(page / row)


def merge_levels(data: Bytes, first_level: Bytes, fanout: Count) -> Count:
    """Levels of a leveled LSM tree below its first: log of (data / first level) to the base fanout, rounded up.

    Assumes that each level is fanout times the size of the one above. Source: Luo and Carey 2020.
    """
    return Count(max(0, math.ceil(math.log(data / first_level, fanout))))


def leveled_rewrite(data: Bytes, first_level: Bytes, fanout: Count) -> Times:
    """Write amplification of a leveled LSM tree, at most: 2 + levels below the first × fanout.

    The flush and the merge into the first level write a byte once each; each level below merges it with up to
    fanout bytes that are there. Leaves out the log. Source: the leveling write cost of Luo and Carey 2020.
    """
    return Times(2 + merge_levels(data, first_level, fanout) * fanout)


def rewrite_ratio(page: Times, leveled: Times) -> Times:
    """How much more a B-tree writes than an LSM tree: page rewrite / leveled rewrite.

    It is also the number of rows that must change on a page between two writes of it for both to write the same.
    """
    return Times(page / leveled)
