"""What a reader does, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.test_site import PAGES

TOPIC = "/topics/caching-strategies/"


def current_view(page: Page, decision: str) -> str:
    return page.locator(f"input[name='__tabbed_{decision}']:checked").get_attribute("id").removeprefix(f"{decision}-")


def test_a_link_to_an_option_opens_its_view(page):
    page.goto(f"{TOPIC}#cache-aside")

    expect(page.locator("#cache-aside")).to_be_in_viewport()
    assert current_view(page, "who-fills") == "pros-and-cons"


def test_a_link_to_a_rule_opens_its_view_and_back_returns(page, catalog):
    decision = catalog.topics["caching-strategies"].decisions[0]
    page.goto(f"{TOPIC}#{decision.options[0].id}-breaks")
    expect(page.locator(f"#{decision.options[0].id}-breaks")).to_be_in_viewport()
    assert current_view(page, decision.id) == "breaks"

    page.evaluate(f"location.hash = 'rule-{decision.rules[0].id}'")
    expect(page.locator(f"#rule-{decision.rules[0].id}")).to_be_in_viewport()
    assert current_view(page, decision.id) == "when"

    page.go_back()
    expect(page.locator(f"#{decision.options[0].id}-breaks")).to_be_in_viewport()
    assert current_view(page, decision.id) == "breaks"


def test_views_switch_by_keyboard(page, catalog):
    decision = catalog.topics["caching-strategies"].decisions[0]
    page.goto(TOPIC)
    page.locator(f"#{decision.id}-compare").focus()

    page.keyboard.press("ArrowRight")

    assert current_view(page, decision.id) == "pros-and-cons"
    expect(page.locator(f"#{decision.options[0].id}")).to_be_visible()


def test_a_question_opens_when_it_is_linked(page, catalog):
    question = catalog.topics["caching-strategies"].asked_next[0]
    page.goto(f"{TOPIC}#asked-{question.id}")

    expect(page.locator(f"#asked-{question.id} .trap")).to_be_visible()


def test_a_link_sign_copies_the_permanent_address(browser, base_url):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], base_url=base_url)
    page = context.new_page()
    page.goto(f"{TOPIC}#cache-aside")

    page.locator("#cache-aside .copy-link").click()

    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{base_url}{TOPIC}#cache-aside"
    context.close()


def test_without_scripts_every_word_is_readable(browser, base_url, catalog):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    decision = catalog.topics["caching-strategies"].decisions[0]
    page.goto(TOPIC)
    page.locator(f"label[for='{decision.id}-breaks']").click()
    expect(page.locator(f"#{decision.options[0].id}-breaks")).to_be_visible()
    page.locator(".asked-next summary").first.click()
    expect(page.locator(".asked-next .trap").first).to_be_visible()

    page.goto("/matrix/")
    page.locator("button.cell").first.click()
    expect(page.locator(".reason:popover-open")).to_be_visible()
    context.close()


def test_print_shows_every_view_with_its_name(page, catalog):
    decision = catalog.topics["caching-strategies"].decisions[0]
    page.goto(TOPIC)
    page.emulate_media(media="print")

    for name in ("Compare", "Pros and cons", "When to pick", "What breaks"):
        expect(page.locator(".view-name", has_text=name).first).to_be_visible()
    expect(page.locator(f"#{decision.options[0].id}")).to_be_visible()
    expect(page.locator(f"#{decision.options[0].id}-breaks")).to_be_visible()
    expect(page.locator(".tabbed-labels").first).to_be_hidden()
    expect(page.locator(".asked-next .trap").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/")

    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    shade = sum(map(int, re.findall(r"\d+", background)[:3]))
    assert shade > 700 if scheme == "light" else shade < 100


def test_a_list_is_narrowed_by_what_is_typed_with_straight_signs(page):
    page.goto("/corrections/?find=Amazon's")
    expect(page.locator(".correction:visible").first).to_contain_text("Amazon’s")

    page.goto("/numbers/?find=rate+of+1+%25")
    expect(page.locator(".number:visible").first).to_be_visible()


def test_the_matrix_is_narrowed_and_the_address_keeps_it(page, catalog):
    page.goto("/matrix/")
    all_cells = page.locator("button.cell:visible").count()
    page.get_by_role("combobox", name="Problem").select_option("ticket-booking")
    page.get_by_role("combobox", name="Weight").select_option("core")

    expected = sum(1 for cell in catalog.cells["ticket-booking"].values() if cell.weight == "core")
    expect(page.locator("button.cell:visible")).to_have_count(expected)
    assert page.url.endswith("/matrix/?problem=ticket-booking&weight=core")

    page.reload()
    expect(page.locator("button.cell:visible")).to_have_count(expected)
    expect(page.get_by_role("status").or_(page.locator("output"))).to_contain_text(f"{expected} sign")

    page.get_by_role("button", name="Show all").click()
    expect(page.locator("button.cell:visible")).to_have_count(all_cells)
    assert page.url.endswith("/matrix/")


def test_a_cell_of_the_matrix_opens_its_reason_by_keyboard(page, catalog):
    page.goto("/matrix/")
    page.locator("button.cell").first.focus()
    page.keyboard.press("Enter")
    reason = page.locator(".reason:popover-open")
    expect(reason).to_be_visible()

    reason.get_by_role("link", name=re.compile("In the walk of")).click()
    expect(page).to_have_url(re.compile(r"/problems/[a-z-]+/#(topic|deep-dive)-[a-z-]+$"))

    page.go_back()
    page.keyboard.press("Escape")
    expect(page.locator(".reason:popover-open")).to_have_count(0)


def test_the_home_search_opens_the_sites_search(page):
    page.goto("/")
    page.locator(".home-search input").press_sequentially("bloom")

    expect(page.locator("#search-field")).to_have_value("bloom")
    expect(page.locator(".search-page").first).to_contain_text("Bloom")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(page, address):
    page.goto(f"/{address}/" if address else "/")

    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_all_views_are_in_sight_on_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 844})
    page.goto(TOPIC)

    right = page.locator(".tabbed-labels").first.locator("label").last.evaluate("e => e.getBoundingClientRect().right")
    assert right <= 360


def test_sentences_in_a_table_are_read_row_by_row_on_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{TOPIC}#who-fills-breaks")
    table = page.locator(".breaks").first
    cell = table.get_by_role("cell").first

    assert cell.bounding_box()["width"] > 300
    assert cell.evaluate("e => getComputedStyle(e, '::before').content").startswith('"First sign"')
    expect(table.get_by_role("columnheader", name="First sign")).to_be_attached()


def test_the_matrix_keeps_its_head_below_the_sites(page):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/matrix/")
    page.evaluate("scrollTo(0, 1200)")

    header = page.locator(".md-header").bounding_box()
    assert abs(page.locator(".matrix thead").bounding_box()["y"] - header["y"] - header["height"]) <= 1


def test_diagram_text_is_legible_on_a_phone(page, catalog):
    page.set_viewport_size({"width": 390, "height": 844})
    for address, record in catalog.pages.items():
        if not record.diagrams:
            continue
        page.goto(f"/{address}/")
        sizes = page.evaluate(
            """[...document.querySelectorAll('svg.dg')].map(svg =>
                 Math.min(...[...svg.querySelectorAll('text')].map(text =>
                   parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a)))"""
        )
        assert min(sizes) >= 12, (address, sizes)


def test_a_page_that_is_not_there_offers_the_search(page, site):
    assert 'type="search"' in (site / "404.html").read_text(encoding="utf-8")
