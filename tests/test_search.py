"""The search finds by the reader's words: titles and terms first, letters by name, folded text too, from disk as well."""

import gzip
import json
import re
from urllib.parse import quote

import pytest
import yaml
from bs4 import BeautifulSoup

from tools import ROOT

LED_TO = "#search-results li a"
DATA = "_static/search/sections.js"


@pytest.fixture(scope="session")
def data(built_book):
    return json.loads((built_book / DATA).read_text("utf-8").partition(" = ")[2].rstrip(";\n"))


@pytest.fixture(scope="session")
def sections(data):
    """What the search page searches: {place: (title, text)}."""
    return {
        f"{data['pages'][page][0]}{'#' * bool(anchor)}{anchor}": (title, f"{prose} {rest}")
        for page, anchor, _, title, prose, rest, _ in data["entries"]
    }


@pytest.fixture(scope="session")
def articles(built_book):
    """The text of each page, by its file's place in the book."""
    files = sorted((built_book / "book").rglob("*.html"))
    return {
        file.relative_to(built_book).as_posix(): BeautifulSoup(file.read_text("utf-8"), "html.parser").article
        for file in files
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


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("why minus", ["backpropagation/update.html#one-weight", "ingredients/gradient-descent.html#an-update"]),
        (
            "vanishing gradient",
            [
                "reference/glossary.html#term-vanishing-gradient",
                "backpropagation/backward-walk.html#the-pattern",
                "backpropagation/backward-walk.html#walk-depth",
            ],
        ),
        (
            "δ",
            [
                "backpropagation/backward-walk.html#deltadef",
                "backpropagation/the-algorithm.html#the-idea-pass-the-error-back",
            ],
        ),
        ("dead relu", ["reference/glossary.html#term-dead-ReLU", "backpropagation/update.html#dead-relu"]),
        (
            "chain rule matrix",
            [
                "backpropagation/backward-walk.html#the-recursion-and-its-transpose",
                "backpropagation/shapes.html#backward-the-sum-over-the-units-that-are-fed",
            ],
        ),
        ("exercise 8.4", ["backpropagation/backward-walk.html#walk-depth"]),
        ("einsum", ["backpropagation/shapes.html#all-three-in-one-table"]),
    ],
)
def test_a_question_leads_to_all_its_answers_among_the_first_three(search, words, places):
    assert {f"book/{place}" for place in places} <= set(search(words)[:3])


@pytest.mark.parametrize(
    "forms",
    [
        ("vanish", "vanishes", "vanishing"),
        ("derivative", "derivatives"),
        ("learn", "learns", "learning"),
        ("matrix", "matrices"),
        ("bias", "biases"),
        ("standardise", "standardized"),
    ],
)
def test_the_forms_of_a_word_find_the_same(search, forms):
    places = [search(form) for form in forms]
    assert places[0]
    assert places == [places[0]] * len(forms)


def test_the_name_of_a_definition_leads_to_the_definition(search, data):
    named = {
        f"{data['pages'][page][0]}#{anchor}": title
        for page, anchor, label, title, *_ in data["entries"]
        if label.startswith("Definition")
    }
    assert len(named) > 3
    found = {place: search(title)[:3] for place, title in named.items()}
    assert not {named[place]: places for place, places in found.items() if place not in places}


def test_each_exercise_is_an_entry_with_its_solution(articles, sections):
    exercises = {
        f"{place}#{exercise['id']}": exercise.find_next_sibling("details").p
        for place, article in articles.items()
        if article
        for exercise in article.select("div.exercise:has(+ details.solution p)")
    }
    assert len(exercises) > 80
    first_words = {place: re.match(r"\w*", answer.get_text().strip())[0] for place, answer in exercises.items()}
    assert not {place: word for place, word in first_words.items() if word not in sections[place][1]}


def test_neither_code_that_draws_nor_its_drawing_is_searched(articles, data):
    drawn = [
        text.get_text()
        for article in articles.values()
        if article
        for text in article.select("svg > desc, svg > title")
    ]
    assert len(drawn) > 50
    texts = "\n".join(f"{prose} {rest}" for *_, prose, rest, _ in data["entries"])
    assert not [text for text in drawn if len(text) > 40 and text in texts]
    assert "as_svg" not in texts
    assert not re.search(r"(?:[-−]?\d+ ){7}", texts)


def test_what_the_search_page_searches_is_light(built_book):
    assert len(gzip.compress((built_book / DATA).read_bytes())) < 190_000


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


def test_a_result_with_its_words_in_code_alone_shows_a_sentence(open_page, file_book):
    page = open_page(f"{file_book}/search.html?q=np.outer")
    sentences = page.locator("#search-results .context").all_text_contents()
    assert sentences
    assert not [sentence for sentence in sentences if re.search(r"^(import|from|def) |np\.outer\(", sentence)]


def test_a_word_in_the_solution_of_an_exercise_opens_that_solution(open_page, file_book):
    page = open_page(f"{file_book}/book/backpropagation/update.html?found=dead#dead-relu")
    solutions = page.locator("details.solution")
    assert page.locator("#dead-relu + details.solution").evaluate("fold => fold.open")
    assert solutions.evaluate_all("folds => folds.filter((fold) => fold.open).length") == 1
    page.wait_for_function(
        """() => [...CSS.highlights.get("found")].some((range) => {
             const { top, bottom } = range.getBoundingClientRect();
             return range.startContainer.parentElement.closest("#dead-relu + details") && top >= 0 && bottom <= innerHeight;
           })"""
    )


def test_nothing_found_is_said(open_page, file_book):
    page = open_page(f"{file_book}/search.html?q=xyzzyx")
    assert "Nothing found" in page.locator("#search-results [role=status]").text_content()


@pytest.mark.parametrize("name", ["intro", "backpropagation/why-it-is-fast", "practice/digits"])
def test_a_word_in_a_closed_solution_is_opened_marked_and_in_view(open_page, book_url, name):
    page = open_page(f"{book_url}/book/{name}.html")
    folded = page.locator("details.solution").last  # far down, where all that lies above is laid out on the way
    words = folded.evaluate("fold => fold.textContent.match(/\\p{L}{6,}/gu).slice(0, 6).join(' ').toLowerCase()")
    exercise = folded.evaluate("fold => fold.previousElementSibling.id")
    page.goto(f"{book_url}/book/{name}.html?found={quote(words)}#{exercise}")
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
