"""The descent explorer: its steps are those of gradient descent, and a reader sets start and learning rate."""

import itertools
import json
import math
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st

from lib import Network
from lib.widgets import DescentExplorer
from lib.widgets.descent import Landscape, curves, surfaces
from lib.worksheet import tanh
from tests.book_pages import chapter
from tests.widget_pages import figures, shows, write_page

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LANDSCAPES = {landscape.name: landscape for landscape in [*curves(), *surfaces()]}
PAGE = "book/ingredients/gradient-descent"

each_landscape = pytest.mark.parametrize("landscape", LANDSCAPES.values(), ids=LANDSCAPES)
points = st.floats(-2, 2)


# The landscapes


def gradients_by_numpy():
    """Name -> the gradient, written in NumPy by hand."""

    def unit(p):
        x, y = np.array([-1.0, 0.5, 1.5]), np.array([-0.9, -0.2, 0.6])
        a = np.tanh(p[0] * x + p[1])
        slope = (a - y) * (1 - a**2)
        return np.array([(slope * x).sum(), slope.sum()])

    def chain(p):
        a = np.tanh(p[0])
        return (p[1] * a - 0.8) * np.array([p[1] * (1 - a**2), a])

    return {
        "parabola": lambda p: 2 * (p - 2),
        "two minima": lambda p: 0.4 * p**3 - 1.6 * p + 0.4,
        "flat bottom": lambda p: 4 * p**3,
        "plateau": lambda p: (np.tanh(p) - 0.5) * (1 - np.tanh(p) ** 2),
        "round bowl": lambda p: 2 * p,
        "narrow valley": lambda p: np.array([2, 20]) * p,
        "saddle between two minima": lambda p: np.array([4 * p[0] ** 3 - 4 * p[0], 2 * p[1]]),
        "network: one tanh unit, three samples": unit,
        "network 1-1-1, one sample": chain,
    }


@pytest.mark.parametrize("name", LANDSCAPES)
def test_a_walk_is_numpy_s_own_iteration(name):
    landscape, gradient = LANDSCAPES[name], gradients_by_numpy()[name]
    point = np.array(landscape.start)
    for stop in landscape.descend(landscape.start, landscape.good_rate, 50):
        assert np.allclose(stop.point, point, rtol=1e-12, atol=1e-12)
        assert np.allclose(stop.slopes, gradient(point), rtol=1e-12, atol=1e-12)
        point = point - landscape.good_rate * gradient(point)


@each_landscape
@given(x=points, y=points)
def test_the_slopes_are_those_of_central_differences(landscape, x, y):
    point, h = np.array([x, y][: len(landscape.variables)]), 1e-5
    slopes = landscape.stop(point.tolist(), 1.0).slopes
    for i, slope in enumerate(slopes):
        step = h * np.eye(len(point))[i]
        right, left = (landscape.stop((point + sign * step).tolist(), 1.0).cost for sign in (1, -1))
        assert slope == pytest.approx((right - left) / (2 * h), rel=1e-5, abs=1e-6)


@each_landscape
@given(x=points, y=points)
def test_no_cost_is_negative(landscape, x, y):
    assert landscape.stop([x, y][: len(landscape.variables)], 1.0).cost >= 0


@given(w=points, b=points)
def test_the_cost_of_a_network_is_lib_s_and_so_is_its_gradient(w, b):
    X, Y = [[0.3], [-1.2]], [[1.0], [0.0]]
    start = Network([[[0.0]], [[1.5]]], [[0.0], [-0.2]], ["tanh", "sigmoid"], "binary_cross_entropy", "mean")
    landscape = Landscape.from_network(
        "net", start, X, Y, varying=["w1_1_1", "b2_1"], frame=[(-3, 3), (-3, 3)], start=[w, b], rates={"good": 0.1}
    )
    net = Network([[[w]], [[1.5]]], [[0.0], [b]], ["tanh", "sigmoid"], "binary_cross_entropy", "mean")
    backward = net.backward(net.forward(X), Y)
    stop = landscape.stop([w, b], 0.1)
    assert stop.cost == pytest.approx(net.cost(X, Y), rel=1e-12)
    assert stop.slopes == pytest.approx((backward.dW[1].item(), backward.db[2].item()), rel=1e-12, abs=1e-15)
    net.update(backward, 0.1)
    assert stop.new == pytest.approx((net.W[1].item(), net.b[2].item()), rel=1e-12)


