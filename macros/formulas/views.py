"""Derived results: what it costs to keep them, what it costs not to, and where the two meet."""

from __future__ import annotations

from macros.units import Count, Seconds


def grouping_sets(dimensions: Count, grains: Count) -> Count:
    """Rows of a full cube that one event belongs to: 2^dimensions × grains.

    One for each subset of the dimensions, the empty one and the full one among them, at each grain of time.
    Source: Gray and others 1997.
    """
    return Count(2**dimensions * grains)


def flip_reads_per_write(updates: Count, update: Seconds, compute: Seconds, look_up: Seconds) -> Count:
    """Reads for each write from which computing ahead is less work: updates × update / (compute - look-up).

    A write causes so many updates of derived rows; a read saves the computing and pays a look-up. Work only: it says
    nothing of how long a reader waits, and counts storage as free.
    """
    if compute <= look_up:
        raise ValueError("a look-up that is not cheaper than computing never pays")
    return Count(updates * update / (compute - look_up))


def work_on_read(reads: Count, compute: Seconds) -> Seconds:
    """Work when each read computes the answer: reads × compute."""
    return Seconds(reads * compute)


def work_ahead(writes: Count, updates: Count, update: Seconds, reads: Count, look_up: Seconds) -> Seconds:
    """Work when writes keep the answer ready: writes × updates × update + reads × look-up.

    For a job that sums in memory, `writes` is the number of flushes that touch the row, not of events.
    """
    return Seconds(writes * updates * update + reads * look_up)
