"""The search finds by the reader's words: titles and terms first, letters by name, folded text too, from disk as well."""

import json
import re
from urllib.parse import quote

import pytest
import yaml

from tools import ROOT

LED_TO = "#search-results li a"


@pytest.fixture(scope="session")
def sections(built_book):
    """What the search page searches: {place: (title, text)}."""
    data = json.loads((built_book / "_static/search/sections.js").read_text("utf-8").partition(" = ")[2].rstrip(";\n"))
    pages = data["pages"]
    return {
        f"{pages[page][0]}{'#' * bool(anchor)}{anchor}": (title, text) for page, anchor, title, text in data["sections"]
    }


@pytest.fixture
def search(open_page, file_book):
    """Search for words, from disk; returns the places that it leads to, in order, without the words to be marked."""
    pages = []

    def search(words):
        address = f"{file_book}/search.html?q={quote(words)}"
        if pages:
            pages[0].goto(address)
        else:
            pages.append(open_page(address))
        hrefs = pages[0].locator(LED_TO).evaluate_all("links => links.map((link) => link.getAttribute('href'))")
        return [re.sub(r"\?[^#]*", "", href) for href in hrefs]

    return search


def test_the_name_of_a_chapter_leads_to_the_chapter(search, sections):
    names = {place: title for place, (title, _) in sections.items() if "#" not in place}
    assert len(names) > 20
    assert {title: search(title)[0] for title in names.values()} == {title: place for place, title in names.items()}


def test_a_term_leads_to_its_place_in_the_glossary(search, sections):
    terms = {place: title for place, (title, _) in sections.items() if "glossary.html#term-" in place}
    assert len(terms) > 90
    found = {place: search(title)[:3] for place, title in terms.items()}
    assert not {terms[place]: places for place, places in found.items() if place not in places}


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("gradient check", "book/code/gradient-check.html"),
        ("chain rule", "book/ingredients/chain-rule.html"),
        ("backprop", "book/reference/glossary.html"),
        ("all weights zero", "book/backpropagation/same-weights.html"),
    ],
)
def test_a_phrase_of_ours_leads_to_its_chapter_among_the_first_two(search, words, page):
    assert page in [place.partition("#")[0] for place in search(words)[:2]]


@pytest.mark.parametrize(("name", "glyph"), [("delta", "δ"), ("alpha", "α"), ("sigma", "σ"), ("epsilon", "ε")])
def test_a_letter_is_found_by_its_name_and_by_its_glyph(search, name, glyph):
    by_name = search(name)
    assert by_name
    assert by_name == search(glyph)


def test_the_map_of_the_chapters_is_not_searched(sections):
    chapters = yaml.safe_load((ROOT / "book/chapter_map.yml").read_text("utf-8")).values()
    questions = [chapter["asks"] for chapter in chapters]
    assert not [place for place, (_, text) in sections.items() if any(question in text for question in questions)]


def test_each_phrase_of_readers_leads_to_its_place_among_the_first_three(search):
    phrases = yaml.safe_load((ROOT / "book/search_words.yml").read_text("utf-8"))
    found = {(words, place): search(words)[:3] for place, of_place in phrases.items() for words in of_place}
    assert not {words: places for (words, place), places in found.items() if f"book/{place}" not in places}


def test_a_result_shows_its_sentence_with_the_words_marked(open_page, book_url):
    page = open_page(f"{book_url}/search.html?q=saddle")
    sentence = page.locator("#search-results .context", has=page.locator("mark")).first
    assert sentence.locator("mark").first.text_content().lower() == "saddle"
    assert len(sentence.text_content()) > 60


def test_nothing_found_is_said(open_page, file_book):
    page = open_page(f"{file_book}/search.html?q=xyzzyx")
    assert "Nothing found" in page.locator("#search-results [role=status]").text_content()


def test_a_word_in_a_closed_solution_is_opened_marked_and_in_view(open_page, book_url, sections):
    page = open_page(f"{book_url}/book/intro.html")
    folded = page.locator("details.solution").first
    words = folded.evaluate("fold => fold.textContent.match(/\\p{L}{6,}/gu).slice(0, 6).join(' ').toLowerCase()")
    section = folded.evaluate("fold => fold.closest('section[id]').id")
    page.goto(f"{book_url}/book/intro.html?found={quote(words)}#{section}")
    assert folded.evaluate("fold => fold.open")
    marked = page.evaluate("CSS.highlights.get('found').size")
    assert marked >= 6
    page.wait_for_function(
        """() => [...CSS.highlights.get("found")].some((range) => {
             const { top, bottom } = range.getBoundingClientRect();
             return range.startContainer.parentElement.closest("details") && top >= 0 && bottom <= innerHeight && bottom > top;
           })"""
    )


def test_marking_changes_no_formula(open_page, file_book):
    address = f"{file_book}/book/backpropagation/backward-walk.html"
    formulas = "[...document.querySelectorAll('article math')].filter((math) => !math.closest('.widget-place')).map((math) => math.outerHTML).join()"
    untouched = open_page(address).evaluate(formulas)
    marked = open_page(f"{address}?found={quote('δ delta')}")
    assert marked.evaluate("CSS.highlights.get('found').size") > 20
    assert marked.evaluate(formulas) == untouched


def test_escape_takes_the_marks_away(open_page, file_book):
    page = open_page(f"{file_book}/book/intro.html?found=network")
    page.keyboard.press("Escape")
    assert not page.evaluate("CSS.highlights.has('found')")
