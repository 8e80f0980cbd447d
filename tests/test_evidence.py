"""What counts as a quantity and what only contains digits."""

from __future__ import annotations

import pytest

from macros.evidence import NAMES, QUANTITIES, naked


def found(text: str) -> list[str]:
    return [item.quantity for item in naked(text)]


@pytest.mark.parametrize("row", NAMES, ids=lambda row: row.what)
def test_names_with_digits_are_no_quantities(row):
    assert found(f"It says {row.example} there.") == []


@pytest.mark.parametrize("row", QUANTITIES, ids=lambda row: row.what)
def test_quantities_need_evidence(row):
    for example in row.example.split(", "):
        assert found(f"It takes {example} there."), example


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("Redis 8 answers in 1 ms at p99.", ["1 ms"]),
        ("Wait ten minutes.", ["ten minutes"]),
        ("Two replicas are enough.", []),
        ("Three of 5 replicas", ["5 replicas"]),
        ("It costs $5 or 80 %.", ["$5 or", "80 %"]),
        ("Half a million rows", ["Half a million"]),
        ("10 × 20 is large", ["10 ×", "20 is"]),
        ("1. First\n2. Second, 7 items", ["7 items"]),
        ("```\nSELECT 5 seconds\n```\nand `5 ms` too", []),
        ("[2017 report](https://example.org/5-items)", ["2017 report"]),
    ],
)
def test_sentences(text, quantities):
    assert found(text) == quantities


def test_a_cite_covers_its_own_sentence_only():
    assert found('It takes 5 ms {{ cite("x") }}. But 3 nodes fail.') == ["3 nodes"]


def test_figures_and_assumptions_are_evidence():
    assert found('{{ fig("x") }} of {{ given("10 writes a second") }}') == []


def test_positions_point_into_the_text():
    text = "First line.\nThe second holds 5 ms."

    (item,) = naked(text)
    assert text[item.position :].startswith("5 ms")
