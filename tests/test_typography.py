"""Typographic signs: set where a page is prose, and nowhere else."""

from __future__ import annotations

import markdown
import pytest

from macros.typography import set_html, set_text

CITE = '<sup class="cite"><a href="#source-x" aria-label="source 1: it\'s">1</a></sup>'


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('"Exactly once", they say', "“Exactly once”, they say"),
        ("don't, users' and 'quoted'", "don’t, users’ and ‘quoted’"),
        ("\"'a' and b\"", "“‘a’ and b”"),
        ('("x")', "(“x”)"),
        ("the '90s and '5 items'", "the ’90s and ‘5 items’"),
        ("99.9 % of 5 ms, 10⁻⁶ %", "99.9\u00a0% of 5\u00a0ms, 10⁻⁶\u00a0%"),
        ("1 million in 3 steps", "1\u00a0million in 3 steps"),
        ("4.9 × 10⁻⁶", "4.9\u00a0×\u00a010⁻⁶"),
        ("2 × 3 × 4", "2 × 3 × 4"),
        ("from -4 to (-1), p-99 and 2026-11", "from −4 to (−1), p-99 and 2026-11"),
    ],
)
def test_text(typed, set_):
    assert set_text(typed) == set_


def test_quotes_close_behind_what_stands_in_their_line():
    assert set_html('<p>"<em>a</em>" <b>5</b> ms</p><p>"b"</p>') == ("<p>“<em>a</em>” <b>5</b>\u00a0ms</p><p>“b”</p>")


@pytest.mark.parametrize(
    "kept",
    [
        '<code>"a" 5 ms</code>',
        "<pre><code><span>'</span> 5 ms</code></pre>",
        '<a title="it\'s 5 ms" href="?q=&quot;a&quot;">x</a>',
        '<span class="formula">1 -1 \'<sup>n</sup> 5 ms</span>',
        "<!-- it's -->",
        "<svg><text>'</text></svg>",
        "<p>a &lt;b&gt; &amp;lt; c</p>",
    ],
)
def test_what_is_no_prose_stays_as_typed(kept):
    assert set_html(kept) == kept
    assert set_html(f'{kept}<p>"</p>').endswith("<p>“</p>") or set_html(f'{kept}<p>"</p>').endswith("<p>”</p>")


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        (f"zone {CITE}.", f"zone{CITE}."),
        (f"zone\n{CITE} {CITE}", f"zone{CITE}\u202f{CITE}"),
        (f'<a class="fig">5</a> {CITE}', f'<a class="fig">5</a>\u202f{CITE}'),
        (f"in 2017 {CITE}", f"in 2017\u202f{CITE}"),
    ],
)
def test_a_source_number_stands_close_to_its_word_and_apart_from_numbers(typed, set_):
    assert set_html(typed) == set_


def test_the_extension_sets_pages_and_their_contents():
    made = markdown.Markdown(extensions=["toc", "attr_list", "macros.typography"])

    page = made.convert("# It's {: #a }\n\n`it's` isn't\n\n<div title=\"it's\">it's</div>")

    assert '<h1 id="a">It’s</h1>' in page
    assert "<code>it's</code> isn’t" in page
    assert '<div title="it\'s">it’s</div>' in page
    assert made.toc_tokens[0]["name"] == "It’s"
