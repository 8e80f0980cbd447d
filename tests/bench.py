"""Speed and weight in one run: `make bench`. Numbers for people, not assertions: machines differ.

Ratios are against plain MkDocs + Material on the same pages, with the macros already carried out.
"""

from __future__ import annotations

import os
import re
import shutil
import string
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import jinja2
import yaml

from macros.load import ROOT
from tests.bench_reader import answers, browsing, index_size, ranks, visits

BIN = Path(sys.executable).parent
QUERIES = Path(__file__).with_name("search-queries.yml")
PLAIN = """
site_name: Plain
theme: {name: material, font: false, features: [navigation.tabs]}
plugins: [search]
validation: {absolute_links: relative_to_docs}
markdown_extensions: [admonition, attr_list, tables, {toc: {permalink: true}}, pymdownx.superfences]
"""


def seconds(command: list[str], folder: Path) -> float:
    """Wall time of a command, the best of two: the rest is other people's noise."""
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
        best = min(best, time.perf_counter() - start)
    return best


def grown(folder: Path, factor: int) -> Path:
    """A copy of the project with every record and its page `factor` times."""
    left = [path.name for pattern in (".*", "site", "site.*", "tests", "*.egg-info") for path in ROOT.glob(pattern)]
    shutil.copytree(ROOT, folder, ignore=lambda place, names: left if Path(place) == ROOT else [])
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
                letter = string.ascii_uppercase[copy]
                text = text.replace(title[0], f"title: {name} {letter}", 1)
                if kind == "problems":  # its row holds the copies: every page must stand in one
                    text = re.sub(r"(?m)^(  - (?:topic|deep_dive): [\w-]+)$", rf"\1-{copy}", text)
                (folder / "data" / kind / f"{new}.yml").write_text(text, encoding="utf-8")
                page = (ROOT / "docs" / kind / f"{record.stem}.md").read_text(encoding="utf-8")
                page = page.replace(f": {record.stem}\n", f": {new}\n", 1).replace(
                    f"# {name}\n", f"# {name} {letter}\n", 1
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
    """Build, which checks, and finish, as `make build` does."""
    steps = [
        [str(BIN / "mkdocs"), "build", "--strict"],
        [str(BIN / "python"), "-m", "macros.finish", "site"],
    ]
    command = " && ".join(" ".join(step) for step in steps)
    return seconds(["env", f"PYTHONPATH={folder}", "sh", "-c", command], folder)


def plain(project: Path, folder: Path) -> float:
    """MkDocs + Material on the same pages as plain Markdown: what the macros leave, without macros, checks or finish."""
    code = "from tests.bench import write_plain; import sys; write_plain(*sys.argv[1:])"
    environment = {**os.environ, "PYTHONPATH": f"{project}:{ROOT}"}
    subprocess.run([sys.executable, "-c", code, str(project), str(folder)], cwd=project, check=True, env=environment)
    return seconds([str(BIN / "mkdocs"), "build"], folder)


def write_plain(project: str, folder: str) -> None:
    """Write each page of a project with its macros already carried out. Runs with that project's own `macros`."""
    from macros import define_env

    class Macros(dict[str, Any]):
        def macro(self, function: Any, name: str) -> None:
            self[name] = function

    macros = Macros()
    define_env(macros)
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    for path in Path(project, "docs").rglob("*.md"):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        target = Path(folder, path.relative_to(project))
        target.parent.mkdir(parents=True, exist_ok=True)
        meta = yaml.load(front, Loader=yaml.BaseLoader)
        target.write_text(environment.from_string(body).render(**macros, **meta), encoding="utf-8")
    shutil.copytree(Path(project, "docs", "assets"), Path(folder, "docs", "assets"))
    Path(folder, "mkdocs.yml").write_text(PLAIN, encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        top, times = Path(name), {}
        for factor in (1, 4, 16):
            folder = grown(top / f"grown-{factor}", factor)
            times[factor] = ours(folder)
            pages = len(list((folder / "site").rglob("index.html")))
            print(f"{factor:>3} × the records: {pages:>5} pages in {times[factor]:6.2f} s")
        reference = plain(top / "grown-1", top / "plain")
        print(f"growth 16 ×: {times[16] / times[1]:.1f} × the time (budget 20)")
        print(
            f"plain MkDocs + Material, same pages: {reference:.2f} s; ours is {times[1] / reference:.2f} × (budget 1.3)"
        )
        sizes = {factor: index_size(top / f"grown-{factor}" / "site") for factor in times}
        print("search index: " + ", ".join(f"{factor} × {size:.0f} KiB" for factor, size in sizes.items()))
        readers(top / "grown-1" / "site", top / "plain" / "site")


def readers(site: Path, reference: Path) -> None:
    """First visits beside plain MkDocs + Material on the same pages, and the search."""
    entries = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    queries = [entry["query"] for entry in entries][::4]
    with browsing() as browser:
        for page in ("", "topics/database-selection/", "deep-dives/seat-reservation/", "problems/chat/", "matrix/"):
            for name, seen in visits(browser, {"ours": site, "plain": reference}, page).items():
                print(
                    f"/{page} {name}: paint {seen['paint']:.0f} ms, blocking {seen['blocking']:.0f} ms, "
                    f"shift {seen['shift']:.3f}, {seen['KiB']:.0f} KiB"
                )
        for name, place in (("ours", site), ("plain", reference)):
            for kind, of in ranks(browser, place, entries).items():
                first, three = sum(rank == 0 for rank in of), sum(rank < 3 for rank in of)
                print(f"search, {kind}, {name}: {first} of {len(of)} first, {three} among three")
        found = answers(browser, site, queries)
    print(
        f"search: {found['median']:.0f} ms a key stroke, 95 % within {found['95 %']:.0f} ms, "
        f"{found['KiB']:.0f} KiB for the first answer (budgets 50 ms, 220 KiB)"
    )


if __name__ == "__main__":
    main()
