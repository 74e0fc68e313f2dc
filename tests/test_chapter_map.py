"""The map of the chapters: what each needs, on every chapter's page and whole in the introduction."""

import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.book_pages import chapter, target
from tests.small_book import EXTENSIONS, build
from tools import ROOT

sys.path.append(str(EXTENSIONS))
from chapter_rail import Rail, problems

MAP = yaml.safe_load((ROOT / "book" / "chapter_map.yml").read_text())
NEEDS = {name: entry["needs"] for name, entry in MAP.items()}
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text())
CHAPTERS = [
    page["file"].removeprefix("book/")
    for part in TOC["parts"]
    if part["caption"] != "Reference"
    for page in part["chapters"]
]
PHONE = {"width": 360, "height": 740}


def page(built_book, name):
    return chapter(built_book, f"book/{name}")


def title(built_book, name):
    """A chapter's title without its number."""
    heading = page(built_book, name).find("h1")
    return "".join(part for part in heading.find_all(string=True, recursive=False)).strip()


def all_before(name):
    """All that has to be read before a chapter, directly or not."""
    return {each for needed in NEEDS[name] for each in (needed, *all_before(needed))}


# --- the source ---


def test_it_has_every_chapter_of_the_table_of_contents_and_no_other():
    assert sorted(MAP) == sorted(CHAPTERS)


def test_no_chapter_comes_before_what_it_needs():
    for name in CHAPTERS:
        assert set(NEEDS[name]) <= set(CHAPTERS[: CHAPTERS.index(name)]), name


def test_no_chapter_needs_one_that_calls_itself_optional():
    sentence = "This chapter is optional: no other one builds on it."
    optional = {name for name in CHAPTERS if sentence in (ROOT / "book" / f"{name}.md").read_text("utf-8")}
    assert optional == {"code/how-fast", "code/beyond-one-machine"}
    assert not optional & {needed for needs in NEEDS.values() for needed in needs}


def test_no_need_is_listed_that_another_one_brings_with_it():
    for name in CHAPTERS:
        brought = {each for needed in NEEDS[name] for each in all_before(needed)}
        assert not brought & set(NEEDS[name]), name


def test_each_chapter_answers_a_question():
    assert all(entry["asks"].endswith("?") for entry in MAP.values())


def test_a_map_that_does_not_fit_is_refused_with_the_reason():
    def said(chapters, **needs):
        return problems(chapters, {name: {"needs": needed, "asks": "?"} for name, needed in needs.items()})

    assert said(["a", "b"], a=[], b=["a"]) == []
    assert said(["a", "b"], a=[]) == ["b is in the table of contents and not in the map"]
    assert said(["a"], a=[], b=["a"]) == ["b is in the map and not in the table of contents"]
    assert said(["a", "b"], a=["b"], b=[]) == ["a needs b, which does not come before it"]
    assert said(["a"], a=["a"]) == ["a needs a, which does not come before it"]
    for entry in (None, {"needs": []}, {"needs": [], "ask": "?"}):
        assert problems(["a"], {"a": entry}) == ["a must have two lines, needs: [other chapters] and asks: a question"]


def test_a_map_that_does_not_fit_is_refused_before_any_page_is_read(tmp_path):
    (tmp_path / "source" / "book").mkdir(parents=True)
    toc = "format: jb-book\nroot: index\nparts:\n  - caption: One\n    chapters:\n      - file: book/a\n"
    (tmp_path / "source" / "_toc.yml").write_text(toc)
    extensions = ["myst_parser", "mathml", "sphinx_external_toc", "chapter_map"]
    for entry, read in ("b: {needs: [], asks: Why}", False), ("a: {needs: [], asks: Why}", True):
        (tmp_path / "source" / "book" / "chapter_map.yml").write_text(entry)
        chapter = {"book/a.md": "# A\n\n**Time to read:** a minute.\n"}
        done = build(tmp_path, "# Index\n", others=chapter, extensions=extensions)
        assert ("reading sources" in done.stdout) == read
        assert (done.returncode == 0) == read, done.stderr
        assert ("a is in the table of contents and not in the map" in done.stderr) == (not read)


# --- the rail ---


@st.composite
def maps(draw):
    chapters = [f"chapter {number}" for number in range(draw(st.integers(1, 12)))]
    needs = {
        name: sorted(draw(st.sets(st.sampled_from(chapters[:place])))) if place else []
        for place, name in enumerate(chapters)
    }
    return Rail(chapters, needs)


def reaching(rail, row, source, name):
    """The lines beside a row that lead from one chapter to another one."""
    return [line for line in rail.beside_chapter(row) if line.source == source and name in line.serves]


@given(maps())
def test_a_line_leads_from_each_chapter_to_each_that_needs_it_and_none_beyond(rail):
    for name in rail.chapters:
        for source in rail.chapters:
            rows = [row for row in range(len(rail.chapters)) if reaching(rail, row, source, name)]
            wanted = range(rail.row[source], rail.row[name] + 1) if source in rail.needs[name] else []
            assert rows == list(wanted)


@given(maps())
def test_a_line_goes_on_below_each_row_but_the_one_where_it_ends(rail):
    for name in rail.chapters:
        for source in rail.needs[name]:
            for row in range(rail.row[source], rail.row[name] + 1):
                below = {line.below for line in reaching(rail, row, source, name)}
                assert (below == {None}) == (row == rail.row[name])


@given(maps())
def test_lines_of_two_chapters_never_lie_on_each_other(rail):
    for row in range(len(rail.chapters)):
        places = [line.below for line in rail.beside_chapter(row) if line.below is not None]
        assert len(places) == len(set(places))
        assert all(0 < place <= rail.dot < rail.width for place in places)


