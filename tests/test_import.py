"""Importing `lib` is light."""

import subprocess
import sys
import tomllib

import lib
from tools import ROOT


def test_import_loads_no_third_party_package_but_numpy():
    code = "import sys; import numpy; before = set(sys.modules); import lib; print(*sorted({m.partition('.')[0] for m in set(sys.modules) - before}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) <= {"lib"} | set(sys.stdlib_module_names)


def test_every_public_name_is_documented():
    for name in lib.__all__:
        assert getattr(lib, name).__doc__, name


def test_the_version_is_that_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert lib.__version__ == project["version"]
    assert f"version: {lib.__version__}" in (ROOT / "CITATION.cff").read_text()


def test_the_package_says_that_it_has_types():
    assert (ROOT / "lib/py.typed").exists()
