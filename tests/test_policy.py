"""The policies of every page hold in a real browser, and what a page shows never runs."""

from __future__ import annotations

import contextlib
import re
from urllib.parse import quote

import pytest
import yaml
from playwright.sync_api import expect

from macros import policy
from macros.load import ROOT
from tests.conftest import served
from tests.test_site import PAGES

ALL = [f"/{page}/" if page else "/" for page in PAGES]
# A home page, a topic and a list: one of each depth, since the theme's scripts differ by depth.
SEARCHED = ["/", "/topics/caching-strategies/", "/numbers/", "/not/here/"]
HOSTILE = ["<script>ran()</script>", "<img src=x onerror=ran()>", "javascript:ran()", "\"'><svg onload=ran()>"]
# Presses everything that a page offers, in the page itself: a click by hand for each would take minutes.
USE = """() => {
  document.querySelectorAll(".tabbed-set > input").forEach((input) => input.click());
  document.querySelectorAll("details").forEach((details) => { details.open = true; });
  document.querySelectorAll("[data-matrix-filter] select").forEach((select) => {
    select.selectedIndex = 1;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.querySelector(".scheme-button").click();
  document.querySelectorAll(".reason").forEach((reason) => { reason.showPopover(); reason.hidePopover(); });
}"""


class Watched:
    """A page of one browser context, kept open over many tests, with what went wrong on it."""

    def __init__(self, browser, base_url: str, **options) -> None:
        self.base_url = base_url
        self.context = browser.new_context(**options)
        self.context.on("request", self._request)
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("dialog", lambda dialog: (self.problems.append(dialog.message), dialog.dismiss()))
        self.context.add_init_script("window.ran = () => console.error('hostile text ran')")

    def _request(self, request) -> None:
        if not request.url.startswith((self.base_url, "data:")):
            self.problems.append(f"asked {request.url}")

    def _console(self, message) -> None:
        # A page that is not there is meant to be answered with 404.
        if message.type == "error" and "status of 404" not in message.text:
            self.problems.append(message.text)

    def open(self, address: str) -> None:
        self.problems.clear()
        self.page.goto(f"{self.base_url}{address}" if address.startswith("/") else address)

    def search(self, words: str) -> None:
        self.page.keyboard.press("/")
        box = self.page.locator("#search-field")
        expect(box).to_be_focused()
        box.fill(words)


@contextlib.contextmanager
def watched(browser, base_url, **options):
    found = Watched(browser, base_url, **options)
    yield found
    found.context.close()


@pytest.fixture(scope="module")
def reader(browser, base_url):
    with watched(browser, base_url) as found:
        yield found


@pytest.fixture(scope="module")
def unprotected(browser, base_url):
    """A reader whose browser ignores the policy: text must be harmless by itself."""
    with watched(browser, base_url, bypass_csp=True) as found:
        yield found


@pytest.mark.parametrize("address", ALL)
def test_every_page_is_used_without_a_violation_an_error_or_a_foreign_request(reader, address):
    reader.open(address)
    expect(reader.page.locator("h1")).to_be_visible()
    reader.page.evaluate(USE)

    assert reader.problems == []


@pytest.mark.parametrize("address", SEARCHED)
def test_search_works_under_the_policy(reader, address):
    reader.open(address)
    reader.search("cache")

    expect(reader.page.locator(".search-page").first).to_be_visible()
    assert reader.problems == []


@pytest.mark.parametrize(
    ("attempt", "directive"),
    [
        ("document.head.append(Object.assign(document.createElement('script'), {text: '1'}))", "script-src-elem"),
        ("document.body.setAttribute('onclick', '1'); document.body.click()", "script-src-attr"),
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">')", "style-src-attr"),
        ("document.body.append(Object.assign(new Image(), {src: 'https://127.0.0.1:9/'}))", "img-src"),
        ("fetch('https://127.0.0.1:9/').catch(() => 0)", "connect-src"),
        ("document.body.insertAdjacentHTML('beforeend', '<iframe src=\"/\"></iframe>')", "frame-src"),
        (
            "document.head.append(Object.assign(document.createElement('base'), {href: 'https://127.0.0.1:9/'}))",
            "base-",
        ),
    ],
)
def test_the_policy_refuses(reader, attempt, directive):
    reader.open("/about/")
    refused = reader.page.evaluate(
        f"""() => new Promise((done) => {{
          document.addEventListener("securitypolicyviolation", (e) => done(e.effectiveDirective), {{ once: true }});
          {attempt};
        }})"""
    )

    assert refused.startswith(directive)


