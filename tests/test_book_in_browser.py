"""Every page of the book in a real browser, with the network blocked: wide and on a phone, light and dark, with
JavaScript and without, on screen and on paper."""

from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.book_pages import CHAPTERS

PAGES = [*CHAPTERS, "search"]
WIDE = {"width": 1280, "height": 900}
LAPTOP = {"width": 1366, "height": 650}
PHONE = {"width": 360, "height": 740}
SMALLEST_PHONE = {"width": 320, "height": 640}

# Elements that stick out of a box to the left or right where nobody can scroll to them.
CUT_OFF = """() => [...document.querySelectorAll("article math")].filter((math) => math.checkVisibility()).flatMap((math) => {
  const box = math.closest(".formula, .pst-scrollable-table-container, .bp-scroll, .widget-table-body") ?? math.closest("p, li, dd, dt, td, figcaption, summary, div");
  const [inner, outer] = [math.getBoundingClientRect(), box.getBoundingClientRect()];
  const left = inner.left + box.scrollLeft - outer.left, right = inner.right + box.scrollLeft - outer.left;
  return left < -1 || right > Math.max(box.scrollWidth, box.clientWidth) + 1 ? [math.textContent.slice(0, 60)] : [];
})"""

READ_TO_THE_END = """async () => {
  const painted = () => new Promise((goOn) => requestAnimationFrame(() => requestAnimationFrame(goOn)));
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo({ top: y, behavior: "instant" });
    await painted();
  }
  scrollTo({ top: 0, behavior: "instant" });
  await painted();
}"""
# Where a place is, once neither it nor the height of the page has changed for half a second of frames.
STANDS_STILL = """(anchor) => new Promise((resolve) => {
  const place = document.querySelector(anchor), page = document.scrollingElement;
  let still = 0, before = "";
  const look = () => {
    const { top } = place.getBoundingClientRect(), now = `${top} ${page.scrollHeight} ${page.scrollTop}`;
    still = now === before ? still + 1 : 0;
    before = now;
    if (still > 30 && document.readyState === "complete") {
      resolve({ top, rest: page.scrollHeight - innerHeight - page.scrollTop });
    } else requestAnimationFrame(look);
  };
  look();
})"""
LAY_OUT = "article section { content-visibility: visible !important }"
LAID_OUT = "section => section.firstElementChild.checkVisibility({ contentVisibilityAuto: true })"


def drawn(page):
    """The page once its fonts are there and its widgets are drawn."""
    page.evaluate("document.fonts.ready")
    page.wait_for_function(
        "[...document.querySelectorAll('.widget-place')].every((place) => place.classList.contains('widget-drawn'))"
    )
    return page


def settled(page):
    """The page once it is drawn, and a reader has been at its end and come back."""
    drawn(page).evaluate(READ_TO_THE_END)
    return page


@contextmanager
def all_open(page):
    """For a while all sections of a page are laid out and all its solutions open."""
    style = page.add_style_tag(content=LAY_OUT)
    open_or_close = "open => document.querySelectorAll('details.solution').forEach((each) => { each.open = open; })"
    page.evaluate(open_or_close, True)
    yield page
    page.evaluate(open_or_close, False)
    style.evaluate("style => style.remove()")


@dataclass
class View:
    """A page as one kind of reader has it, and what happened while it was loaded."""

    name: str
    page: Page
    options: dict
    errors: list
    fetched: list


@pytest.fixture(scope="module", params=["desk", "phone"])
def reader(request):
    """The light page on a desk over http, or the dark page on a phone from disk."""
    if request.param == "desk":
        return request.getfixturevalue("http_book"), {"viewport": WIDE, "color_scheme": "light"}
    return request.getfixturevalue("file_book"), {"viewport": PHONE, "color_scheme": "dark"}


@pytest.fixture(scope="module", params=PAGES)
def view(request, chromium, reader):
    """A page, loaded once for all tests that look at it."""
    address, options = reader
    context = chromium.new_context(**options)
    page, errors, fetched = context.new_page(), [], []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda each: fetched.append(each.url))
    page.goto(f"{address}/{request.param}.html")
    yield View(request.param, settled(page), options, errors, fetched)
    context.close()


def test_the_page_is_shown_without_an_error(view):
    assert view.errors == []
    assert view.page.locator("h1:visible").count() == 1
    assert view.page.locator(".widget-failed").count() == 0


def test_no_other_host_is_asked(view):
    here = urlsplit(view.page.url)[:2]
    assert [url for url in view.fetched if urlsplit(url)[:2] != here and not url.startswith("data:")] == []


def test_icons_come_from_the_small_font(view):
    assert [url for url in view.fetched if "fa-solid" in url or "fontawesome.js" in url] == []


