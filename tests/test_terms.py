"""The first use of a glossary term leads to its definition."""

import markdown
import pytest

from macros.model import GlossaryTerm
from macros.terms import mark

GLOSSARY = {
    "ttl": GlossaryTerm(term="TTL", says="How long an entry may be used."),
    "read-repair": GlossaryTerm(term="Read repair", says='A read mends {{ cite("x") }} what it finds stale.'),
    "hold": GlossaryTerm(term="Hold", says="A seat kept for a while.", everyday=True),
    "read": GlossaryTerm(term="Read", says="Not the longer term."),
}


def marked(text: str) -> str:
    parser = markdown.Markdown()

    class Run(markdown.treeprocessors.Treeprocessor):
        def run(self, root):
            mark(root, GLOSSARY)

    parser.treeprocessors.register(Run(parser), "terms", 5)
    return parser.convert(text)


def test_only_the_first_use_is_a_link_and_says_what_it_means():
    html = marked("A TTL ends. The TTL is short.\n\nTTLs differ.")

    assert html.count("<a ") == 1
    assert '<a class="term" href="/glossary.md#ttl" title="How long an entry may be used.">TTL</a> ends' in html


def test_the_longest_term_wins_and_a_title_has_no_macro():
    html = marked("With read repair, a read waits.")

    assert ">read repair</a>" in html and ">read</a> waits" in html
    assert "cite" not in html


@pytest.mark.parametrize("text", ["# TTL", "`TTL`", "[TTL](x.md)", "TTL-based", "MyTTL", "it holds"])
def test_headings_code_links_and_parts_of_words_are_left_alone(text):
    assert "term" not in marked(text)


def test_text_around_inline_elements_is_kept():
    assert marked("*One* TTL **two** three").replace("\n", "") == (
        '<p><em>One</em> <a class="term" href="/glossary.md#ttl" title="How long an entry may be used.">TTL</a>'
        " <strong>two</strong> three</p>"
    )
