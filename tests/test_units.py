"""Figures are read and shown in units; formulas see base units only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros import figures, units
from macros.model import Figure


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10 billion", 1e10),
        ("0.01 %", 1e-4),
        ("30 s", 30),
        ("$5 million", 5e6),
        ("2.3 million a second", 2.3e6),
        ("60 a minute", 1),
        ("1,000", 1000),
        ("1e-9", 1e-9),
        ("4 KiB", 4096),
    ],
)
def test_parse(written, value):
    assert units.parse(written)[0] == pytest.approx(value)


@pytest.mark.parametrize("written", ["ten", "5 parsecs", "", "1.2.3", "$", "5 ms ms"])
def test_what_is_no_quantity_is_refused(written):
    with pytest.raises(ValueError, match=r"must be|unknown unit"):
        units.parse(written)


@pytest.mark.parametrize(
    ("value", "unit", "digits", "shown"),
    [
        (23_962_645_943, "GB", 3, "24.0 GB"),
        (0.5, "%", 3, "50.0 %"),
        (8.28e9, "billion", 3, "8.28 billion"),
        (2300, "a second", 3, "2,300 a second"),
        (2345, "a second", 3, "2,340 a second"),
        (0, "", 3, "0"),
        (1e-7, "share", 2, "1.0 × 10⁻⁷"),
        (1234.5, "$", 3, "$1,230"),
        (2.0, "×", 2, "2.0×"),
        (3600 * 5, "min", 3, "300 min"),
    ],
)
def test_show(value, unit, digits, shown):
    assert units.show(value, units.UNITS[unit], digits) == shown


@given(st.floats(1e-3, 1e14), st.integers(2, 6))
def test_showing_keeps_the_significant_digits(value, digits):
    shown = units.show(value, units.UNITS[""], digits)

    assert float(shown.replace(",", "")) == pytest.approx(value, rel=0.5 * 10 ** (1 - digits) * 1.01)


def derive(**records):
    complete = {key.replace("_", "-"): Figure(title="t", **record) for key, record in records.items()}
    return figures.derive(complete)


SOUND = {"formula": "multiply", "inputs": {"first": "2", "second": "3"}, "unit": ""}


def test_an_input_may_be_another_figure():
    derived, faults = derive(a=SOUND, b={**SOUND, "inputs": {"first": "a", "second": "10"}})

    assert (derived["b"].value, derived["b"].inputs, faults) == (60, {"first": "6.00", "second": "10"}, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"formula": "multiplie"}, "formula 'multiplie' must exist"),
        ({"unit": "furlong"}, "unit 'furlong' must be known"),
        ({"unit": "GB"}, "the unit must measure Count"),
        ({"inputs": {"first": "2"}}, "needs the input 'second'"),
        ({"inputs": {"first": "2", "second": "3", "third": "4"}}, "has no input 'third'"),
        ({"inputs": {"first": "2", "second": "3 GB"}}, "must measure Count, found '3 GB' in Bytes"),
        ({"inputs": {"first": "2", "second": "nowhere"}}, "must be a quantity or a figure, found 'nowhere'"),
        ({"inputs": {"first": "a", "second": "3"}}, "must not rest on itself: a → a"),
    ],
)
def test_mistakes_in_figures(change, said):
    derived, faults = derive(a={**SOUND, **change})

    assert not derived
    assert any(said in fault.text for fault in faults), faults


def test_an_impossible_input_is_told_not_raised():
    _, faults = derive(a={"formula": "divide", "inputs": {"total": "1", "parts": "0"}, "unit": ""})

    assert "must be defined for its inputs" in faults[0].text


@pytest.mark.parametrize("formula", figures.FORMULAS.values(), ids=lambda formula: formula.name)
def test_every_formula_says_what_it_computes_in_known_dimensions(formula):
    dimensions = {unit.dimension for unit in units.UNITS.values()}

    assert {*formula.inputs.values(), formula.result} <= dimensions
    assert formula.says.endswith(".") and len(formula.says) > 20