def scroll_width(page):
    # a section that is laid out as it comes near clips what sticks out of it; here all are laid out, and clip nothing
    return page.evaluate("""() => {
        const all = document.head.appendChild(document.createElement("style"));
        all.textContent = "article section { content-visibility: visible !important }";
        const { scrollWidth } = document.documentElement;
        all.remove();
        return scrollWidth;
    }""")


def test_nothing_has_to_be_scrolled_sideways_or_is_cut_off_at_the_edge(view):
    usual = view.options["viewport"]
    for viewport in [SMALLEST_PHONE, usual] if usual == PHONE else [usual]:
        view.page.set_viewport_size(viewport)
        assert scroll_width(view.page) == viewport["width"]


def test_letters_twice_as_large_leave_the_page_its_buttons_on_a_phone(open_page, http_book):
    page = open_page(f"{http_book}/book/intro.html", viewport={"width": 360, "height": 740})
    settled(page).add_style_tag(content="html { font-size: 200% }")
    buttons = ".bd-header-article .btn"
    edges = page.evaluate(
        f"[...document.querySelectorAll('{buttons}')].filter((button) => button.checkVisibility())"
        ".map((button) => button.getBoundingClientRect().right)"
    )
    assert len(edges) > 4 and max(edges) <= 360


def test_no_heading_ends_with_an_empty_line(view):
    assert (
        view.page.evaluate("""[...document.querySelectorAll("article :is(h2, h3, h4)")].filter((heading) => {
        const words = document.createRange();
        words.setStart(heading, 0);
        words.setEndBefore(heading.querySelector(".headerlink"));
        return heading.getBoundingClientRect().bottom - words.getBoundingClientRect().bottom > 12;
    }).map((heading) => heading.textContent)""")
        == []
    )


def test_no_edge_of_a_formula_lies_outside_its_box(view):
    assert view.page.evaluate(CUT_OFF) == []


def test_the_page_is_as_light_or_dark_as_the_reader_s_system(view):
    assert view.page.evaluate("document.documentElement.dataset.theme") == view.options["color_scheme"]


def test_no_serious_barrier_for_anyone(view):
    # formulas left out: thousands of elements that hold nothing but symbols; the colours have a test of their own
    found = Axe().run(view.page, context={"exclude": [["math"]]}).response["violations"]
    assert [(each["id"], node["html"][:160]) for each in found
            if each["impact"] in ("serious", "critical") or each["id"] == "landmark-unique"
            for node in each["nodes"]] == []  # fmt: skip


def test_who_says_what_stands_on_a_control_reaches_it(view):
    # left out: the theme's search button, which also shows its keys, and the cells that a quiz is about
    context = {"exclude": [[".search-button-field"], [".ne-cell"]]}
    found = Axe().run(view.page, context=context, options={"runOnly": ["label-content-name-mismatch"]}).response
    assert [node["html"][:160] for each in found["violations"] for node in each["nodes"]] == []


def test_no_formula_in_a_line_of_text_is_wider_than_the_text(view):
    with all_open(view.page):
        too_wide = view.page.evaluate("""() => [...document.querySelectorAll('article math:not([display="block"])')]
            .filter((math) => math.checkVisibility() && !math.closest("table, .widget-place"))
            .filter((math) => math.getBoundingClientRect().width > math.closest("p, li, dd, dt, figcaption, div").clientWidth)
            .map((math) => math.textContent)""")
    assert too_wide == []


def test_what_scrolls_sideways_fades_at_the_edge_behind_which_there_is_more(view):
    unfaded = """async () => {
      await new Promise((goOn) => requestAnimationFrame(() => requestAnimationFrame(goOn))); // what was opened is painted
      return [...document.querySelectorAll("article *")].filter((box) =>
        box.scrollWidth > box.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(box).overflowX)
        && box.checkVisibility() && getComputedStyle(box).maskImage === "none").map((box) => box.className || box.tagName);
    }"""
    with all_open(view.page):
        assert view.page.evaluate(unfaded) == []


def test_nothing_lies_over_the_page_to_lead_back_to_its_top(view):
    assert view.page.locator("#pst-back-to-top").count() == 0


def test_the_bar_of_folded_code_has_room_for_a_finger(view):
    heights = view.page.locator("details.hide > summary:visible").evaluate_all(
        "bars => bars.map((bar) => bar.getBoundingClientRect().height)"
    )
    assert all(height >= 24 for height in heights)