@given(maps())
def test_what_passes_the_title_of_a_part_is_what_goes_on_below_the_row_above(rail):
    for row in range(1, len(rail.chapters)):
        above = {line.below for line in rail.beside_chapter(row - 1) if line.below is not None}
        assert {line.below for line in rail.above_chapter(row)} == above


# --- on the pages ---


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_s_page_has_the_map_folded_away_below_the_time_to_read(built_book, name):
    places = page(built_book, name).select("article details.chapter-place")
    assert len(places) == 1 and not places[0].has_attr("open")
    assert places[0].find_previous_sibling("p").get_text().startswith("Time to read:")


@pytest.mark.parametrize("name", CHAPTERS)
def test_it_marks_the_page_s_own_chapter_in_words(built_book, name):
    marked = page(built_book, name).select(".chapter-map li:has([aria-current])")
    assert len(marked) == 1
    assert marked[0].find(attrs={"aria-current": "page"}).get_text() == title(built_book, name)
    assert "you are here" in marked[0].get_text()
    assert marked[0].find("a") is None


@pytest.mark.parametrize("name", ["intro", *CHAPTERS])
def test_it_leads_to_all_other_chapters_by_their_own_titles_in_order(built_book, name):
    file = built_book / "book" / f"{name}.html"
    links = page(built_book, name).select(".chapter-map li a")
    others = [each for each in CHAPTERS if each != name]
    assert [target(file, link["href"])[0] for link in links] == [
        built_book / "book" / f"{each}.html" for each in others
    ]
    assert [link.get_text() for link in links] == [title(built_book, each) for each in others]


@pytest.mark.parametrize("name", CHAPTERS)
def test_it_says_in_words_what_the_chapter_needs_and_what_needs_it(built_book, name):
    said = page(built_book, name).select_one(".chapter-place > p")
    linked = [link.get_text() for link in said.find_all("a")]
    led_to = [each for each in CHAPTERS if name in NEEDS[each]]
    assert linked == [title(built_book, each) for each in (*NEEDS[name], *led_to)]
    assert ("It needs no other chapter." in said.get_text()) == (not NEEDS[name])
    assert ("No other chapter needs it." in said.get_text()) == (not led_to)


def test_the_introduction_has_it_whole_with_the_questions(built_book):
    rows = page(built_book, "intro").select("article > section .chapter-map li")
    assert [row.select_one(".map-question").get_text() for row in rows] == [MAP[name]["asks"] for name in CHAPTERS]
    assert [row.select_one(".visually-hidden").get_text().strip() for row in rows] == [
        f"(needs {', '.join(title(built_book, each) for each in NEEDS[name]) or 'no other chapter'})"
        for name in CHAPTERS
    ]


def test_the_parts_are_those_of_the_table_of_contents(built_book):
    names = [part.get_text() for part in page(built_book, "intro").select(".chapter-map .map-part")]
    assert names == [part["caption"] for part in TOC["parts"] if part["caption"] != "Reference"]


# --- in the browser ---

GAPS = """() => {
  const rows = [...document.querySelectorAll(".chapter-map .map-row")].map((row) => row.querySelector(".map-rail").getBoundingClientRect());
  return rows.slice(1).map((row, i) => Math.abs(row.top - rows[i].bottom));
}"""
DOT_BESIDE_TITLE = """() => [...document.querySelectorAll(".chapter-map li")].map((row) => {
  const dot = row.querySelector("circle").getBoundingClientRect(), title = row.querySelector("a, strong").getClientRects()[0];
  return [Math.abs((dot.top + dot.bottom) / 2 - (title.top + title.bottom) / 2), title.left - dot.right];
})"""


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE])
@pytest.mark.parametrize("text_size", ["100%", "150%"])
def test_the_rail_is_unbroken_and_its_dots_stand_beside_the_titles(open_page, file_book, viewport, text_size):
    view = open_page(f"{file_book}/book/intro.html", viewport=viewport)
    view.evaluate(f"document.documentElement.style.fontSize = '{text_size}'")
    assert max(view.evaluate(GAPS)) < 1
    for off_centre, apart in view.evaluate(DOT_BESIDE_TITLE):
        assert off_centre < 3 and apart > 0


def test_it_unfolds_and_leads_on_by_keyboard(open_page, book_url):
    view = open_page(f"{book_url}/book/backpropagation/update.html", viewport=PHONE)
    view.locator(".chapter-place > summary").focus()
    view.keyboard.press("Enter")
    link = view.locator(".chapter-map li a", has_text="The goal")
    assert link.is_visible()
    link.press("Enter")
    view.wait_for_url("**/the-goal.html")


def test_the_chapter_where_the_reader_is_has_a_larger_filled_dot_and_thicker_lines(open_page, file_book):
    view = open_page(f"{file_book}/book/backpropagation/update.html")
    view.locator(".chapter-place").evaluate("details => { details.open = true; }")
    dot = "circle => { const style = getComputedStyle(circle); return [circle.getBoundingClientRect().width, style.fill]; }"
    own, other = (
        view.locator(f".chapter-map li{which} circle").first.evaluate(dot)
        for which in (":has([aria-current])", ":has(a)")
    )
    assert own[0] > other[0] and own[1] != other[1]
    width = "path => parseFloat(getComputedStyle(path).strokeWidth)"
    lit, unlit = (
        view.locator(f".map-rail {which}").first.evaluate(width) for which in ("path.map-lit", "path:not(.map-lit)")
    )
    assert lit > unlit
