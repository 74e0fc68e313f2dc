"""Each page says where it comes from, where to report a fault in it, and which version of the book it is."""

from urllib.parse import parse_qs, urlsplit

import pytest

import lib
from tests.book_pages import CHAPTERS, chapter
from tools import ROOT


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_page_links_its_source_and_a_report_that_names_it(built_book, name):
    source, report = (link["href"] for link in chapter(built_book, name).select(".page-links a"))
    path = urlsplit(source).path.partition("/blob/main/")[2]
    assert path == f"{name}.md" and (ROOT / path).is_file()
    assert path in parse_qs(urlsplit(report).query)["title"][0]
    assert source.partition("/blob/")[0] == report.partition("/issues/")[0]


@pytest.mark.parametrize("name", [*CHAPTERS, "search"])
def test_a_page_says_its_version(built_book, name):
    assert chapter(built_book, name).select_one(".page-links").text.split()[-2:] == ["Version", lib.__version__]
