"""Speed and weight in one run: `make bench`. Numbers for people, not assertions: machines differ.

Ratios are against plain MkDocs + Material on the same pages: the built pages' own HTML, without macros and checks.
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from macros.load import ROOT

BIN = Path(sys.executable).parent
PLAIN = """
site_name: Plain
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: [search]
markdown_extensions: [admonition, attr_list, tables, {toc: {permalink: true}}, pymdownx.superfences]
"""


def seconds(command: list[str], folder: Path) -> float:
    """Wall time of a command, the best of two: the rest is other people's noise."""
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
    return best


def grown(folder: Path, factor: int) -> Path:
    """A copy of the project with every record and its page `factor` times."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "site*", "tests", "*.egg-info"))
    nav = yaml.load((folder / "mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["nav"]
    added = []
    for kind in ("topics", "deep-dives", "problems"):
        for record in sorted((ROOT / "data" / kind).glob("*.yml")):
            for copy in range(2, factor + 1):
                new = f"{record.stem}-{copy}"
                text = record.read_text(encoding="utf-8")
                title = re.search(r"^title: (.*)$", text, re.MULTILINE)
                assert title
                name = title[1].strip("\"'")
                text = text.replace(title[0], f"title: {name} {copy}", 1)
                (folder / "data" / kind / f"{new}.yml").write_text(text, encoding="utf-8")
                page = (ROOT / "docs" / kind / f"{record.stem}.md").read_text(encoding="utf-8")
                page = page.replace(f": {record.stem}\n", f": {new}\n", 1).replace(
                    f"# {name}\n", f"# {name} {copy}\n", 1
                )
                (folder / "docs" / kind / f"{new}.md").write_text(page, encoding="utf-8")
                added.append(f"      - {kind}/{new}.md")
    if added:
        config = (folder / "mkdocs.yml").read_text(encoding="utf-8")
        (folder / "mkdocs.yml").write_text(
            f"{config.rstrip()}\n  - Grown:\n" + "\n".join(added) + "\n", encoding="utf-8"
        )
    assert nav
    return folder


def ours(folder: Path) -> float:
    """Check, build and finish, as `make build` does."""
    steps = [
        [str(BIN / "python"), "-m", "macros.check", str(folder)],
        [str(BIN / "mkdocs"), "build", "--strict"],
        [str(BIN / "python"), "-m", "macros.finish", "site"],
    ]
    command = " && ".join(" ".join(step) for step in steps)
    return seconds(["env", f"PYTHONPATH={folder}", "sh", "-c", command], folder)


def plain(built: Path, folder: Path) -> float:
    """MkDocs + Material on the articles of a built site, as Markdown files that hold their HTML."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    for path in built.rglob("index.html"):
        article = re.search(r"<article[^>]*>(.*)</article>", path.read_text(encoding="utf-8"), re.DOTALL)
        assert article
        target = folder / "docs" / path.relative_to(built).with_name("index.md")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"<div>\n{article[1]}\n</div>\n", encoding="utf-8")
    return seconds([str(BIN / "mkdocs"), "build"], folder)


def weight(site: Path, page: str) -> dict[str, float]:
    """Compressed KiB of a page and of what it loads at once."""
    file = site / page / "index.html"
    written = file.read_text(encoding="utf-8")
    loaded = re.findall(r'<(?:script src|link rel="stylesheet" href|link rel="icon" href)="([^"]+)"', written)
    files = {"page": file} | {Path(name).name: (file.parent / name).resolve() for name in loaded}
    files["search_index.json"] = site / "search" / "search_index.json"
    return {name: len(gzip.compress(path.read_bytes(), 6)) / 1024 for name, path in files.items() if path.is_file()}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        top, times = Path(name), {}
        for factor in (1, 4, 16):
            folder = grown(top / f"grown-{factor}", factor)
            times[factor] = ours(folder)
            pages = len(list((folder / "site").rglob("index.html")))
            print(f"{factor:>3} × the records: {pages:>5} pages in {times[factor]:6.2f} s")
        reference = plain(top / "grown-1" / "site", top / "plain")
        print(f"growth 16 ×: {times[16] / times[1]:.1f} × the time (budget 20)")
        print(
            f"plain MkDocs + Material, same pages: {reference:.2f} s; ours is {times[1] / reference:.2f} × (budget 1.3)"
        )
        for page in ("", "topics/caching-strategies", "deep-dives/seat-reservation", "matrix"):
            parts = weight(top / "grown-1" / "site", page)
            index = parts.pop("search_index.json")
            listed = ", ".join(f"{part} {size:.1f}" for part, size in parts.items())
            print(f"/{page}: {sum(parts.values()):.1f} KiB ({listed}); search index {index:.1f}")


if __name__ == "__main__":
    main()
