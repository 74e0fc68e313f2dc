"""A build next year gives the same book: every package that it comes from is pinned."""

import re
import sys
import tomllib
from importlib.metadata import distributions

import pytest
from packaging.specifiers import SpecifierSet

from tools import ROOT
from tools.pins import NOT_PINNED, canonical

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
COME_WITH_PYTHON = {"pip", "setuptools"}
PYTHONS = ["3.11.0", "3.11.2", "3.12.0", "3.13.0", "3.14.0"]


def pins(file):
    """The packages that a file of requirements pins, {name: version}; fails on a line that pins nothing."""
    lines = [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith(("#", "-c"))]
    entries = [re.fullmatch(r"([\w.-]+)==([\w.]+)", line) for line in lines]
    assert None not in entries, f"{file}: not pinned: {[line for line, entry in zip(lines, entries) if not entry]}"
    return {canonical(name): version for name, version in (entry.groups() for entry in entries)}


def test_direct_requirements_have_the_constraints_versions():
    constraints = pins("constraints.txt")
    assert pins("requirements.txt") == {name: constraints.get(name) for name in pins("requirements.txt")}


def test_what_is_installed_suits_every_python_from_the_first_patch_of_the_oldest_on():
    wanted = {each.name: SpecifierSet(each.metadata.get("Requires-Python") or "") for each in distributions()}
    assert not {name: (str(want), python) for name, want in wanted.items() for python in PYTHONS if python not in want}


@pytest.mark.skipif(sys.platform != "linux", reason="the pins are resolved on Linux; elsewhere a few packages differ")
def test_what_is_installed_is_what_is_pinned():
    installed = {canonical(each.name): each.version for each in distributions()}
    for name in COME_WITH_PYTHON | {canonical(PROJECT["name"])}:
        installed.pop(name, None)
    installed = {name: version for name, version in installed.items() if not NOT_PINNED.match(name)}
    constraints = pins("constraints.txt")
    assert installed == {name: constraints.get(name) for name in installed}


@pytest.mark.parametrize("name", PROJECT["dependencies"])
def test_what_lib_needs_is_a_direct_requirement(name):
    assert canonical(name) in pins("requirements.txt")


@pytest.mark.parametrize(("extra", "name"), [(extra, name) for extra in EXTRAS for name in EXTRAS[extra]])
def test_what_an_extra_needs_is_pinned(extra, name):
    assert canonical(name) in pins("constraints.txt") or "==" in name
