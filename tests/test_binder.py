"""Binder can make an environment of this repository: what it would do, asked without doing it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import ROOT


@pytest.fixture(scope="module")
def plan():
    """What repo2docker plans: the choices that it announces, then its steps, a Dockerfile."""
    command = [Path(sys.executable).parent / "jupyter-repo2docker", "--no-build", "--debug", ROOT]
    asked = subprocess.run(command, capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    return asked.stderr + asked.stdout


def test_python_is_one_that_the_book_supports(plan):
    assert "python=3.12" in plan


def test_packages_and_lib_are_installed_before_post_build_runs(plan):
    steps = ['install --no-cache-dir -r "requirements.txt"', "install --no-cache-dir .", "RUN ./postBuild"]
    places = [plan.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)


def test_chapters_and_constraints_are_there_when_packages_are_installed(plan):
    assert plan.index("COPY --chown") < plan.index("src/ ${REPO_DIR}/") < plan.index('-r "requirements.txt"')
