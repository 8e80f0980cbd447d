"""The built site, once a session, and a browser to look at it with."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from macros.catalog import Catalog
from macros.finish import finish
from macros.load import ROOT, load

CHROME = os.environ.get("CHROME_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
# `make test-below` serves the whole site as a project's pages are served: below a path.
BELOW = os.environ.get("SITE_BELOW", "")
# What is expected comes, however busy the machine is; the limit only ends a test that would wait for ever.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load().catalog


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The site as `make build` makes it, in a folder of its own; or one that another builder has made."""
    if os.environ.get("SITE_BUILT"):
        return Path(os.environ["SITE_BUILT"])
    folder = tmp_path_factory.mktemp("built") / "site"
    command = ["make", "build", f"SITE={folder}"]
    environment = {**os.environ, "SITE_URL": f"http://127.0.0.1:8000{BELOW}/"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


# What a deployment says about itself: the site below a path, and where its sources are edited.
SETTINGS = {"SITE_URL": "https://site.example/some/base/", "EDIT_URI": "https://code.example/project/edit/main/docs/"}


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory) -> Path:
    """The smallest site there is, with redirects, and with markup that tries to run in every kind of text."""
    root = tmp_path_factory.mktemp("hostile") / "project"
    for folder in ("macros", "overrides", "docs/assets"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copytree(ROOT / "tests" / "fixtures" / "smallest", root, dirs_exist_ok=True)
    attack = "<img src=x onerror=ran()><script>ran()</script>"
    keys = "summary|name|how|pick_when|avoid_when|first_sign|chose|asks|answer|claim|truth|because|undo|term|says"
    for path in (root / "data").rglob("*.yml"):
        written = path.read_text(encoding="utf-8")
        # Only plain values, which stay one line of YAML with the attack behind them.
        hostile = re.sub(rf"(?m)^([ -]*(?:{keys}): )([^\n'\"{{]+)$", rf"\1'\2 {attack}'", written)
        path.write_text(hostile, encoding="utf-8")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings[: settings.index("\nnav:")] + "\n", encoding="utf-8")
    (root / "docs" / "index.md").write_text("---\ndescription: A home page.\n---\n# Home\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", "site"]
    environment = {**os.environ, "PYTHONPATH": str(root), **SETTINGS}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    finish(root / "site", root / "data")
    return root / "site"


@contextlib.contextmanager
def served(folder: Path, below: str = "") -> Iterator[str]:
    """The address of a folder while it is served, as a static host does: a missing page is answered by 404.html."""

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            if not path.startswith(f"{below}/"):
                return str(folder / "outside-of-the-site")
            return super().translate_path(path.removeprefix(below))

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            page = folder / "404.html"
            if code != 404 or not page.is_file():
                return super().send_error(code, message, explain)
            body = page.read_bytes()
            self.send_response(404)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return None

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{below}"
    server.shutdown()


@pytest.fixture(scope="session")
def base_url(site):
    """Where the site is served; pages are opened relative to it."""
    with served(site, BELOW) as address:
        yield address


@pytest.fixture(scope="session", autouse=True)
def below() -> Iterator[None]:
    """Tests open '/topics/…'. Where the site is served below a path, its root is there."""
    plain = Page.goto
    with pytest.MonkeyPatch.context() as patch:
        if BELOW:
            patch.setattr(Page, "goto", lambda self, url: plain(self, BELOW + url if url.startswith("/") else url))
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    assert CHROME, "the browser tests need Chromium: 'make browser' installs it, or set CHROME_PATH"
    return {**browser_type_launch_args, "executable_path": CHROME, "args": QUIET}
