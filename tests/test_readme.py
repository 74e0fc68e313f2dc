"""What the README shows is so."""

import re

import pytest

from tools import ROOT

TEXT = (ROOT / "README.md").read_text()


def test_python_example_trains_a_network():
    names = {}
    exec(re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1], names)
    assert names["history"].cost[-1] < names["history"].cost[0]


@pytest.mark.parametrize("target", ["book", "test", "lab"])
def test_make_targets_exist(target):
    assert f"make {target}" in TEXT
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("path", re.findall(r"\]\((?!https?:)([^)]+)\)", TEXT))
def test_linked_files_exist(path):
    assert (ROOT / path).is_file()
