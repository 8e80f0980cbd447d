"""Streams: what is counted when events come twice or a job goes back, how fresh results are, what catching up costs."""

from __future__ import annotations

import math

from macros.units import Bits, Bytes, BytesPerSecond, Count, PerSecond, Seconds, Share, Times


def extra_counted_filter_first(ids: Count, copies: Count) -> Count:
    """Duplicates that are counted when the exact store is written only after the filter says 'maybe seen'.

    Simulation: every id is sent `copies` times. An id that the filter does not know is added to the filter and
    counted. An id that it knows goes to the store with insert-if-absent: an insert that succeeds is taken for a false
    positive and counted. The filter is perfect, which is the best case. Result: counted events minus ids.
    """
    filter_, store, counted = set[int](), set[int](), 0
    for _ in range(int(copies)):
        for event in range(int(ids)):
            if event not in filter_:
                filter_.add(event)
                counted += 1
            elif event not in store:
                store.add(event)
                counted += 1
    return Count(counted - int(ids))


def extra_counted_store_first(ids: Count, copies: Count) -> Count:
    """Duplicates that are counted when the exact store learns every id at first sight and the filter only saves reads.

    Simulation of the same stream as `extra_counted_filter_first`, with one write more for each new id.
    """
    filter_, store, counted = set[int](), set[int](), 0
    for _ in range(int(copies)):
        for event in range(int(ids)):
            if event not in filter_:
                filter_.add(event)
                store.add(event)
                counted += 1
            elif event not in store:
                store.add(event)
                counted += 1
    return Count(counted - int(ids))


def counted_marks_outside(events: Count, checkpoint: Count, crash: Count) -> Count:
    """Events counted after a crash when the marks 'seen' live outside the checkpoint.

    Simulation: different events, one checkpoint after `checkpoint` of them, a crash after `crash`. Count and position
    in the log go back to the checkpoint, the marks do not, and the replayed events are dropped as duplicates.
    """
    return _replay(events, checkpoint, crash, marks_inside=False, count_inside=True)


def counted_one_snapshot(events: Count, checkpoint: Count, crash: Count) -> Count:
    """Events counted after a crash when position, marks and count are one snapshot and go back together.

    The simulation of `counted_marks_outside` with the marks inside the checkpoint.
    """
    return _replay(events, checkpoint, crash, marks_inside=True, count_inside=True)


def counted_increments_outside(events: Count, checkpoint: Count, crash: Count) -> Count:
    """Events counted after a crash when the job adds one to a counter in another store for each event it lets through.

    The simulation of `counted_marks_outside` with the marks inside the checkpoint and the counter outside: the position
    goes back, the counter does not, and the replayed events are added again.
    """
    return _replay(events, checkpoint, crash, marks_inside=True, count_inside=False)


def _replay(events: float, checkpoint: float, crash: float, *, marks_inside: bool, count_inside: bool) -> Count:
    if not checkpoint <= crash <= events:
        raise ValueError("the checkpoint must come before the crash, and the crash before the last event")
    marks, count, position = set[int](), 0, 0
    saved: tuple[int, frozenset[int], int] = (0, frozenset(), 0)
    crashed = False
    while position < int(events):
        if position == int(checkpoint) and not crashed:
            saved = (position, frozenset(marks), count)
        if position == int(crash) and not crashed:
            crashed = True
            position = saved[0]
            marks = set(saved[1]) if marks_inside else marks
            count = saved[2] if count_inside else count
            continue
        if position not in marks:
            marks.add(position)
            count += 1
        position += 1
    return Count(count)


def copies_counted_marks_by_event_time(copies: Count, gap: Seconds, late: Seconds, horizon: Seconds) -> Count:
    """How many copies of one event are counted when its mark expires a horizon after the time the event happened.

    Simulation: the first copy arrives `late` after the event, the others one `gap` after another. A copy is dropped
    when a mark is there that has not expired; a copy that is counted sets the mark. An event later than the horizon is
    counted with every copy, since its mark has expired before it is set.
    """
    return _marks(copies, gap, late, horizon, by_arrival=False)


def copies_counted_marks_by_arrival(copies: Count, gap: Seconds, late: Seconds, horizon: Seconds) -> Count:
    """How many copies of one event are counted when its mark expires a horizon after the first copy arrived.

    The simulation of `copies_counted_marks_by_event_time` with the other clock: lateness plays no part.
    """
    return _marks(copies, gap, late, horizon, by_arrival=True)


