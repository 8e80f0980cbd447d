"""Data text appears as typed: inline Markdown works, markup by accident does not."""

from __future__ import annotations

import pytest

from macros import text


def shown(written: str) -> str:
    return text.inline(written, lambda call: f"<i>{call.macro}:{call.argument}</i>", lambda target: f"to{target}")


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("*a* **b** `c`", "<em>a</em> <strong>b</strong> <code>c</code>"),
        ("[saga](/deep-dives/saga.md#x)", '<a href="to/deep-dives/saga.md#x">saga</a>'),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a | b \\| c", "a | b \\| c"),
        ('"quoted" and \\* back', '"quoted" and \\* back'),
        ("&amp; and & and &lt;", "&amp;amp; and &amp; and &amp;lt;"),
        ("1. no list", "1. no list"),
        ("# no heading", "# no heading"),
        ("- no item", "- no item"),
        ("2 * 3 * 4 and snake_case_word", "2 * 3 * 4 and snake_case_word"),
        ("`<b>` and `a|b`", "<code>&lt;b&gt;</code> and <code>a|b</code>"),
        ('**{{ fig("x") }}** of', "<strong><i>fig:x</i></strong> of"),
        ('{{cite("a")}}{{ given("1 < 2") }}', "<i>cite:a</i><i>given:1 < 2</i>"),
    ],
)
def test_inline(written, html):
    assert shown(written) == html


@pytest.mark.parametrize("written", ["{{ lead }}", "{% if x %}", "{# note #}", '{{ fig("a" }}', "}}", "{{ fig('a') }}"])
def test_other_macros_are_mistakes(written):
    assert list(text.problems(written))


@pytest.mark.parametrize("written", ["![no image](x.png)", "a \x02 b", "a \ue000 b"])
def test_what_cannot_be_shown_is_a_mistake(written):
    assert list(text.problems(written))


def test_a_call_inside_a_code_span_is_a_mistake():
    assert list(text.problems('`{{ fig("x") }}`'))


def test_calls_in_order():
    assert text.calls('{{ cite("a") }} {{ fig("b") }}') == [text.Call("cite", "a"), text.Call("fig", "b")]


def test_without_calls_keeps_the_words_of_assumptions():
    assert text.without_calls('At {{ given("ten users") }} {{ cite("x") }}') == "At ten users"


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("It is so.", 'It is so {{ cite("a") }} {{ cite("b") }}.'),
        ("Is it so?", 'Is it so {{ cite("a") }} {{ cite("b") }}?'),
        ("It is so", 'It is so {{ cite("a") }} {{ cite("b") }}'),
    ],
)
def test_sources_are_cited_before_the_stop(written, cited):
    assert text.with_cites(written, ["a", "b"]) == cited
    assert text.with_cites(written, []) == written
