"""What reviewers and the weekly run are told: changes as readers see them, and links that no longer answer."""

from __future__ import annotations

import urllib.error
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from macros import changes, outside

PAGE = "<html><body><nav>menu</nav><article>{}</article></body></html>"


def project(folder: Path, page: str, record: str) -> Path:
    (folder / "site").mkdir(parents=True)
    (folder / "site" / "index.html").write_text(PAGE.format(page), encoding="utf-8")
    (folder / "data" / "topics").mkdir(parents=True)
    (folder / "data" / "topics" / "cdn.yml").write_text(record, encoding="utf-8")
    return folder


def test_markup_and_wrapping_are_no_change(tmp_path):
    old = project(
        tmp_path / "old", "<p class='a'>One <b>two</b></p><script>x</script>", "title: A\nsay: >-\n  b\n  c\n"
    )
    new = project(tmp_path / "new", "<div>\nOne two</div>", "title: 'A'\nsay: b c\n")

    assert changes.difference(changes.readable(old), changes.readable(new)) == {}
    assert changes.summary({}) == "Nothing changes for readers.\n"


def test_words_and_values_are_changes(tmp_path):
    old = project(tmp_path / "old", "<h1>T</h1><p>One</p>", "options:\n- id: a\n  how: one\n- id: b\n  how: two\n")
    new = project(tmp_path / "new", "<h1>T</h1><p>Two</p>", "options:\n- id: b\n  how: two\n- id: a\n  how: ones\n")
    (new / "site" / "more").mkdir()
    (new / "site" / "more" / "index.html").write_text(PAGE.format("<p>```new```</p>"), encoding="utf-8")
    found = changes.difference(changes.readable(old), changes.readable(new))

    assert list(found) == ["data/topics/cdn.yml", "index.html", "more/index.html"]
    assert "-One\n+Two\n" in found["index.html"]
    assert "-options[a].how: one\n" in found["data/topics/cdn.yml"]
    assert "+options[a].how: ones\n" in found["data/topics/cdn.yml"]
    told = changes.summary(found)
    assert "| index.html | 1 | 1 |" in told
    assert told.count("``````diff") == 1 and told.rstrip().endswith("``````"), "the page's own fence ends nothing"


def test_a_long_change_is_cut(monkeypatch):
    monkeypatch.setattr(changes, "MOST", 40)

    assert "the rest is in changes.diff" in changes.summary({"x": "--- a\n+++ b\n+" + "long " * 40})


def test_links_are_collected_without_fragments(tmp_path):
    (tmp_path / "a").mkdir()
    for name in ("index.html", "a/index.html"):
        (tmp_path / name).write_text('<a href="https://x.test/p#q"></a><a href="../b/">y</a>', encoding="utf-8")

    assert outside.links(tmp_path) == {"https://x.test/p": ["/a/", "/"]}


@pytest.mark.parametrize(
    ("answers", "told", "tries"),
    [
        ([200], "", 1),
        ([500, 200], "", 2),
        ([503, 503, 503], "answers 503", 3),
        ([404, 200], "answers 404", 1),
        ([403, 403, 200], "", 3),
        ([urllib.error.URLError("no such host")] * 3, "no answer: no such host", 3),
        ([TimeoutError("timed out"), 301], "", 2),
    ],
)
def test_a_passing_trouble_is_asked_again(answers, told, tries):
    asked, waited = [], []

    def ask(address):
        asked.append(address)
        answer = answers[len(asked) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert outside.trouble("https://x.test/", ask, waited.append) == told
    assert len(asked) == tries and tuple(waited) == outside.WAITS[:tries]


def test_real_answers():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            code = int(self.path[1:4])
            self.send_response(code)
            if code == 302:
                self.send_header("Location", "/200")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"

    assert [outside.ask(f"{here}/{code}") for code in (200, 302, 404, 503)] == [200, 200, 404, 503]
    server.shutdown()


def test_the_report_counts_what_is_broken():
    found = {"https://a.test/": ["/"], "https://b.test/": ["/x/", "/y/"], "https://c.test/": ["/"]}
    told = {"https://b.test/": "answers 404", "https://c.test/": "answers 403"}
    troubles = outside.check(list(found), lambda address: told.get(address, ""))
    report = outside.report(found, troubles)

    assert troubles == told
    assert [line for line in report.splitlines() if line.startswith("- ")] == [
        "- <https://b.test/> answers 404; on /x/, /y/"
    ]
    assert "| <https://c.test/> | answers 403 |" in report
