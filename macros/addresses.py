"""The public addresses of the site: every page, and every anchor that the site offers to link to.

`data/addresses.txt` is the list of those that were ever published. `python -m macros.addresses site` adds the new ones
of a built site; it never takes one away, since somebody may have linked to it. One line an address, sorted, so that
lists of two branches merge line by line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from macros.load import ROOT
from macros.redirects import Address

LIST = ROOT / "data" / "addresses.txt"
# The number of a source in a page's own list; its lasting address is on /sources/.
_SOURCE = "source-"


class _Anchors(HTMLParser):
    """The anchors inside the article of a page."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._article = 0
        self._drawing = 0
        self.feed(written)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._article += tag == "article"
        self._drawing += tag == "svg"
        given = dict(attributes)
        name = given.get("id") or ""
        # A view's input is what its tab leads to; other fields, the matrix's bubbles and parts of drawings are not.
        linked = given.get("type", "radio") == "radio" and "popover" not in given and given.get("class") != "moved"
        if name and linked and self._article and not self._drawing and not name.startswith(_SOURCE):
            self.found.append(name)

    def handle_endtag(self, tag: str) -> None:
        self._article -= tag == "article"
        self._drawing -= tag == "svg"


def public(site: Path) -> Iterator[Address]:
    """Every public address of a built site."""
    for path in sorted(site.rglob("index.html")):
        written = path.read_text(encoding="utf-8")
        if "<article" not in written:
            continue  # a page that sends its reader on
        folder = path.parent.relative_to(site).as_posix()
        page = "" if folder == "." else folder
        yield Address(page)
        yield from (Address(page, anchor) for anchor in _Anchors(written).found)


def listed() -> set[Address]:
    """Every address that was ever published."""
    return {_read(line) for line in LIST.read_text(encoding="utf-8").split()} if LIST.exists() else set()


def shown(address: Address) -> str:
    """An address as a reader sees it: '/topics/cdn/#ttl'."""
    return f"/{address.page}/#{address.anchor}".replace("//", "/").removesuffix("#")


def _read(line: str) -> Address:
    page, _, anchor = line.partition("#")
    return Address(page.strip("/"), anchor)


def main() -> int:
    known = listed()
    found = known | set(public(Path(sys.argv[1])))
    LIST.write_text("".join(f"{line}\n" for line in sorted(map(shown, found))), encoding="utf-8")
    print(f"{LIST.name}: {len(found)} addresses, {len(found) - len(known)} of them new")
    return 0


if __name__ == "__main__":
    sys.exit(main())
