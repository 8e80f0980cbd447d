"""Money: parts of an amount and cost per unit of work."""

from __future__ import annotations

from macros.units import Count, Dollars, Share


def money_share(amount: Dollars, share: Share) -> Dollars:
    """The part of an amount: amount × share."""
    return Dollars(amount * share)


def cost_per_batch(total: Dollars, events: Count, batch: Count) -> Dollars:
    """What so many events cost: total / events × batch. Total and events must be of the same period."""
    return Dollars(total / events * batch)
