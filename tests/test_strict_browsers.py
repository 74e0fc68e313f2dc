"""The pages hold where a browser allows little: a strict policy for scripts, no storage, colours that the system chooses."""

import pytest

PAGE = "book/intro.html"
# The theme writes a few scripts into its pages; the book's own parts may not need such a permission.
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'self'"
VIOLATIONS = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, sample }) =>
    window.violations.push(`${violatedDirective} ${blockedURI}`));
"""


@pytest.fixture
def strict_page(chromium, http_book):
    """A page of the book that is served with a strict policy."""
    context = chromium.new_context()

    def admit(route):
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": POLICY}
        route.fulfill(response=answer, headers=headers)

    context.route("**/*.html", admit)
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.goto(f"{http_book}/{PAGE}")
    yield page
    context.close()


def test_widgets_are_drawn_and_answer_under_a_strict_policy(strict_page):
    strict_page.locator(".widget-drawn .bp-next").first.click()
    assert "1 of" in strict_page.locator(".bp-status").first.text_content()
    assert not strict_page.locator(".widget-failed").count()


def test_nothing_of_ours_breaks_a_strict_policy(strict_page):
    strict_page.locator(".widget-drawn").first.wait_for()
    # inline scripts are the theme's; no script comes from a blob, no module is made of text
    assert {each.split()[1] for each in strict_page.evaluate("window.violations")} <= {"inline"}
    own = strict_page.locator("script:not([src]):not([type])").all_text_contents()
    assert not [text for text in own if "book" in text.lower() and "DOCUMENTATION_OPTIONS" not in text]


BLOCKED = """Object.defineProperty(window, "localStorage", {
  configurable: true, get() { throw new DOMException("denied", "SecurityError"); } });"""


def test_without_storage_the_theme_can_still_be_switched(chromium, http_book):
    context = chromium.new_context(color_scheme="light")
    context.add_init_script(BLOCKED)
    page = context.new_page()
    page.goto(f"{http_book}/{PAGE}")
    page.locator(".widget-drawn .bp-next").first.wait_for()
    seen = set()
    for _ in range(3):
        page.locator(".theme-switch-button:visible").first.click()
        seen.add(page.evaluate("document.documentElement.dataset.theme"))
    assert seen == {"light", "dark"}
    context.close()


def test_back_from_another_page_the_widgets_are_as_they_were_left(open_page, file_book):
    """From disk Chromium loads the page anew."""
    page = open_page(f"{file_book}/{PAGE}")
    page.locator(".widget-drawn .bp-next").first.click()
    page.get_by_label("to the number").first.fill("0.3")
    page.get_by_label("to the number").first.press("Enter")
    page.goto(f"{file_book}/book/reference/glossary.html")
    page.go_back()
    page.locator(".widget-drawn .bp-next").first.wait_for()
    assert page.locator(".bp-status").first.text_content().startswith("quantity 1 of")
    assert page.get_by_label("to the number").first.input_value() == "0.3"
    page.goto(f"{file_book}/{PAGE}")
    page.locator(".widget-drawn .bp-next").first.wait_for()
    assert page.locator(".bp-status").first.text_content().startswith("quantity 0 of")


def test_a_frame_that_may_keep_nothing_makes_no_script_throw(chromium, http_book):
    context = chromium.new_context()
    page = context.new_page()
    thrown = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.set_content(f'<iframe sandbox="allow-scripts" src="{http_book}/{PAGE}" width="1200" height="800"></iframe>')
    frame = page.frame_locator("iframe")
    frame.locator(".widget-drawn .bp-next").first.click()
    frame.locator(".theme-switch-button:visible").first.click()
    frame.locator("body").press("Control+k")
    frame.locator("dialog[open] input, .search-button__search-container.show input").first.wait_for()
    context.close()
    assert thrown == []


def test_a_row_whose_head_is_a_formula_has_a_name(open_page, http_book):
    page = open_page(f"{http_book}/book/backpropagation/worked-example.html")
    heads = page.evaluate(
        """[...document.querySelectorAll("article th:has(math)")].filter((head) => !head.getAttribute("aria-label")
            && ![...head.childNodes].some((node) => node.nodeName !== "MATH" && node.textContent.trim() && !node.querySelector?.("math")))
            .map((head) => head.textContent)"""
    )
    assert heads == []
    assert page.locator('article th[aria-label="∂Cost/∂w11(1)"]').count() > 0


@pytest.fixture
def chosen_colours(open_page, http_book):
    """Open a page of the book in a browser that puts the system's colours in the place of the page's."""
    return lambda page: open_page(
        f"{http_book}/{page}", forced_colors="active", viewport={"width": 1280, "height": 800}
    )


def test_forced_colours_keep_what_is_chosen_and_what_has_the_focus(chosen_colours):
    page = chosen_colours(PAGE)
    page.locator(".widget-drawn .bp-next").first.click()
    current = page.locator(".bp-phase[aria-current]").first
    assert current.evaluate("phase => getComputedStyle(phase).outlineStyle") == "solid"
    link = page.locator(".bd-sidebar-primary a.reference.internal").nth(2)
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"


def test_forced_colours_keep_the_bars(chosen_colours):
    page = chosen_colours("book/backpropagation/why-it-is-fast.html")
    bar = page.locator(".mc-bar").first
    bar.wait_for(state="attached")
    ground, bar_colour = page.evaluate(
        """() => ["body", ".mc-bar"].map((each) => getComputedStyle(document.querySelector(each)).backgroundColor)"""
    )
    assert ground != bar_colour
    assert bar.evaluate("bar => getComputedStyle(bar).forcedColorAdjust") == "none"