def test_no_code_scrolls_sideways_on_a_desk_and_no_formula_anywhere(view):
    boxes = "div.formula" if view.options["viewport"] == PHONE else ":is(div.formula, pre)"
    with all_open(view.page):
        too_wide = view.page.evaluate(
            """boxes => [...document.querySelectorAll(`article ${boxes}`)]
            .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
            .map((box) => box.textContent.slice(0, 60))""",
            boxes,
        )
    assert too_wide == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_without_javascript_formulas_and_tables_are_read(open_page, file_book, name):
    page = open_page(f"{file_book}/{name}.html", viewport=PHONE, java_script_enabled=False)
    # far sections are laid out too; Playwright's add_style_tag would wait for an event that never comes
    page.evaluate(
        "document.head.appendChild(document.createElement('style')).textContent = $".replace("$", repr(LAY_OUT))
    )
    is_seen = "parts => parts.map((part) => [part.checkVisibility() && part.getBoundingClientRect().height > 0, !part.closest('.on-wide')])"
    formulas = page.locator(":is(article > section, article > section > section) > .equation math")
    assert all(seen == for_phones for seen, for_phones in formulas.evaluate_all(is_seen))
    assert all(seen for seen, _ in page.locator(".widget-table table").evaluate_all(is_seen))


def test_a_solution_opens_and_closes_by_keyboard(open_page, book_url):
    page = settled(open_page(f"{book_url}/book/ingredients/chain-rule.html"))
    solution = page.locator("details.solution").first
    content = solution.locator("section").first
    assert not content.is_visible()
    solution.locator("summary").focus()
    page.keyboard.press("Enter")
    assert content.is_visible()
    page.keyboard.press("Enter")
    assert not content.is_visible()


def test_a_long_formula_can_be_scrolled_by_keyboard_and_has_a_name(open_page, file_book):
    page = settled(
        open_page(f"{file_book}/book/backpropagation/backward-walk.html", viewport={"width": 240, "height": 740})
    )
    box = page.locator("div.formula[tabindex='0']").first
    assert box.get_attribute("aria-label").startswith(("Equation", "Formula"))
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())


STAIRCASES = {  # formulas with a part more in each row, or each time they come
    "book/backpropagation/backward-walk": [
        "dcostbeforelastsimpleeq",
        "dcostthirdlastchaineq",
        "dcostthirdlastsimpleeq",
    ],
    "book/backpropagation/why-it-is-fast": ["sharedfactorseq"],
}


@pytest.mark.parametrize("width, form", [(WIDE, "wide"), (PHONE, "phone")], ids=["wide", "phone"])
@pytest.mark.parametrize("name", STAIRCASES)
def test_a_formula_takes_a_phone_s_line_breaks_on_a_phone_only(open_page, file_book, name, width, form):
    page = settled(open_page(f"{file_book}/{name}.html", viewport=width))
    with all_open(page):
        for label in STAIRCASES[name]:
            box = page.locator(f"#equation-{label} > div.formula").filter(visible=True)
            assert box.count() == 1 and f"on-{form}" in box.get_attribute("class")
            assert box.evaluate("box => box.scrollWidth <= box.clientWidth + 1")


ROWS_OF_FRACTIONS = """[...document.querySelectorAll(".formula mtable")].flatMap((table) => {
    const rows = [...table.children].map((row) => [...row.querySelectorAll("mfrac")].map((f) => f.getBoundingClientRect()));
    return rows.slice(1).flatMap((row, i) => row.length && rows[i].length
        ? [Math.min(...row.map((f) => f.top)) - Math.max(...rows[i].map((f) => f.bottom))] : []);
})"""


@pytest.mark.parametrize("name, count", [("backpropagation/worked-example", 6), ("backpropagation/backward-walk", 2)])
def test_there_is_room_between_rows_of_fractions(open_page, file_book, name, count):
    page = open_page(f"{file_book}/book/{name}.html")
    page.add_style_tag(content="section { content-visibility: visible !important; }")
    gaps = [gap for gap in page.evaluate(ROWS_OF_FRACTIONS) if gap]
    assert len(gaps) >= count and min(gaps) > 12


def test_paper_takes_the_wide_form_of_a_formula(open_page, file_book):
    page = settled(open_page(f"{file_book}/book/backpropagation/backward-walk.html", viewport=PHONE))
    page.emulate_media(media="print")
    with all_open(page):
        forms = page.locator("#equation-dcostthirdlastchaineq > div.formula").filter(visible=True)
        assert [form.get_attribute("class") for form in forms.all()] == ["formula on-wide"]


