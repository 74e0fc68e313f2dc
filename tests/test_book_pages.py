"""What each page of the book holds, read as a browser without JavaScript reads it."""

import re
from copy import copy
from functools import cache

import pytest

from tests.book_pages import CHAPTERS, all_pages, chapter, parsed
from tools import ROOT

LATEX = re.compile(
    r"\\(?:frac|partial|delta|begin|end|mathrm|text|sum|Cost|fwd|err|upd|sh[abc])\b|\$[^$\s][^$]*\$|\\\(|\\\["
)


CODE = ["pre", "code", "script", "style", "annotation"]


@cache
def prose(built_book, name):
    """The text of a chapter without its code."""
    article = chapter(built_book, name).find("article")
    return "".join(text for text in article.strings if not text.find_parent(CODE))


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_latex_is_left_raw(built_book, name):
    assert LATEX.findall(prose(built_book, name)) == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_reference_is_left_unresolved(built_book, name):
    text = prose(built_book, name)
    assert re.findall(r"\{[a-z:]+\}`|\?\?", text) == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_figures_have_a_caption_and_a_number(built_book, name):
    for figure in chapter(built_book, name).find_all("figure"):
        assert figure.find("figcaption").get_text(strip=True), figure.get("id")
        assert figure.find(class_="caption-number"), figure.get("id")


@pytest.mark.parametrize("name", CHAPTERS)
def test_drawings_and_pictures_say_in_words_what_they_show(built_book, name):
    article = chapter(built_book, name).find("article")
    for picture in article.find_all("img"):
        assert picture.get("alt", "").strip(), picture
    for drawing in article.select('svg[role="img"]'):
        assert drawing.get("aria-label") or drawing.find("title"), str(drawing)[:200]
    for drawing in article.select(".cell_output .text_html > svg"):
        assert drawing.get("role") == "img", str(drawing)[:200]


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_cell_failed_or_warned(built_book, name):
    article = chapter(built_book, name)
    assert article.find(class_="traceback") is None
    assert article.find(class_="stderr") is None


@pytest.mark.parametrize("name", CHAPTERS)
def test_equations_have_a_place_to_scroll_in(built_book, name):
    for formula in chapter(built_book, name).select('article math[display="block"]'):
        assert formula.find_parent(class_="formula") or formula.find_parent(class_="widget-table"), str(formula)[:200]


def test_no_id_stands_twice_on_a_page(built_book):
    for page in all_pages(built_book):
        ids = [element["id"] for element in parsed(page).find_all(id=True)]
        assert {name for name in ids if ids.count(name) > 1} == set(), page.name


def test_equation_numbers_are_the_book_s_own(built_book):
    """Each number is given once in the whole book."""
    numbers = [
        number.find(string=True) for name in CHAPTERS for number in chapter(built_book, name).select("span.eqno")
    ]
    assert sorted(set(numbers)) == sorted(numbers)


@pytest.mark.parametrize("name", CHAPTERS)
def test_what_needs_the_network_says_so(built_book, name):
    for link in chapter(built_book, name).select("a.btn[href*='mybinder.org']"):
        assert "needs the network" in link.get_text()


UNREAD = "details, .solution, .exercise, .widget-place, .widget-table, .cell_output, .tag_hide-input, script, style, svg, math"
TIMED = [name for name in CHAPTERS if "**Time to read:**" in (ROOT / f"{name}.md").read_text("utf-8")]


@pytest.mark.parametrize("name", TIMED)
def test_the_time_to_read_is_in_proportion_to_what_there_is_to_read(built_book, name):
    """At three words a second, four seconds a line of code and half a minute a formula: within a third of it."""
    article = copy(chapter(built_book, name).find("article"))
    formulas = len(article.find_all(class_="equation"))
    said = int(re.search(r"Time to read: (?:about )?(\d+) minutes", article.get_text())[1])
    for unread in article.select(UNREAD):
        unread.decompose()
    lines = sum(len(code.extract().get_text().splitlines()) for code in article.find_all("pre"))
    minutes = (len(article.get_text().split()) / 3 + lines * 4 + formulas * 30) / 60
    assert 2 / 3 < minutes / said < 4 / 3, f"about {minutes:.0f} minutes by its length, said are {said}"