def last(landscape, name, steps=300):
    return landscape.descend(landscape.start, landscape.rates[name], steps)


@each_landscape
def test_the_rates_do_what_their_names_say(landscape):
    good, small = last(landscape, "good"), last(landscape, "too small")
    assert good[-1].cost < 0.05 * good[0].cost or max(map(abs, good[-1].slopes)) < 1e-9
    assert small[20].cost > good[20].cost and small[1].cost < small[0].cost
    if "diverging" in landscape.rates:
        end = last(landscape, "diverging", 1000)[-1]
        assert not end.is_finite or end.cost > 1e6


@pytest.mark.parametrize("name", ["parabola", "flat bottom", "round bowl", "narrow valley"])
def test_a_rate_that_overshoots_jumps_from_side_to_side(name):
    moves = np.diff([stop.point for stop in last(LANDSCAPES[name], "overshooting", 6)], axis=0)
    assert (moves[1:, -1] * moves[:-1, -1] < 0).any()


def test_a_walk_ends_where_a_number_overflows():
    stops = last(LANDSCAPES["parabola"], "diverging", 10_000)
    assert len(stops) < 10_000 and not stops[-1].is_finite
    assert all(stop.is_finite for stop in stops[:-1])


# The Python side


def explorer_of_all(**options):
    return DescentExplorer(*LANDSCAPES.values(), **options)


VIEW = {"frame": [(-1, 1)], "start": [0.5], "rates": {"good": 0.1}}


@pytest.mark.parametrize(
    "function, changes, message",
    [
        ("w", {}, "function: expected a function"),
        (lambda: 1, {}, "function: expected a function of one or two"),
        (lambda a, b, c: a, {}, "function: expected a function of one or two"),
        (lambda weight: weight, {}, "function: expected .* a letter"),
        (lambda w: math.sin(w), {}, "function: expected one made of"),
        (lambda w: w**w, {}, "a power with a number as its exponent"),
        (lambda w: w**2, {"frame": [(1, -1)]}, "frame"),
        (lambda w: w**2, {"frame": [(-1, 1), (-1, 1)]}, "frame"),
        (lambda w: w**2, {"frame": [(-1, math.inf)]}, "frame"),
        (lambda w: w**2, {"start": [1, 2]}, "start"),
        (lambda w: w**2, {"start": [math.nan]}, "start"),
        (lambda w: w**2, {"rates": {}}, "rates"),
        (lambda w: w**2, {"rates": {"good": -1}}, r"rates\['good'\]"),
    ],
)
def test_a_function_that_makes_no_landscape_is_refused(function, changes, message):
    with pytest.raises(ValueError, match=message):
        Landscape.from_function("mine", function, **{**VIEW, **changes})


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"net": "net"}, "net"),
        ({"varying": ["w9_1_1"]}, "varying"),
        ({"varying": ["x1"]}, "varying"),
        ({"varying": []}, "varying"),
        ({"varying": ["w1_1_1", "b1_1", "b1_1"]}, "varying"),
        ({"X": [[1.0, 2.0]]}, "X"),
        ({"Y": [[1.0, 2.0]]}, "Y"),
    ],
)
def test_a_network_that_makes_no_landscape_is_refused(changes, message):
    options = {"net": Network([[[1.0]]], [[0.0]], ["tanh"]), "X": [[1.0]], "Y": [[1.0]], "varying": ["w1_1_1"], **VIEW}
    with pytest.raises(ValueError, match=message):
        Landscape.from_network("mine", **{**options, **changes})


