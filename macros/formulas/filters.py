"""Bloom filters and relatives: size, hash functions and error."""

from __future__ import annotations

import math

from macros.units import Bits, Bytes, Count, Share, Times


def bloom_bits_per_item(false_positive_rate: Share) -> Bits:
    """Bits a Bloom filter needs for each item at its design rate: -ln p / (ln 2)².

    Assumes the best number of hash functions and exactly the planned number of items.
    Source: Bloom 1970; Broder and Mitzenmacher 2004.
    """
    return Bits(-math.log(false_positive_rate) / math.log(2) ** 2)


def bloom_bytes(items: Count, false_positive_rate: Share) -> Bytes:
    """Bytes of the bit array for so many items: items × bits per item / 8."""
    return Bytes(items * bloom_bits_per_item(false_positive_rate) / 8)


def bloom_hashes(false_positive_rate: Share) -> Count:
    """The best number of hash functions, a whole number: (m/n) × ln 2, rounded."""
    return Count(round(bloom_bits_per_item(false_positive_rate) * math.log(2)))


def bloom_capacity(size: Bytes, false_positive_rate: Share) -> Count:
    """How many items an array of this size holds at this rate: bits / bits per item."""
    return Count(size * 8 / bloom_bits_per_item(false_positive_rate))


def bloom_rate(bits_per_item: Bits, hashes: Count) -> Share:
    """The false-positive rate of an array with so many bits an item: (1 - e^(-k n/m))^k.

    Assumes independent, even hashes and a large array. Source: Broder and Mitzenmacher 2004.
    """
    return Share((1 - math.exp(-hashes / bits_per_item)) ** hashes)


def bloom_rate_when_filled(design_rate: Share, fill: Times) -> Share:
    """The false-positive rate of a filter that holds `fill` times the items it was designed for.

    The array and the number of hashes stay as designed: bloom_rate(bits per item / fill, hashes).
    """
    return bloom_rate(Bits(bloom_bits_per_item(design_rate) / fill), bloom_hashes(design_rate))


def bloom_ones_when_filled(design_rate: Share, fill: Times) -> Share:
    """The share of bits that are one in a filter with `fill` times its planned items: 1 - e^(-k n/m)."""
    return Share(1 - math.exp(-bloom_hashes(design_rate) * fill / bloom_bits_per_item(design_rate)))


def bloom_best_rate(size: Bytes, items: Count) -> Share:
    """The lowest false-positive rate that any whole number of hashes gives for this size and these items."""
    bits_per_item = Bits(size * 8 / items)
    most = math.ceil(bits_per_item * math.log(2)) + 1
    return min(bloom_rate(bits_per_item, Count(hashes)) for hashes in range(1, most + 1))


def bloom_mean_rate_while_filling(design_rate: Share) -> Share:
    """The mean false-positive rate over all insertions from an empty filter to its planned number of items.

    The rate at each point of the way is bloom_rate_when_filled; the mean is taken at 10,000 evenly spaced points.
    """
    points = 10_000
    rates = (bloom_rate_when_filled(design_rate, Times((point + 0.5) / points)) for point in range(points))
    return Share(sum(rates) / points)


def bloom_probes_for_new(hashes: Count) -> Count:
    """Mean number of bits read for an id that was never added, in a half-full array: 2 - 2^(1-k).

    A look-up stops at the first zero, and half of the bits are zero at the planned fill.
    """
    return Count(2 - 2 ** (1 - hashes))


def bloom_union_rate(false_positive_rate: Share, filters: Count) -> Share:
    """The false-positive rate when one hit in any of several filters counts as a hit: 1 - (1 - p)^f.

    Assumes filters with independent contents and hashes, each at the same rate.
    """
    return Share(1 - (1 - false_positive_rate) ** filters)


def filter_hit_share(duplicate_share: Share, false_positive_rate: Share) -> Share:
    """The share of look-ups that a filter answers 'maybe seen': all duplicates and some of the new ids.

    d + (1 - d) × p.
    """
    return Share(duplicate_share + (1 - duplicate_share) * false_positive_rate)


def filter_least_bits_per_item(false_positive_rate: Share) -> Bits:
    """The fewest bits an item that any filter with this rate can use: log2(1/p).

    Source: Broder and Mitzenmacher 2004, section 2.2.
    """
    return Bits(-math.log2(false_positive_rate))


def static_filter_bits_per_item(false_positive_rate: Share, overhead: Times) -> Bits:
    """Bits an item of a static filter: the least possible × its overhead.

    Overheads: xor 1.23, binary fuse 1.13. Source: Graf and Lemire 2022.
    """
    return Bits(filter_least_bits_per_item(false_positive_rate) * overhead)


def cuckoo_bits_per_item(false_positive_rate: Share, load: Share) -> Bits:
    """Bits an item of a cuckoo filter with buckets of four and two buckets an item: (log2(1/p) + 3) / load.

    Assumes a table filled to the load the paper reached, and no semi-sorting, which would save one bit.
    Source: Fan et al. 2014.
    """
    return Bits((filter_least_bits_per_item(false_positive_rate) + 3) / load)


def hash_set_bytes(items: Count, hash_size: Bytes, load: Share) -> Bytes:
    """Bytes of an open-addressing table that stores one hash an item: items × size / load."""
    return Bytes(items * hash_size / load)
