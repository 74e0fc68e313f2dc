"""The digit reader: what the page says of a picture is what the network says, and every pixel can be changed."""

import gzip
import json

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from lib import Network
from lib.widgets import DigitReader
from tests.widget_pages import write_page

IMAGES = np.random.default_rng(3).integers(0, 17, size=(3, 16)) / 16
NET = Network.random([16, 5, 10], ["tanh", "softmax"], loss="cross_entropy", seed=2)
ALIKE = 1e-12


def reader(**options):
    options = {"net": NET, "images": IMAGES, "labels": [7, 0, 3], "columns": 4} | options
    return DigitReader(**options)


# In Python


def test_the_shares_follow_the_pixels():
    widget = reader()
    assert widget.shares == pytest.approx(NET.predict(IMAGES[:1])[0])
    widget.pixels = IMAGES[2].tolist()
    assert widget.shares == pytest.approx(NET.predict(IMAGES[2:])[0])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"net": "net"}, "net: expected a Network"),
        (
            {"net": Network.random([16, 2], ["sigmoid"])},
            "net: expected a network with a softmax output, got one with sig",
        ),
        ({"images": IMAGES[:, :9]}, r"images: expected 16 pixels in each, one for each input, got shape \(3, 9\)"),
        ({"images": 2 * IMAGES}, "images: expected ink from 0 to 1"),
        ({"images": IMAGES[:0], "labels": []}, "images: expected 1 to 16 pictures, got 0"),
        ({"labels": [7, 0]}, "labels: expected 3 whole numbers"),
        ({"labels": [7, 0, 10]}, "labels: expected numbers from 0 to 9"),
        ({"columns": 5}, "columns: expected rows of one length"),
        ({"columns": 0}, "columns: expected a whole number"),
    ],
)
def test_what_it_cannot_show_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        reader(**options)


def test_pixels_that_make_no_picture_are_refused_and_the_old_ones_stay():
    widget = reader()
    for pixels in ([0.5] * 15, [2.0] * 16, [float("nan")] * 16):
        with pytest.raises(ValueError, match="pixels: expected"):
            widget.pixels = pixels
    assert widget.pixels == IMAGES[0].tolist()


def test_the_page_gets_the_network_s_expressions_and_no_share():
    definition = reader().definition
    json.dumps(definition, allow_nan=False)
    by_name = {quantity["name"]: quantity for quantity in definition["quantities"]}
    assert by_name["z1_1"]["expression"][0] == "+" and "expression" not in by_name["x1"]
    assert not any("value" in quantity for quantity in definition["quantities"])


def test_its_code_is_light():
    assert len(gzip.compress((DigitReader._esm + DigitReader._css).encode())) <= 7_000


def test_beside_it_stands_what_the_network_says_of_each_picture():
    data, _ = reader()._repr_mimebundle_()
    for label, shares in zip([7, 0, 3], NET.predict(IMAGES)):
        assert f'<th scope="row">{label}</th><td>{shares.argmax()}</td><td>{shares.max():.1%}</td>' in data["text/html"]


# In the browser


@pytest.fixture
def show(open_page, tmp_path):
    def show(views=1, **options):
        page = open_page(write_page(tmp_path, reader(), views=views), **options)
        page.wait_for_selector(".dr-reader")
        return page

    return show


def shares_on(page):
    return [
        float(value) for value in page.locator(".dr-reader data").evaluate_all("all => all.map((each) => each.value)")
    ]


def pixel(page, row, column):
    return page.locator(".dr-reader").first.locator(f"[role=row]:nth-child({row}) [role=gridcell]:nth-child({column})")


def assert_reads(page, picture):
    shares = NET.predict([np.ravel(picture)])[0]
    assert shares_on(page) == pytest.approx(shares, rel=ALIKE, abs=ALIKE)
    assert page.locator(".dr-answer").text_content() == f"The network reads {shares.argmax()}"
    assert page.locator("tr[data-best] th").text_content() == str(shares.argmax())


