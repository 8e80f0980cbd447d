"""Text of data fields: inline Markdown with calls of `fig`, `cite` and `given`, and nothing else.

What an author types is what a reader sees: HTML, backslashes, pipes and entities are shown, never interpreted.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import markdown

CALL = re.compile(r"\{\{\s*(fig|cite|given)\(\s*\"([^\"]*)\"\s*\)\s*\}\}")
FOREIGN = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*([^)\s]*)\s*\)")
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
BLOCKS = ("empty", "indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff]")
# Stand for what Markdown must not touch while it runs; private-use characters are refused in data.
OPEN, CLOSE = "\ue000", "\ue001"
_HELD = re.compile(f"{OPEN}(\\d+){CLOSE}")
_END = re.compile(r"[.!?]?$")
# Without one of these there is nothing for Markdown to do, as in most texts.
_MARKS = re.compile(r"[*_`\[\]!]")


@dataclass(frozen=True)
class Call:
    macro: str
    argument: str


def calls(text: str) -> list[Call]:
    """The macro calls of a text, in order."""
    return [Call(*match) for match in CALL.findall(text)]


def links(text: str) -> list[str]:
    """The targets of the Markdown links of a text."""
    return LINK.findall(text)


def problems(text: str) -> Iterator[str]:
    """What keeps this text from being shown as typed."""
    if UNPRINTABLE.search(text):
        yield "text must hold no control or private-use characters"
    if "![" in CODE_SPAN.sub("", text):
        yield "text must hold no image; a drawing is a diagram of the record"
    rest = CALL.sub("", text)
    found = FOREIGN.search(rest)
    if found:
        snippet = rest[found.start() : found.start() + 30]
        yield f"text may call only fig, cite and given, written {{{{ fig(\"id\") }}}}; found '{snippet}'"
    if any(CALL.search(span[0]) for span in CODE_SPAN.finditer(text)):
        yield "a macro call must not stand inside a code span"


def with_cites(text: str, source_ids: Iterable[str]) -> str:
    """The text with citations of these sources behind its last word, as authors set them: before the stop."""
    marks = "".join(f' {{{{ cite("{source_id}") }}}}' for source_id in source_ids)
    return _END.sub(lambda stop: marks + stop[0], text, count=1)


def without_calls(text: str) -> str:
    """The text as a reader without macros would read it: `given` keeps its words, `fig` and `cite` vanish."""
    return CALL.sub(lambda match: match[2] if match[1] == "given" else "", text).strip()


def inline(text: str, macro: Callable[[Call], str], link: Callable[[str], str]) -> str:
    """HTML of one inline text. `macro` gives the HTML of a call, `link` the address of a link's target."""
    made: list[str] = []

    def hold(match: re.Match[str]) -> str:
        made.append(macro(Call(match[1], match[2])))
        return f"{OPEN}{len(made) - 1}{CLOSE}"

    held = CALL.sub(hold, " ".join(text.split()))
    body = _with_markup(held, link) if _MARKS.search(held) else plain(held)
    return _HELD.sub(lambda match: made[int(match[1])], body)


def _with_markup(held: str, link: Callable[[str], str]) -> str:
    held = LINK.sub(lambda match: match[0].replace(match[1], link(match[1])) if match[1] else match[0], held)
    body = _markdown().reset().convert(held.replace("&", f"{OPEN}&{CLOSE}"))
    body = body.removeprefix("<p>").removesuffix("</p>")
    return body.replace(f"{OPEN}&{CLOSE}", "&amp;").replace(f"{OPEN}&amp;{CLOSE}", "&amp;")


def plain(text: str) -> str:
    """A text shown as typed, as HTML."""
    return html.escape(text, quote=False)


@functools.cache
def _markdown() -> markdown.Markdown:
    """Python-Markdown reduced to emphasis, code and links: everything else stays as typed."""
    reduced = markdown.Markdown()
    reduced.preprocessors.deregister("html_block")
    for name in ("escape", "entity", "html", "image_link", "image_reference", "short_image_ref", "linebreak"):
        reduced.inlinePatterns.deregister(name)
    for name in ("reference", "short_reference", "autolink", "automail"):
        reduced.inlinePatterns.deregister(name)
    for name in BLOCKS:
        reduced.parser.blockprocessors.deregister(name)
    return reduced
