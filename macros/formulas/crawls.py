"""Crawling: how fresh copies of changing pages are, and how many pages look alike by chance."""

from __future__ import annotations

import math

from macros.units import Bits, Count, PerSecond, Share


def fresh_share(changes: PerSecond, visits: PerSecond) -> Share:
    """The share of time in which a copy equals its page: (1 - e^(-λ/f)) / (λ/f), with λ changes and f visits.

    Changes come at random (Poisson), visits at even intervals, and a visit takes no time. A page that is never visited
    is never fresh in the long run. Source: Cho and Garcia-Molina 2003.
    """
    if visits <= 0.0:
        return Share(0.0)
    missed = changes / visits
    return Share(-math.expm1(-missed) / missed) if missed else Share(1.0)


def mean_share(first: Share, second: Share) -> Share:
    """The mean of two shares, when both groups are equally large: (a + b) / 2."""
    return Share((first + second) / 2)


def near_pairs(items: Count, size: Bits, distance: Count) -> Count:
    """Pairs of unrelated fingerprints that differ in at most so many bits: n (n - 1) / 2 × Σ C(size, i) / 2^size.

    Takes fingerprints of unrelated pages for random and independent, which those of real pages are only roughly.
    """
    within = sum(math.comb(round(size), i) for i in range(round(distance) + 1))
    return Count(items * (items - 1) / 2 * within / 2**size)


def block_candidates(items: Count, size: Bits, blocks: Count) -> Count:
    """Fingerprints to compare for one look-up when each block of bits has a table: blocks × items / 2^(size / blocks).

    Fingerprints that differ in fewer bits than there are blocks agree in at least one block, so no near one is missed.
    Assumes random fingerprints. Source: the simplest of the designs of Manku, Jain, Das Sarma 2007.
    """
    return Count(blocks * items / 2 ** (size / blocks))
