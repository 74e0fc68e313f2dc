"""What the build does not offer is refused in a sentence that says what to do instead."""

import pytest

from tests.small_book import build
from tools import pdf_choices

EXTENSIONS = ["myst_parser", "mathml", "sphinx_exercise", "offered"]


@pytest.mark.parametrize("builder", ["epub", "latex", "singlehtml"])
def test_a_builder_that_is_not_offered(tmp_path, builder):
    finished = build(tmp_path, "# A page\n", builder, extensions=EXTENSIONS)
    assert finished.returncode != 0
    assert "Not offered" in finished.stderr and "`make pdf` prints these into one PDF" in finished.stderr


def test_a_book_without_solutions_is_printed(tmp_path):
    finished = build(tmp_path, "# A page\n", extensions=EXTENSIONS, hide_solutions=True)
    assert finished.returncode != 0
    assert "`make pdf PDF=--without-solutions`" in finished.stderr
    assert not pdf_choices.read(["--without-solutions"]).solutions


def test_html_is_offered(tmp_path):
    assert build(tmp_path, "# A page\n", extensions=EXTENSIONS).returncode == 0
