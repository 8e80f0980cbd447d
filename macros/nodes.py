"""YAML read as text with lines.

Nothing is guessed: `no`, `1.10` and `12:30` stay what the author typed, a doubled key is a mistake instead of a silent
loss, and every value knows its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from macros.mistakes import Mistake

PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}
# A record is written and reviewed by people; beyond this it is a pasted file.
MOST_BYTES = 1_000_000
DEEPEST = 20

Path_ = tuple[str | int, ...]  # where in a document: ("decisions", 0, "options", 2, "name")


@dataclass
class Document:
    """One YAML file: plain dicts, lists and strings, and the line of each value."""

    file: str
    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    source: list[str] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of a value, or of the nearest thing around it that stands in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def line_of(self, path: Path_, snippet: str) -> int:
        """The line on which a piece of a (perhaps folded) text stands: the first at or after the value's own line."""
        first = self.line(path)
        for number, line in enumerate(self.source[first - 1 :], first):
            if snippet in line:
                return number
        return first


def read(path: Path, name: str) -> tuple[Document, list[Mistake]]:
    """The document at `path`, called `name` in messages; with mistakes its data may be partial or None."""
    document = Document(name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        return document, [Mistake(name, 1, f"the file must be readable, found: {error.strerror or error}")]
    if len(raw) > MOST_BYTES:
        return document, [Mistake(name, 1, f"a file must have at most {MOST_BYTES:,} bytes, found {len(raw):,}")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return document, [Mistake(name, line, f"the file must be UTF-8, found byte 0x{raw[error.start]:02x}")]
    document.source = text.splitlines()
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        return document, [_unreadable(name, error)]
    mistakes: list[Mistake] = []
    if node is not None:
        document.data = _plain(node, (), document, mistakes, set())
    return document, mistakes


def _unreadable(name: str, error: Exception) -> Mistake:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    hint = "quote text that holds ': ' or ' #', or write it as a '>-' block" if "mapping values" in problem else ""
    return Mistake(name, mark.line + 1 if mark else 1, f"the file must be YAML, found: {problem}", hint)


def _plain(node: yaml.Node, path: Path_, document: Document, mistakes: list[Mistake], seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    document.lines.setdefault(path, line)

    def mistake(text: str, hint: str = "", at: int = line) -> None:
        mistakes.append(Mistake(document.file, at, text, hint))

    if id(node) in seen:
        mistake("a value must be written out, found a YAML alias", "repeat the text, or give it an id and link to it")
        return None
    seen.add(id(node))
    if len(path) > DEEPEST:
        mistake(f"values must not be nested deeper than {DEEPEST} levels")
        return None
    if node.tag not in PLAIN_TAGS:
        mistake(f"a value must have no YAML tag, found '{node.tag}'")
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), document, mistakes, seen) for i, item in enumerate(node.value)]
    plain: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            mistake("a key must be text", at=key_node.start_mark.line + 1)
            continue
        key, key_line = key_node.value, key_node.start_mark.line + 1
        if key in plain:
            first = document.lines[(*path, key)]
            mistake(f"'{key}' must be written once, found it again (first on line {first})", "delete one", at=key_line)
            continue
        document.lines[(*path, key)] = key_line
        plain[key] = _plain(value_node, (*path, key), document, mistakes, seen)
    return plain
