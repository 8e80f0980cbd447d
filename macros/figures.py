"""Derived quantities: each figure of `data/figures.yml` computed from its formula and inputs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from macros import formulas, units
from macros.mistakes import nearest
from macros.model import INPUT, Figure

FORMULAS = formulas.load()


@dataclass(frozen=True)
class Derived:
    """A computed figure: the value in base units, how it is shown, and its inputs as shown."""

    id: str
    value: float
    shown: str
    inputs: dict[str, str]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a figure: the key it is about, what must be true, a hint."""

    figure: str
    key: tuple[str, ...]
    text: str
    hint: str = ""


def derive(figures: Mapping[str, Figure]) -> tuple[dict[str, Derived], list[Fault]]:
    """Every figure computed, those that others are inputs of first; and everything that is wrong."""
    derived: dict[str, Derived] = {}
    faults: list[Fault] = []
    for figure_id in figures:
        _derive(figure_id, figures, derived, faults, ())
    return derived, faults


def depends_on(figure: Figure) -> list[str]:
    """The figures that this one takes as inputs."""
    return [value for value in figure.inputs.values() if _is_figure(value)]


def _is_figure(value: str) -> bool:
    return not value.startswith("$") and not INPUT.match(value)


def _derive(
    figure_id: str,
    figures: Mapping[str, Figure],
    derived: dict[str, Derived],
    faults: list[Fault],
    chain: tuple[str, ...],
) -> Derived | None:
    if figure_id in derived:
        return derived[figure_id]
    if any(fault.figure == figure_id for fault in faults):
        return None
    figure = figures[figure_id]
    if figure_id in chain:
        faults.append(
            Fault(figure_id, ("inputs",), f"a figure must not rest on itself: {' → '.join((*chain, figure_id))}")
        )
        return None
    found = list(_faults_of_form(figure_id, figure))
    if found:
        faults.extend(found)
        return None
    formula = FORMULAS[figure.formula]
    values: dict[str, float] = {}
    shown: dict[str, str] = {}
    for key, text in figure.inputs.items():
        got = _input(figure_id, key, text, formula.inputs[key], figures, derived, faults, (*chain, figure_id))
        if got is None:
            return None
        values[key], shown[key] = got
    try:
        value = float(formula.function(**values))
    except (ValueError, ArithmeticError) as error:
        faults.append(Fault(figure_id, ("inputs",), f"'{figure.formula}' must be defined for its inputs: {error}"))
        return None
    if not math.isfinite(value):
        faults.append(Fault(figure_id, ("inputs",), f"the result must be a finite number, found {value}"))
        return None
    derived[figure_id] = Derived(figure_id, value, units.show(value, units.UNITS[figure.unit], figure.digits), shown)
    return derived[figure_id]


def _faults_of_form(figure_id: str, figure: Figure) -> Iterator[Fault]:
    formula = FORMULAS.get(figure.formula)
    if formula is None:
        hint = nearest(figure.formula, FORMULAS)
        yield Fault(figure_id, ("formula",), f"formula '{figure.formula}' must exist in macros/formulas/", hint)
        return
    for key in figure.inputs.keys() - formula.inputs.keys():
        yield Fault(
            figure_id, ("inputs", key), f"'{figure.formula}' has no input '{key}'", nearest(key, formula.inputs)
        )
    for key in formula.inputs.keys() - figure.inputs.keys() - formula.optional:
        yield Fault(figure_id, ("inputs",), f"'{figure.formula}' needs the input '{key}' ({formula.inputs[key]})")
    unit = units.UNITS.get(figure.unit)
    if unit is None:
        yield Fault(figure_id, ("unit",), f"unit '{figure.unit}' must be known", nearest(figure.unit, units.UNITS))
    elif unit.dimension != formula.result:
        text = f"the unit must measure {formula.result}, the result of '{figure.formula}'; found '{figure.unit}'"
        yield Fault(figure_id, ("unit",), text)


def _input(
    figure_id: str,
    key: str,
    text: str,
    dimension: str,
    figures: Mapping[str, Figure],
    derived: dict[str, Derived],
    faults: list[Fault],
    chain: tuple[str, ...],
) -> tuple[float, str] | None:
    """The value of an input in base units and as shown, or None with the fault noted."""

    def fault(said: str, hint: str = "") -> None:
        faults.append(Fault(figure_id, ("inputs", key), said, hint))

    if _is_figure(text):
        if text not in figures:
            fault(f"input '{key}' must be a quantity or a figure, found '{text}'", nearest(text, figures))
            return None
        other = _derive(text, figures, derived, faults, chain)
        if other is None:
            fault(f"input '{key}' rests on figure '{text}', which has a mistake")
            return None
        other_dimension = FORMULAS[figures[text].formula].result
        if other_dimension != dimension:
            fault(f"input '{key}' must measure {dimension}, found figure '{text}' in {other_dimension}")
            return None
        return other.value, other.shown
    try:
        value, unit = units.parse(text)
    except ValueError as error:
        fault(f"input '{key}' {error}", nearest(text, figures))
        return None
    plain = not unit.symbol and dimension in ("Count", "Share", "Times")
    if unit.dimension != dimension and not plain:
        fault(f"input '{key}' must measure {dimension}, found '{text}' in {unit.dimension}")
        return None
    return value, text
