"""Money: parts of an amount, cost per unit of work, and what a way of buying capacity pays."""

from __future__ import annotations

from macros.units import Bytes, Count, Dollars, Seconds, Share, Times


def money_share(amount: Dollars, share: Share) -> Dollars:
    """The part of an amount: amount × share."""
    return Dollars(amount * share)


def cost_per_batch(total: Dollars, events: Count, batch: Count) -> Dollars:
    """What so many events cost: total / events × batch. Total and events must be of the same period."""
    return Dollars(total / events * batch)


def bill_for(events: Count, price: Dollars, batch: Count) -> Dollars:
    """What so many events cost at a price for each batch: events / batch × price. The inverse of `cost_per_batch`."""
    return Dollars(events / batch * price)


def events_for(amount: Dollars, price: Dollars, batch: Count) -> Count:
    """How many events an amount pays for at a price for each batch: amount / price × batch.

    With the amount of a fixed bill it is the break-even: below so many events a period, paying for each is cheaper.
    """
    return Count(amount / price * batch)


def cost_share(cost: Dollars, revenue: Dollars) -> Share:
    """The cost as a part of the revenue: cost / revenue. Both of the same period."""
    return Share(cost / revenue)


def bytes_bill(size: Bytes, price_a_gb: Dollars) -> Dollars:
    """What so many bytes cost at a price for each GB of 10⁹ bytes: size / 10⁹ × price.

    For storage the price is for a GB and month, for transfer it is for a GB moved. No tiers, no discounts.
    """
    return Dollars(size / 1e9 * price_a_gb)


def scaled_bill(peak_time: Share, floor: Share) -> Share:
    """The bill of a fleet that follows the load, over that of one which always has its peak size: p + (1 - p) × floor.

    It runs at peak size for a share p of the time, and at the floor, a share of peak size, for the rest. No ramps.
    """
    return Share(peak_time + (1 - peak_time) * floor)


def interrupted_bill(price: Share, checkpoint: Seconds, restart: Seconds, between: Seconds) -> Share:
    """The bill of work on machines that are taken away, over that on machines that stay: price × (1 + (c / 2 + r) / b).

    An interruption comes every b of work on average and falls anywhere in an interval c between checkpoints, so half of one
    is redone, and a restart takes r. Holds while c / 2 + r is small beside b.
    """
    return Share(price * (1 + (checkpoint / 2 + restart) / between))


def spare_bill(sites: Count, lost: Count) -> Times:
    """What sites cost that carry the full load without some of them, over sites with nothing to spare: n / (n - f).

    Equal sites and load that spreads evenly. Copies of the data and the transfer between sites come on top.
    """
    return Times(sites / (sites - lost))
