"""Caches: what a hit ratio gives, where it comes from, and what its loss costs."""

from __future__ import annotations

import math

from macros.units import Bytes, PerSecond, Seconds, Share, Times


def mean_latency(hit_ratio: Share, hit: Seconds, miss: Seconds) -> Seconds:
    """The mean time of a read: h × hit + (1 - h) × miss.

    `miss` is the whole time of a missed read, the look-up in the cache included. A mean: percentiles above the hit
    ratio are still those of a miss.
    """
    return Seconds(hit_ratio * hit + (1 - hit_ratio) * miss)


def store_load_after_loss(hit_ratio: Share, lost: Share) -> Times:
    """How many times the store's load grows when a share of the entries is lost: (1 - h (1 - lost)) / (1 - h).

    With all of them lost it is 1 / (1 - h). Assumes that reads fall evenly on what was lost and what was kept, that
    all of the store's load is misses, and nothing refilled yet.
    """
    return Times((1 - hit_ratio * (1 - lost)) / (1 - hit_ratio))


def hit_ratio_after_loss(hit_ratio: Share, lost: Share) -> Share:
    """The hit ratio just after a share of the entries is lost: h × (1 - lost).

    Assumes that reads fall evenly on what was lost and what was kept, and nothing refilled yet.
    """
    return Share(hit_ratio * (1 - lost))


def hit_ratio_with_deletes(reads: PerSecond, writes: PerSecond) -> Share:
    """The share of a key's reads that hit when each write deletes it: reads / (reads + writes).

    Assumes that reads and writes of the key arrive independently of each other (Poisson), no expiry and no eviction:
    a read misses when the last event before it was a write.
    """
    return Share(reads / (reads + writes))


def hit_ratio_with_ttl(reads: PerSecond, ttl: Seconds) -> Share:
    """The share of a key's reads that hit when entries live for the TTL: reads × ttl / (1 + reads × ttl).

    Assumes that reads arrive independently (Poisson), no writes and no eviction: a miss opens a TTL, in which
    reads × ttl further reads are expected to hit.
    """
    return Share(reads * ttl / (1 + reads * ttl))


def stale_share_with_ttl(writes: PerSecond, ttl: Seconds) -> Share:
    """The share of hits that are out of date when only expiry removes an entry: 1 - (1 - e^(-w ttl)) / (w ttl).

    Assumes that each entry is fresh when it is filled, that writes of the key arrive at random (Poisson, rate w), and
    that reads fall evenly over the life of the entry. At age t the value is old with probability 1 - e^(-w t); the
    result is the mean of that over the TTL.
    """
    expected = writes * ttl
    return Share(1 + math.expm1(-expected) / expected)


def overtaken_share(writes: PerSecond, delay: Seconds) -> Share:
    """The share of writes whose cache update arrives after the update of the write that followed: w d / (1 + w d) / 2.

    Assumes writes of one key at random (Poisson, rate w), and that each update reaches the cache after a random delay of
    its own (exponential, mean d). The next commit comes before the update with probability w d / (1 + w d); from then on
    two delays without memory race, and each wins half of the time.
    """
    expected = writes * delay
    return Share(expected / (1 + expected) / 2)


def byte_hit_ratio(hit_ratio: Share, hit_size: Bytes, miss_size: Bytes) -> Share:
    """The share of bytes that a cache serves itself: h × hit size / (h × hit size + (1 - h) × miss size).

    The sizes are the means over the requests that hit and over those that miss. With equal sizes it is the hit ratio by
    request; when large objects miss more often it is lower.
    """
    from_cache = hit_ratio * hit_size
    return Share(from_cache / (from_cache + (1 - hit_ratio) * miss_size))
