"""From the files of `data/` and `docs/` to a catalogue, with every mistake of form on the way.

A file with a mistake gives no record, but its id stays known, so that one mistake is told once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from macros import figures, nodes, pages
from macros.catalog import Catalog
from macros.mistakes import Mistake, nearest
from macros.model import FORMS, DeepDive, Figure, GlossaryTerm, Problem, Redirect, Source, Topic, Vendored, Vocabulary
from macros.nodes import Document, Path_

ROOT = Path(__file__).resolve().parent.parent
# One file a record: folder of data/ -> attribute of the catalogue, schema.
FOLDERS: dict[str, tuple[str, type[BaseModel]]] = {
    "topics": ("topics", Topic),
    "deep-dives": ("deep_dives", DeepDive),
    "problems": ("problems", Problem),
}
# One file a collection: name of data/<name>.yml -> schema of an entry.
COLLECTIONS: dict[str, type[BaseModel]] = {
    "sources": Source,
    "figures": Figure,
    "glossary": GlossaryTerm,
    "vendored": Vendored,
}


@dataclass
class Loaded:
    """The catalogue as far as it could be read, where its parts stand, and every id that was seen."""

    catalog: Catalog
    mistakes: list[Mistake]
    documents: dict[str, Document] = field(default_factory=dict)  # page path or collection name -> its file
    known: dict[str, set[str]] = field(default_factory=dict)  # collection -> ids, those of broken records among them


def load(root: Path = ROOT) -> Loaded:
    """Read everything below `root`. Never raises for what an author wrote."""
    data = root / "data"
    mistakes: list[Mistake] = []
    documents: dict[str, Document] = {}
    vocabulary = _vocabulary(data, documents, mistakes)
    loaded = Loaded(Catalog(vocabulary), mistakes, documents)
    for name in ("categories", "criteria", "relations"):
        loaded.known[name] = set(getattr(vocabulary, name))
    for name, schema in COLLECTIONS.items():
        _collection(loaded, data, name, schema)
    for folder, (attribute, schema) in FOLDERS.items():
        _folder(loaded, data, folder, attribute, schema)
    loaded.catalog.redirects, documents["redirects"] = redirects(data, mistakes)
    _derive(loaded)
    _prose(loaded, root / "docs")
    return loaded


def _vocabulary(data: Path, documents: dict[str, Document], mistakes: list[Mistake]) -> Vocabulary:
    document = _read(data / "vocabulary.yml", data, mistakes)
    documents["vocabulary"] = document
    record = _validate(Vocabulary, document.data, document, (), mistakes)
    if isinstance(record, Vocabulary):
        return record
    empty: dict[str, Any] = {name: {} for name in Vocabulary.model_fields}
    return Vocabulary.model_construct(**empty)


def _collection(loaded: Loaded, data: Path, name: str, schema: type[BaseModel]) -> None:
    document = _read(data / f"{name}.yml", data, loaded.mistakes)
    loaded.documents[name] = document
    entries = document.data if isinstance(document.data, dict) else {}
    if document.data not in (None, "") and not isinstance(document.data, dict):
        loaded.mistakes.append(Mistake(document.file, 1, "the file must hold ids and their records"))
    loaded.known[name] = set(entries)
    for key, entry in entries.items():
        _check_id(key, document, (key,), loaded.mistakes)
        record = _validate(schema, entry, document, (key,), loaded.mistakes)
        if record is not None:
            getattr(loaded.catalog, name)[key] = record


def _folder(loaded: Loaded, data: Path, folder: str, attribute: str, schema: type[BaseModel]) -> None:
    loaded.known[attribute] = set()
    order = pages.reading_order(data.parent)
    for path in sorted((data / folder).glob("*.yml"), key=lambda path: (order.get(f"{folder}/{path.stem}", 999), path)):
        document = _read(path, data, loaded.mistakes)
        loaded.documents[f"{folder}/{path.stem}"] = document
        loaded.known[attribute].add(path.stem)
        _check_id(path.stem, document, (), loaded.mistakes)
        record = _validate(schema, document.data, document, (), loaded.mistakes)
        if record is not None:
            getattr(loaded.catalog, attribute)[path.stem] = record
    for path in sorted((data / folder).glob("*")) if (data / folder).is_dir() else []:
        if path.suffix != ".yml":
            name = f"data/{path.relative_to(data).as_posix()}"
            loaded.mistakes.append(Mistake(name, 1, "a record must be a file that ends in .yml"))
    if not loaded.known[attribute]:
        loaded.mistakes.append(Mistake(f"data/{folder}", 1, "the folder must hold at least one record"))


def redirects(data: Path, mistakes: list[Mistake]) -> tuple[list[Redirect], Document]:
    """The addresses that have moved, in the order of their file; those with a mistake are left out."""
    document = _read(data / "redirects.yml", data, mistakes)
    if not isinstance(document.data, list):
        if document.data is not None:
            mistakes.append(Mistake(document.file, 1, "the file must hold a list, '[]' when nothing has moved"))
        return [], document
    found = [_validate(Redirect, item, document, (index,), mistakes) for index, item in enumerate(document.data)]
    return [item for item in found if isinstance(item, Redirect)], document


def _read(path: Path, data: Path, mistakes: list[Mistake]) -> Document:
    document, found = nodes.read(path, f"data/{path.relative_to(data).as_posix()}")
    mistakes.extend(found)
    return document


def _check_id(key: str, document: Document, path: Path_, mistakes: list[Mistake]) -> None:
    if not all(part.isalnum() and part.isascii() and part == part.lower() for part in key.split("-")):
        text = f"an id must be lower-case words joined by hyphens, found '{key}'"
        mistakes.append(Mistake(document.file, document.line(path), text))


def _derive(loaded: Loaded) -> None:
    derived, faults = figures.derive(loaded.catalog.figures)
    loaded.catalog.derived = derived
    document = loaded.documents["figures"]
    for fault in faults:
        line = document.line((fault.figure, *fault.key))
        loaded.mistakes.append(Mistake(document.file, line, fault.text, fault.hint))


def _prose(loaded: Loaded, docs: Path) -> None:
    for path in sorted(docs.rglob("*.md")):
        page, found = pages.read(path, docs, f"docs/{path.relative_to(docs).as_posix()}")
        loaded.catalog.prose[page.id] = page
        loaded.mistakes.extend(found)


def _validate(
    schema: type[BaseModel], data: Any, document: Document, path: Path_, mistakes: list[Mistake]
) -> BaseModel | None:
    if data is None:
        if not any(mistake.file == document.file for mistake in mistakes):
            mistakes.append(Mistake(document.file, document.line(path), "the file must hold a record, found nothing"))
        return None
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        mistakes.extend(_told(error, schema, document, path))
        return None


def _told(error: ValidationError, schema: type[BaseModel], document: Document, path: Path_) -> Iterator[Mistake]:
    """Pydantic's findings in the site's words: what must be true, what was found."""
    for item in error.errors(include_url=False):
        if item["type"] == "string_type" and item["input"] is None:
            continue  # a YAML alias, told when the file was read
        where = tuple(part for part in item["loc"] if part != "[key]")
        names = [str(part) for part in where if isinstance(part, str)]
        field_name = names[-1] if names else ""
        text, hint = _sentence(item, field_name, schema, where)
        full = (*path, *where)
        line = document.line(full[:-1] if item["type"] in ("missing",) else full)
        yield Mistake(document.file, line, text, hint)


def _sentence(item: Any, name: str, schema: type[BaseModel], where: tuple[str | int, ...]) -> tuple[str, str]:
    kind, context, found = item["type"], item.get("ctx", {}), item["input"]
    shown = f"'{found}'" if isinstance(found, str) and len(found) <= 60 else _what(found)
    match kind:
        case "missing":
            return f"'{name}' must be given", ""
        case "extra_forbidden":
            return f"'{name}' is no key of this record", nearest(name, _siblings(schema, where))
        case "string_too_short":
            return f"'{name}' must not be empty", ""
        case "string_too_long":
            most, length = context["max_length"], len(str(found).strip())
            hint = "move the argument to the page in docs/, keep the verdict here"
            return f"'{name}' must have at most {most} characters, found {length}", hint
        case "too_short":
            return f"'{name}' must have at least {context['min_length']} entries, found {context['actual_length']}", ""
        case "too_long":
            return f"'{name}' must have at most {context['max_length']} entries, found {context['actual_length']}", ""
        case "literal_error":
            return f"'{name}' must be one of {context['expected']}, found {shown}", ""
        case "string_pattern_mismatch":
            return f"'{name}' must be {FORMS[context['pattern']]}, found {shown}", ""
        case "string_type":
            return f"'{name}' must be text, found {shown}", ""
        case "list_type":
            return f"'{name}' must be a list, found {shown}", ""
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"'{name or 'the record'}' must hold keys and values, found {shown}", ""
        case "int_parsing" | "int_type":
            return f"'{name}' must be a whole number, found {shown}", ""
        case "value_error":
            return str(context["error"]), ""
    return f"'{name}': {item['msg'].lower()}, found {shown}", ""


def _what(found: Any) -> str:
    if isinstance(found, dict):
        return "keys and values"
    if isinstance(found, list):
        return "a list"
    return f"a text of {len(found)} characters" if isinstance(found, str) else repr(found)


def _siblings(schema: type[BaseModel], where: tuple[str | int, ...]) -> list[str]:
    """The known keys beside an unknown one: found by walking the JSON Schema along its place."""
    document = schema.model_json_schema()
    node: Any = document
    for part in where[:-1]:
        node = _resolved(node, document)
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
    return list(_resolved(node, document).get("properties", {}))


def _resolved(node: Any, document: Any) -> Any:
    for option in node.get("anyOf", []):
        if "$ref" in option:
            node = option
    while "$ref" in node:
        node = document["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    return node
