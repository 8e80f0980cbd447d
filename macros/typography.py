"""A Markdown extension: the signs of a finished page as a typesetter sets them, in prose and in what the macros draw.

Authors type straight quotes, a hyphen for a minus and plain spaces. Readers get curly quotes, a true minus, numbers that
stay with their units, and raised source numbers that stand close to their word. Code, formulas and attributes stay as typed.
"""

from __future__ import annotations

import html
import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

NO_BREAK, NARROW = "\u00a0", "\u202f"
# What is not prose, by tag and by class of a span.
SILENT = {"code", "pre", "kbd", "script", "style", "svg", "form", "select"}
FORMULA = "formula"
# Tags after which a text begins anew; all others stand inside a line.
INSIDE = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
}

_TOKEN = re.compile(r"<!--.*?-->|</?([a-zA-Z][\w-]*)(?:\"[^\"]*\"|'[^']*'|[^'\">])*>", re.DOTALL)
_MARK = r'<sup class="cite">'
_BEFORE_MARK = re.compile(rf"[ \n\u00a0]+(?={_MARK})")
# Two numbers, or a number and the figure or power before it, would read as one.
_CLOSE_TO_NUMBER = re.compile(
    rf"(?<=</a></sup>)(?={_MARK})|(?<=[\d⁰¹²³⁴-⁹])(?={_MARK})|(?<=[\d⁰¹²³⁴-⁹]</a>)(?={_MARK})"
)
# What an opening quote may follow, and what it stands before.
_OPENS = re.compile(r"[\s(\[{<‘“/=–—-]")
_DECADE = re.compile(r"'\d\ds\b")
_QUOTE = re.compile(r"[\"']")
_UNITS = "%|°C|[kKMGTPE]?i?B(?:/s)?|bytes?|bits?|[kMG]bit(?:/s)?|[kM]?Hz|[mµn]?s|min|h|[kcm]?m|px|thousand|[mb]illion|trillion|×(?! \\d)"
_TIED = re.compile(
    rf"(?<=[\d⁰¹²³⁴-⁹]) (?=(?:{_UNITS})(?![\w/]))|(?<=\d) (?=× 10[⁰¹²³⁴-⁹⁻])|(?<=\d[ \u00a0]×) (?=10[⁰¹²³⁴-⁹⁻])"
)
_MINUS = re.compile(r"(?<![^\s(=])-(?=\d)")


def set_text(text: str, before: str = "") -> str:
    """A plain text with typographic signs; `before` is the sign that stands before it in its line, if any."""
    line = list(_TIED.sub(NO_BREAK, _MINUS.sub("−", before + text)))
    for found in _QUOTE.finditer(before + text):
        at = found.start()
        line[at] = _curly(line[at], line[at - 1] if at else "", (before + text)[at:])
    return "".join(line[len(before) :])


def _curly(quote: str, left: str, rest: str) -> str:
    opens = (not left or _OPENS.match(left)) and not rest[1:2].isspace() and not _DECADE.match(rest)
    return {'"': "“" if opens else "”", "'": "‘" if opens else "’"}[quote]


def set_html(written: str) -> str:
    """A page with typographic signs in its prose."""
    parts: list[str] = []
    silent: list[str] = []  # the tags that are open around a text which is not prose
    before, position = "", 0

    def text(until: int) -> None:
        nonlocal before
        piece = written[position:until]
        if piece.strip() and not silent:
            plain = set_text(html.unescape(piece), before)
            piece = html.escape(plain, quote=False)
        if piece:
            before = html.unescape(piece)[-1]
        parts.append(piece)

    for token in _TOKEN.finditer(written):
        text(token.start())
        position = token.end()
        parts.append(token[0])
        tag = (token[1] or "").lower()
        if not tag:
            continue
        if token[0].startswith("</"):
            if silent and silent[-1] == tag:
                silent.pop()
        elif silent:
            if tag == silent[-1]:
                silent.append(tag)
        elif tag in SILENT or (tag == "span" and f'class="{FORMULA}"' in token[0]):
            silent.append(tag)
        if tag not in INSIDE:
            before = ""
    text(len(written))
    return _marks("".join(parts))


def _marks(written: str) -> str:
    """Raised numbers of sources without the space before them, and apart from a number before them."""
    return _CLOSE_TO_NUMBER.sub(NARROW, _BEFORE_MARK.sub("", written))


class _Typography(Postprocessor):
    def run(self, text: str) -> str:
        for heading in _flat(getattr(self.md, "toc_tokens", [])):
            heading["name"] = html.escape(set_text(html.unescape(heading["name"])), quote=False)
        return set_html(text)


def _flat(tokens: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for token in tokens for found in (token, *_flat(token["children"]))]


class TypographyExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # Last of all: what the macros drew is back in its place.
        md.postprocessors.register(_Typography(md), "typography", 0)


def makeExtension(**options: Any) -> TypographyExtension:
    """What Python-Markdown calls."""
    return TypographyExtension(**options)
