"""The permanent anchors of a page: one for everything in its record that has an id.

Options and decisions keep their bare id, since they are what people link to; the rest says what it is (`#rule-…`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from macros.model import DeepDive, Page, Problem
from macros.nodes import Path_

# Sections that the macros add to every page.
RESERVED = """
    in-30-seconds why-not numbers say asked-next check-first used-in corrections sources steps parameters failures
    asks estimates walk walk-topics walk-deep-dives clock also mistakes core-topics rests-on
""".split()  # noqa: SIM905
# Record field -> prefix of the anchors of its entries.
PREFIXED = {
    "tables": "table",
    "diagrams": "diagram",
    "say": "say",
    "why_not": "why-not",
    "asked_next": "asked",
    "corrections": "correction",
    "steps": "step",
    "parameters": "parameter",
    "failures": "failure",
    "asks": "ask",
    "estimates": "estimate",
    "also": "also",
    "clock": "clock",
    "mistakes": "mistake",
}
# The views of a decision, in the order of their tabs: id, name.
VIEWS = {"compare": "Compare", "pros-and-cons": "Pros and cons", "when": "When to pick", "breaks": "What breaks"}


class Anchor(NamedTuple):
    id: str
    path: Path_  # where in the record's file its id stands


def anchors(record: Page) -> Iterator[Anchor]:
    """Every anchor of a record's page, doubled ones included."""
    for d, decision in enumerate(record.decisions):
        at: Path_ = ("decisions", d)
        yield Anchor(decision.id, (*at, "id"))
        for o, option in enumerate(decision.options):
            yield Anchor(option.id, (*at, "options", o, "id"))
            yield Anchor(f"{option.id}-when", (*at, "options", o, "id"))
            yield Anchor(f"{option.id}-breaks", (*at, "options", o, "id"))
        for r, rule in enumerate(decision.rules):
            yield Anchor(f"rule-{rule.id}", (*at, "rules", r, "id"))
        for view in VIEWS:
            yield Anchor(f"{decision.id}-{view}", (*at, "id"))
    for name, prefix in PREFIXED.items():
        for index, item in enumerate(getattr(record, name, [])):
            yield Anchor(f"{prefix}-{item.id}", (name, index, "id"))
            for r, row in enumerate(getattr(item, "rows", [])):
                yield Anchor(f"row-{row.id}", (name, index, "rows", r, "id"))
    if isinstance(record, DeepDive):
        for t, rests in enumerate(record.topics):
            yield Anchor(f"topic-{rests.topic}", ("topics", t))
    if isinstance(record, Problem):
        for t, topic_cell in enumerate(record.topics):
            yield Anchor(f"topic-{topic_cell.topic}", ("topics", t))
        for d, dive_cell in enumerate(record.deep_dives):
            yield Anchor(f"deep-dive-{dive_cell.deep_dive}", ("deep_dives", d))
