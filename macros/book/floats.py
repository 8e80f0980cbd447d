"""A drawing that does not fit goes to the head of the next page, and the text before it goes on.

WeasyPrint 70 ends the page before such a float, which leaves half a page empty. It can carry the rest of a broken float
over; here the whole of it is carried.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from weasyprint.layout import block

CLASS = "beside"
_lay_out = block._out_of_flow_layout
_carried: WeakKeyDictionary[Any, set[Any]] = WeakKeyDictionary()  # layout -> elements whose place is the head of a page


class _Carried:
    """What stands for a carried float until the next page: nothing has to keep clear of it on this one."""

    def is_floated(self) -> bool:
        return False


def _out_of_flow(context: Any, box: Any, index: int, child: Any, laid: list[Any], *rest: Any) -> tuple[Any, ...]:
    if not child.is_floated() or CLASS not in (child.element.get("class") or "").split():
        return tuple(_lay_out(context, box, index, child, laid, *rest))
    carried = _carried.setdefault(context, set())
    if child.element in carried:  # the page was broken before its place after all; it stands at the head already
        return False, None, None, None
    before = list(laid)
    stop, resume_at, made, rest_of_it = _lay_out(context, box, index, child, laid, *rest)
    empty = rest[0] and not before
    fits = empty or (not stop and not rest_of_it)  # else it would end the page, or leave its caption to the next
    if fits or any(isinstance(key, _Carried) for key in context.broken_out_of_flow):  # one for each page
        return stop, resume_at, made, rest_of_it
    laid[:] = before
    if made is not None:
        _, absolute, fixed, *_ = rest
        block.remove_placeholders(context, [made], absolute, fixed)
    carried.add(child.element)
    context.add_broken_out_of_flow(_Carried(), child, box, None)
    return False, None, None, None


def mend() -> None:
    """Let WeasyPrint place floats so."""
    block._out_of_flow_layout = _out_of_flow
