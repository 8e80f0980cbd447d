"""Addresses inside the site: one function makes every internal link.

A page is called by its permanent path without slashes around it: `topics/caching-strategies`, `numbers`, `` for home.
"""

from __future__ import annotations

import os
import posixpath
import re
from urllib.parse import urlencode

HOME = ""
TARGET = re.compile(r"/(?P<page>[a-z0-9/-]*?)(?:/?index)?\.md(?:#(?P<anchor>[a-z0-9-]+))?")


def href(from_page: str, page: str, anchor: str = "") -> str:
    """The address of a page as seen from another one, both served as folders: '../../numbers/#bloom'."""
    fragment = f"#{anchor}" if anchor else ""
    if from_page == page and anchor:
        return fragment
    path = posixpath.relpath("/" + page, "/" + from_page)
    return ("./" if path == "." else f"{path}/") + fragment


def target(written: str) -> tuple[str, str] | None:
    """Page and anchor of a link as authors write it, '/deep-dives/saga.md#steps'; None when it is no such link."""
    match = TARGET.fullmatch(written)
    return (match["page"], match["anchor"] or "") if match else None


def report(page: str, anchor: str = "") -> str:
    """Where a mistake on a page, or in one item of it, is reported: the repository's form with the address filled in.

    The repository is named by the environment (`REPO_URL`); without one there is nowhere to report to, and no link.
    """
    repository = os.environ.get("REPO_URL", "").rstrip("/")
    if not repository.startswith("https://"):
        return ""
    address = f"/{page}/" + (f"#{anchor}" if anchor else "")
    return f"{repository}/issues/new?{urlencode({'template': 'mistake.yml', 'page': address.replace('//', '/')})}"
