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
