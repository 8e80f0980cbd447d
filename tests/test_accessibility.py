"""axe-core finds nothing on any page: both schemes, phone and desktop, with search open, views switched, lists narrowed.

axe sees perhaps half of what can be wrong. What it cannot see is tested below, or said on /about/.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.test_site import PAGES

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a colour scheme or a width can change; all the rest is the same page, and is asked once.
CHANGING = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
SAID = """.violations.map((violation) =>
  `${violation.id}: ${violation.help} (${violation.nodes.length}) ${violation.nodes[0].html.slice(0, 160)}`)"""
ALL = f"async () => (await axe.run(document, {{runOnly: {RULES}, resultTypes: ['violations']}})){SAID}"
SOME = f"async () => (await axe.run(document, {{runOnly: {CHANGING}, resultTypes: ['violations']}})){SAID}"
TOPIC = "/topics/caching-strategies/"
SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module", params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids="-".join)
def reader(request, browser, base_url):
    """One page for each size and colour scheme, kept open over all addresses."""
    size, scheme = request.param
    context = browser.new_context(base_url=base_url, viewport=SIZES[size], color_scheme=scheme, bypass_csp=True)
    context.add_init_script(AXE)
    page = context.new_page()
    page.rules = ALL if request.param == ("desktop", "light") else SOME
    yield page
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(reader, address):
    reader.goto(f"/{address}/" if address else "/")
    if address in ("numbers", "sources", "corrections"):
        # Thousands of equal entries: the first of each group stand for all.
        reader.evaluate(
            "document.querySelectorAll('section > section:nth-of-type(n+4), li:nth-child(n+40)').forEach(e => e.remove())"
        )

    assert reader.evaluate(reader.rules) == []


def test_axe_finds_nothing_while_the_page_is_used(reader):
    reader.goto(TOPIC)
    for view in ("pros-and-cons", "when", "breaks"):
        reader.evaluate("id => document.getElementById(id).click()", f"who-fills-{view}")
        assert reader.evaluate(reader.rules) == []
    reader.keyboard.press("/")
    reader.locator("#search-field").fill("cache")
    expect(reader.locator(".search-page").first).to_be_visible()
    assert reader.evaluate(reader.rules) == []

    reader.goto("/matrix/?problem=ticket-booking&weight=core")
    assert reader.evaluate(reader.rules) == []
    reader.locator("button.cell:visible").first.click()
    assert reader.evaluate(reader.rules) == []


def test_the_keyboard_reaches_the_views_and_shows_where_it_is(page):
    page.goto(TOPIC)
    page.locator("#who-fills-compare").focus()
    page.keyboard.press("ArrowRight")

    expect(page.locator("#who-fills-pros-and-cons")).to_be_focused()
    expect(page.locator("#cache-aside")).to_be_visible()
    label = page.locator("label[for=who-fills-pros-and-cons]")
    assert label.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_the_first_stop_skips_to_the_content(page):
    page.goto(TOPIC)
    page.keyboard.press("Tab")

    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to content")
    expect(skip).to_be_in_viewport()


def test_every_stop_of_the_tab_key_is_visible_and_the_way_ends(page):
    page.goto("/framework/")
    seen = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
              const box = e.getBoundingClientRect(); const style = getComputedStyle(e);
              return [e.outerHTML.slice(0, 90), box.width > 0 && style.visibility === 'visible', style.outlineStyle]; }"""
        )
        if stop is None or (seen and stop == seen[0]):
            break
        seen.append(stop)
    else:
        pytest.fail("the tab key never left the page")
    assert [stop for stop in seen if not stop[1] or stop[2] == "none"] == []


def test_the_menu_works_by_keyboard_and_gives_the_focus_back(page):
    page.set_viewport_size(SIZES["phone"])
    page.goto(TOPIC)
    menu = page.get_by_role("button", name="Menu")
    menu.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".site-nav a").first).to_be_focused()
    page.keyboard.press("Escape")

    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()


@pytest.mark.parametrize("address", [TOPIC, "/matrix/", "/deep-dives/saga/", "/numbers/", "/"])
def test_at_four_times_the_size_nothing_scrolls_sideways(page, address):
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_forced_colours_keep_views_and_signs_apart(page):
    page.emulate_media(forced_colors="active", reduced_motion="reduce")  # no colour half way
    page.goto(TOPIC)
    borders = (
        page.locator(".views")
        .first.locator("label")
        .evaluate_all("all => all.map(e => getComputedStyle(e).borderBottomColor)")
    )

    assert borders[0] != borders[1]
    expect(page.locator(".grade .unseen").first).to_have_text(re.compile("(good|mixed|poor):", re.IGNORECASE))


def test_motion_respects_the_preference(page):
    page.emulate_media(reduced_motion="reduce")
    page.goto(TOPIC)
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
             return s.transitionDuration !== '0s' && s.transitionProperty !== 'none' && s.transitionDuration !== '1e-05s'; }).length"""
    )
    assert moving == 0
