"""Availability: what a promise leaves for downtime, what parts make of a whole, and what a failover spends."""

from __future__ import annotations

import math

from macros.units import Count, Seconds, Share, Times


def downtime(availability: Share, period: Seconds) -> Seconds:
    """The time a service may be down in a period: (1 - availability) × period."""
    return Seconds((1 - availability) * period)


def all_up(availability: Share, parts: Count) -> Share:
    """The availability of a service that needs all of so many equal parts: a ^ n.

    Assumes that the parts fail independently, none of them is backed by another, and nothing else fails.
    """
    return Share(availability**parts)


def any_up(availability: Share, copies: Count) -> Share:
    """The availability of a service that needs one of so many equal copies: 1 - (1 - a) ^ n.

    Assumes that the copies fail independently and that the switch to a live one takes no time. Shared configuration,
    deploys, DNS and load break the first, so it is a ceiling.
    """
    return Share(1 - (1 - availability) ** copies)


def both_up(first: Share, second: Share) -> Share:
    """The availability of two unlike parts that are both needed: a × b. They fail independently."""
    return Share(first * second)


def time_to_earn(outage: Seconds, availability: Share) -> Seconds:
    """How long a promise takes to allow as much downtime as one outage used: outage / (1 - availability)."""
    return Seconds(outage / (1 - availability))


def budget_used(outage: Seconds, budget: Seconds) -> Share:
    """The share of an allowed downtime that one outage uses: outage / budget. Above one, the promise is broken."""
    return Share(outage / budget)


def failover_by_dns(interval: Seconds, failures: Count, ttl: Seconds) -> Seconds:
    """The time from the first failed check of a dead address until well-behaved resolvers have left it.

    interval × failures + TTL: the checks that must fail in a row, then the last resolver that cached the old answer just
    before the change. Clients and resolvers that keep answers beyond the TTL take longer.
    """
    return Seconds(interval * failures + ttl)


def most_load(sites: Count, lost: Count) -> Share:
    """The highest load at which the other sites can still take over from the lost ones: (n - f) / n.

    Equal sites, load that spreads evenly, and survivors that then run at their full capacity.
    """
    return Share((sites - lost) / sites)


def overload(sites: Count, lost: Count, load: Share) -> Times:
    """The load of each surviving site over its capacity after so many of the sites are lost: load × n / (n - f)."""
    return Times(load * sites / (sites - lost))


def same_hand(workers: Count, each: Count) -> Share:
    """The chance that two customers are dealt exactly the same workers: 1 / C(workers, each).

    Each customer gets so many of the workers at random. Source: MacCárthaigh, shuffle sharding.
    """
    return Share(1 / math.comb(round(workers), round(each)))
