"""The site below a path, `/some/base/`: as a project's pages are served on GitHub Pages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from macros import nodes
from macros.load import ROOT
from tests.conftest import SETTINGS, served


@pytest.fixture
def address(hostile_site):
    with served(hostile_site, "/some/base") as found:
        yield found


def test_a_missing_page_has_its_frame_and_leads_back(page, address):
    failed = []
    page.on("response", lambda response: response.status >= 400 and failed.append(response.url))
    page.goto(f"{address}/topics/not/here/")
    expect(page.locator("h1")).to_have_text("This page is not here")
    assert failed == [f"{address}/topics/not/here/"], "style sheets and scripts are found from any depth"

    page.locator("header a").first.click()
    expect(page).to_have_url(re.compile(rf"^{re.escape(address)}/\.?$"))


@pytest.mark.parametrize("start", ["/", "/topics/read-replicas/", "/topics/not/here/"])
def test_the_search_finds_and_leads_below_the_path(page, address, start):
    page.goto(f"{address}{start}")
    page.keyboard.press("/")
    page.locator("#search-field").fill("log replay")
    page.locator(".search-page").first.click()

    expect(page).to_have_url(re.compile(rf"^{re.escape(address)}/deep-dives/log-replay/"))


def test_every_link_of_the_site_stays_below_the_path(hostile_site):
    for path in sorted(hostile_site.rglob("*.html")):
        written = path.read_text(encoding="utf-8")
        rooted = re.findall(r'(?:href|src|action)="(/[^"]*)"', written)
        assert all(target.startswith("/some/base/") for target in rooted), (path, rooted)
        assert not rooted or path.name == "404.html", "only the page of no fixed place needs the path"


def test_pages_say_where_they_are_and_where_they_are_edited(hostile_site):
    written = (hostile_site / "topics" / "read-replicas" / "index.html").read_text(encoding="utf-8")

    assert f'rel="canonical" href="{SETTINGS["SITE_URL"]}topics/read-replicas/"' in written
    assert f'href="{SETTINGS["EDIT_URI"]}topics/read-replicas.md"' in written
    assert SETTINGS["SITE_URL"] in (hostile_site / "sitemap.xml").read_text(encoding="utf-8")


def test_no_setting_is_written_twice():
    """YAML would keep the last one silently, as after a merge."""
    _, mistakes = nodes.read(ROOT / "mkdocs.yml", "mkdocs.yml")

    assert [str(mistake) for mistake in mistakes if "must be written once" in mistake.text] == []


def test_without_settings_no_page_has_an_edit_link(site):
    assert "md-content__button" not in (site / "about" / "index.html").read_text(encoding="utf-8")
