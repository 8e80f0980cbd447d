"""What an author is told: every mistake, with its line, and never a traceback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.check import check
from macros.load import load
from macros.mistakes import report

FIXTURES = Path(__file__).parent / "fixtures"
SMALLEST = FIXTURES / "smallest"
WRONG = FIXTURES / "everything-wrong"
FILES = sorted(path.relative_to(SMALLEST) for path in SMALLEST.rglob("*") if path.is_file())


def test_every_mistake_is_told_with_its_line():
    expected = (FIXTURES / "everything-wrong.txt").read_text(encoding="utf-8")

    assert report(check(WRONG)) + "\n" == expected


def test_the_smallest_valid_catalogue_has_no_mistake():
    assert check(SMALLEST) == []


def test_nothing_at_all_is_rejected(tmp_path):
    assert check(tmp_path) != []


def test_the_command_tells_and_fails():
    done = subprocess.run([sys.executable, "-m", "macros.check", WRONG], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "data/topics/form.yml:2: 'titel' is no key of this record\n    hint: did you mean 'title'?" in done.stderr
    assert "Traceback" not in done.stderr


def test_text_is_read_as_typed(tmp_path):
    root = copy(tmp_path)
    file = root / "data/glossary.yml"
    file.write_text("no:\n  term: 1.10\n  says: 'On: 12:30, yes.'\n", encoding="utf-8")

    term = load(root).catalog.glossary["no"]
    assert (term.term, term.says) == ("1.10", "On: 12:30, yes.")


def copy(folder: Path) -> Path:
    root = folder / "site"
    shutil.copytree(SMALLEST, root, dirs_exist_ok=True)
    return root


def delete_line(text: bytes, at: int, _: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    return b"".join(lines[:at] + lines[at + 1 :])


def double_line(text: bytes, at: int, _: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    return b"".join(lines[: at + 1] + lines[at:])


def swap_lines(text: bytes, at: int, _: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    return b"".join(lines[:at] + lines[at + 1 : at + 2] + lines[at : at + 1] + lines[at + 2 :])


def retype_value(text: bytes, at: int, _: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    lines[at] = lines[at].split(b":")[0] + b": [1, {a: [b]}]\n"
    return b"".join(lines)


def insert_bytes(text: bytes, at: int, extra: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    return b"".join([*lines[:at], extra, *lines[at:]])


def cut(text: bytes, at: int, _: bytes) -> bytes:
    return text[: len(text) * at // max(len(text.splitlines()), 1)]


def other_encoding(text: bytes, _: int, __: bytes) -> bytes:
    return text.decode().encode("utf-16")


MUTATIONS = [delete_line, double_line, swap_lines, retype_value, insert_bytes, cut, other_encoding]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_broken_files_give_mistakes_or_a_valid_catalogue(tmp_path, data):
    root = copy(tmp_path)
    file = root / data.draw(st.sampled_from(FILES))
    before = file.read_bytes()
    at = data.draw(st.integers(0, len(before.splitlines()) - 1))
    mutate = data.draw(st.sampled_from(MUTATIONS))
    file.write_bytes(mutate(before, at, data.draw(st.binary(max_size=60))))

    for mistake in check(root):
        assert mistake.line >= 1 and mistake.text and mistake.file.split("/")[0] in ("data", "docs")


@pytest.mark.parametrize(
    "content", [b"x: " + b"a" * 10_000_000, b"\x00" * 50, b"", b"[" * 5000, b"{a: " * 5000, b"&a [*a]", b"- - - 1"]
)
@pytest.mark.parametrize("name", ["data/topics/read-replicas.yml", "data/sources.yml", "data/vocabulary.yml"])
def test_hostile_files_are_mistakes(tmp_path, name, content):
    root = copy(tmp_path)
    (root / name).write_bytes(content)

    assert any(mistake.file == name or content == b"" for mistake in check(root))


def test_a_symlink_loop_is_a_mistake(tmp_path):
    root = copy(tmp_path)
    loop = root / "data/topics/loop.yml"
    loop.symlink_to(loop)

    assert any(mistake.file == "data/topics/loop.yml" for mistake in check(root))


@pytest.mark.parametrize("folder", ["topics", "deep-dives", "problems"])
def test_an_empty_folder_is_a_mistake(tmp_path, folder):
    root = copy(tmp_path)
    shutil.rmtree(root / "data" / folder)
    (root / "data" / folder).mkdir()

    assert any("the folder must hold at least one record" in mistake.text for mistake in check(root))
