"""What a reader waits for: paint, blocking and bytes of a first visit on a slow phone, and the answers of the search.

The conditions are those of design budgets: 1.6 Mbit/s, 150 ms, a processor slowed four times; the median of five visits.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import statistics
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROME, QUIET

VISITS = 5
SLOWER = 4
WATCH = """(() => { const seen = window.seen = {tasks: [], paint: 0, shift: 0};
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({type, buffered: true});
  watch('longtask', (entry) => seen.tasks.push(entry.duration));
  watch('largest-contentful-paint', (entry) => { seen.paint = entry.startTime; });
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; }); })()"""


class _Compressed(SimpleHTTPRequestHandler):
    """Files as a static host sends them: compressed."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file():
            return self.send_error(404)
        kind = self.guess_type(str(file))
        body = file.read_bytes()
        small = any(word in kind for word in ("text", "javascript", "json", "svg", "xml"))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if small:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def _served(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Compressed, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=QUIET)
        yield browser
        browser.close()


def visits(browser: Browser, sites: dict[str, Path], page: str) -> dict[str, dict[str, float]]:
    """Medians of first visits to a page of each site, taken in turn so that noise falls on all alike."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in sites}
    for _ in range(VISITS):
        for name, site in sites.items():
            with _served(site) as address:
                found[name].append(_visit(browser, f"{address}/{page}"))
    return {name: {key: statistics.median(v[key] for v in of) for key in of[0]} for name, of in found.items()}


def _visit(browser: Browser, address: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    received = [0.0]
    tools.on("Network.loadingFinished", lambda event: received.__setitem__(0, received[0] + event["encodedDataLength"]))
    tools.send("Network.enable")
    slow = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
    tools.send("Network.emulateNetworkConditions", slow)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    seen: dict[str, Any] = page.evaluate("seen")
    context.close()
    blocking = sum(max(0, task - 50) for task in seen["tasks"])
    return {"paint": seen["paint"], "blocking": blocking, "shift": seen["shift"], "KiB": received[0] / 1024}


def answers(browser: Browser, site: Path, queries: list[str]) -> dict[str, float]:
    """Milliseconds from a key stroke to its answer, and the compressed KiB that the first answer needs."""
    with _served(site) as address:
        page = browser.new_page()
        page.goto(f"{address}/about/")
        fetched: set[str] = set()  # by the page and by its worker, which a session of the page's tools does not see
        page.on("request", lambda request: fetched.add(request.url.removeprefix(f"{address}/").split("?")[0]))
        tools = page.context.new_cdp_session(page)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.keyboard.press("/")
        page.locator(".search-dialog[open]").wait_for()
        page.evaluate(_TYPE, queries[0][:1])
        files = [site / name for name in fetched if (site / name).is_file()]
        first = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) / 1024
        times = [time for query in queries for time in page.evaluate(_TYPE, query)]
        page.close()
    return {"median": statistics.median(times), "95 %": statistics.quantiles(times, n=20)[-1], "KiB": first}


_TYPE = """async (query) => {
  const field = document.getElementById("search-field"), list = document.querySelector(".search-results");
  const times = [];
  for (let end = 1; end <= query.length; end++) {
    const typed = query.slice(0, end);
    if (!/[a-z0-9]$/i.test(typed)) continue;
    const start = performance.now();
    field.value = typed;
    field.dispatchEvent(new Event("input"));
    while (list.dataset.query !== typed) await new Promise((done) => setTimeout(done));
    times.push(performance.now() - start);
  }
  return times;
}"""


# How the pages of an answer are read: ours once the dialog says which query it answers, the theme's once it rests.
_OURS = """async (query) => {
  const field = document.getElementById("search-field"), list = document.querySelector(".search-results");
  field.value = query; field.dispatchEvent(new Event("input"));
  while (list.dataset.query?.trim() !== query) await new Promise((done) => setTimeout(done, 5));
  return [...list.querySelectorAll(".search-page")].map((link) => link.href);
}"""
_THEMES = """async (query) => {
  const field = document.querySelector("[data-md-component=search-query]"), links = () => [...document.querySelectorAll(".md-search-result__item > a")].map((link) => link.href);
  field.focus(); field.value = query; field.dispatchEvent(new Event("input", {bubbles: true})); field.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true}));
  for (let before, same = 0; same < 8; before = links().join()) { await new Promise((done) => setTimeout(done, 60)); same = links().join() === before ? same + 1 : 0; }
  return links();
}"""


def ranks(browser: Browser, site: Path, entries: list[dict[str, Any]]) -> dict[str, list[int]]:
    """By kind of query, the rank of the first page that answers it (99 when there is none)."""
    found: dict[str, list[int]] = {}
    with _served(site) as address:
        page = browser.new_page()
        page.goto(f"{address}/about/")
        ours = (site / "search" / "index.json").is_file()
        if ours:
            page.keyboard.press("/")
            page.locator(".search-dialog[open]").wait_for()
        for entry in entries:
            links = page.evaluate(_OURS if ours else _THEMES, entry["query"])
            shown = [link.removeprefix(f"{address}/").split("#")[0].split("?")[0].strip("/") for link in links]
            rank = next((place for place, where in enumerate(shown) if where in entry["pages"]), 99)
            found.setdefault(entry["kind"], []).append(rank)
        page.close()
    return found


def index_size(site: Path) -> float:
    """Compressed KiB of what finds a page; the theme's own index where there is one."""
    for name in ("search/index.json", "search/search_index.json"):
        if (site / name).is_file():
            return len(gzip.compress((site / name).read_bytes(), 6)) / 1024
    return 0.0
