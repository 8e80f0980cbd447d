"""Duplicates, replays and freshness of streams, against values worked out by hand."""

from __future__ import annotations

import pytest

from macros.formulas import streams


@pytest.mark.parametrize(
    ("copies", "extra"),
    # By hand for one id: copy 1 enters the filter and is counted, copy 2 enters the store and is counted, copy 3 is
    # dropped.
    [(1, 0), (2, 1), (3, 1), (5, 1)],
)
def test_filter_first_counts_the_first_duplicate_of_every_id(copies: int, extra: int) -> None:
    assert streams.extra_counted_filter_first(1, copies) == extra
    assert streams.extra_counted_filter_first(1000, copies) == 1000 * extra


@pytest.mark.parametrize("copies", [1, 2, 3, 5])
def test_store_first_counts_every_id_once(copies: int) -> None:
    assert streams.extra_counted_store_first(1000, copies) == 0


def test_replay_with_one_crash() -> None:
    # By hand: 750 - 600 = 150 events are replayed. Marks outside: they are dropped, 1000 - 150. Counter outside: they
    # are added again, 1000 + 150. One snapshot: neither.
    assert streams.counted_marks_outside(1000, 600, 750) == 850
    assert streams.counted_increments_outside(1000, 600, 750) == 1150
    assert streams.counted_one_snapshot(1000, 600, 750) == 1000


@pytest.mark.parametrize(("checkpoint", "crash"), [(0, 0), (0, 1000), (500, 500), (999, 1000), (1000, 1000)])
def test_replay_loses_or_repeats_exactly_what_lies_between_checkpoint_and_crash(checkpoint: int, crash: int) -> None:
    # A crash after the last event is never met: the job has ended.
    between = crash - checkpoint if crash < 1000 else 0
    assert streams.counted_marks_outside(1000, checkpoint, crash) == 1000 - between
    assert streams.counted_increments_outside(1000, checkpoint, crash) == 1000 + between
    assert streams.counted_one_snapshot(1000, checkpoint, crash) == 1000


def test_replay_refuses_a_checkpoint_after_the_crash() -> None:
    with pytest.raises(ValueError, match="checkpoint"):
        streams.counted_marks_outside(1000, 800, 750)


@pytest.mark.parametrize(
    ("late", "by_event_time", "by_arrival"),
    # Horizon 1 h, copies a minute apart. On time: the mark lasts until 3600 s, all three arrive before. 3590 s late:
    # the second arrives at 3650 s, the mark has expired at 3600 s, and so has every later one. Two hours late: none
    # holds.
    [(0, 1, 1), (3590, 3, 1), (7200, 3, 1)],
)
def test_marks_by_event_time_count_late_copies_again(late: int, by_event_time: int, by_arrival: int) -> None:
    assert streams.copies_counted_marks_by_event_time(3, 60, late, 3600) == by_event_time
    assert streams.copies_counted_marks_by_arrival(3, 60, late, 3600) == by_arrival


def test_marks_by_arrival_expire_too() -> None:
    # Copies two hours apart, kept for one hour: nothing is recognised.
    assert streams.copies_counted_marks_by_arrival(3, 7200, 0, 3600) == 3


def test_publishing_once_an_interval() -> None:
    # A one-minute window, closed 30 s later: 60 + 30, 30 + 30, and (90 - 60) / 60 = half later than a minute.
    assert streams.worst_publish_age(60, 30) == 90
    assert streams.mean_publish_age(60, 30) == 60
    assert streams.share_published_later(60, 30, 60) == 0.5
    assert streams.share_published_later(60, 30, 90) == 0
    assert streams.share_published_later(60, 30, 10) == 1


def test_snapshot_and_log() -> None:
    # 48 GB every 30 s = 1.6 GB/s; 2.3e6 × 200 B × 86,400 s × 7 × 3 = 8.346e14 B
    assert streams.snapshot_rate(48e9, 30) == 1.6e9
    assert streams.log_bytes(2.3e6, 200, 7 * 86_400, 3) == pytest.approx(834.6e12, rel=1e-3)