@pytest.mark.parametrize(
    "landscapes, options, message",
    [
        ([], {}, "landscapes"),
        (["parabola"], {}, r"landscapes\[0\]"),
        ([curves()[0], curves()[0]], {}, "different names"),
        ([curves()[0]], {"start": [1, 2]}, "start"),
        ([curves()[0]], {"start": ["x"]}, "start"),
        ([curves()[0]], {"learning_rate": 0}, "learning_rate"),
        ([curves()[0]], {"learning_rate": "x"}, "learning_rate"),
        ([curves()[0]], {"step": -1}, "step"),
        ([curves()[0]], {"step": 1001}, "step"),
    ],
)
def test_bad_input_is_named(landscapes, options, message):
    with pytest.raises(ValueError, match=message):
        DescentExplorer(*landscapes, **options)


@pytest.mark.parametrize(
    "name, value", [("landscape", "hill"), ("start", [1.0, 2.0]), ("learning_rate", -1.0), ("step", 5000)]
)
def test_a_trait_can_t_be_set_to_what_does_not_fit(name, value):
    explorer = explorer_of_all()
    before = getattr(explorer, name)
    with pytest.raises(ValueError, match=name):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == before


def test_another_landscape_brings_its_own_start_and_rate():
    explorer = explorer_of_all(learning_rate=0.9, step=7)
    explorer.landscape = "narrow valley"
    assert (explorer.start, explorer.learning_rate, explorer.step) == ([3.5, 1.0], 0.08, 0)


def test_the_path_follows_the_traits():
    explorer = explorer_of_all(start=[4], learning_rate=0.25, step=2)
    assert [stop.point for stop in explorer.path] == [(4.0,), (3.0,), (2.5,)]


def test_beside_the_widget_stands_a_table_of_the_first_steps():
    data, _ = explorer_of_all()._repr_mimebundle_()
    assert {"text/html", "application/vnd.jupyter.widget-view+json"} <= set(data)
    assert data["text/html"].count('<th scope="row">') == 9
    assert "<td>0.8</td><td>1.44</td>" in data["text/html"]


def test_what_the_page_gets_is_plain_json_and_not_much():
    assert (
        len(json.dumps(explorer_of_all().definition["landscapes"], allow_nan=False, ensure_ascii=False).encode())
        < 40_000
    )


def test_of_a_network_the_page_gets_no_formula_of_a_derivative():
    network = explorer_of_all().definition["landscapes"][-1]
    assert {each["name"] for each in network["quantities"] if "template" in each} == {"w1_1_1_new", "w2_1_1_new"}


# In the browser


@pytest.fixture
def show(open_page, tmp_path):
    def show(explorer, **options):
        views = options.pop("views", 1)
        page = open_page(
            write_page(tmp_path, explorer, views=views, theme=options.get("color_scheme", "light")), **options
        )
        page.wait_for_selector(".de-explorer .de-here[d^=M]", state="attached")
        return page

    return show


def choose(page, name):
    page.get_by_label("Cost", exact=True).select_option(name)


def preset(page, name):
    page.locator(".de-presets button", has_text=re.compile(f"^{name}:")).click()


def take(page, steps):
    """One step after the other, by the keyboard."""
    page.locator(".de-explorer").focus()
    for _ in range(steps):
        page.keyboard.press("ArrowRight")


def words(page):
    return page.locator(".de-words").first.text_content()


def kind(page):
    return page.locator(".de-words").first.get_attribute("data-kind")


def table(page):
    """The rows of the last updates, as texts."""
    rows = page.locator(".de-table").first.locator("tbody tr").all()
    texts = [row.locator("th, td").all_text_contents() for row in rows]
    return [row for row in texts if row[0].strip()]


def run(page, steps):
    page.get_by_label(f"Do {steps} updates").first.click()


@each_landscape
def test_every_number_of_every_step_is_python_s(show, landscape):
    page = show(DescentExplorer(landscape))
    for stop in landscape.descend(landscape.start, landscape.good_rate, 12):
        number, *cells = table(page)[-1]
        values = [*stop.point, stop.cost, *stop.slopes, *stop.steps][: len(cells)]
        assert len(cells) == (4 if len(stop.point) == 1 else 5)
        assert all(shows(text, value, 4) for text, value in zip(cells, values, strict=True)), number
        formulas = page.locator(".de-formula > span:last-child > math:last-child mn").all_text_contents()
        shown = [stop.cost, *stop.slopes, *stop.new]
        assert all(shows(text, value, 4) for text, value in zip(formulas, shown, strict=True)), number
        page.click(".bp-next")


