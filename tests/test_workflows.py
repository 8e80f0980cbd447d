"""The deployment is code too: safe, well-formed, and made of commands that run here as well."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from macros.load import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
BIN = Path(sys.executable).parent
ACTIONLINT = shutil.which("actionlint", path=str(BIN)) or shutil.which("actionlint")


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_zizmor_finds_nothing():
    done = run([str(BIN / "zizmor"), "--offline", "--pedantic", "--no-progress", "--strict-collection", ".github"])

    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings" in done.stdout + done.stderr


@pytest.mark.skipif(not ACTIONLINT, reason="'make workflows' installs actionlint")
def test_actionlint_finds_nothing():
    done = run([ACTIONLINT, *map(str, WORKFLOWS)])

    assert done.returncode == 0, done.stdout


def test_zizmor_finds_what_is_wrong(tmp_path):
    """The guard guards: an action by its tag and a title in a shell line are found."""
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "wrong.yml").write_text(
        "on: pull_request\njobs:\n  x:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v7\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n",
        encoding="utf-8",
    )
    done = run([str(BIN / "zizmor"), "--offline", "--no-progress", str(tmp_path)])

    assert done.returncode != 0
    assert all(rule in done.stdout for rule in ("unpinned-uses", "template-injection", "artipacked"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_workflow_begins_with_no_rights_and_runs_the_makefile(path):
    written = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(written)
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert workflow["permissions"] == {} and workflow["concurrency"]
    for name, job in workflow["jobs"].items():
        assert "permissions" in job and "timeout-minutes" in job, name
        for step in job["steps"]:
            if "uses" in step:
                assert re.search(rf"{re.escape(step['uses'])} # v\d+\.\d+\.\d+$", written, re.MULTILINE), step["uses"]
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
            command = step.get("run", "")
            assert "${{" not in command, "values come by environment variables"
            if command.startswith("make "):
                called = [word for word in command.split()[1:] if "=" not in word]
                assert set(called) <= targets, command


def test_only_the_deployment_may_write_to_the_site():
    rights = {
        (path.stem, name, right)
        for path in WORKFLOWS
        for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items()
        for right, level in job["permissions"].items()
        if level == "write"
    }

    assert rights == {
        ("site", "deploy", "pages"),
        ("site", "deploy", "id-token"),
        ("weekly", "report", "issues"),
    }


def test_dependencies_are_updated_in_groups_and_late():
    updates = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]

    assert {update["package-ecosystem"] for update in updates} == {"pip", "github-actions"}
    for update in updates:
        assert update["cooldown"]["default-days"] >= 14
        assert [group["patterns"] for group in update["groups"].values()] == [["*"]]