def _marks(copies: float, gap: float, late: float, horizon: float, *, by_arrival: bool) -> Count:
    counted, expires = 0, -math.inf
    for copy in range(int(copies)):
        now = late + copy * gap  # the event happened at 0
        if now < expires:
            continue
        counted += 1
        expires = (now if by_arrival else 0) + horizon
    return Count(counted)


def worst_publish_age(interval: Seconds, delay: Seconds) -> Seconds:
    """The age at which the first event of an interval is seen: interval + delay.

    For results that appear once an interval, a delay after its end: a window and its watermark bound, or a transaction
    that commits with a checkpoint and the time the checkpoint takes.
    """
    return Seconds(interval + delay)


def mean_publish_age(interval: Seconds, delay: Seconds) -> Seconds:
    """The mean age at which an event is seen: interval / 2 + delay. Events are spread evenly over the interval."""
    return Seconds(interval / 2 + delay)


def share_published_later(interval: Seconds, delay: Seconds, limit: Seconds) -> Share:
    """The share of events seen later than a limit: (interval + delay - limit) / interval, between 0 and 1.

    Events are spread evenly over the interval, as in `mean_publish_age`.
    """
    return Share(min(max((interval + delay - limit) / interval, 0.0), 1.0))


def snapshot_rate(state: Bytes, interval: Seconds) -> BytesPerSecond:
    """Bytes a second to copy the whole state once an interval: state / interval. Incremental snapshots copy less."""
    return BytesPerSecond(state / interval)


def log_bytes(rate: PerSecond, each: Bytes, kept: Seconds, copies: Count) -> Bytes:
    """Bytes of a replicated log: rate × message size × time kept × copies. No compression, no index files."""
    return Bytes(rate * each * kept * copies)


def catch_up_time(outage: Seconds, capacity: Times) -> Seconds:
    """How long the backlog of an outage takes to drain: outage / (capacity - 1).

    `capacity` is how many times the arrival rate the job can process; arrivals go on meanwhile.
    """
    if capacity <= 1:
        raise ValueError("a job without spare capacity never catches up")
    return Seconds(outage / (capacity - 1))


def sampled_count_error(share: Share, events: Count) -> Share:
    """The relative standard error of a count estimated from a sample: √((1 - p) / (p N)).

    Every event is kept with chance p, independently, and the sampled count is divided by p. Two standard errors to
    either side hold the true count about 95 times in 100. Source: Horvitz and Thompson 1952, for equal chances.
    """
    return Share(math.sqrt((1 - share) / (share * events)))


def expected_hash_collisions(items: Count, hash_size: Bits) -> Count:
    """Pairs of different items expected to share a hash: n (n - 1) / 2 / 2^bits. Even, independent hashes."""
    return Count(items * (items - 1) / 2 / 2**hash_size)


def mean_reads_so_far(runs: Count) -> Count:
    """How often an event is read on average when each of so many runs reads all that has come so far: (runs + 1) / 2.

    Events are spread evenly over the runs. One that comes before the first run is read by all of them, one before the
    last by one. A job that reads only what is new reads each event once.
    """
    return Count((runs + 1) / 2)


def windows_held(window: Seconds, bound: Seconds, lateness: Seconds) -> Count:
    """The most fixed windows of one key that a stream job holds at once: (window + bound + lateness) / window, rounded up.

    A window is held from its first event until the watermark, which runs a bound behind the newest event, has passed its
    end by the allowed lateness.
    """
    return Count(math.ceil(round((window + bound + lateness) / window, 9)))


def lost_behind_fast_clock(ahead: Seconds, window: Seconds, bound: Seconds, lateness: Seconds) -> Seconds:
    """How long a stream is late as a whole after a timestamp from the future: ahead - window - bound - lateness, or zero.

    The timestamp has moved the watermark of every input. An event of now is too late while its window's end plus the
    allowed lateness lies behind `ahead - bound`. It counts the window's full length, so it is the least that is lost.
    """
    return Seconds(max(ahead - window - bound - lateness, 0.0))


def share_lost_last_wins(writers: Count) -> Share:
    """The share of a total that vanishes when so many writers of equal parts overwrite one row: 1 - 1 / writers."""
    return Share(1 - 1 / writers)
