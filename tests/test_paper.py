"""A page on paper: nothing is cut off or left blank, solutions are on it by choice; and the whole book as one PDF."""

import shutil
import subprocess
import sys
from functools import cache

import pikepdf
import pytest

from tests.book_pages import CHAPTERS
from tools import ROOT, book, pdf, pdf_choices

A4 = 680  # CSS pixels between margins of 1.5 cm; Letter is 23 wider, and both are printed from the same layout
FAULTS = """() => {
  const article = document.querySelector("article"), edge = article.getBoundingClientRect().right + 1, faults = [];
  const name = (element) => `${element.localName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`;
  for (const element of article.querySelectorAll("*")) {
    const inside = element.closest("svg, math, .widget-place");
    if ((inside && inside !== element) || !element.checkVisibility() || element.closest(".visually-hidden")) continue;
    const style = getComputedStyle(element), { right, width } = element.getBoundingClientRect();
    if (width && right > edge) faults.push(`over the edge by ${Math.round(right - edge)}: ${name(element)}`);
    else if (style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1) faults.push(`cut: ${name(element)}`);
    if (style.opacity === "0" && element.textContent.trim()) faults.push(`invisible: ${name(element)}`);
  }
  return faults;
}"""
FOLDED = """() => [...document.querySelectorAll("article details")].filter((fold) => fold.checkVisibility() &&
  [...fold.children].some((part) => part.localName !== "summary" && part.textContent.trim() && !part.checkVisibility()))
  .map((fold) => fold.className)"""


def printed(page):
    """Let the page look as on paper; what the browser tells a page before it prints is told by hand."""
    page.set_viewport_size({"width": A4, "height": 1000})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    return page


@pytest.mark.parametrize("name", CHAPTERS)
def test_nothing_is_cut_off_or_blank(open_page, file_book, name):
    page = printed(open_page(f"{file_book}/{name}.html"))
    assert page.evaluate(FAULTS) == []
    assert page.evaluate(FOLDED) == []


def test_no_formula_drawing_or_row_is_split_between_two_sheets(open_page, file_book):
    page = printed(open_page(f"{file_book}/book/backpropagation/backward-walk.html"))
    for kind in ("div.equation", "article figure", "article tr", "article pre", ".text_html > svg"):
        breaks = page.locator(kind).evaluate_all("all => all.map((each) => getComputedStyle(each).breakInside)")
        assert set(breaks) == {"avoid"}, kind


@pytest.mark.parametrize(("choice", "shown"), [("with", True), ("without", False)])
def test_solutions_are_printed_by_choice(open_page, file_book, choice, shown):
    page = open_page(f"{file_book}/book/backpropagation/update.html")
    page.evaluate("() => { window.asked = 0; window.print = () => window.asked++; }")
    page.locator(".dropdown-download-buttons > button").click()
    page.locator(f".btn-print-{choice}-solutions").click()
    assert page.evaluate("window.asked") == 1
    solutions = printed(page).locator("article .solution")
    assert solutions.count() >= 3
    assert {solution.is_visible() for solution in solutions.all()} == {shown}
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert {solution.is_visible() for solution in solutions.all()} == {True}
    assert page.locator("details.solution[open]").count() == 0


def test_all_of_the_book_is_printed_or_the_chapters_that_are_named_in_its_order():
    assert pdf_choices.read([]).docnames == book.chapters()
    some = pdf_choices.read(["--without-solutions", "--chapters", "update", "intro"])
    assert some.docnames == ["book/intro", "book/backpropagation/update"]
    assert pdf_choices.file_name(some) == "intro-update-without-solutions.pdf"
    assert pdf_choices.file_name(pdf_choices.read([])) == "book.pdf"


@pytest.mark.parametrize(
    ("asked", "verdict", "said"),
    [
        ("--help", 0, "--chapters NAME"),
        ("--chapters=updates", 2, "invalid choice: 'updates' (choose from"),
        ("--x", 2, "--x"),
    ],
)
def test_what_can_be_chosen_and_what_can_not_is_told_before_anything_is_made(tmp_path, asked, verdict, said):
    """In a tree that has nothing but the tools, with a Python that has no package."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    command = [sys.executable, "-I", "-S", "-c", f"import sys, runpy; sys.path.insert(0, {str(tmp_path)!r}); sys.argv[1:] = ['pdf', {asked!r}]; runpy.run_module('tools', run_name='__main__')"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == verdict and said in done.stdout + done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"tools", "_toc.yml"}


@pytest.fixture(scope="module")
def on_paper(tmp_path_factory, built_book, chromium):
    """Two chapters and the glossary as a PDF, as `make pdf` prints all: `on_paper(solutions=True)`."""
    names = ["book/backpropagation/the-goal", "book/backpropagation/worked-example", "book/reference/glossary"]

    @cache
    def on_paper(solutions):
        file = tmp_path_factory.mktemp("pdf") / "book.pdf"
        pdf.make(chromium, file, names, solutions)
        return pikepdf.open(file)

    return on_paper


def test_the_pdf_has_a_bookmark_for_each_chapter_and_section(on_paper):
    with on_paper(solutions=True).open_outline() as outline:
        chapters = [bookmark.title for bookmark in outline.root]
        assert [title.lstrip("0123456789. ") for title in chapters] == ["The goal", "A worked example", "Glossary"]
        assert len(outline.root[0].children) >= 5
        assert outline.root[1].children[0].title.endswith("What is given")


def test_links_between_its_chapters_stay_inside_the_pdf(on_paper):
    links = [link for page in on_paper(solutions=True).pages for link in page.get("/Annots", [])]
    outside = [str(link.A.URI) for link in links if "/A" in link and "/URI" in link.A]
    assert len(links) - len(outside) > 30
    assert not [address for address in outside if "the-goal" in address or "glossary" in address]


def test_links_to_chapters_that_are_not_in_the_pdf_lead_to_the_book_on_the_web(on_paper):
    links = [str(link.A.URI) for page in on_paper(solutions=True).pages for link in page.get("/Annots", [])
             if "/A" in link and "/URI" in link.A]  # fmt: skip
    assert [link for link in links if not link.startswith("https://")] == []
    assert any(link.endswith("/book/backpropagation/update.html") for link in links)
    assert any("/book/backpropagation/backward-walk.html#" in link for link in links)


def test_the_pdf_is_shorter_without_the_solutions(on_paper):
    assert len(on_paper(solutions=False).pages) < len(on_paper(solutions=True).pages)
