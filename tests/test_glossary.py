"""Each term of the glossary is linked from its first use in the running text of each page, and from nowhere else.

Running text are paragraphs, in lists and boxes too. Not part of it: titles, other links, code, formulas, captions, tables,
notes in the margin, the box with the objectives, solutions, and bold words, which a chapter explains itself. A comment
above a paragraph names words that have another sense there; they are passed over.
"""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup, NavigableString

from tests.book_pages import CHAPTERS, chapter, target
from tests.small_book import build
from tools import ROOT

GLOSSARY = "book/reference/glossary"
PAGES = [name for name in CHAPTERS if name != GLOSSARY]
EXTENSIONS = ["myst_parser", "mathml", "sphinx_exercise", "glossary_links"]
APART = (
    "h1, h2, h3, h4, h5, h6, a, code, pre, math, figcaption, table, aside, strong, script, style, summary, nav, "
    ".admonition.tip, details.solution, .admonition-title, .citation, .cell, .chapter-place"
)


class Entry(NamedTuple):
    terms: list
    text: str
    forms: list

    @property
    def anchor(self):
        return f"term-{re.sub(r'[^A-Za-z0-9]+', '-', self.terms[0])}"


@cache
def entries():
    """The glossary, read from its source: terms, indented definition, and other forms in a comment."""
    source = (ROOT / f"{GLOSSARY}.md").read_text()
    found = []
    for block in re.split(r"\n\n(?=\S)", re.search(r"^```\{glossary\}\n(.*?)^```$", source, re.M | re.S)[1].strip()):
        lines = block.splitlines()
        comment = " ".join(line.strip(" %") for line in lines if line.startswith("  %"))
        found.append(Entry(
            terms=[line for line in lines if line[:1] not in (" ", "")],
            text=" ".join(line.strip() for line in lines if line.startswith("  ") and not line.startswith("  %")),
            forms=[form.strip() for form in comment.removeprefix("forms:").split(",") if form.strip()],
        ))  # fmt: skip
    return found


def anchors_by_form():
    return {form: entry.anchor for entry in entries() for form in entry.terms + entry.forms}


class Page:
    """The running text of a page; where in it a link leads to the glossary, and to which term."""

    def __init__(self, built_book, name):
        self.text, self.links, self.passed = "", {}, []
        article = chapter(built_book, name).find("article")
        self.apart = {id(element) for element in article.select(APART)}
        for paragraph in article.find_all("p"):
            if not any(id(element) in self.apart for element in (paragraph, *paragraph.parents)):
                start = len(self.text)
                self.read(paragraph)
                self.passed += [(start, len(self.text), name) for name in paragraph.get("class", [])]
                self.text += "\n\n"

    def read(self, element):
        for child in element.children:
            if isinstance(child, NavigableString):
                self.text += child
            elif child.name == "a" and child.find(class_="std-term"):
                self.links[len(self.text)] = (child["href"].partition("#")[2], child.get_text())
                self.text += child.get_text()
            elif id(child) in self.apart:
                self.text += "\0"
            else:
                self.text += "\0" * (child.name == "em")
                self.read(child)
                self.text += "\0" * (child.name == "em")

    def first_uses(self):
        """The place, the anchor and the words of the first use of each term; a longer term hides a shorter one in it."""
        anchors = anchors_by_form()
        words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(anchors, key=len, reverse=True))
        found = {}
        for match in re.finditer(rf"(?<![\w-])(?:{words})(?![\w-])", self.text, re.IGNORECASE):
            form = " ".join(match[0].split())
            form = form if form in anchors else form[0].lower() + form[1:]
            if form in anchors and anchors[form] not in found and not self.has_other_sense(form, match.start()):
                found[anchors[form]] = match
        return {match.start(): (anchor, match[0]) for anchor, match in found.items()}

    def has_other_sense(self, form, place):
        """Whether the paragraph says that it means something else by this word."""
        anchors = anchors_by_form()
        said = {name.removeprefix("other-sense-") for start, end, name in self.passed if start <= place < end}
        return any(anchors[form] == anchors[each] for each in anchors if each.replace(" ", "-").lower() in said)


def test_the_entries_stand_in_alphabetical_order():
    names = [entry.terms[0].lower() for entry in entries()]
    assert [f"{name} comes before {last}" for last, name in pairwise(names) if name < last] == []


def test_no_word_belongs_to_two_entries():
    forms = [form for entry in entries() for form in {*entry.terms, *entry.forms}]
    assert sorted(forms) == sorted(set(forms))


def test_each_entry_leads_to_the_chapter_of_its_term(built_book):
    page = built_book / f"{GLOSSARY}.html"
    definitions = chapter(built_book, GLOSSARY).select("dl.glossary > dd")
    assert len(definitions) == len(entries())
    for entry, definition in zip(entries(), definitions):
        chapters = {target(page, link["href"])[0] for link in definition.select("a.internal")}
        assert chapters and page not in chapters, entry.terms


@pytest.mark.parametrize("name", PAGES)
def test_each_term_is_linked_from_its_first_use_on_the_page_and_only_from_there(built_book, name):
    page = Page(built_book, name)
    assert page.text.strip()
    assert page.links == page.first_uses()


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_other_place_of_a_page_has_such_a_link(built_book, name):
    links = chapter(built_book, name).select("a:has(> .std-term)")
    assert len(links) == (len(Page(built_book, name).links) if name != GLOSSARY else 0)


