"""What the macros draw: pure functions of the data, and text that stays text all the way into the page."""

from __future__ import annotations

import html
import re
from pathlib import Path

import markdown
import pytest

from macros import render, walk
from macros.links import href, target
from macros.load import load
from macros.model import Topic

SMALLEST = Path(__file__).parent / "fixtures" / "smallest"
HOSTILE = " <script>x</script>|\"'\\&amp;"
PAGE = "topics/read-replicas"


@pytest.fixture(scope="module")
def small():
    return load(SMALLEST).catalog


def test_text_of_every_field_appears_as_typed_in_the_page():
    catalog = load(SMALLEST).catalog
    record = catalog.topics["read-replicas"].model_dump()
    typed = 0
    for value in walk.values(catalog.topics["read-replicas"]):
        *path, last = value.path
        if isinstance(value.kind, walk.Ref) or last in ("id", "pick", "otherwise", "reviewed", "kind", "grade"):
            continue
        holder = record
        for step in path:
            holder = holder[step]
        holder[last] += HOSTILE
        typed += 1
    for decision in record["decisions"]:
        for option in decision["options"]:
            option["verdicts"] = {k: f"{v['grade']}, {v['words']}" for k, v in option["verdicts"].items()}
    catalog.topics["read-replicas"] = Topic.model_validate(record)

    drawn = "\n\n".join(
        [
            render.lead(catalog, PAGE),
            render.decision(catalog, PAGE, "where-to-read"),
            render.closing(catalog, PAGE),
        ]
    )
    page = markdown.markdown(drawn, extensions=["admonition", "attr_list", "tables", "pymdownx.superfences"])

    assert "<script" not in page
    shown = html.unescape(re.sub(r"<[^>]+>", "", page))
    assert typed > 40
    assert shown.count(HOSTILE.strip()) >= typed - 4  # the title is the author's heading; examples share a line


def test_a_page_draws_the_same_twice(small):
    assert render.closing(small, PAGE) == render.closing(small, PAGE)


def test_figures_link_to_their_derivation_from_any_page(small):
    assert 'href="../../numbers/#bloom-billion"' in render.fig(small, PAGE, "bloom-billion")
    assert 'href="numbers/#bloom-billion"' in render.fig(small, "", "bloom-billion")
    assert ">2.40 GB</a>" in render.fig(small, PAGE, "bloom-billion")


def test_a_source_has_its_number_on_its_page_and_its_name_elsewhere(small):
    assert 'href="#source-bloom-1970"' in render.cite(small, "problems/catalogue", "bloom-1970")
    assert (
        render.cite(small, "numbers", "bloom-1970") == '<a class="cite" href="../sources/#bloom-1970">[Bloom 1970]</a>'
    )


@pytest.mark.parametrize(
    ("author", "called"),
    [
        ("B. H. Bloom", "Bloom"),
        ("Peter Alvaro, Kyle Kingsbury", "Alvaro et al."),
        ("Robbert van Renesse, Fred B. Schneider", "van Renesse et al."),
        ("Qi Huang and others", "Huang et al."),
        ("T. Bray (editor)", "Bray"),
        ("Lu Pan, Meta", "Pan"),
        ("Todd Hoff, after a talk by Yao Yue (Twitter)", "Hoff"),
        ("Apache Kafka", "Apache Kafka"),
        ("RocksDB authors", "RocksDB authors"),
        ("Interactive Advertising Bureau, Media Rating Council", "Interactive Advertising Bureau"),
        ("Redis", "Redis"),
    ],
)
def test_persons_are_called_by_surname_and_bodies_by_name(author, called, small):
    source = small.sources["bloom-1970"].model_copy(update={"author": author, "year": "living"})

    assert render._short(source) == called


def test_the_walk_gives_no_reason_twice():
    catalog = load().catalog
    cells = catalog.problems["chat"].cells
    told = [render.inline(catalog, "problems/chat", cell.because) for cell in cells]

    drawn = render.walk(catalog, "problems/chat")

    assert [drawn.count(because) for because in told] == [1] * len(told)
    assert drawn.index("### Topics {: #walk-topics }") < drawn.index("### Deep dives {: #walk-deep-dives }")


def test_a_problem_begins_with_six_questions_and_picks_at_most():
    catalog = load().catalog

    for page in catalog.problems:
        assert 1 <= render.lead(catalog, f"problems/{page}").count("→") <= 6


def test_back_links_are_computed(small):
    used = render.closing(small, PAGE)

    assert "../../problems/catalogue/#topic-read-replicas" in used
    assert "../../deep-dives/log-replay/" in used


def test_the_matrix_has_every_row_and_reason(small):
    drawn = render.matrix(small, "matrix")

    assert drawn.count('class="reason"') == 3
    assert drawn.count("<th scope=") == 1 + 1 + 3 + 1  # category, corner, columns, row


@pytest.mark.parametrize(
    ("start", "page", "anchor", "address"),
    [
        ("topics/a", "topics/b", "x", "../b/#x"),
        ("topics/a", "topics/a", "x", "#x"),
        ("", "topics/a", "", "topics/a/"),
        ("topics/a", "", "", "../../"),
        ("numbers", "numbers", "", "./"),
    ],
)
def test_links_are_relative(start, page, anchor, address):
    assert href(start, page, anchor) == address


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("/topics/cdn.md#ttl", ("topics/cdn", "ttl")),
        ("/topics/index.md", ("topics", "")),
        ("/index.md", ("", "")),
        ("topics/cdn.md", None),
        ("/topics/cdn/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_links_are_written_from_the_root_of_docs(written, found):
    assert target(written) == found


def test_a_mistake_is_reported_where_the_environment_says(monkeypatch):
    from macros.links import report

    monkeypatch.delenv("REPO_URL", raising=False)
    assert report("topics/cdn", "ttl") == ""

    monkeypatch.setenv("REPO_URL", "https://example.org/us/site/")
    assert report("topics/cdn", "ttl") == (
        "https://example.org/us/site/issues/new?template=mistake.yml&page=%2Ftopics%2Fcdn%2F%23ttl"
    )
    assert report("") == "https://example.org/us/site/issues/new?template=mistake.yml&page=%2F"

    monkeypatch.setenv("REPO_URL", "javascript:alert(1)")
    assert report("topics/cdn") == ""
