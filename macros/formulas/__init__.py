"""The formulas behind every derived figure: pure functions in base units, one module an area.

A public function of these modules is a formula: its name is what `data/figures.yml` calls, its annotations say the
dimension of each input and of the result, its docstring says the formula, its assumptions and its source.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Formula:
    name: str
    function: Callable[..., float]
    inputs: dict[str, str]  # name -> dimension
    optional: frozenset[str]
    result: str  # dimension

    @property
    def says(self) -> str:
        """The docstring as one text: what is computed, the assumptions, the source."""
        return " ".join((inspect.getdoc(self.function) or "").split())


def load() -> dict[str, Formula]:
    """Every formula by name."""
    found: dict[str, Formula] = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                if name in found:
                    raise ValueError(f"formula '{name}' stands in two modules")
                found[name] = _formula(name, function)
    return found


def _formula(name: str, function: Callable[..., float]) -> Formula:
    hints = {key: hint.__name__ for key, hint in typing.get_type_hints(function).items()}
    result = hints.pop("return")
    parameters = inspect.signature(function).parameters.values()
    optional = frozenset(p.name for p in parameters if p.default is not inspect.Parameter.empty)
    return Formula(name, function, hints, optional, result)