def test_catching_up_takes_longer_the_less_is_spare() -> None:
    # Twice the arrival rate: the backlog drains as fast as it grew. A tenth to spare: ten times as long.
    assert streams.catch_up_time(600, 2) == 600
    assert streams.catch_up_time(600, 1.1) == pytest.approx(6000)
    with pytest.raises(ValueError, match="never"):
        streams.catch_up_time(600, 1)


@pytest.mark.parametrize(
    ("events", "error"),
    # By hand for one in ten: √(0.9 / (0.1 × 1000)) = √0.009 = 0.0949, and so on.
    [(100, 0.3), (1000, 0.0949), (10_000, 0.03), (100_000, 0.00949)],
)
def test_sampling_error(events: int, error: float) -> None:
    assert streams.sampled_count_error(0.1, events) == pytest.approx(error, rel=2e-3)


def test_sampling_everything_has_no_error() -> None:
    assert streams.sampled_count_error(1, 1000) == 0


def test_hash_collisions() -> None:
    # Birthday: 23 people, 365 days is 253 pairs / 365 = 0.693; here 2^8 = 256 values: 253 / 256.
    assert streams.expected_hash_collisions(23, 8) == pytest.approx(253 / 256)
    # (8.28e9)² / 2 / 1.845e19 = 1.86
    assert streams.expected_hash_collisions(8.28e9, 64) == pytest.approx(1.858, rel=1e-3)
    assert streams.expected_hash_collisions(8.28e9, 128) < 1e-18


def test_runs_that_read_all_so_far() -> None:
    # By hand: three runs with one event before each read 1 + 2 + 3 = 6 events, two for each.
    assert streams.mean_reads_so_far(3) == 2
    assert streams.mean_reads_so_far(24) == 12.5


@pytest.mark.parametrize("runs", [1, 2, 7, 24])
def test_mean_reads_is_what_counting_gives(runs: int) -> None:
    reads = [sum(run >= event for run in range(runs)) for event in range(runs)]
    assert streams.mean_reads_so_far(runs) == sum(reads) / runs


@pytest.mark.parametrize(
    ("window", "bound", "lateness", "held"),
    # By hand for minutes, no bound, no lateness: only the one that is open. With 30 s the last one is kept beside it
    # for half of the time. With an hour of lateness sixty more are kept.
    [(60, 0, 0, 1), (60, 30, 0, 2), (60, 60, 0, 2), (60, 0, 3600, 61), (60, 30, 3600, 62), (60, 30, 86_400, 1442)],
)
def test_windows_held(window: float, bound: float, lateness: float, held: int) -> None:
    assert streams.windows_held(window, bound, lateness) == held


@pytest.mark.parametrize(("bound", "lateness"), [(0, 0), (30, 0), (30, 3600), (17, 95)])
def test_windows_held_is_what_counting_gives(bound: int, lateness: int) -> None:
    newest = range(10_000, 10_120)  # each second of two minutes, as the newest event
    most = max(
        sum(60 * k <= now and 60 * (k + 1) + lateness > now - bound for k in range(now // 60 + 1)) for now in newest
    )
    assert streams.windows_held(60, bound, lateness) == most


def test_a_fast_clock_costs_its_lead_less_what_the_job_tolerates() -> None:
    # 86,400 - 60 - 30 - 3,600 = 82,710 s = 22.975 h; a clock ten minutes fast stays within an hour of lateness.
    assert streams.lost_behind_fast_clock(86_400, 60, 30, 3600) == 82_710
    assert streams.lost_behind_fast_clock(600, 60, 30, 3600) == 0


def test_the_last_of_equal_writers_wins() -> None:
    assert streams.share_lost_last_wins(1) == 0
    assert streams.share_lost_last_wins(20) == pytest.approx(0.95)
