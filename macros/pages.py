"""The Markdown pages of `docs/` as the checks see them: front matter, headings, macro calls and links, with lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import yaml
from markdown.extensions.toc import slugify

from macros.mistakes import Mistake
from macros.text import CALL, LINK, Call

# Front matter key -> folder of its pages. The key names the record that a page argues about.
KINDS = {"topic": "topics", "deep_dive": "deep-dives", "problem": "problems"}
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)?---\n", re.DOTALL)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\s*\{:?\s*#([\w-]+)[^}]*\}$")
_MACRO = re.compile(r"\{\{\s*([a-z_]+)\s*\(([^}]*)\)\s*\}\}")
_IN_NAV = re.compile(r"^ +- ([a-z0-9/-]+)\.md$", re.MULTILINE)
_ARGUMENT = re.compile(r"\"([^\"]*)\"|([a-z_]+)")


class Heading(NamedTuple):
    line: int
    level: int
    title: str
    anchor: str


class Macro(NamedTuple):
    line: int
    name: str
    arguments: tuple[str, ...]  # texts as typed; a bare name stands for the front-matter key


class Link(NamedTuple):
    line: int
    target: str


@dataclass
class Prose:
    """One page of docs/: `id` is its permanent path, '' for home."""

    file: str
    id: str
    meta: dict[str, str] = field(default_factory=dict)
    body: str = ""
    first_line: int = 1
    headings: list[Heading] = field(default_factory=list)
    macros: list[Macro] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def record(self) -> tuple[str, str] | None:
        """The front matter's record as (folder, id), or None where the page has none."""
        return next(((KINDS[key], self.meta[key]) for key in KINDS if key in self.meta), None)

    @property
    def calls(self) -> list[Call]:
        return [Call(*found) for found in CALL.findall(self.body)]

    def line_at(self, position: int) -> int:
        return self.first_line + self.body.count("\n", 0, position)

    def calls_of(self, name: str) -> list[Macro]:
        return [macro for macro in self.macros if macro.name == name]


def read(path: Path, docs: Path, name: str) -> tuple[Prose, list[Mistake]]:
    """The page at `path` below `docs`, called `name` in messages."""
    page = Prose(name, page_id(path.relative_to(docs)))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return page, [Mistake(name, 1, f"the page must be readable UTF-8, found: {error}")]
    match = _FRONT_MATTER.match(text)
    if match:
        try:
            meta = yaml.load(match[1] or "", Loader=yaml.CBaseLoader) or {}
        except yaml.YAMLError as error:
            return page, [Mistake(name, 1, f"front matter must be YAML, found: {getattr(error, 'problem', error)}")]
        if not isinstance(meta, dict):
            return page, [Mistake(name, 1, "front matter must be a list of keys and values")]
        page.meta = {str(key): value for key, value in meta.items() if isinstance(value, str)}
        page.first_line = text.count("\n", 0, match.end()) + 1
        text = text[match.end() :]
    page.body = text
    _scan(page)
    return page, []


def page_id(relative: Path) -> str:
    """docs/topics/index.md -> 'topics'; docs/index.md -> ''; docs/topics/cdn.md -> 'topics/cdn'."""
    parts = relative.with_suffix("").parts
    return "/".join(parts[:-1] if parts[-1] == "index" else parts)


def reading_order(root: Path) -> dict[str, int]:
    """The place of each page in the navigation: the one order of the site's lists and of the book."""
    settings = root / "mkdocs.yml"
    nav = settings.read_text(encoding="utf-8").partition("\nnav:")[2] if settings.exists() else ""
    return {page: place for place, page in enumerate(_IN_NAV.findall(nav))}


def _scan(page: Prose) -> None:
    text = _FENCE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), page.body)
    for match in _HEADING.finditer(text):
        attributes = _ATTRIBUTES.search(match[2])
        title = _ATTRIBUTES.sub("", match[2])
        anchor = attributes[1] if attributes else slugify(title, "-")
        page.headings.append(Heading(page.line_at(match.start()), len(match[1]), title, anchor))
    for match in _MACRO.finditer(text):
        if match[1] in ("fig", "cite", "given"):
            continue
        arguments = tuple(quoted or bare for quoted, bare in _ARGUMENT.findall(match[2]))
        page.macros.append(Macro(page.line_at(match.start()), match[1], arguments))
    for match in LINK.finditer(text):
        page.links.append(Link(page.line_at(match.start()), match[1]))
