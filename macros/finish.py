"""What happens to the built site, once, in this order: `python -m macros.finish site`.

It works on plain HTML, whatever built it: metadata, files that no page needs, pages for addresses that have moved, and
last of all the policies, since they name the scripts of a page by their hashes.
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

from macros import policy, redirects
from macros.load import ROOT

SITE_NAME = "System Design Tradeoffs"
# Files of the theme that no page of this site asks for.
UNUSED = ["assets/javascripts", "assets/images", "assets/**/*.map", "assets/diagrams"]
_HEAD_END = "</head>"
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">\s*')
_SUMMARY = re.compile(r'<p class="summary">(.*?)</p>', re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')


def finish(site: Path, data: Path = ROOT / "data") -> None:
    """Finish every page of a built site in place; `data` says which addresses have moved."""
    for path in sorted(site.rglob("*.html")):
        written = path.read_text(encoding="utf-8")
        path.write_text(describe(written), encoding="utf-8")
    drop_unused(site)
    redirects.write(site, redirects.read(data))
    for path in sorted(site.rglob("*.html")):
        written = path.read_text(encoding="utf-8")
        path.write_text(policy.secure(policy.same_window(written)), encoding="utf-8")


def describe(written: str) -> str:
    """The page with its description, for search engines and for link previews.

    A record's page shows its summary; other pages bring the description of their front matter.
    """
    title, canonical = _TITLE.search(written), _CANONICAL.search(written)
    found = _SUMMARY.search(written) or _DESCRIPTION.search(written)
    sentence = html.unescape(found[1]) if found else ""
    properties = {
        "og:type": "article",
        "og:site_name": SITE_NAME,
        "og:title": html.unescape(title[1].strip()) if title else SITE_NAME,
        "og:description": sentence,
        "og:url": canonical[1] if canonical else "",
    }
    tags = [f'<meta name="description" content="{html.escape(sentence)}">'] if sentence else []
    tags += [f'<meta property="{key}" content="{html.escape(value)}">' for key, value in properties.items() if value]
    tags.append('<meta name="twitter:card" content="summary">')
    return _DESCRIPTION.sub("", written).replace(_HEAD_END, "\n".join([*tags, _HEAD_END]), 1)


def drop_unused(site: Path) -> None:
    """Remove what the theme ships and no page asks for."""
    for pattern in UNUSED:
        for path in sorted(site.glob(pattern), reverse=True):
            if path.is_dir():
                for inside in sorted(path.rglob("*"), reverse=True):
                    inside.rmdir() if inside.is_dir() else inside.unlink()
                path.rmdir()
            else:
                path.unlink()
    for path in (site / "assets").rglob("*.js"):
        _without_map(path, "//# sourceMappingURL=")
    for path in (site / "assets").rglob("*.css"):
        _without_map(path, "/*# sourceMappingURL=")


def _without_map(path: Path, marker: str) -> None:
    written = path.read_text(encoding="utf-8")
    if marker in written:
        path.write_text(written[: written.rindex(marker)].rstrip() + "\n", encoding="utf-8")


def main() -> int:
    finish(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
