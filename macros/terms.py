"""A Markdown extension: the first use of a glossary term on a page leads to its definition, and shows it on hover.

Only prose is touched: headings, links, code and what the macros draw stay as they are. The address is written as authors
write it, so the builder checks it and makes it relative.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from macros import nodes
from macros.load import ROOT
from macros.model import GlossaryTerm
from macros.text import without_calls

# Where a term is explained is not where it must be looked up.
SILENT = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "script", "style"}


def pattern(glossary: dict[str, GlossaryTerm]) -> re.Pattern[str]:
    """Every term, and its plural, as a whole word; the longest first, so that 'read repair' is not 'read'."""
    names = sorted((term.term for term in glossary.values()), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, names))})(?:s|es)?(?![\w-])", re.IGNORECASE)


def mark(root: ElementTree.Element, glossary: dict[str, GlossaryTerm]) -> None:
    """Wrap the first use of each term below `root`."""
    glossary = {key: term for key, term in glossary.items() if not term.everyday}
    by_name = {term.term.lower(): (key, term) for key, term in glossary.items()}
    if not by_name:
        return
    names, used = pattern(glossary), set[str]()
    for element in [*_speaking(root)]:
        _in_text(element, None, names, by_name, used)
        for child in list(element):
            _in_text(element, child, names, by_name, used)


def _speaking(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    if element.tag in SILENT:
        return
    yield element
    for child in element:
        yield from _speaking(child)


def _in_text(
    parent: ElementTree.Element,
    after: ElementTree.Element | None,
    names: re.Pattern[str],
    by_name: dict[str, tuple[str, GlossaryTerm]],
    used: set[str],
) -> None:
    """Mark terms in the text at the start of `parent`, or in the text that follows its child `after`."""
    text = (parent.text if after is None else after.tail) or ""
    for found in names.finditer(text):
        key, term = by_name[found[1].lower()]
        if key in used:
            continue
        used.add(key)
        link = ElementTree.Element(
            "a", {"class": "term", "href": f"/glossary.md#{key}", "title": without_calls(term.says)}
        )
        link.text, link.tail = found[0], text[found.end() :]
        before = text[: found.start()]
        if after is None:
            parent.text = before
            parent.insert(0, link)
        else:
            after.tail = before
            parent.insert(list(parent).index(after) + 1, link)
        _in_text(parent, link, names, by_name, used)
        return


class _Terms(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        mark(root, _glossary())


@functools.cache
def _glossary() -> dict[str, GlossaryTerm]:
    """The glossary alone: whoever builds has checked the rest. While serving, a change shows after a restart."""
    document, _ = nodes.read(ROOT / "data" / "glossary.yml", "data/glossary.yml")
    return {key: GlossaryTerm.model_validate(entry) for key, entry in document.data.items()}


class TermsExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After inline text has become elements, before the builder resolves links.
        md.treeprocessors.register(_Terms(md), "terms", 5)


def makeExtension(**options: Any) -> TermsExtension:
    """What Python-Markdown calls."""
    return TermsExtension(**options)