def test_most_words_of_the_glossary_are_used_in_the_book(built_book):
    used = {anchor for name in PAGES for anchor, _ in Page(built_book, name).links.values()}
    explained_where_it_is_used = {entry.anchor for entry in entries()} - used
    assert len(explained_where_it_is_used) < len(entries()) / 4, explained_where_it_is_used


# --- how the links come about, on a small page ---

WORDS = """---
orphan: true
---

# Words

```{glossary}
sample
  One example. See the network.

  % forms: samples

gradient
  A slope, from samples.

gradient descent
  Going down.

ReLU
hinge
  A function.
```
"""


@pytest.fixture
def linked(tmp_path):
    """From the text of a page to its links: pairs of words and anchor."""

    def linked(text, words=WORDS):
        done = build(tmp_path, text, others={"words.md": words}, extensions=EXTENSIONS)
        assert done.returncode == 0, done.stderr
        page = BeautifulSoup((tmp_path / "html" / "index.html").read_text(), "html.parser")
        return [(link.get_text(), link["href"]) for link in page.select("a:has(> .std-term)")]

    return linked


SAMPLE = "words.html#term-sample"


def test_the_first_use_is_linked_in_whatever_form_it_comes(linked):
    assert linked("# Page\n\nTwo samples, and a sample.\n\nA sample.\n") == [("samples", SAMPLE)]


def test_a_sentence_may_begin_with_the_word(linked):
    assert linked("# Page\n\nSamples come first.\n") == [("Samples", SAMPLE)]


def test_a_longer_term_is_no_use_of_a_shorter_one_in_it(linked):
    assert linked("# Page\n\nBy gradient\ndescent, with a gradient.\n") == [
        ("gradient\ndescent", "words.html#term-gradient-descent"), ("gradient", "words.html#term-gradient"),
    ]  # fmt: skip


def test_part_of_a_word_is_no_use(linked):
    assert linked("# Page\n\nResample the sub-sample, sampled once; relu is no ReLU.\n") == [
        ("ReLU", "words.html#term-ReLU")
    ]


def test_two_words_for_the_same_thing_count_once(linked):
    assert linked("# Page\n\nA ReLU is a hinge.\n") == [("ReLU", "words.html#term-ReLU")]


def test_a_word_in_another_sense_is_passed_over_in_its_paragraph(linked):
    page = "# Page\n\n% other sense: sample,\n% gradient\nA free sample, by gradient descent.\n\nThen samples.\n"
    assert linked(page) == [("gradient descent", "words.html#term-gradient-descent"), ("samples", SAMPLE)]


def test_emphasis_is_running_text(linked):
    assert linked("# Page\n\nThis is a *sample*.\n") == [("sample", SAMPLE)]


def test_a_new_term_is_linked_on_pages_that_have_not_changed(linked):
    page = "# Page\n\nA sample and a slope.\n"
    assert linked(page) == [("sample", SAMPLE)]
    assert linked(page, WORDS.replace("gradient\n", "slope\n")) == [
        ("sample", SAMPLE),
        ("slope", "words.html#term-slope"),
    ]


SET_APART = [
    "## A sample",
    "Here is `sample`.",
    "[A sample](https://example.org).",
    "A **sample** is explained.",
    "$\\text{sample}$ in a formula.",
    "| sample |\n|---|\n| sample |",
    "```python\nsample = 1\n```",
    "```{admonition} What you will be able to do\n:class: tip\nTake a sample.\n```",
    "```{admonition} A sample\nText.\n```",
    "```{sidebar} Note\nA sample.\n```",
    "% a comment on a sample",
    "```{exercise}\n:label: one\nWhat?\n```\n\n```{solution} one\n:class: dropdown\nA sample.\n```",
]


def test_what_is_set_apart_is_left_alone(linked):
    page = "\n\n".join(["# Page", *SET_APART, "But then: samples."])
    assert linked(page) == [("samples", SAMPLE)]


# --- how it looks ---

STYLE = """link => {
  const style = getComputedStyle(link), text = getComputedStyle(link.parentElement);
  return { line: style.textDecorationLine, kind: style.textDecorationStyle, calm: style.color === text.color };
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_word_of_the_glossary_has_the_colour_of_the_text_and_a_dotted_line(open_page, file_book, theme):
    page = open_page(f"{file_book}/book/backpropagation/update.html", color_scheme=theme)
    link = page.locator("article section > p a:has(> .std-term)").first
    assert link.evaluate(STYLE) == {"line": "underline", "kind": "dotted", "calm": True}


def test_the_word_that_was_asked_for_is_seen_below_the_head_of_the_page(open_page, book_url):
    page = open_page(f"{book_url}/book/backpropagation/update.html", viewport={"width": 360, "height": 740})
    page.locator("article a:has(> .std-term)", has_text="learning rate").first.click()
    page.wait_for_url("**/glossary.html#term-learning-rate")
    term = page.locator("#term-learning-rate")
    head = page.locator(".bd-header-article, .header-article").first
    page.wait_for_function(
        "document.querySelector('#term-learning-rate').getBoundingClientRect().top < innerHeight / 2"
    )
    assert term.bounding_box()["y"] >= head.bounding_box()["y"] + head.bounding_box()["height"] - 1


def test_a_formula_keeps_its_distance_from_a_word_at_the_end_of_the_line_before_it(tmp_path):
    text = "# Title\n\nThe sample of\n$x$ is here, and a value\n$y$, too.\n"
    done = build(tmp_path, text, others={"words.md": WORDS}, extensions=EXTENSIONS)
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((tmp_path / "html" / "index.html").read_text(), "html.parser")
    assert "The sample of x is here, and a value y, too." in " ".join(page.get_text().split())
