"""`make build`: there is always one whole site, and one commit gives the same bytes wherever and whenever it is built."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from macros import swap
from macros.load import ROOT

# Stand-ins for the programs of the build, quick and with a place to stop. A place that is reached fails the build or
# kills all of it at once, make and shell included.
STOP = """
stop() {
  case "$STOP" in
    "fail $1") exit 1 ;;
    "kill $1") kill -KILL 0 ;;
  esac
}
"""
MKDOCS = f"""#!/bin/sh
{STOP}
mkdir "$4" && echo new > "$4/index.html"
stop mkdocs
echo new > "$4/last.html"
"""
PYTHON = f"""#!/bin/sh
{STOP}
stop "before $2"
if [ "$2" = macros.finish ]; then
  echo finished > "$3/index.html"
  stop "inside $2"
  echo finished > "$3/last.html"
elif [ "$2" = macros.book ]; then
  echo offered > "$3/index.html"
  stop "inside $2"
  echo printed > "$3/book.pdf"
elif [ "$1" = -c ]; then
  exit 0
else
  "$REAL" "$@"
fi
stop "after $2"
"""
OLD = {"index.html": "old\n", "gone.html": "old\n"}
NEW = {"index.html": "finished\n", "last.html": "finished\n"}
# Exchanges two folders, and is killed before its n-th action that the interpreter tells of.
KILLED = """
import os, signal, sys
from pathlib import Path
from macros.swap import swap
left = int(sys.argv[1])
def count(event, arguments):
    global left
    left -= 1
    if left == -1:
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
swap(Path(sys.argv[2]), Path(sys.argv[3]))
"""
NOBODY = 99_999_999  # no process has this number
# Moves the clock of every Python program that finds it on its path.
LATER = """
import datetime, time
ahead = datetime.timedelta(days=40, hours=5)
clock, real = time.time, datetime.datetime
time.time = lambda: clock() + ahead.total_seconds()
class Later(real):
    @classmethod
    def now(cls, tz=None):
        return real.now(tz) + ahead
    @classmethod
    def utcnow(cls):
        return real.utcnow() + ahead
datetime.datetime = Later
"""


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def fill(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def build(tmp_path):
    """Runs the recipe of `make build` with the stand-ins over an old site; gives the site and how it ended."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, script in (("mkdocs", MKDOCS), ("python", PYTHON)):
        (tools / name).write_text(script, encoding="utf-8")
        (tools / name).chmod(0o755)
    site = fill(tmp_path / "site", OLD)

    def run(stop: str, *target: str) -> tuple[Path, int]:
        command = ["make", *(target or ("build", "--old-file=setup")), f"SITE={site}", f"BIN={tools}"]
        environment = {**os.environ, "STOP": stop, "REAL": sys.executable}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, start_new_session=True)
        return site, done.returncode

    return run


STAGES = ["mkdocs", "before macros.finish", "inside macros.finish", "after macros.finish", "before macros.swap"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_build_that_fails_or_is_killed_leaves_the_old_site(build, stage):
    for how in ("fail", "kill"):
        site, code = build(f"{how} {stage}")
        assert code == (-signal.SIGKILL if how == "kill" else 2)
        assert content(site) == OLD, how

    site, code = build("nowhere")
    assert code == 0
    assert content(site) == NEW


def test_a_book_that_fails_or_is_killed_leaves_the_site_without_it(build):
    target = ("book", "--old-file=build", "--old-file=.venv/book.done")
    for how in ("fail", "kill"):
        site, code = build(f"{how} inside macros.book", *target)
        assert code != 0
        assert content(site) == OLD, how

    site, code = build("nowhere", *target)
    assert code == 0
    assert content(site) == {**OLD, "index.html": "offered\n", "book.pdf": "printed\n"}


def test_a_build_that_is_killed_after_the_exchange_leaves_the_new_site(build):
    site, code = build("kill after macros.swap")

    assert code == -signal.SIGKILL
    assert content(site) == NEW


def test_the_exchange_is_killed_at_every_step(tmp_path):
    endings = []
    for step in range(1000):
        parent = tmp_path / str(step)
        parent.mkdir()
        site, new = fill(parent / "site", OLD), fill(parent / f"site.new.{NOBODY}", NEW)
        done = subprocess.run([sys.executable, "-c", KILLED, str(step), str(new), str(site)], cwd=ROOT, check=False)
        endings.append(content(site))
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL

        swap.swap(fill(parent / "site.new.again", NEW), site)
        assert [path.name for path in parent.iterdir()] == ["site"], "what the killed one left is cleared away"
    changed = endings.index(NEW)

    assert 0 < changed < len(endings) - 2, "killed before and after"
    assert endings == [OLD] * changed + [NEW] * (len(endings) - changed)


def test_folders_are_exchanged_even_where_the_system_cannot(tmp_path, monkeypatch):
    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    site, new = fill(tmp_path / "site", OLD), fill(tmp_path / "new", NEW)

    swap.swap(new, site)

    assert content(site) == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_first_build_and_a_linked_site(tmp_path):
    swap.swap(fill(tmp_path / "one", OLD), tmp_path / "site")
    assert content(tmp_path / "site") == OLD

    (tmp_path / "site").rename(tmp_path / "elsewhere")
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    swap.swap(fill(tmp_path / "two", NEW), tmp_path / "site")
    assert content(tmp_path / "site") == NEW
    assert content(tmp_path / "elsewhere") == OLD


def test_folders_of_others_and_of_running_builds_stay(tmp_path):
    site = tmp_path / "site"
    for name in (f"site.new.{os.getpid()}", "site.new.x", "site.backup", f"other.new.{NOBODY}"):
        fill(tmp_path / name, OLD)
    stale = fill(tmp_path / f"site.old.{NOBODY}", OLD)

    assert swap.leftovers(site) == [stale]


def test_nothing_takes_the_place_of_a_site(tmp_path):
    site = fill(tmp_path / "site", OLD)

    with pytest.raises(FileNotFoundError):
        swap.swap(tmp_path / "missing", site)
    assert content(site) == OLD


def test_the_same_commit_gives_the_same_bytes(site, tmp_path):
    """Another folder, another day and time zone, another locale and hash seed, files of other ages."""
    project = tmp_path / "elsewhere" / "copy"
    for folder in ("macros", "docs", "data", "overrides"):
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, project / folder, ignore=unwanted, copy_function=shutil.copyfile)
    for name in ("Makefile", "mkdocs.yml"):
        shutil.copyfile(ROOT / name, project / name)
    (tmp_path / "sitecustomize.py").write_text(LATER, encoding="utf-8")
    dated = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH") or dated.stdout.strip() or "0",
        "PYTHONPATH": f"{tmp_path}:{project}",
        "PYTHONHASHSEED": "4",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
    }
    moved = "import datetime, time; print(time.time() - datetime.datetime.now().timestamp(), time.time())"
    later = subprocess.run([sys.executable, "-c", moved], env=environment, capture_output=True, text=True, check=True)
    difference, clock = map(float, later.stdout.split())
    assert abs(difference) < 60 and clock > (project / "Makefile").stat().st_mtime + 86400, "the clock is moved"

    command = ["make", "build", "--old-file=setup", f"BIN={Path(sys.executable).parent}"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

    assert {name for name, _ in _bytes(project / "site")} == {name for name, _ in _bytes(site)}
    assert [one[0] for one, other in zip(_bytes(project / "site"), _bytes(site), strict=True) if one != other] == []


def _bytes(folder: Path) -> list[tuple[str, bytes]]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in found]