def test_the_formula_of_a_step_stands_in_symbols_and_in_numbers(show):
    page = show(explorer_of_all())
    text = page.locator(".de-formula").last.evaluate("""(row) => [...row.querySelectorAll("mi, mn, mo")]
        .filter((each) => each.style.display !== "none").map((each) => each.textContent).join("")""")
    assert re.sub("[\u2061\u2062]", "", text) == "wnew=w−αCost′(w)=−1−0.3·(−6)=0.8"


def test_back_first_and_last_move_along_the_walk(show):
    page = show(explorer_of_all())
    for button, step in [(".bp-next", 1), (".bp-next", 2), (".bp-back", 1), (".bp-last", 2), (".bp-first", 0)]:
        page.click(button)
        assert words(page).startswith(f"Update {step}:")


def test_ten_and_a_hundred_steps_at_once(show):
    page = show(explorer_of_all(learning_rate=0.02))
    run(page, 10)
    assert words(page).startswith("Update 10:")
    run(page, 100)
    expected = LANDSCAPES["parabola"].descend([-1.0], 0.02, 110)[-1]
    assert table(page)[-1][0] == "110" and shows(table(page)[-1][1], expected.point[0], 4)


def test_play_walks_until_it_comes_to_rest(show):
    page = show(explorer_of_all(start=[2.5], learning_rate=0.5))
    page.get_by_label("Speed").select_option("15×")
    page.click(".bp-play")
    page.wait_for_function(
        "document.querySelector('.bp-play').textContent === 'Play' && document.querySelector('.de-words').dataset.kind === 'rest'"
    )
    assert page.locator(".bp-next").get_attribute("aria-disabled") == "true"


def test_reset_brings_the_landscape_s_own_start_and_rate_back(show):
    page = show(explorer_of_all(start=[4], learning_rate=0.9, step=5))
    page.click(".de-reset")
    assert words(page).startswith("Update 0: w = −1, Cost = 9.")
    assert page.get_by_label("α", exact=True).input_value() == "0.3"


@pytest.mark.parametrize(
    "landscape, rate, steps, expected, said",
    [
        ("parabola", "good", 3, "falls", "Downhill"),
        ("parabola", "good", 50, "rest", "come to rest"),
        ("parabola", "overshooting", 5, "oscillates", "w jumps over the bottom"),
        ("parabola", "diverging", 5, "diverges", "It diverges: the cost grows with every update"),
        ("flat bottom", "diverging", 10, "overflow", "∞: too large for a number"),
        ("two minima", "diverging", 10, "overflow", "∞ − ∞"),
        ("plateau", "too small", 3, "slow", "slowly"),
        ("narrow valley", "overshooting", 5, "oscillates", "w₂ jumps over the bottom"),
        ("narrow valley", "diverging", 20, "diverges", "w₂ jumped over the bottom"),
        ("network 1-1-1, one sample", "diverging", 10, "diverges", "Take a smaller α"),
    ],
)
def test_it_says_in_words_what_the_walk_does(show, landscape, rate, steps, expected, said):
    page = show(explorer_of_all())
    choose(page, landscape)
    preset(page, rate)
    take(page, steps)
    assert kind(page) == expected and said in words(page)


def test_a_walk_that_only_leaps_about_is_not_said_to_diverge(show):
    landscape = LANDSCAPES["network: one tanh unit, three samples"]
    rate = landscape.rates["far too large"]
    costs = [stop.cost for stop in landscape.descend(landscape.start, rate, 100)]
    risen_twice = next(i for i in range(3, 100) if costs[i - 2] < costs[i - 1] < costs[i] < max(costs[:i]))
    page = show(DescentExplorer(landscape, learning_rate=rate, step=risen_twice))
    assert words(page).startswith(f"Update {risen_twice}:") and "Uphill" in words(page)


