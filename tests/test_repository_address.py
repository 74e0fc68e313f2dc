"""The repository's address is set in pyproject.toml; wherever else it stands, it is the same."""

import re
import tomllib
from urllib.parse import urlsplit

import pytest
import yaml

from tests.small_book import build
from tools import ROOT

REPOSITORY = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Repository"]
OWNER_AND_NAME = urlsplit(REPOSITORY).path.strip("/")
CONFIGURATION = yaml.safe_load((ROOT / "_config.yml").read_text())


def test_book(built_book):
    page = (built_book / "book" / "intro.html").read_text()
    assert f'href="{REPOSITORY}/issues"' in page and f'href="{REPOSITORY}/blob/main/book/intro.md"' in page
    assert f'rel="canonical" href="https://{OWNER_AND_NAME.replace("/", ".github.io/")}/book/intro.html"' in page


@pytest.fixture
def published(tmp_path):
    """From the address in pyproject.toml, and what else is set, to where the pages say they are, or to the complaint."""

    def published(repository, **settings):
        (tmp_path / "source").mkdir(exist_ok=True)
        (tmp_path / "source" / "pyproject.toml").write_text(f"[project.urls]\nRepository = '{repository}'\n")
        extensions = ["myst_parser", "mathml", "published", "sphinx_book_theme"]
        text = "# A page\n\nPlease {repository}`report it <issues>`.\n"
        done = build(tmp_path, text, extensions=extensions, html_theme="sphinx_book_theme", **settings)
        if done.returncode:
            return done.stderr
        page = (tmp_path / "html" / "index.html").read_text()
        assert f'href="{repository}/issues"' in page
        return re.search('rel="canonical" href="(.*)/index.html"', page)[1]

    return published


@pytest.mark.parametrize(
    ("repository", "pages"),
    [
        ("https://github.com/Some-One/nn", "https://some-one.github.io/nn"),
        ("https://github.com/someone/someone.github.io", "https://someone.github.io"),
    ],
)
def test_where_the_pages_are_published_follows_from_it(published, repository, pages):
    assert published(repository) == pages


def test_an_address_from_which_it_does_not_follow_is_refused_with_what_to_set(published):
    elsewhere = "https://gitlab.com/uni/dept/nn"
    assert f"pyproject.toml has {elsewhere}" in published(elsewhere) and "baseurl: https://" in published(elsewhere)
    assert published(elsewhere, html_baseurl="https://uni.gitlab.io/dept/nn/") == "https://uni.gitlab.io/dept/nn"


def test_a_second_address_in_the_configuration_is_refused(published):
    said = published(REPOSITORY, html_theme_options={"repository_url": "https://github.com/other/book"})
    assert f"pyproject.toml has {REPOSITORY}, _config.yml has https://github.com/other/book" in said


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
