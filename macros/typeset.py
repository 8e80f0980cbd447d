"""Formulas as readers know them from paper: powers raised, signs in their typographic form."""

from __future__ import annotations

import re

from markupsafe import Markup as Html
from markupsafe import escape

# 'The sum of all: a + b. Assumes …' says a formula between the first colon and the end of that sentence.
_SAID = re.compile(r"^[^.]*?: (?P<formula>.+?)(?:\.(?=\s|$)|,? whole requests)")
_LOOKS_LIKE_ONE = re.compile(r"[×/^√Σ+=]| - |log|max|min|ceil|floor|C\(")
_RAISED = re.compile(r"\s*\^\s*(?P<power>\((?:[^()]|\([^()]*\))*\)|[-−]?[\w.]+)")
_CODE = re.compile(r"`([^`]+)`")
# A hyphen that is a minus: between blanks, or before what it makes negative.
_MINUS = re.compile(r"(?<= )-(?= )|(?<=[ (=^])-(?=[\w√(])")
_LOG = re.compile(r"\blog(\d+)\b")


def formula_in(says: str) -> str:
    """The formula that a docstring's first sentence states after its colon, or '' when it states none in signs."""
    found = _SAID.match(says)
    written = found["formula"] if found else ""
    return written if _LOOKS_LIKE_ONE.search(written) and len(written) <= 140 else ""


def rest_of(says: str) -> str:
    """The docstring without the formula that is set on a line of its own."""
    formula = formula_in(says)
    return says.replace(f": {formula}", "", 1) if formula else says


def spoken(says: str) -> Html:
    """A docstring as HTML: names in backticks are code."""
    parts = _CODE.split(str(escape(says)))  # prose and code in turn
    parts[::2] = [_RAISED.sub(_raised, _MINUS.sub("−", prose)) for prose in parts[::2]]
    parts[1::2] = [f"<code>{name}</code>" for name in parts[1::2]]
    return Html("".join(parts))


def typeset(formula: str) -> Html:
    """A formula as HTML: '1 - e^(-k n/m)' with a true minus and a raised power."""
    written = _MINUS.sub("−", str(escape(formula.replace("'", "’")))).replace(" / ", " ∕ ")
    written = _LOG.sub(r"log<sub>\1</sub>", written)
    return Html(_RAISED.sub(_raised, written))


def _raised(found: re.Match[str]) -> str:
    return f"<sup>{_bare(found['power'])}</sup>"


def _bare(power: str) -> str:
    """A power without its brackets, which raising makes needless."""
    return power[1:-1] if power.startswith("(") else power
