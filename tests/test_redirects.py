"""What was published stays: old addresses lead on, and no public address vanishes without a redirect."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from macros import addresses, redirects
from macros.model import Redirect
from macros.redirects import Address
from tests.conftest import served

PAGE = "<html><head></head><body><h1>T</h1><p id='new'></p></body></html>"


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        (Address("topics/cdn"), Address("topics/cdn")),
        (Address("topics/old"), Address("topics/new")),
        (Address("topics/old", "kept"), Address("topics/new", "kept")),
        (Address("topics/old", "renamed"), Address("topics/new", "better")),
        (Address("topics/cdn", "gone"), Address("numbers", "x")),
        (Address("old-part", "any"), Address("topics/cdn", "part")),
    ],
)
def test_where_an_address_leads(address, leads_to):
    moved = redirects.moves(
        Redirect(old=old, new=new)
        for old, new in [
            ("/topics/old.md", "/topics/new.md"),
            ("/topics/old.md#renamed", "/topics/new.md#better"),
            ("/topics/cdn.md#gone", "/numbers.md#x"),
            ("/old-part.md", "/topics/cdn.md#part"),
        ]
    )

    assert redirects.follow(moved, address) == leads_to


def test_a_redirect_never_overwrites_a_page(tmp_path):
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "index.html").write_text(PAGE, encoding="utf-8")

    with pytest.raises(ValueError, match="must be gone"):
        redirects.write(tmp_path, {Address("here"): Address("there")})
    assert (tmp_path / "here" / "index.html").read_text(encoding="utf-8") == PAGE


@pytest.fixture(scope="module", params=["", "/some/base"], ids=["at the root", "below a path"])
def address(request, hostile_site):
    with served(hostile_site, request.param) as found:
        yield found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/topics/replicas/", "/topics/read-replicas/"),
        ("/topics/replicas/#rule-own-writes", "/topics/read-replicas/#rule-own-writes"),
        ("/topics/replicas/?a=b#follower", "/topics/read-replicas/?a=b#replica"),
        ("/deep-dives/log-replay/#how", "/topics/read-replicas-too/"),
    ],
)
def test_an_old_address_leads_on(page, address, old, new):
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.goto(f"{address}/")
    page.goto(f"{address}{old}")
    expect(page).to_have_url(f"{address}{new}")
    if "#" in new:
        expect(page.locator(f"#{new.partition('#')[2]}")).to_be_in_viewport()

    page.go_back()
    expect(page).to_have_url(f"{address}/")
    assert problems == []


def test_an_old_address_leads_on_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/topics/replicas/")
    expect(page).to_have_url(f"{address}/topics/read-replicas/")

    page.goto(f"{address}/deep-dives/log-replay/")
    note = page.get_by_text("What this address meant")
    expect(note).to_be_hidden()
    page.goto(f"{address}/deep-dives/log-replay/#how")
    expect(note).to_be_visible()
    note.get_by_role("link").click()
    expect(page).to_have_url(f"{address}/topics/read-replicas-too/")
    context.close()


@pytest.fixture(scope="module")
def public(site):
    return set(addresses.public(site))


def test_no_public_address_vanishes(public, catalog):
    moved = redirects.moves(catalog.redirects)
    lost = [addresses.shown(old) for old in addresses.listed() if redirects.follow(moved, old) not in public]

    assert sorted(lost) == [], "give each a line in data/redirects.yml"


def test_every_public_address_is_listed(public):
    assert sorted(map(addresses.shown, public - addresses.listed())) == [], "run 'make addresses'"


def test_every_id_of_the_data_is_a_public_address(public, catalog):
    from macros.anchors import anchors

    named = {Address(page, anchor.id) for page, record in catalog.pages.items() for anchor in anchors(record)}
    for page in ("figures", "sources", "glossary"):
        where = "numbers" if page == "figures" else page
        named |= {Address(where, key) for key in getattr(catalog, page)}

    assert named <= public


def test_the_list_says_each_address_once():
    lines = addresses.LIST.read_text(encoding="utf-8").splitlines()

    assert len(lines) == len(set(lines))
    assert set(map(addresses.shown, addresses.listed())) == set(lines)


def test_what_is_no_address_is_not_promised(tmp_path):
    (tmp_path / "index.html").write_text(
        '<div id="theme"><article><h1 id="top">x</h1><input id="view" type="radio"><input id="q" type="search">'
        '<svg id="drawing"><g id="part"></g></svg><p id="after"></p><li id="source-x"></li><div popover id="bubble">'
        '</div><p class="moved" id="old"></p></article><p id="foot"></p></div>',
        encoding="utf-8",
    )

    assert [address.anchor for address in addresses.public(tmp_path)] == ["", "top", "view", "after"]
