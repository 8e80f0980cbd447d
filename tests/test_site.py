"""The built HTML, read as a reader's browser and a search engine read it."""

from __future__ import annotations

import functools
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest
from markupsafe import escape

from macros import redirects
from macros.load import ROOT
from macros.pages import page_id

PAGES = sorted(page_id(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md"))
MACHINERY = ("Macro Rendering Error", "Macro Syntax Error", '=== "', "{{", "{%", "{:", "&lt;span class", "&lt;a href")


class Page(HTMLParser):
    """What the tests ask of a page: its ids, its links, its text, its metadata."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.meta: dict[str, str] = {}
        self.title = ""
        self.inside: list[str] = []
        self.feed(written)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.inside.append(tag)
        if found.get("id"):
            self.ids.append(found["id"])
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag in ("script", "img", "iframe", "source") and found.get("src"):
            self.loads.append(found["src"])
        if tag == "link" and found.get("rel") in ("stylesheet", "icon", "preload", "preconnect", "dns-prefetch"):
            self.loads.append(found["href"])
        if tag == "meta" and (found.get("name") or found.get("property")):
            self.meta[found.get("name") or found["property"]] = found.get("content") or ""

    def handle_data(self, data):
        if self.inside and self.inside[-1] == "title" and not self.title:
            self.title = data.strip()


@pytest.fixture(scope="session")
def read(site):
    @functools.cache
    def one(page: str) -> tuple[str, Page]:
        written = (site / page / "index.html").read_text(encoding="utf-8")
        return written, Page(written)

    return one


def test_every_page_of_docs_is_built(site, catalog):
    built = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    moved = {old.page for old in redirects.moves(catalog.redirects)}

    assert {page or "." for page in [*PAGES, *moved]} == built


@pytest.mark.parametrize("address", PAGES)
def test_html_is_valid(read, address):
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(read(address)[0])

    assert [(place, code) for place, code, _ in parser.errors] == []


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique(read, address):
    ids = [found for found in read(address)[1].ids if not found.startswith("__")]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("address", PAGES)
def test_links_and_fragments_have_targets(site, read, address):
    for link in read(address)[1].links:
        split = urlsplit(link)
        if split.scheme or split.netloc:
            assert split.scheme == "https", link
            continue
        joined = urlsplit(urljoin(f"/{address}/" if address else "/", link))
        file = site / unquote(joined.path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        assert file.is_file(), link
        if joined.fragment and not joined.fragment.startswith("__"):
            target = file.parent.relative_to(site).as_posix()
            assert unquote(joined.fragment) in read("" if target == "." else target)[1].ids, link


@pytest.mark.parametrize("address", PAGES)
def test_no_machinery_is_visible(read, address):
    article = re.search(r"<article.*</article>", read(address)[0], re.DOTALL)

    assert article and not [
        sign for sign in MACHINERY if sign in re.sub(r"<pre.*?</pre>", "", article[0], flags=re.DOTALL)
    ]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_loaded_from_elsewhere(read, address):
    assert not [address for address in read(address)[1].loads if urlsplit(address).netloc]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_describes_itself(read, address):
    meta = read(address)[1].meta

    assert 40 <= len(meta["description"]) <= 170
    assert meta["og:title"] and meta["og:description"] == meta["description"]


def test_titles_are_unique(read):
    titles = [read(page)[1].title for page in PAGES]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("address", PAGES)
def test_headings_outline_the_page(read, address):
    levels = [
        int(level)
        for level in re.findall(r"<h([1-6])\b", re.search(r"<article.*</article>", read(address)[0], re.DOTALL)[0])
    ]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels


@pytest.mark.parametrize("address", ["topics", "deep-dives", "numbers", "corrections", "topics/caching-strategies"])
def test_the_contents_lead_to_every_section(read, address):
    written = read(address)[0]
    article = re.search(r"<article.*</article>", written, re.DOTALL)[0]
    sections = re.findall(r'<h2 id="([^"]+)"', article)

    for contents in ('<nav class="here.*?</nav>', r'<nav class="md-nav md-nav--secondary".*?</ul>\s*</nav>'):
        found = re.search(contents, written, re.DOTALL)[0]
        assert [link for link in re.findall(r'href="#([^"]+)"', found) if link in sections] == sections


@pytest.mark.parametrize("address", ["glossary", "sources"])
def test_letters_lead_down_the_list(read, address):
    written, parsed = read(address)
    letters = re.search(r'<nav class="letters.*?</nav>', written)[0]
    firsts = re.findall(r'href="#([^"]+)"', letters)
    places = [parsed.ids.index(first) for first in firsts]

    assert len(firsts) > 15 and places == sorted(places)


def test_every_anchor_of_the_data_is_on_its_page(catalog, read):
    from macros.anchors import anchors

    missing = [
        f"{page}#{anchor.id}"
        for page, record in catalog.pages.items()
        for anchor in anchors(record)
        if anchor.id not in read(page)[1].ids
    ]
    assert missing == []


def test_every_drawing_is_told_in_words(catalog, read):
    for page, record in catalog.pages.items():
        for diagram in record.diagrams:
            for tag, words in (("title", diagram.title), ("desc", diagram.says)):
                assert f'<{tag} id="dg-{diagram.id}-{tag}">{escape(words)[:20]}' in read(page)[0]


def test_every_figure_and_source_has_its_anchor(catalog, read):
    assert set(catalog.figures) <= set(read("numbers")[1].ids)
    assert set(catalog.sources) <= set(read("sources")[1].ids)
    assert set(catalog.glossary) <= set(read("glossary")[1].ids)


def test_sources_and_the_pages_that_cite_them_agree(catalog, read):
    for page in catalog.pages:
        written, parsed = read(page)
        numbered = re.findall(r'<li id="source-([a-z0-9-]+)"', written)
        cited = {link.removeprefix("#source-") for link in parsed.links if link.startswith("#source-")}
        assert numbered == catalog.cited_on(page)
        assert cited <= set(numbered)


def test_the_matrix_has_every_cell_with_its_reason(catalog, read):
    written, parsed = read("matrix")
    cells = sum(len(row) for row in catalog.cells.values())

    assert written.count('class="reason"') == written.count("popovertarget=") == cells
    assert set(re.findall(r'popovertarget="([^"]+)"', written)) <= set(parsed.ids)


def test_what_the_theme_ships_and_nobody_asks_for_is_gone(site):
    assert not list(site.rglob("*.map"))
    assert not (site / "assets/javascripts").exists()


def test_nothing_in_the_site_names_where_it_was_built(site):
    for path in site.rglob("*"):
        if path.suffix in (".html", ".js", ".css", ".xml", ".json"):
            assert str(ROOT) not in path.read_text(encoding="utf-8"), path
            assert str(Path.home()) + "/" not in path.read_text(encoding="utf-8"), path
