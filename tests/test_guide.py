"""The field guide names every field, and its examples are valid."""

from __future__ import annotations

import re

import pytest
import yaml
from pydantic import BaseModel, TypeAdapter

from macros import model, schema
from macros.load import COLLECTIONS, ROOT
from macros.model import Topic

GUIDE = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
MODELS = [item for item in vars(model).values() if isinstance(item, type) and issubclass(item, BaseModel)]
FIELDS = sorted({name for item in MODELS for name in item.model_fields})


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_explained(name):
    assert f"| `{name}` |" in GUIDE


def _examples():
    return [yaml.load(block, Loader=yaml.BaseLoader) for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)]


def test_the_topic_example_is_a_valid_topic():
    example = next(item for item in _examples() if "title" in item)

    assert Topic.model_validate(example).title == "Read replicas"


@pytest.mark.parametrize(
    ("field", "item"), [("steps", model.Step), ("parameters", model.Parameter), ("failures", model.Failure)]
)
def test_the_deep_dive_examples_are_valid(field, item):
    example = next(found for found in _examples() if "steps" in found)

    assert TypeAdapter(list[item]).validate_python(example[field])


def test_the_problem_example_is_a_valid_row():
    example = next(found for found in _examples() if "topics" in found and "weight" in found["topics"][0])

    assert TypeAdapter(list[model.TopicCell]).validate_python(example["topics"])


@pytest.mark.parametrize("name", ["sources", "figures"])
def test_the_collection_examples_are_valid(name):
    key = {"sources": "bloom-1970", "figures": "bloom-10-billion-1e-4"}[name]
    example = next(found for found in _examples() if key in found)

    assert COLLECTIONS[name].model_validate(example[key])


def test_the_redirect_example_is_a_valid_list():
    example = next(item for item in _examples() if isinstance(item, list))

    assert TypeAdapter(list[model.Redirect]).validate_python(example)


@pytest.mark.parametrize("name", schema.written())
def test_the_schemas_for_editors_are_fresh(name):
    written = (ROOT / "data" / "schema" / name).read_text(encoding="utf-8")

    assert written == schema.written()[name], "run 'make schema'"


@pytest.mark.parametrize("path", sorted((ROOT / "data").rglob("*.yml")), ids=lambda path: path.stem)
def test_every_data_file_names_its_schema(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]

    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match and (path.parent / match[1]).is_file()
