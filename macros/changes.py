"""What a change means for readers: `python -m macros.changes OLD NEW`, two built checkouts of the project.

Compared is what people read: the text of every page, line by line, and every value of the data under its place. Markup,
order of attributes and wrapping of YAML are no changes. Writes `changes.diff` and a short `changes.md`.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from macros import nodes

# A summary of a run holds at most one MiB; the whole difference is in changes.diff.
MOST = 400_000
BLOCKS = {
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figure",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
}
BLOCKS |= {"section", "summary", "svg", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul", "desc"}
SILENT = {"script", "style", "template"}


class _Text(HTMLParser):
    """The text of an article, one line a block."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._silent = 0
        self._article = 0
        self.feed(written)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._article += tag == "article"
        self._silent += tag in SILENT
        if tag in BLOCKS or tag == "br":
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self._article -= tag == "article"
        self._silent -= tag in SILENT
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self._article and not self._silent:
            self.lines[-1] += data


def text(written: str) -> list[str]:
    """The lines of a page as they are read."""
    lines = (" ".join(line.split()) for line in _Text(written).lines)
    return [line for line in lines if line]


def values(data: Any, place: str = "") -> Iterator[str]:
    """Every value of a data file with its place; entries of lists are called by their ids where they have one."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key != "id" or not place.endswith("]"):
                yield from values(value, f"{place}.{key}" if place else str(key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            name = value.get("id", index) if isinstance(value, dict) else index
            yield from values(value, f"{place}[{name}]")
    elif data is not None:
        yield f"{place}: {' '.join(str(data).split())}"


def readable(project: Path) -> dict[str, list[str]]:
    """Name -> lines of everything that readers of a built checkout see."""
    found: dict[str, list[str]] = {}
    site = project / "site"
    for path in sorted(site.rglob("*.html")):
        found[path.relative_to(site).as_posix()] = text(path.read_text(encoding="utf-8"))
    for path in sorted((project / "data").rglob("*.yml")):
        name = f"data/{path.relative_to(project / 'data').as_posix()}"
        found[name] = list(values(nodes.read(path, name)[0].data))
    return found


def difference(old: dict[str, list[str]], new: dict[str, list[str]]) -> dict[str, str]:
    """Name -> unified difference, for what is not the same."""
    found = {}
    for name in sorted({*old, *new}):
        before, after = old.get(name, []), new.get(name, [])
        if before != after:
            lines = difflib.unified_diff(before, after, f"old/{name}", f"new/{name}", lineterm="", n=1)
            found[name] = "\n".join(lines) + "\n"
    return found


def summary(differences: dict[str, str]) -> str:
    """The differences as Markdown: what was touched, then how."""
    if not differences:
        return "Nothing changes for readers.\n"
    rows = ["| what | lines gone | lines new |", "|---|---|---|"]
    for name, lines in differences.items():
        body = lines.split("\n")[2:]
        gone, added = (sum(1 for line in body if line.startswith(sign)) for sign in "-+")
        rows.append(f"| {name} | {gone} | {added} |")
    whole = "\n".join(differences.values())
    shown = whole if len(whole) <= MOST else whole[:MOST] + "\n… the rest is in changes.diff\n"
    # A fence longer than any in the text, so that no text ends it.
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=2) + 3)
    return "\n".join([*rows, "", f"{fence}diff", shown + fence, ""])


def main() -> int:
    differences = difference(*(readable(Path(argument)) for argument in sys.argv[1:3]))
    Path("changes.diff").write_text("\n".join(differences.values()), encoding="utf-8")
    Path("changes.md").write_text(summary(differences), encoding="utf-8")
    print(f"{len(differences)} files change for readers: see changes.md and changes.diff")
    return 0


if __name__ == "__main__":
    sys.exit(main())
