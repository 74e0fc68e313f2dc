"""What GitHub runs for us is right, may do no more than it needs, and is exactly what was looked at."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tools import ROOT

WORKFLOWS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / ".github/workflows").glob("*.yml"))}
JOBS = [(name, job) for name, text in WORKFLOWS.items() for job in yaml.safe_load(text)["jobs"].items()]
PINNED = re.compile(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def program(name):
    return Path(sys.executable).parent / name


def test_the_linter_of_workflows_finds_nothing():
    asked = subprocess.run([program("actionlint")], cwd=ROOT, capture_output=True, text=True)
    assert (asked.returncode, asked.stdout) == (0, "")


def test_the_auditor_of_workflows_finds_nothing():
    command = [program("zizmor"), "--offline", "--strict-collection", "--no-progress", ".github"]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stdout + asked.stderr


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_github_s_own_and_pinned_by_its_commit(name):
    used = re.findall(r"uses: (.*)", WORKFLOWS[name])
    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []


def test_one_action_has_one_version_everywhere():
    used = {action for text in WORKFLOWS.values() for action in re.findall(r"uses: (.*)", text)}
    assert len({action.partition("@")[0] for action in used}) == len(used)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_nothing_but_what_a_job_asks_for(name):
    assert yaml.safe_load(WORKFLOWS[name])["permissions"] == {}


@pytest.mark.parametrize(("name", "job"), JOBS, ids=lambda value: value if isinstance(value, str) else value[0])
def test_only_publishing_may_write_and_only_from_main(name, job):
    title, content = job
    may_write = {scope for scope, right in content["permissions"].items() if right == "write"}
    if (name, title) != ("publish.yml", "publish"):
        assert not may_write
    else:
        assert may_write == {"pages", "id-token"}
        assert "github.ref == 'refs/heads/main'" in content["if"] and "!= 'pull_request'" in content["if"]


def test_every_python_that_the_book_names_is_tested():
    named = re.findall(
        r"3\.1\d", re.search(r"You need make and Python (.*),", (ROOT / "README.md").read_text()).group(1)
    )
    assert yaml.safe_load(WORKFLOWS["test.yml"])["jobs"]["linux"]["strategy"]["matrix"]["python"] == named
