"""Importing `lib` is light."""

import subprocess
import sys

import lib


def test_import_loads_no_third_party_package_but_numpy():
    code = "import sys; import numpy; before = set(sys.modules); import lib; print(*sorted({m.partition('.')[0] for m in set(sys.modules) - before}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) <= {"lib"} | set(sys.stdlib_module_names)


def test_every_public_name_is_documented():
    for name in lib.__all__:
        assert getattr(lib, name).__doc__, name
