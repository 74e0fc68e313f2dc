"""The repository's address is set in pyproject.toml; wherever else it stands, it is the same."""

import re
import tomllib
from urllib.parse import urlsplit

import pytest
import yaml

from tools import ROOT

REPOSITORY = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Repository"]
OWNER_AND_NAME = urlsplit(REPOSITORY).path.strip("/")
CONFIGURATION = yaml.safe_load((ROOT / "_config.yml").read_text())


def test_book():
    assert CONFIGURATION["repository"]["url"] == REPOSITORY


def test_citation():
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text())["repository-code"] == REPOSITORY


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_documents(name):
    """Every address of a repository of this name, on GitHub or on Binder, is this repository's."""
    text = (ROOT / name).read_text()
    named = set(re.findall(r"(?:github\.com|mybinder\.org/v2/gh)/([\w.-]+/[\w-]+)", text))
    assert named == {OWNER_AND_NAME}


def test_launch_button_of_a_page(built_book):
    branch = CONFIGURATION["repository"]["branch"]
    page = (built_book / "book" / "intro.html").read_text()
    assert f"/gh/{OWNER_AND_NAME}/{branch}?urlpath=lab/tree/notebooks/intro.ipynb" in page
