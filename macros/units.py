"""Units: how a figure's inputs are written and how its result is shown.

A unit belongs to a dimension and says how many base units it is. Formulas compute in base units only
(bytes, seconds, per second, plain counts and shares, dollars), so they never convert.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType

Count = NewType("Count", float)  # how many of something
Share = NewType("Share", float)  # 0 to 1: a probability, a ratio of a part to its whole
Times = NewType("Times", float)  # a factor between two quantities of one kind
Bytes = NewType("Bytes", float)
Bits = NewType("Bits", float)
Seconds = NewType("Seconds", float)
PerSecond = NewType("PerSecond", float)
BytesPerSecond = NewType("BytesPerSecond", float)
Dollars = NewType("Dollars", float)
Metres = NewType("Metres", float)

SECONDS_PER_YEAR = 365.25 * 86_400  # Julian year


@dataclass(frozen=True)
class Unit:
    dimension: str
    factor: float  # base units in one of this unit
    symbol: str  # as shown behind the number
    tight: bool = False  # no space between number and symbol


def _table() -> dict[str, Unit]:
    units: dict[str, Unit] = {}

    def add(dimension: str, entries: dict[str, float], tight: bool = False) -> None:
        for symbol, factor in entries.items():
            units[symbol] = Unit(dimension, factor, symbol, tight)

    scales = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
    units[""] = Unit("Count", 1.0, "")
    add("Count", {scale: factor for scale, factor in scales.items() if scale})
    units["share"] = Unit("Share", 1.0, "")
    units["%"] = Unit("Share", 0.01, "%")
    units["×"] = Unit("Times", 1.0, "×", tight=True)
    add("Bytes", {"bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "PB": 1e15, "EB": 1e18})
    add("Bytes", {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40, "PiB": 2**50})
    add("Bits", {"bits": 1, "kbit": 1e3, "Mbit": 1e6, "Gbit": 1e9})
    add("Seconds", {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "h": 3600, "days": 86_400})
    add("Seconds", {"years": SECONDS_PER_YEAR})
    for scale, factor in scales.items():
        space = f"{scale} a " if scale else "a "
        for period, seconds in {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}.items():
            units[f"{space}{period}"] = Unit("PerSecond", factor / seconds, f"{space}{period}")
        units[f"{space}month"] = Unit("PerSecond", factor / (SECONDS_PER_YEAR / 12), f"{space}month")
        units[f"{space}year"] = Unit("PerSecond", factor / SECONDS_PER_YEAR, f"{space}year")
    for symbol, factor in {"kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}.items():
        units[f"{symbol}/s"] = Unit("BytesPerSecond", factor, f"{symbol}/s")
    units["Mbit/s"] = Unit("BytesPerSecond", 1e6 / 8, "Mbit/s")
    units["Gbit/s"] = Unit("BytesPerSecond", 1e9 / 8, "Gbit/s")
    units["$"] = Unit("Dollars", 1.0, "$", tight=True)
    units["$ thousand"] = Unit("Dollars", 1e3, "$ thousand")
    units["$ million"] = Unit("Dollars", 1e6, "$ million")
    add("Metres", {"m": 1, "km": 1e3})
    return units


UNITS = _table()
_NUMBER = re.compile(r"(-?\d[\d,]*(?:\.\d+)?(?:e-?\d+)?)\s*(.*)", re.DOTALL)


def parse(text: str) -> tuple[float, Unit]:
    """Read '10 billion', '0.01 %', '30 s', '$45000' as base units and the unit written.

    Raises ValueError with a sentence for the author when the text is not a number with a known unit.
    """
    body, money = (text[1:], True) if text.startswith("$") else (text, False)
    match = _NUMBER.fullmatch(body.strip())
    if not match:
        raise ValueError(f"must be a number with a unit or the id of a figure, found '{text}'")
    symbol = match[2].strip()
    symbol = f"$ {symbol}".strip() if money else symbol
    if symbol not in UNITS:
        raise ValueError(f"has an unknown unit '{symbol}'")
    return float(match[1].replace(",", "")) * UNITS[symbol].factor, UNITS[symbol]


def show(value: float, unit: Unit, digits: int = 3) -> str:
    """The number in this unit, rounded to significant digits, with thousands separated by commas."""
    number = _round(value / unit.factor, digits).replace("-", "−")
    if unit.dimension == "Dollars":
        return f"${number}{unit.symbol[1:]}"
    return f"{number}{unit.symbol}" if unit.tight or not unit.symbol else f"{number} {unit.symbol}"


def _round(number: float, digits: int) -> str:
    if number == 0:
        return "0"
    exact = float(f"{number:.{digits}g}")
    if abs(exact) >= 1e15 or abs(exact) < 1e-4:
        mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
        return f"{mantissa} × 10{int(exponent):d}".replace(f"10{int(exponent):d}", "10" + _superscript(int(exponent)))
    whole = len(str(int(abs(exact)))) if abs(exact) >= 1 else 0
    if whole:
        return f"{exact:,.{max(digits - whole, 0)}f}"
    return f"{exact:.{digits}g}" if abs(exact) >= 1e-4 else f"{exact:g}"


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
