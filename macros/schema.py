"""JSON Schemas for editors, made from the models: `python -m macros.schema` writes `data/schema/`.

A data file names its schema in its first line, so that an editor completes keys and marks mistakes while typing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from macros.load import COLLECTIONS, ROOT
from macros.model import DeepDive, Id, Problem, Redirect, Topic, Vocabulary

SCHEMAS: dict[str, Any] = {
    "topic": Topic,
    "deep-dive": DeepDive,
    "problem": Problem,
    "vocabulary": Vocabulary,
    "redirects": list[Redirect],
    **{name: dict[Id, model] for name, model in COLLECTIONS.items()},  # type: ignore[valid-type]
}


def written() -> dict[str, str]:
    """File name -> text of every schema."""
    return {f"{name}.json": _text(model) for name, model in SCHEMAS.items()}


def _text(model: type[BaseModel] | Any) -> str:
    schema = TypeAdapter(model).json_schema()
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=1) + "\n"


def main(folder: Path = ROOT / "data" / "schema") -> None:
    folder.mkdir(exist_ok=True)
    for name, text in written().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