def test_the_shares_on_the_page_are_those_of_lib(show):
    page = show()
    for label, picture in zip([7, 0, 3], IMAGES):
        page.get_by_role("button", name=f"a handwritten {label}").click()
        assert_reads(page, picture)
        assert page.locator("button[aria-pressed=true]").count() == 1
    page.get_by_role("button", name="Clear").click()
    assert_reads(page, np.zeros(16))
    assert page.locator("button[aria-pressed=true]").count() == 0


def test_a_stroke_with_the_mouse_draws_and_one_that_begins_on_ink_erases(show):
    page = show()
    page.get_by_role("button", name="Clear").click()
    picture = np.zeros((4, 4))
    for ink in (1, 0):
        pixel(page, 2, 1).hover()
        page.mouse.down()
        for column in (2, 3):
            pixel(page, 2, column).hover()
        page.mouse.up()
        picture[1, :3] = ink
        assert_reads(page, picture)
    pixel(page, 4, 4).hover()  # the button is up
    assert_reads(page, picture)


def test_a_finger_draws_too(show):
    page = show(has_touch=True)
    page.get_by_role("button", name="Clear").tap()
    pixel(page, 3, 2).tap()
    picture = np.zeros((4, 4))
    picture[2, 1] = 1
    assert_reads(page, picture)


def test_the_keyboard_reaches_and_changes_every_pixel_and_the_answer_is_spoken(show):
    page = show()
    page.get_by_role("button", name="Clear").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    picture = np.zeros((4, 4))
    for row in range(4):
        for column in range(4):
            page.keyboard.press("Space")
            picture[row, column] = 1
            assert page.evaluate("document.activeElement.ariaLabel") == f"row {row + 1}, column {column + 1}: 100 % ink"
            page.keyboard.press("ArrowRight")  # at the edge nothing happens
        page.keyboard.press("ArrowDown")
        for _ in range(4):
            page.keyboard.press("ArrowLeft")
    assert_reads(page, picture)
    best = NET.predict([np.ravel(picture)])[0]
    spoken = page.locator(".dr-reader [aria-live]").text_content()
    assert spoken == f"The network reads {best.argmax()}, with a share of {100 * best.max():.1f} %"
    page.keyboard.press("Enter")
    picture[3, 0] = 0
    assert_reads(page, picture)


def test_the_picture_is_one_stop_of_the_tab_key(show):
    page = show()
    assert page.locator("[role=gridcell][tabindex='0']").count() == 1
    pixel(page, 3, 3).click()
    assert page.locator("[role=gridcell][tabindex='0']").get_attribute("data-place") == "10"


def test_two_views_of_it_stay_in_step(show):
    page = show(views=2)
    pixel(page, 1, 1).click()
    first, second = np.reshape(shares_on(page), (2, 10))
    assert (first == second).all()
    assert first == pytest.approx(NET.predict([[1 - round(IMAGES[0, 0]), *IMAGES[0, 1:]]])[0], rel=ALIKE)


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 360, "height": 700}}])
def test_it_is_accessible_and_fits(show, options):
    page = show(**options)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_ink_shows_where_the_system_chooses_the_colours(show):
    page = show(forced_colors="active")
    page.get_by_role("button", name="Clear").click()
    pixel(page, 2, 2).click()
    ground = "cell => getComputedStyle(cell, '::before').backgroundColor"
    assert pixel(page, 2, 2).evaluate(ground) != pixel(page, 2, 2).evaluate(
        "cell => getComputedStyle(cell).backgroundColor"
    )


def test_beside_the_picture_a_finger_can_scroll_and_nobody_speaks_of_keys(show):
    page = show(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    box, grid = page.locator(".dr-reader").bounding_box(), page.locator(".dr-grid").bounding_box()
    assert box["x"] + box["width"] - grid["x"] - grid["width"] >= 60
    assert not page.locator(".dr-keys").is_visible()