def test_it_says_so_when_it_shows_no_more_steps(show):
    page = show(explorer_of_all(learning_rate=1e-5, step=995))
    run(page, 10)
    assert words(page).startswith("Update 1000:") and "No more than 1000 updates" in words(page)
    assert page.locator(".bp-next").get_attribute("aria-disabled") == "true"


def test_a_walk_that_goes_in_a_circle_is_called_one(show):
    page = show(explorer_of_all(learning_rate=1.0, step=6))
    assert kind(page) == "oscillates" and "circle" in words(page)


def test_overflow_is_shown_as_infinity_and_ends_the_walk(show):
    page = show(explorer_of_all())
    choose(page, "flat bottom")
    preset(page, "diverging")
    run(page, 100)
    assert "∞" in table(page)[-1]
    assert page.locator(".bp-next").get_attribute("aria-disabled") == "true"


def handle_place(page):
    box = page.locator(".de-handle").first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def start_values(page):
    return [figures(field.input_value()) for field in page.locator(".de-starts input[type=text]").all()]


def test_the_start_is_dragged_and_the_walk_follows(show):
    page = show(DescentExplorer(*surfaces()))
    run(page, 10)
    page.locator(".de-handle").scroll_into_view_if_needed()
    before = page.locator(".de-path").first.get_attribute("d")
    x, y = handle_place(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 30, steps=4)
    during = page.locator(".de-path").first.get_attribute("d")
    page.mouse.up()
    assert before != during
    assert handle_place(page) == pytest.approx((x - 60, y + 30), abs=1.5)
    expected = surfaces()[0].descend(start_values(page), 0.3, 10)[-1]
    assert [shows(text, value, 4) for text, value in zip(table(page)[-1][1:3], expected.point)] == [True, True]


def test_on_a_curve_the_start_stays_on_the_curve(show):
    page = show(explorer_of_all())
    page.locator(".de-handle").scroll_into_view_if_needed()
    x, y = handle_place(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y - 80)
    page.mouse.up()
    (w,) = start_values(page)
    assert shows(table(page)[0][2], (w - 2) ** 2, 4)


def test_the_start_does_not_leave_the_picture(show):
    page = show(explorer_of_all())
    x, y = handle_place(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 2000, y)
    page.mouse.up()
    assert start_values(page) == [-2]


def test_a_touch_on_the_picture_puts_the_start_there(show):
    page = show(DescentExplorer(*surfaces()), **PHONE)
    box = page.locator(".de-stage .bp-plot").bounding_box()
    page.touchscreen.tap(box["x"] + 0.4 * box["width"], box["y"] + 0.3 * box["height"])
    assert handle_place(page) == pytest.approx((box["x"] + 0.4 * box["width"], box["y"] + 0.3 * box["height"]), abs=2)


def test_the_start_moves_by_the_arrow_keys(show):
    page = show(DescentExplorer(*surfaces()))
    page.locator(".de-handle").focus()
    for key in ["ArrowLeft", "ArrowUp", "Shift+ArrowRight"]:
        page.keyboard.press(key)
    assert start_values(page) == [3.45, 2.05]  # to the edge of the picture at most: 3 − 0.05 + 0.5
    assert page.locator(".de-handle").get_attribute("aria-valuetext") == "w₁ = 3.45, w₂ = 2.05"
    assert words(page).startswith("Update 0:")


