"""A page of the site printed from the browser: a clean document, whatever the colours of the screen."""

from __future__ import annotations

import io
import re
import unicodedata

import pypdf
import pytest

PAGES = ["topics/caching-strategies", "deep-dives/saga", "problems/ticket-booking", "matrix"]


@pytest.fixture(scope="module")
def on_paper(browser, base_url):
    """Page -> its pages as a PDF, printed in the dark scheme without backgrounds on Letter."""
    made = {}
    context = browser.new_context(color_scheme="dark", base_url=base_url)
    for address in PAGES:
        page = context.new_page()
        page.goto(f"/{address}/")
        page.wait_for_load_state("networkidle")
        made[address] = pypdf.PdfReader(io.BytesIO(page.pdf(format="Letter", print_background=False))).pages
        page.close()
    context.close()
    return made


def words(pages) -> str:
    said = unicodedata.normalize("NFKC", " ".join(page.extract_text() for page in pages))  # types join some letters
    return re.sub(r"\s+", " ", said)


@pytest.mark.parametrize("address", PAGES)
def test_every_sheet_says_where_it_is_from(on_paper, address):
    sheets = on_paper[address]
    for number, sheet in enumerate(sheets, 1):
        said = sheet.extract_text()
        assert f"/{address}/" in said, number
        assert f"{number} of {len(sheets)}" in said


@pytest.mark.parametrize("address", PAGES[:3])
def test_the_date_of_review_is_in_the_foot(on_paper, catalog, address):
    for sheet in on_paper[address]:
        assert f"reviewed {catalog.pages[address].reviewed}" in sheet.extract_text()


@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_the_screen_is_printed(on_paper, address):
    said = words(on_paper[address])

    for sign in ("Search /", "Back to top", "Link to", "Report a mistake", "Previous", "Table of contents", "Show all"):
        assert sign not in said


def test_all_views_and_addresses_of_sources_are_printed(on_paper, catalog):
    record = catalog.topics["caching-strategies"]
    said = words(on_paper["topics/caching-strategies"])

    for name in ("Compare", "Pros and cons", "When to pick", "What breaks"):
        assert said.count(name) >= len(record.decisions)
    squeezed = said.replace(" ", "")
    for source in catalog.cited_on("topics/caching-strategies"):
        assert catalog.sources[source].address in squeezed


def test_the_matrix_lies_across(on_paper):
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in on_paper["matrix"])


def test_dark_screens_print_dark_ink_on_white(browser, base_url):
    context = browser.new_context(color_scheme="dark", base_url=base_url)
    page = context.new_page()
    page.goto("/topics/caching-strategies/")
    page.emulate_media(media="print", color_scheme="dark")
    paper, ink, scheme = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('h1')).color,"
        " getComputedStyle(document.documentElement).colorScheme]"
    )
    context.close()

    assert (paper, ink, scheme) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)", "light")


def test_no_table_is_wider_than_the_paper(browser, base_url):
    context = browser.new_context(base_url=base_url, viewport={"width": 680, "height": 900})
    page = context.new_page()
    for address in PAGES:
        page.goto(f"/{address}/")
        page.emulate_media(media="print")
        wide = page.evaluate(
            "[...document.querySelectorAll('table, pre, svg.dg')].filter(e => e.scrollWidth > 682 ||"
            " e.getBoundingClientRect().right > 682).map(e => e.className.baseVal ?? e.className)"
        )
        assert wide == [], address
    context.close()