def test_the_buttons_of_the_page_show_that_they_have_the_focus(open_page, file_book):
    page = settled(open_page(f"{file_book}/book/backpropagation/update.html", viewport=PHONE))
    shown = []
    for _ in range(8):
        page.keyboard.press("Tab")
        shown.append(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    assert set(shown) == {"solid"}


def test_a_formula_that_fits_is_no_stop_for_the_tab_key(open_page, file_book):
    page = settled(open_page(f"{file_book}/book/backpropagation/the-goal.html", viewport=WIDE))
    for box in page.locator("div.formula").all():
        overflows = box.evaluate("box => box.scrollWidth > box.clientWidth")
        assert (box.get_attribute("tabindex") == "0") == overflows


def test_an_inline_formula_gets_a_box_on_a_narrow_page_and_loses_it_on_a_wide_one(open_page, file_book):
    page = settled(open_page(f"{file_book}/book/backpropagation/the-goal.html", viewport=WIDE))
    page.evaluate("""() => {
      const math = document.querySelector("article section > p math");
      math.innerHTML = `<mrow>${"<mi>x</mi><mo>+</mo>".repeat(14)}</mrow>`;
    }""")
    boxes = page.locator("article span.formula")
    before = boxes.count()
    page.set_viewport_size({"width": 320, "height": 740})
    page.wait_for_function(f"document.querySelectorAll('article span.formula').length > {before}")
    page.set_viewport_size(WIDE)
    page.wait_for_function(f"document.querySelectorAll('article span.formula').length === {before}")


def test_paper_is_light_and_shows_what_is_folded_away(open_page, file_book):
    page = settled(open_page(f"{file_book}/book/ingredients/chain-rule.html", color_scheme="dark"))
    content = page.locator("details.solution section").first
    table = page.locator(".widget-table table").first
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert content.is_visible() and table.is_visible()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not content.is_visible() and not table.is_visible()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_far_section_costs_nothing_until_the_reader_comes_near(open_page, file_book):
    page = open_page(f"{file_book}/book/backpropagation/backward-walk.html")
    last = page.locator(".bd-article > section > section").last
    assert not last.evaluate(LAID_OUT)
    last.scroll_into_view_if_needed()
    page.wait_for_function(LAID_OUT, arg=last.element_handle())


@pytest.mark.parametrize("viewport", [WIDE, PHONE])
def test_a_link_into_a_long_chapter_leads_to_the_very_place(open_page, file_book, viewport):
    address = f"{file_book}/book/backpropagation/backward-walk.html#equation-deltarecursionmatrixeq"
    page = open_page(address, viewport=viewport)
    page.wait_for_function("""() => {
      const { top, bottom } = document.getElementById("equation-deltarecursionmatrixeq").getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    }""")


def test_the_contents_beside_a_long_chapter_lead_to_the_very_places(open_page, file_book):
    """Links within a page, from its top: on the way sections are laid out for the first time."""
    missed = {}
    address = f"{file_book}/book/backpropagation/why-it-is-fast.html"
    page = open_page(address, viewport=LAPTOP)
    contents = ".bd-sidebar-secondary a[href^='#']:not([href='#'])"
    for anchor in page.locator(contents).evaluate_all("links => links.map((link) => link.hash)"):
        page.goto("about:blank")
        page.goto(address)
        drawn(page).locator(f"{contents}[href='{anchor}']").first.dispatch_event("click")
        settled_at = page.evaluate(STANDS_STILL, anchor)
        if not -10 <= settled_at["top"] <= 250 and settled_at["rest"] > 2:  # the last ones can't come further up
            missed[anchor] = settled_at
    assert missed == {}


def test_all_sections_are_on_paper(open_page, file_book):
    page = open_page(f"{file_book}/book/backpropagation/backward-walk.html")
    page.emulate_media(media="print")
    sections = page.locator(".bd-article > section > section").all()
    assert len(sections) > 5
    assert all(section.evaluate(LAID_OUT) for section in sections)


def test_a_block_of_code_is_a_stop_for_the_tab_key_while_it_scrolls(open_page, file_book):
    page = settled(open_page(f"{file_book}/book/backpropagation/update.html", viewport=WIDE))
    block = page.locator("article .cell_input pre:visible").first
    assert block.get_attribute("tabindex") is None
    page.set_viewport_size({"width": 200, "height": 740})
    block.scroll_into_view_if_needed()
    page.wait_for_function("block => block.tabIndex === 0", arg=block.element_handle())


def test_the_switch_goes_through_light_and_dark(open_page, book_url):
    page = settled(open_page(f"{book_url}/book/reference/notation.html", viewport=WIDE, color_scheme="light"))
    colour = "getComputedStyle(document.querySelector('math .role-forward')).color"
    seen = {}
    for _ in range(3):
        page.locator(".theme-switch-button:visible").first.click()
        seen[page.evaluate("document.documentElement.dataset.theme")] = page.evaluate(colour)
    assert set(seen) == {"light", "dark"}
    assert seen["light"] != seen["dark"]


def test_the_formulas_are_set_in_the_book_s_own_font(open_page, book_url):
    page = settled(open_page(f"{book_url}/book/backpropagation/the-goal.html"))
    loaded = page.evaluate("[...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family)")
    assert any("Book Math" in family for family in loaded)


def test_search_finds_a_chapter(open_page, book_url):
    page = open_page(f"{book_url}/search.html?q=backpropagation")
    result = page.locator("#search-results li a").first
    result.wait_for()
    result.click()
    page.wait_for_url("**/book/**")
    assert page.locator("article h1").is_visible()
