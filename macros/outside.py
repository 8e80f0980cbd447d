"""Whether the links to other sites still answer: `python -m macros.outside site` writes `links.md`.

Run once a week, never in the tests: other people's servers are not this site's mistakes. Each link is asked for as a
browser would, again after a while when the answer may be a passing trouble, one at a time for each host.
"""

from __future__ import annotations

import http.client
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

WAITS = (0, 10, 60)  # seconds before each try
PATIENCE = 30
# Answers that mean "not for programs", or "not so often": a person must look.
REFUSED = {401, 403, 405, 406, 418, 429, 451, 503, 999}
# Publishers turn programs away by their name; this is what a browser says.
HEADERS = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0", "Accept": "text/html,*/*"}

Ask = Callable[[str], int]


class _Links(HTMLParser):
    def __init__(self, written: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(written)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        target = dict(attributes).get("href") or ""
        if tag == "a" and urlsplit(target).scheme in ("http", "https"):
            self.found.add(urldefrag(target)[0])


def links(site: Path) -> dict[str, list[str]]:
    """Address at another site -> the pages that link to it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(site.rglob("index.html")):
        page = f"/{path.parent.relative_to(site).as_posix()}/".replace("/./", "/")
        for target in sorted(_Links(path.read_text(encoding="utf-8")).found):
            found[target].append(page)
    return dict(sorted(found.items()))


def ask(address: str) -> int:
    """The status that an address answers with, after redirects."""
    request = urllib.request.Request(address, headers=HEADERS)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def trouble(address: str, ask: Ask = ask, wait: Callable[[float], None] = time.sleep) -> str:
    """What is wrong with an address; nothing when it answers."""
    found = ""
    for seconds in WAITS:
        wait(seconds)
        try:
            status = ask(address)
        except (OSError, http.client.HTTPException, ValueError) as error:
            found = f"no answer: {getattr(error, 'reason', None) or error or type(error).__name__}"
            continue
        if status < 400:
            return ""
        found = f"answers {status}"
        if status in (404, 410):
            return found
    return found


def check(addresses: list[str], find: Callable[[str], str] = trouble) -> dict[str, str]:
    """Address -> what is wrong with it, for those with a trouble. Hosts side by side, each one's addresses in turn."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in addresses:
        hosts[urlsplit(address).netloc].append(address)

    def one_host(its: list[str]) -> list[tuple[str, str]]:
        return [(address, find(address)) for address in its]

    with ThreadPoolExecutor(8) as pool:
        found = [item for items in pool.map(one_host, hosts.values()) for item in items]
    return {address: what for address, what in sorted(found) if what}


def report(found: dict[str, list[str]], troubles: dict[str, str]) -> str:
    """The report: broken links as a list that is counted, refusals below it in a table."""

    def refused(what: str) -> bool:
        return any(what == f"answers {status}" for status in REFUSED)

    broken = {address: what for address, what in troubles.items() if not refused(what)}
    lines = [f"{len(found)} links to other sites, {len(broken)} of them broken.", ""]
    lines += [f"- <{address}> {what}; on {', '.join(found[address])}" for address, what in broken.items()]
    turned_away = [(address, what) for address, what in troubles.items() if refused(what)]
    if turned_away:
        lines += ["", f"{len(turned_away)} answer people and not programs:", "", "| address | answer |", "|---|---|"]
        lines += [f"| <{address}> | {what} |" for address, what in turned_away]
    return "\n".join([*lines, ""])


def main() -> int:
    found = links(Path(sys.argv[1]))
    written = report(found, check(list(found)))
    Path("links.md").write_text(written, encoding="utf-8")
    print(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