def test_every_built_page_carries_its_policies_first(site):
    for path in site.rglob("*.html"):
        written = path.read_text(encoding="utf-8")
        head = re.match(
            r'\s*<!doctype html>\s*<html[^>]*>\s*<head><meta charset="utf-8">'
            r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"><meta name="referrer" content="same-origin">',
            written,
        )
        assert head, path
        assert head[1] == policy.policy(written), f"{path}: a script was changed after the policy was written"
        assert "unsafe" not in head[1]
        assert 'target="_blank"' not in written and not re.search(r"<style|\sstyle=|\son[a-z]+=", written), path


def test_data_in_a_script_element_needs_no_hash():
    inline, twice, module = "<script>a</script>", "<script>a</script>", '<script type="module">b</script>'
    others = '<script src="x.js"></script><script type="application/json">{}</script>'

    assert len(policy.hashes(inline + twice + module + others)) == 2
    # The hash of the text 'a', as every implementation gives it.
    assert policy.hashes(inline) == ["'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"]


def test_a_page_without_a_head_is_refused():
    with pytest.raises(ValueError, match="must have a <head>"):
        policy.secure("<p>no head</p>")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("address", ["/?q={}", "/matrix/?problem={}&weight={}&category={}", "/topics/cdn/#{}"])
def test_what_the_address_says_never_runs(unprotected, address, text):
    unprotected.open("about:blank")  # a new fragment alone would not load the page anew
    unprotected.open(address.replace("{}", quote(text, safe="")))
    expect(unprotected.page.locator("h1")).to_be_visible()
    if "?q=" in address:
        expect(unprotected.page.locator("#search-field")).to_have_value(text)
        expect(unprotected.page.locator(".search-status")).to_contain_text(re.compile("page|Nothing"))

    assert unprotected.problems == []
    assert unprotected.page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_into_the_search_never_runs(unprotected, text):
    unprotected.open("/")
    unprotected.search(f"cache {text}")
    expect(unprotected.page.locator(".search-status")).to_contain_text(re.compile("page|Nothing"))

    assert unprotected.problems == []
    assert unprotected.page.locator("img[src=x]").count() == 0


def test_what_the_data_says_never_runs(browser, hostile_site):
    with served(hostile_site) as address, watched(browser, address, bypass_csp=True) as visitor:
        for path in sorted(hostile_site.rglob("index.html")):
            visitor.open(f"/{path.parent.relative_to(hostile_site).as_posix()}/")
            visitor.page.evaluate(USE)
            assert visitor.problems == [], path
        visitor.search("replica")
        expect(visitor.page.locator(".search-page").first).to_be_visible()
        expect(visitor.page.locator(".search-results")).to_contain_text("<img src=x onerror=ran()>")

        assert visitor.problems == []
        assert visitor.page.locator("img[src=x]").count() == 0


def test_scripts_stay_small(site):
    """Each is read by people before it is changed; what needs more is a library, and that needs a reason."""
    sizes = {path.name: path.stat().st_size for path in (site / "assets" / "scripts").rglob("*.js")}

    assert sizes and sum(sizes.values()) <= 40 * 1024 and max(sizes.values()) <= 12 * 1024, sizes


def test_the_small_site_is_like_the_real_one():
    """The hostile site drops the navigation only: every other setting is the real site's."""
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

    assert list(yaml.load(settings[settings.index("\nnav:") :], Loader=yaml.BaseLoader)) == ["nav"]
