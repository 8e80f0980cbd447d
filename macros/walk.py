"""Walking a record by its schema: every value with where it stands and what kind of field it is."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel

from macros.model import Checked, Markup, Ref
from macros.nodes import Path_

Kind = Markup | Checked | Ref


class Value(NamedTuple):
    path: Path_
    text: str
    kind: Kind | None  # None: shown as typed, nothing to check but that it calls no macro


def values(record: BaseModel, path: Path_ = ()) -> Iterator[Value]:
    """Every text of a record, in the order of its fields."""
    for name, hint in _hints(type(record)).items():
        yield from _walk(getattr(record, name), hint, (*path, name))


def texts(record: BaseModel) -> Iterator[str]:
    """Every inline Markdown text of a record."""
    return (value.text for value in values(record) if isinstance(value.kind, Markup))


@functools.cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    hints = typing.get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def _walk(value: Any, hint: Any, path: Path_, kind: Kind | None = None) -> Iterator[Value]:
    if value is None:
        return
    if typing.get_origin(hint) is typing.Annotated:
        inner, *extras = typing.get_args(hint)
        found = [extra for extra in extras if isinstance(extra, Markup | Checked | Ref)]
        yield from _walk(value, inner, path, found[-1] if found else kind)
    elif typing.get_origin(hint) in (types.UnionType, typing.Union):
        inner = next(arm for arm in typing.get_args(hint) if arm is not type(None))
        yield from _walk(value, inner, path, kind)
    elif isinstance(value, BaseModel):
        yield from values(value, path)
    elif isinstance(value, list):
        (item_hint,) = typing.get_args(hint)
        for index, item in enumerate(value):
            yield from _walk(item, item_hint, (*path, index))
    elif isinstance(value, dict):
        key_hint, item_hint = typing.get_args(hint)
        for key, item in value.items():
            yield from _walk(key, key_hint, (*path, key))
            yield from _walk(item, item_hint, (*path, key))
    elif isinstance(value, str):
        yield Value(path, value, kind)
