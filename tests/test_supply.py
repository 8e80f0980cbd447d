"""What the site is made with: locked, listed, and the files of others are those that were looked at."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path

import pytest

from macros import sbom
from macros.check import check
from macros.load import ROOT
from tests.test_render import SMALLEST

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
# Files that people do not write: each belongs to a work of data/vendored.yml.
FOREIGN = {".ttf", ".otf", ".woff", ".woff2", ".wasm", ".jar", ".gz", ".zip", ".whl"}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_package_is_exact_and_has_its_hash(path):
    written = path.read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z].*$", written, re.MULTILINE)

    assert packages and all(re.match(r"[\w.\[\]-]+==\S+( ; .*)? \\$", line) for line in packages)
    assert written.count("--hash=sha256:") >= len(packages)
    assert "://" not in written and "--index-url" not in written


def test_every_foreign_file_is_listed(catalog):
    listed = {name for work in catalog.vendored.values() for name in work.files}
    listed.add("macros/fonts/Signs.ttf")  # our own: `python -m macros.book.signs` writes it
    folders = [ROOT / name for name in ("docs", "macros", "overrides", "data", "tests", "scripts")]
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in FOREIGN or path.name.endswith(".min.js") or path.match("*/vendor/*.*s")
    }

    assert found == listed


def test_a_changed_file_is_a_mistake(tmp_path):
    root = tmp_path / "project"
    shutil.copytree(SMALLEST, root)
    (root / "lib").mkdir()
    (root / "lib" / "x.js").write_text("x", encoding="utf-8")
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of the text 'x'
    with (root / "data" / "vendored.yml").open("a", encoding="utf-8") as file:
        file.write(f"  files:\n    lib/x.js: {digest}\n")
    assert check(root) == []

    (root / "lib" / "x.js").write_text("y", encoding="utf-8")
    assert [mistake.line for mistake in check(root)] == [9]


def test_the_bill_lists_every_package_and_vendored_work(catalog):
    bill = sbom.bill(catalog.vendored)
    lock = "".join((ROOT / "requirements" / name).read_text(encoding="utf-8") for name in ("site.txt", "book.txt"))
    locked = set(re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE))
    named = {component["name"] for component in bill["components"]}

    assert locked <= named
    assert {"MiniSearch", "Liberation Sans"} <= named and "axe-core" not in named
    assert all(component["properties"] for component in bill["components"] if "pypi" in component["purl"])
    mkdocs = next(component for component in bill["components"] if component["name"] == "mkdocs")
    assert mkdocs["licenses"] and mkdocs["purl"].startswith("pkg:pypi/mkdocs@1.")
    references = [component["bom-ref"] for component in bill["components"]]
    assert len(references) == len(set(references))


def test_the_bill_is_the_same_twice(catalog):
    assert json.dumps(sbom.bill(catalog.vendored)) == json.dumps(sbom.bill(catalog.vendored))


def test_licences_are_shown(site, catalog):
    about = html.unescape((site / "about" / "index.html").read_text(encoding="utf-8"))

    assert "Licence of axe-core" not in about
    for work in catalog.vendored.values():
        if work.tested_with:
            continue
        assert f"Licence of {work.name}</summary>" in about
        first = Path(ROOT / work.texts[0]).read_text(encoding="utf-8").split("\n")[0]
        assert first in about
