"""Each source of a fact is cited somewhere and can be found: by its DOI, else by an ISBN or an address."""

import re

import pytest
from pybtex.database import parse_file

from tests.book_pages import CHAPTERS, chapter
from tools import ROOT

SOURCES = parse_file(ROOT / "book" / "references.bib").entries
BIBLIOGRAPHY = "book/reference/bibliography"
WITH_DOI = [key for key, source in SOURCES.items() if "doi" in source.fields]


def cited():
    """The keys that the chapters cite."""
    texts = [(ROOT / f"{name}.md").read_text() for name in CHAPTERS]
    return {
        key.strip()
        for text in texts
        for keys in re.findall(r"\{cite(?::\w+)?\}`([^`]+)`", text)
        for key in keys.split(",")
    }


@pytest.mark.parametrize("key", SOURCES)
def test_a_source_can_be_found(key):
    assert {"doi", "isbn", "url"} & set(SOURCES[key].fields)


@pytest.mark.parametrize("key", SOURCES)
def test_an_article_without_a_doi_has_an_address(key):
    if SOURCES[key].type in ("article", "inproceedings"):
        assert {"doi", "url"} & set(SOURCES[key].fields)


@pytest.mark.parametrize("key", WITH_DOI)
def test_a_doi_is_written_as_such_and_not_as_an_address(key):
    assert re.fullmatch(r"10\.\d{4,}/\S+", SOURCES[key].fields["doi"])


@pytest.mark.parametrize("key", [key for key, source in SOURCES.items() if "isbn" in source.fields])
def test_an_isbn_has_the_right_check_digit(key):
    digits = [int(digit) for digit in SOURCES[key].fields["isbn"].replace("-", "")]
    assert len(digits) == 13
    assert (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


@pytest.mark.parametrize("key", WITH_DOI)
def test_the_page_shows_a_doi_as_a_link(built_book, key):
    doi = SOURCES[key].fields["doi"]
    links = chapter(built_book, BIBLIOGRAPHY).find_all("a", href=f"https://doi.org/{doi}")
    assert [link.get_text() for link in links] == [f"doi:{doi}"]


def test_every_source_is_cited_and_every_citation_has_its_source():
    assert cited() == set(SOURCES)
