"""Walking a record by its schema: every value with where it stands and what kind of field it is."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable
from typing import Any, NamedTuple

from pydantic import BaseModel

from macros.model import Checked, Markup, Ref
from macros.nodes import Path_

Kind = Markup | Checked | Ref


class Value(NamedTuple):
    path: Path_
    text: str
    kind: Kind | None  # None: shown as typed, nothing to check but that it calls no macro


Visit = Callable[[Any, Path_, list[Value]], None]


def values(record: BaseModel, path: Path_ = ()) -> list[Value]:
    """Every text of a record, in the order of its fields."""
    found: list[Value] = []
    _of_model(type(record))(record, path, found)
    return found


@functools.cache
def _of_model(model: type[BaseModel]) -> Visit:
    hints = typing.get_type_hints(model, include_extras=True)
    fields: list[tuple[str, Visit]] = []  # filled below: a schema may hold itself

    def visit(record: Any, path: Path_, found: list[Value]) -> None:
        for name, visit_field in fields:
            value = getattr(record, name)
            if value is not None:
                visit_field(value, (*path, name), found)

    fields.extend((name, _of_hint(hints[name], None)) for name in model.model_fields)
    return visit


def _of_hint(hint: Any, kind: Kind | None) -> Visit:
    """What to do with a value of this type: worked out once for each field of the schema."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        kinds = [extra for extra in arguments[1:] if isinstance(extra, Markup | Checked | Ref)]
        return _of_hint(arguments[0], kinds[-1] if kinds else kind)
    if origin in (types.UnionType, typing.Union):
        return _of_hint(next(arm for arm in arguments if arm is not type(None)), kind)
    if origin is list:
        return _of_list(_of_hint(arguments[0], None))
    if origin is dict:
        return _of_dict(_of_hint(arguments[0], None), _of_hint(arguments[1], None))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _of_model(hint)
    if hint is str or origin is typing.Literal:
        return lambda value, path, found: found.append(Value(path, value, kind))
    return lambda value, path, found: None  # a number


def _of_list(visit_item: Visit) -> Visit:
    def visit(items: Any, path: Path_, found: list[Value]) -> None:
        for index, item in enumerate(items):
            visit_item(item, (*path, index), found)

    return visit


def _of_dict(visit_key: Visit, visit_item: Visit) -> Visit:
    def visit(items: Any, path: Path_, found: list[Value]) -> None:
        for key, item in items.items():
            visit_key(key, (*path, key), found)
            visit_item(item, (*path, key), found)

    return visit
