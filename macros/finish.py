"""What happens to the built site, once, in this order: `python -m macros.finish site`.

It works on plain HTML, whatever built it: metadata and pictures for link previews, files that no page needs, pages for addresses that have moved, and
last of all the policies, since they name the scripts of a page by their hashes.
"""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path
from urllib.parse import urljoin

from macros import cards, policy, redirects
from macros.load import ROOT

SITE_NAME = "System Design Tradeoffs"
KINDS = {"topics": "Topic", "deep-dives": "Deep dive", "problems": "Problem"}
ICONS = (192, 512)
# Files of the theme that no page of this site asks for.
UNUSED = ["assets/javascripts", "assets/images", "assets/**/*.map", "assets/diagrams"]
_HEAD_END = "</head>"
_DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">\s*')
_SUMMARY = re.compile(r'<p class="summary">(.*?)</p>', re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# The way from a page to the site's root, as the header's link home goes.
_HOME = re.compile(r'<a href="([^"]*)" class="[^"]*site-name')
_CODE = re.compile(r"<pre(?! tabindex)\b")
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')


def finish(site: Path, data: Path = ROOT / "data") -> None:
    """Finish every page of a built site in place; `data` says which addresses have moved."""
    for path in sorted(site.rglob("*.html")):
        written = path.read_text(encoding="utf-8")
        page = path.parent.relative_to(site).as_posix().removeprefix(".")
        finished = describe(reachable(written), draw_card(site, page, written))
        path.write_text(finished, encoding="utf-8")
    for size in ICONS:
        cards.icon(size).save(site / "assets" / f"icon-{size}.png")
    drop_unused(site)
    redirects.write(site, redirects.read(data))
    for path in sorted(site.rglob("*.html")):
        written = path.read_text(encoding="utf-8")
        path.write_text(policy.secure(policy.same_window(written)), encoding="utf-8")


def reachable(written: str) -> str:
    """Code may be wider than the screen: with a stop of the tab key it scrolls by keyboard too."""
    return _CODE.sub('<pre tabindex="0"', written)


def draw_card(site: Path, page: str, written: str) -> str:
    """Draw the picture of a page for link previews; its path below the site."""
    kind = KINDS.get(page.split("/")[0], "Reference") if "/" in page else "Reference"
    return (
        f"assets/cards/{cards.write(site / 'assets' / 'cards', kind, _title(written), _sentence(written), SITE_NAME)}"
    )


def describe(written: str, image: str) -> str:
    """The page with its description and its picture, for search engines and for link previews.

    A record's page shows its summary; other pages bring the description of their front matter. Chats want the picture's
    whole address, which the canonical link tells: it ends in the page's own path.
    """
    canonical, sentence = _CANONICAL.search(written), _sentence(written)
    home = _HOME.search(written)
    properties = {
        "og:type": "article",
        "og:site_name": SITE_NAME,
        "og:title": _title(written),
        "og:description": sentence,
        "og:url": canonical[1] if canonical else "",
        "og:image": urljoin(urljoin(canonical[1], home[1]), image) if canonical and home else "",
        "og:image:width": str(cards.WIDTH),
        "og:image:height": str(cards.HEIGHT),
        "og:image:alt": f"{_title(written)}: {sentence}" if sentence else _title(written),
    }
    tags = [f'<meta name="description" content="{html.escape(sentence)}">'] if sentence else []
    tags += [f'<meta property="{key}" content="{html.escape(value)}">' for key, value in properties.items() if value]
    tags.append('<meta name="twitter:card" content="summary_large_image">')
    return _DESCRIPTION.sub("", written).replace(_HEAD_END, "\n".join([*tags, _HEAD_END]), 1)


def _title(written: str) -> str:
    """The page's own title, without the site's name behind it."""
    found = _TITLE.search(written)
    return html.unescape(found[1].strip()).removesuffix(f" - {SITE_NAME}") if found else SITE_NAME


def _sentence(written: str) -> str:
    found = _SUMMARY.search(written) or _DESCRIPTION.search(written)
    return html.unescape(found[1]) if found else ""


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