def test_the_keys_step_from_anywhere_in_the_widget(show):
    page = show(explorer_of_all())
    page.locator(".de-explorer").focus()
    for key, step in [("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("Home", 0), ("End", 2)]:
        page.keyboard.press(key)
        assert words(page).startswith(f"Update {step}:")


def test_a_typed_rate_counts(show):
    page = show(explorer_of_all())
    field = page.get_by_label("α", exact=True)
    field.fill("0,5")
    field.press("Enter")
    page.click(".bp-next")
    assert words(page).startswith("Update 1: w = 2, Cost = 0.")
    assert page.locator(".de-presets [aria-pressed=true]").count() == 0


@pytest.mark.parametrize(
    "text, reason", [("fast", "no number"), ("-1", "above 0"), ("0", "above 0"), ("1e999", "too large")]
)
def test_a_slip_in_the_rate_keeps_the_old_one_and_says_so(show, text, reason):
    page = show(explorer_of_all())
    field = page.get_by_label("α", exact=True)
    field.fill(text)
    field.press("Enter")
    assert field.input_value() == "0.3"
    message = page.locator("[id$=rate-message]").text_content()
    assert reason in message and "The old value 0.3 stays." in message


def test_a_slip_in_the_start_keeps_the_old_one_and_says_so(show):
    page = show(explorer_of_all())
    field = page.get_by_label("start w", exact=True)
    field.fill("left")
    field.press("Enter")
    assert field.input_value() == "−1"
    assert "The old value −1 stays." in page.locator("[id$=start-0-message]").text_content()


@pytest.mark.parametrize(
    "act", [lambda page: page.click(".de-reset"), lambda page: preset(page, "overshooting")], ids=["reset", "preset"]
)
def test_the_word_about_a_slip_goes_when_the_number_is_set_anew_and_nothing_jumps(show, act):
    page = show(explorer_of_all())
    field, message = page.get_by_label("α", exact=True), page.locator("[id$=rate-message]")

    def height():
        return page.locator(".de-explorer").bounding_box()["height"]

    before = height()
    field.fill("fast")
    field.press("Enter")
    assert message.text_content() and height() == before
    act(page)
    assert not message.text_content() and height() == before


def test_a_preset_sets_the_rate_and_is_marked(show):
    page = show(explorer_of_all())
    preset(page, "overshooting")
    assert page.get_by_label("α", exact=True).input_value() == "0.95"
    assert page.locator(".de-presets [aria-pressed=true]").all_text_contents() == ["overshooting: 0.95"]


def test_another_cost_begins_anew(show):
    page = show(explorer_of_all(step=4))
    choose(page, "narrow valley")
    assert words(page).startswith("Update 0: w₁ = 3.5, w₂ = 1, Cost = 22.25.")
    assert start_values(page) == [3.5, 1]


def test_the_gradient_stands_at_a_right_angle_on_the_level_line(show):
    page = show(explorer_of_all())
    for name in ("narrow valley", "saddle between two minima", "network: one tanh unit, three samples"):
        choose(page, name)
        page.click(".bp-next")
        # the ends of the arrow, and the piece of the level line nearest to its foot
        cosine = page.evaluate("""() => {
            const points = (selector) => document.querySelector(selector).getAttribute("d").match(/M[^M]*/g)
                .map((piece) => piece.match(/-?[\\d.]+/g).map(Number));
            const [x0, y0, x1, y1] = points(".de-stage .de-gradient")[0];
            const distance = ([a, b, c, d]) => Math.hypot((a + c) / 2 - x0, (b + d) / 2 - y0);
            const near = points(".de-stage .de-level-here").filter((piece) => distance(piece) < 12);
            const [dx, dy] = near.reduce(([x, y], [a, b, c, d]) => {
                const sign = (c - a) * -(y1 - y0) + (d - b) * (x1 - x0) < 0 ? -1 : 1;
                return [x + sign * (c - a), y + sign * (d - b)];
            }, [0, 0]);
            return (dx * (x1 - x0) + dy * (y1 - y0)) / Math.hypot(dx, dy) / Math.hypot(x1 - x0, y1 - y0);
        }""")
        assert abs(cosine) < 0.12, name


def test_a_level_line_of_the_round_bowl_is_a_circle(show):
    page = show(DescentExplorer(surfaces()[0], start=[0.5, 1.0]))
    path = page.locator(".de-stage .de-level-here").get_attribute("d")
    points = np.array([[float(number) for number in point.split()] for point in re.findall(r"[\d.]+ [\d.]+", path)])
    distances = np.hypot(*(points - (points.max(axis=0) + points.min(axis=0)) / 2).T)
    assert len(points) > 50 and np.ptp(distances) < 1.5


def test_two_views_stay_in_step(show):
    page = show(explorer_of_all(), views=2)
    page.locator(".bp-next").first.click()
    page.locator(".bp-next").last.click()
    page.wait_for_function(
        "[...document.querySelectorAll('.de-words')].every((each) => each.textContent.startsWith('Update 2:'))"
    )


def test_a_screen_reader_hears_the_step(show):
    page = show(explorer_of_all())
    page.click(".bp-next")
    page.wait_for_function("document.querySelector('.bp-live').textContent.startsWith('Update 1: w = 0.8')")


DESK = {"viewport": {"width": 1280, "height": 900}}
COLUMN = {"viewport": {"width": 720, "height": 900}}  # as wide as the text of the book on a desk


@pytest.mark.parametrize("options", [PHONE, COLUMN, DESK], ids=["phone", "column", "desk"])
@pytest.mark.parametrize("make", [curves, surfaces])
def test_nothing_moves_and_nothing_sticks_out(show, make, options):
    page = show(DescentExplorer(*make()), **options)
    places = set()
    look = """() => [...document.querySelectorAll(".de-explorer > *")].map((part) => Math.round(part.getBoundingClientRect().top
        - part.parentElement.getBoundingClientRect().top)).join(" ")"""
    if options is PHONE:  # the buttons stay where the thumb is
        page.add_style_tag(content=".bp-transport { position: static !important }")
    for landscape in make():
        choose(page, landscape.name)
        for name in landscape.rates:
            preset(page, name)
            for _ in range(5):
                take(page, 1)
                places.add(page.evaluate(look))
            assert page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
            page.keyboard.press("Home")
    assert len(places) == 1, places


def opened(page, words):
    """Whether the button with these words says that its parts are shown, and whether they are."""
    button = page.locator(".de-fold", has_text=words)
    parts = {"Set": [".de-fields"], "Key": [".de-key", ".de-side .bp-plot-box", ".de-steps"]}[words]
    return button.get_attribute("aria-expanded"), {page.locator(part).is_visible() for part in parts}


@pytest.mark.parametrize("make", [curves, surfaces])
def test_on_a_phone_the_picture_and_its_formulas_are_seen_together(show, make):
    page = show(DescentExplorer(*make()), **PHONE)
    header, buttons = 48, page.locator(".bp-transport").bounding_box()["height"]
    for landscape in make():
        choose(page, landscape.name)
        take(page, 2)
        picture, formulas = (page.locator(part).bounding_box() for part in (".de-stage", ".de-formulas"))
        assert picture["height"] > 200 and formulas["y"] >= picture["y"] + picture["height"]
        assert formulas["y"] + formulas["height"] - picture["y"] <= 740 - header - buttons
        assert page.locator(".de-explorer").bounding_box()["height"] < 1250


@pytest.mark.parametrize("words", ["Set", "Key"])
def test_on_a_phone_what_is_needed_less_waits_behind_a_button(show, words):
    page = show(DescentExplorer(*surfaces()), **PHONE)
    button = page.locator(".de-fold", has_text=words)
    assert opened(page, words) == ("false", {False})
    button.focus()
    page.keyboard.press("Enter")
    assert opened(page, words) == ("true", {True})
    button.tap()
    assert opened(page, words) == ("false", {False})


def test_with_room_nothing_is_folded_away(show):
    page = show(DescentExplorer(*surfaces()), **COLUMN)
    assert not page.locator(".de-fold").first.is_visible() and not page.locator(".de-fold").last.is_visible()
    assert opened(page, "Set")[1] == opened(page, "Key")[1] == {True}


@pytest.mark.parametrize("options", [PHONE, COLUMN], ids=["phone", "column"])
def test_a_word_about_one_number_makes_room_for_the_word_about_another(show, options):
    page = show(DescentExplorer(*surfaces()), **options)
    if options is PHONE:
        page.locator(".de-fold").first.tap()
    height = page.locator(".de-explorer").bounding_box()["height"]
    for label in ("start w₁", "α", "start w₂"):
        page.get_by_label(label, exact=True).fill("fast")
        page.get_by_label(label, exact=True).press("Enter")
        assert len([text for text in page.locator(".bp-message").all_text_contents() if text]) == 1
        assert page.locator(".de-explorer").bounding_box()["height"] == height


@pytest.mark.parametrize("make", [curves, surfaces])
def test_the_table_of_steps_has_room_for_tiny_numbers(show, make):
    page = show(DescentExplorer(*make(), step=300), **COLUMN)
    assert "10⁻¹¹⁹" in page.locator(".de-table").text_content() or make is curves
    table = page.locator(".de-steps")
    assert table.evaluate("(box) => box.scrollWidth <= box.clientWidth")


def test_the_numbers_on_the_level_lines_of_the_round_bowl_stand_well_apart(show):
    page = show(DescentExplorer(*surfaces()), **PHONE)
    places = page.evaluate("""() => [...document.querySelectorAll(".de-levels text")].map((text) => [text.getAttribute("x"),
        text.getAttribute("y")].map(Number))""")
    assert len(places) > 5
    assert min(math.dist(a, b) for a, b in itertools.combinations(places, 2)) > 40


def test_a_change_is_redrawn_within_a_frame(show):
    page = show(DescentExplorer(*surfaces()))
    choose(page, "network: one tanh unit, three samples")
    run(page, 100)
    milliseconds = page.evaluate("""() => {
        const slider = document.querySelector(".de-starts input[type=range]");
        const times = Array.from({ length: 31 }, (_, i) => {
            slider.value = -2 + i / 10;
            const begun = performance.now();
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            document.querySelector(".de-explorer").getBoundingClientRect();
            return performance.now() - begun;
        });
        return times.sort((a, b) => a - b)[15];
    }""")
    assert milliseconds < 16


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_finding_of_axe(show, theme):
    page = show(explorer_of_all(step=3), color_scheme=theme)
    for name in ("parabola", "narrow valley", "network 1-1-1, one sample"):
        choose(page, name)
        preset(page, "diverging")
        run(page, 10)
        findings = Axe().run(page, context=".de-explorer").response["violations"]
        assert [finding["id"] for finding in findings if finding["impact"] in ("serious", "critical")] == []


def test_a_landscape_of_the_reader_s_own_works(show):
    mine = Landscape.from_function(
        "mine", lambda u, v: (tanh(u) * v - 1) ** 2, frame=[(-2, 2), (-2, 2)], start=[1, 1], rates={"try": 0.2}
    )
    page = show(DescentExplorer(mine))
    page.click(".bp-next")
    assert shows(table(page)[-1][3], mine.descend([1, 1], 0.2, 1)[-1].cost, 4)


# In the book


def test_the_built_page_holds_two_explorers_and_little_state(built_book):
    page = chapter(built_book, PAGE)
    assert len(page.find_all(class_="widget-place", attrs={"data-widget": "descent"})) == 2
    state = page.find("script", type="application/vnd.jupyter.widget-state+json").string
    assert len(state.encode()) < 40_000


def test_in_the_built_page_both_explorers_walk(open_page, file_book):
    page = open_page(f"{file_book}/{PAGE}.html")
    page.wait_for_selector(".de-explorer .de-here[d^=M]", state="attached")
    for explorer, landscape in zip(page.locator(".de-explorer").all(), [curves()[0], surfaces()[0]], strict=True):
        explorer.locator(".bp-next").click()
        stop = landscape.descend(landscape.start, landscape.good_rate, 1)[-1]
        cells = explorer.locator(".de-table tbody tr").nth(1).locator("td").all_text_contents()
        assert all(shows(text, value, 4) for text, value in zip(cells, [*stop.point, stop.cost, *stop.slopes]))
        explorer.locator(".de-handle").scroll_into_view_if_needed()
        box = explorer.locator(".de-handle").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 30, y)
        page.mouse.up()
        assert cells != explorer.locator(".de-table tbody tr").nth(1).locator("td").all_text_contents()
