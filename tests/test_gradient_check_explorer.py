"""The gradient check in the page: its digits are those of the same float64 computation, and it says why a bug is which."""

import json
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from lib import Network, gradient_check
from lib.widgets import GradientCheckExplorer
from lib.widgets.gradient_check.explorer import central_difference
from lib.worksheet import Worksheet
from lib.worksheet.mistakes import MISTAKES
from tests.networks import ELEMENTWISE, PAIRS, random_data, random_network
from tests.widget_pages import figures, load_modules, shows, write_page

UNIT_ROUNDOFF = 2.0**-53
FIVE = ["transpose_missing", "slope_of_z", "updated_weights", "bias_divided_by_m", ("hidden_slope_forgotten", 2)]
KEYS = ["transpose_missing", "slope_of_z", "updated_weights", "bias_divided_by_m", "hidden_slope_forgotten, 2"]
CHAPTER = "book/code/gradient-check"


def network():
    weights = [[[0.8, -0.5], [0.3, 0.9]], [[1.2, -0.7], [0.4, 0.7]], [[1.5], [-1.0]]]
    net = Network(weights, [[0.1, -0.2], [0.0, 0.3], [0.2]], ["sigmoid"] * 3)
    return net, np.array([[0.5, -1.0], [1.0, 0.3], [-0.7, 0.8]]), np.array([[1.0], [0.0], [1.0]])


def relu_network():
    weights = [[[0.6, -0.4], [-0.299, 0.8]], [[1.0], [-0.6]]]
    return Network(weights, [[0.0, 0.1], [0.2]], ["relu", "identity"]), [[0.5, 1.0]], [[1.0]]


def explorer(**options):
    return GradientCheckExplorer(*network(), **{"parameter": "w3_1_1"} | options)


# In Python


def test_the_central_difference_of_the_worksheet_is_that_of_lib():
    net, X, Y = network()
    check, sheet = gradient_check(net, X, Y, eps=1e-5), Worksheet.from_network(net, X, Y)
    rounding = 4 * UNIT_ROUNDOFF * net.cost(X, Y) / 1e-5
    assert abs(central_difference(sheet, "w3_1_1", 1e-5) - check.numeric.dW[3][0, 0]) <= rounding
    assert abs(central_difference(sheet, "b1_2", 1e-5) - check.numeric.db[1][1]) <= rounding


def test_the_sheet_follows_the_numbers_and_the_planted_mistake():
    widget = explorer(mistakes=FIVE)
    widget.given = {**widget.given, "w2_1_2": 0.25}
    widget.planted = "bias_divided_by_m"
    net, X, Y = network()
    net.W[2][0, 1] = 0.25
    assert widget.sheet["dw1_1_1"].value == pytest.approx(net.backward(net.forward(X), Y).dW[1][0, 0], rel=1e-12)
    assert widget.sheet["db3_1"].value == pytest.approx(net.backward(net.forward(X), Y).db[3][0] / 3, rel=1e-12)


def test_beside_the_widget_stand_its_numbers_as_a_table():
    widget = explorer()
    data, _ = widget._repr_mimebundle_()
    assert {"text/html", "application/vnd.jupyter.widget-view+json"} <= set(data)
    assert f"{central_difference(widget.sheet, 'w3_1_1', 1e-5):.12f}" in data["text/html"]
    assert explorer(mistakes=FIVE).to_html().count('<th scope="row">') == 8 + 15


def test_what_the_page_gets_is_plain_json():
    json.dumps(explorer(mistakes=FIVE, others=None).definition, allow_nan=False)


@pytest.mark.parametrize(("options", "message"), [
    ({"parameter": "z1_1"}, "parameter: expected one of w1_1_1"),
    ({"eps": 0.0}, "eps: expected a number from 1e-15 to 0.1, got 0.0"),
    ({"mistakes": ["typo"]}, "mistakes: expected one of output_slope_forgotten"),
    ({"mistakes": [("transpose_missing", 2)]}, "transpose_missing changes something in layer 2"),
    ({"others": {"second": 7}}, r"others\['second'\]: expected a triple"),
    ({"others": {"second": (1, 2, 3)}}, r"others\['second'\]: expected a Network"),
    ({"others": {"second": (Network.random([9, 9], ["tanh"]), [[0.0] * 9], [[0.0] * 9])}}, "at most 60 weights and biases"),
    ({"learning_rate": 0}, "learning_rate"),
])  # fmt: skip
def test_bad_input_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        explorer(**options)


@pytest.mark.parametrize(("trait", "value"), [
    ("network", 1), ("parameter", "b9_1"), ("eps", 1.0), ("given", {}), ("planted", "typo"), ("guess", "typo"),
])  # fmt: skip
def test_a_state_that_cannot_be_is_refused(trait, value):
    with pytest.raises(ValueError, match=f"{trait}: expected"):
        setattr(explorer(mistakes=FIVE), trait, value)


# The page's arithmetic


@pytest.fixture(scope="module")
def lab(chromium):
    page = chromium.new_page()
    load_modules(page, "gradient_check/cost_probe")
    yield page
    page.close()


def probe(lab, net, X, Y, call, *arguments):
    data = GradientCheckExplorer(net, X, Y)
    network_data = data.definition["networks"][0]
    return lab.evaluate(
        f"""([quantities, given, names, kinks, rest]) => {{
        const probe = new lab.CostProbe(quantities);
        return names.map((name) => {call});
    }}""",
        [
            network_data["quantities"],
            network_data["given"],
            [each["name"] for each in network_data["parameters"]],
            network_data["kinks"],
            list(arguments),
        ],
    )


def in_order(net, gradient):
    """dW and db as one list, in the order of the explorer's parameters."""
    return np.concatenate([np.r_[gradient.dW[l].ravel(), gradient.db[l].ravel()] for l in range(1, net.depth + 1)])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_the_pages_central_difference_is_libs(lab, pair, seed):
    net = random_network(seed, 3, pair)
    X, Y = random_data(seed, net, 3)
    found = probe(lab, net, X, Y, "probe.central(given, name, 1e-5)")
    rounding = 20 * UNIT_ROUNDOFF * max(1, net.cost(X, Y)) / 1e-5
    assert np.allclose(found, in_order(net, gradient_check(net, X, Y, eps=1e-5).numeric), rtol=0, atol=rounding)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_the_pages_complex_step_is_libs(lab, pair, seed):
    net = random_network(seed, 3, pair, hidden=ELEMENTWISE)
    X, Y = random_data(seed, net, 3)
    found = np.array(probe(lab, net, X, Y, "probe.complex(given, name, 1e-20)"))
    wanted = in_order(net, gradient_check(net, X, Y, method="complex").numeric)
    assert np.allclose(found, wanted, rtol=0, atol=1e-13 * max(1, abs(wanted).max()))


def test_the_forward_difference_is_off_by_half_the_step_times_the_second_derivative(lab):
    net, X, Y = Network([[[0.5]]], [[0.0]], ["identity"]), [[3.0]], [[1.0]]
    by_weight, by_bias = probe(lab, net, X, Y, "probe.forward(given, name, 0.01)")
    assert by_weight == pytest.approx(3 * 0.5 + 0.01 / 2 * 9)
    assert by_bias == pytest.approx(0.5 + 0.01 / 2)


def test_the_third_derivative_is_seen_where_there_is_one_and_no_noise_is_taken_for_one(lab):
    net, X, Y = network()
    t = 0.002
    for name, size in zip(range(15), probe(lab, net, X, Y, "probe.thirdDerivative(given, name)")):
        parameter = GradientCheckExplorer(net, X, Y).definition["networks"][0]["parameters"][name]["name"]
        sheet = Worksheet.from_network(net, X, Y)
        at = lambda steps: sheet.evaluate({parameter: sheet[parameter].value + steps * t})["cost"].value
        by_python = abs(at(2) - 2 * at(1) + 2 * at(-1) - at(-2)) / (2 * t**3)
        assert size == pytest.approx(by_python, rel=0.02, abs=1e-6)
    parabola = Network([[[0.5]]], [[0.0]], ["identity"])
    assert probe(lab, parabola, [[3.0]], [[1.0]], "probe.thirdDerivative(given, name)") == [0, 0]


def test_the_kink_is_found_where_a_pre_activation_reaches_zero(lab):
    net, X, Y = relu_network()
    found = probe(lab, net, X, Y, "probe.kink(given, name, kinks, 0.1)")
    # z of unit 1 is 0.001, that of unit 2 is 0.7; the inputs are 0.5 and 1; the last layer has no kink.
    assert found == [
        pytest.approx(0.002),
        None,
        pytest.approx(0.001),
        None,
        pytest.approx(0.001),
        None,
        None,
        None,
        None,
    ]


def test_a_network_without_relu_has_no_kink(lab):
    assert set(probe(lab, *network(), "probe.kink(given, name, kinks, 0.1)")) == {None}


# In the browser


@pytest.fixture
def show(open_page, tmp_path):
    def show(widget, **options):
        views, theme = options.pop("views", 1), options.get("color_scheme", "light")
        page = open_page(write_page(tmp_path, widget, views=views, theme=theme), **options)
        page.wait_for_function("document.querySelector('.gc-explorer .gc-mark[transform]')")
        return page

    return show


def eps_field(page):
    return page.get_by_label("ε", exact=True)


def set_eps(page, text):
    eps_field(page).fill(text)
    eps_field(page).press("Enter")


def arithmetic(page):
    """The rows of the central difference, as texts."""
    above, below, difference, twice, quotient, analytic = page.locator(".gc-arithmetic td").all_text_contents()
    number = lambda text: text.replace("\u2007", "").replace("−", "-")
    return {
        "above": number(above),
        "below": number(below),
        "difference": number(difference),
        "twice": twice,
        "quotient": number(quotient),
        "analytic": number(analytic),
    }


def errors(page):
    """The errors shown, by method."""
    cells = page.locator(".gc-comparison tbody tr td:last-child").all_text_contents()[:3]
    return dict(zip(["central", "forward", "complex"], map(figures, cells)))


def curve(page, method):
    """The curve as (log10 of ε, log10 of the error), read off the picture."""
    return np.array(
        page.evaluate(
            """(method) => {
        const path = document.querySelector(`path.gc-curve.gc-${method}[d^="M"]:not(.gc-sample path)`).getAttribute("d");
        const frame = document.querySelector(".bp-axis").getAttribute("d").match(/M(\\S+) (\\S+)V(\\S+)H(\\S+)/);
        const [left, top, bottom, right] = frame.slice(1).map(Number);
        return path.slice(1).split(/[ML]/).map((point) => point.split(" ").map(Number)).map(([x, y]) =>
            [-15 + 14 * (x - left) / (right - left), -17 + 18 * (bottom - y) / (bottom - top)]);
    }""",
            method,
        )
    )


@pytest.mark.parametrize("eps", ["0.1", "0.003", "1e-5", "2.5e-8", "1e-11", "1e-15"])
def test_every_digit_shown_is_that_of_the_float64_computation(show, eps):
    widget = explorer()
    page = show(widget)
    set_eps(page, eps)
    shown, w, sheet = arithmetic(page), widget.sheet["w3_1_1"].value, widget.sheet
    for row, moved in [("above", w + float(eps)), ("below", w - float(eps))]:
        cost = sheet.evaluate({"w3_1_1": moved})["cost"].value
        assert abs(float(shown[row]) - cost) <= 4 * np.spacing(cost)  # the browser's exp may differ in its last digit
    above, below = float(shown["above"]), float(shown["below"])
    assert float(shown["difference"]) == pytest.approx(above - below, abs=1e-17)
    central, analytic = (above - below) / (2 * float(eps)), sheet["dw3_1_1"].value
    assert float(shown["quotient"]) == pytest.approx(central, rel=1e-11, abs=1e-14)
    assert float(shown["analytic"]) == pytest.approx(analytic, rel=1e-11)
    assert errors(page)["central"] == pytest.approx(abs(central - analytic), rel=0.06, abs=1e-16)


def test_the_digits_that_two_costs_share_are_marked_and_those_that_cancel_are_counted(show):
    page = show(explorer())
    set_eps(page, "1e-5")
    shared = page.locator(".gc-arithmetic .gc-shared").first.text_content()
    shown = arithmetic(page)
    assert shown["above"].startswith(shared) and shown["below"].startswith(shared)
    assert shown["above"][len(shared)] != shown["below"][len(shared)]
    cancelled = int(np.log10(float(shown["above"]) / abs(float(shown["difference"]))))
    said = page.locator(".gc-arithmetic p").text_content()
    assert f"{cancelled} cancel in the difference and {16 - cancelled} are left" in said


def test_the_right_arms_rise_with_the_power_that_taylor_has(show):
    page = show(explorer())
    for method, power in [("central", 2), ("forward", 1), ("complex", 2)]:
        points = curve(page, method)
        arm = points[points[:, 0] > -3]
        assert np.polyfit(arm[:, 0], arm[:, 1], 1)[0] == pytest.approx(power, abs=0.05)


def test_the_left_arms_rise_with_one_over_eps_and_the_complex_step_has_none(show):
    page = show(explorer())
    for method in ("central", "forward"):
        points = curve(page, method)
        arm = points[(points[:, 0] < -8) & (points[:, 0] > -14)]
        assert np.polyfit(arm[:, 0], arm[:, 1], 1)[0] == pytest.approx(-1, abs=0.15)
    points = curve(page, "complex")
    assert (points[points[:, 0] < -9, 1] < -15).all()


def test_the_bottom_of_the_v_lies_where_the_derivation_has_it(show):
    widget = explorer()
    page = show(widget)
    sheet, h = widget.sheet, 0.01
    at = lambda steps: sheet.evaluate({"w3_1_1": sheet["w3_1_1"].value + steps * h})["cost"].value
    third = abs(at(2) - 2 * at(1) + 2 * at(-1) - at(-2)) / (2 * h**3)
    best = np.cbrt(3 * UNIT_ROUNDOFF * sheet["cost"].value / third)
    said = re.search(r"\(▲\), (.*)\.", page.locator(".gc-curves .gc-caption").text_content())[1]
    assert figures(said) == pytest.approx(best, rel=0.05)
    points = curve(page, "central")
    typical = lambda decade: np.median(points[abs(points[:, 0] - decade) <= 0.5, 1])
    decades = {shift: typical(np.log10(best) + shift) for shift in range(-8, 4)}
    assert min(decades, key=decades.get) in (-1, 0)
    assert decades[0] <= np.log10(1.5 * UNIT_ROUNDOFF * sheet["cost"].value / best) + 0.5


def test_a_new_eps_moves_the_marks_and_not_the_curves(show):
    page = show(explorer())
    before = [curve(page, method).tolist() for method in ("central", "forward", "complex")]
    mark = page.locator(".gc-curves .gc-mark.gc-central")
    place = mark.get_attribute("transform")
    set_eps(page, "1e-8")
    assert mark.get_attribute("transform") != place
    assert [curve(page, method).tolist() for method in ("central", "forward", "complex")] == before


def test_the_mark_lies_on_its_curve(show):
    page = show(explorer())
    set_eps(page, "0.01")
    x, y = map(float, re.findall(r"[\d.]+", page.locator(".gc-curves .gc-mark.gc-central").get_attribute("transform")))
    path = page.locator(".gc-curves .gc-curve.gc-central").get_attribute("d")
    assert min(abs(float(a) - x) + abs(float(b) - y) for a, b in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)) < 0.5


@pytest.mark.parametrize(("text", "problem"), [
    ("abc", "That is no number."), ("0", "ε lies between"), ("1", "ε lies between"), ("1e-16", "ε lies between"),
    ("1/2", "That is no number."), ("1,000", "That is no number."), ("0x10", "That is no number."), ("1e400", "ε lies between"),
])  # fmt: skip
def test_a_slip_of_the_reader_keeps_the_old_eps_and_says_so(show, text, problem):
    page = show(explorer())
    before = arithmetic(page)
    set_eps(page, text)
    assert problem in page.locator(".gc-messages .bp-message").nth(1).text_content()
    assert arithmetic(page) == before


def test_eps_is_typed_in_many_ways(show):
    page = show(explorer())
    for text in ("1e-7", "0.0000001", "1·10⁻⁷", "10⁻⁷", "1E-7", "1e−7"):
        set_eps(page, text)
        assert arithmetic(page)["twice"] == "2·10⁻⁷"


def test_the_keyboard_alone_goes_through_the_curve(show):
    page = show(explorer())
    eps_field(page).focus()
    page.keyboard.press("ArrowDown")
    assert figures(arithmetic(page)["twice"]) == pytest.approx(2e-5 * 10**-0.01, rel=1e-2)
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    assert arithmetic(page)["twice"] == "2·10⁻¹⁵"
    assert "at ε = 1·10⁻¹⁵ the central difference is" in page.locator("p[aria-live]").text_content()


def test_pointing_into_the_plot_sets_eps(show):
    page = show(explorer())
    page.locator(".bp-plot").click(position={"x": 60, "y": 100})
    assert figures(arithmetic(page)["twice"]) < 1e-13


def test_another_weight_and_another_value_of_it_are_lib_s(show):
    page = show(explorer())
    page.get_by_label("Derivative for").select_option("w1_2_1")
    field = page.locator(".gc-numbers input[type=text]").first
    field.fill("-1.25")
    field.press("Enter")
    net, X, Y = network()
    net.W[1][1, 0] = -1.25
    assert float(arithmetic(page)["analytic"]) == pytest.approx(net.backward(net.forward(X), Y).dW[1][1, 0], rel=1e-9)
    assert errors(page)["central"] < 1e-9


def test_a_weight_so_large_that_nothing_moves_is_harmless(show):
    page = show(explorer())
    field = page.locator(".gc-numbers input[type=text]").first
    for text in ("1000", "1e300", "-1e300"):
        field.fill(text)
        field.press("Enter")
        assert "agree in all their digits" in page.locator(".gc-arithmetic p").text_content()


def test_a_derivative_too_tiny_for_decimals_has_a_power_of_ten(show):
    page = show(explorer())
    field = page.locator(".gc-numbers input[type=text]").first
    field.fill("100")
    field.press("Enter")
    table = page.locator(".gc-comparison")
    by_complex = table.locator("tr", has_text="complex step").locator("td").first.text_content()
    assert re.fullmatch(r"\d\.\d+·10⁻³[⁰¹²³⁴-⁹]", by_complex.strip())


def test_near_a_kink_the_error_jumps_and_the_page_says_where(show):
    page = show(explorer(others={"ReLU": relu_network()}, parameter="w1_1_1"))
    page.get_by_label("Network").select_option("1")
    assert "From ε = 0.002 on" in page.locator(".gc-curves .gc-caption").text_content()
    set_eps(page, "0.0019")
    below = errors(page)
    set_eps(page, "0.0021")
    beyond = errors(page)
    assert below["central"] < 1e-12 and beyond["central"] > 1e-3
    assert below["complex"] == beyond["complex"] < 1e-14


def test_a_parabola_has_no_truncation_error(show):
    widget = GradientCheckExplorer(Network([[[0.5]]], [[0.1]], ["identity"]), [[3.0]], [[1.0]])
    page = show(widget)
    set_eps(page, "0.1")
    assert "no truncation error" in page.locator(".gc-curves .gc-caption").text_content()
    assert errors(page)["central"] < 1e-14


# The planted bug


def table(page):
    rows = page.locator(".gc-rows tbody tr").all()
    return [[row.locator("th").text_content(), *row.locator("td").all_text_contents()] for row in rows]


def answer(page, key):
    page.locator(f'.gc-answer input[value="{key}"]').check()
    return page.locator(".gc-verdict").text_content()


@pytest.mark.parametrize("planted", FIVE, ids=KEYS)
def test_the_table_shows_the_mistaken_derivatives_beside_central_differences(show, planted):
    widget = explorer(mistakes=[planted])
    page = show(widget)
    net, X, Y = network()
    numeric = in_order(net, gradient_check(net, X, Y, eps=1e-5).numeric)
    names = [each["name"] for each in widget.definition["networks"][0]["parameters"]]
    right = in_order(net, net.backward(net.forward(X), Y))
    for (_, verdict, seen, central, error), name, number, exact in zip(table(page), names, numeric, right):
        value = widget.sheet[f"d{name}"].value
        assert shows(seen, value, 3)
        assert figures(central) == pytest.approx(number, rel=6e-3)
        relative = abs(value - number) / max(abs(value), abs(number))
        assert verdict == ("✓ agrees" if value == pytest.approx(exact, rel=1e-12) else "✗ differs")
        assert relative < 1e-6 or figures(error) == pytest.approx(relative, rel=0.06)


@pytest.mark.parametrize("place", range(5), ids=KEYS)
def test_each_bug_is_recognised_and_every_other_answer_gets_a_reason(show, place):
    page = show(explorer(mistakes=FIVE[place:] + FIVE[:place]))
    planted = KEYS[place]
    verdicts = {key: answer(page, key) for key in KEYS}
    assert verdicts.pop(planted) == f"Right. {MISTAKES[planted.partition(',')[0]].symptom}"
    for verdict in verdicts.values():
        assert re.fullmatch(
            r"No\. (With that mistake the derivatives for .+ would be wrong too\. Here they agree\."
            r"|With that mistake the derivatives for .+ would be right\. Here they are wrong\."
            r"|That mistake would make the same derivatives wrong, but by other amounts: .+)",
            verdict,
        )


@pytest.mark.parametrize(("planted", "guess", "reason"), [
    (0, "slope_of_z", "W⁽²⁾, b⁽²⁾, W⁽³⁾ and b⁽³⁾ would be wrong too"),
    (0, "hidden_slope_forgotten, 2", "W⁽²⁾ and b⁽²⁾ would be wrong too"),
    (1, "transpose_missing", "W⁽²⁾, b⁽²⁾, W⁽³⁾ and b⁽³⁾ would be right"),
    (2, "hidden_slope_forgotten, 2", "the same derivatives wrong, but by other amounts"),
    (3, "slope_of_z", "W⁽¹⁾, W⁽²⁾ and W⁽³⁾ would be wrong too"),
    (4, "transpose_missing", "W⁽²⁾ and b⁽²⁾ would be right"),
])  # fmt: skip
def test_the_reason_names_what_speaks_against_the_answer(show, planted, guess, reason):
    page = show(explorer(mistakes=FIVE[planted:] + FIVE[:planted]))
    assert reason in answer(page, guess)


def test_the_amounts_in_a_reason_are_those_of_the_worksheets(show):
    widget = explorer(mistakes=["updated_weights", ("hidden_slope_forgotten", 2)])
    verdict = answer(show(widget), "hidden_slope_forgotten, 2")
    pattern = r"for (.+) it would give (.+), and here stands (.+)\. \(Right is (.+)\.\)"
    text, would, seen, right = re.search(pattern, verdict).groups()
    name = next(each["name"] for each in widget.definition["networks"][0]["parameters"] if each["text"] == text)
    sheet = Worksheet.from_network(*network())
    forgotten = MISTAKES["hidden_slope_forgotten"].made_in(sheet, 2)
    for shown, computed in [(would, forgotten), (seen, widget.sheet), (right, sheet)]:
        assert shows(shown, computed[f"d{name}"].value, 4)


def test_mistakes_that_give_the_same_numbers_are_not_told_apart(show):
    net = Network([[[0.5]], [[1.0]], [[2.0]]], [[0.0]] * 3, ["sigmoid"] * 3)
    widget = GradientCheckExplorer(
        net, [[1.0]], [[0.0]], mistakes=["hidden_slope_forgotten", ("hidden_slope_forgotten", 1)]
    )
    page = show(widget)
    assert "W⁽²⁾ and b⁽²⁾ would be right" in answer(page, "hidden_slope_forgotten, 1")
    # With one hidden layer, "in layer 1 only" and "in all hidden layers" are the same.
    two = Network([[[0.5]], [[1.0]]], [[0.0]] * 2, ["sigmoid"] * 2)
    widget = GradientCheckExplorer(
        two, [[1.0]], [[0.0]], mistakes=["hidden_slope_forgotten", ("hidden_slope_forgotten", 1)]
    )
    page = show(widget)
    assert "the very same derivatives" in answer(page, "hidden_slope_forgotten, 1")


def test_with_a_symmetric_matrix_the_missing_transpose_can_not_be_seen(show):
    page = show(explorer(mistakes=FIVE))
    assert page.locator(".gc-summary").text_content() == "6 of 15 differ: all of W⁽¹⁾ and all of b⁽¹⁾."
    page.get_by_role("button", name="look at w⁽²⁾₁₂, weight from unit 1 of layer 1 to unit 2 of layer 2").click()
    field = page.locator(".gc-numbers input[type=text]").first
    field.fill("0.4")  # as the other weight off the diagonal
    field.press("Enter")
    assert page.locator(".gc-summary").text_content() == "All 15 derivatives agree."


def test_the_learning_rate_shows_in_the_updated_weights_only(show):
    page = show(explorer(mistakes=["updated_weights", "slope_of_z"]))
    before = figures(table(page)[1][4])
    alpha = page.get_by_label("learning rate α", exact=True)
    alpha.fill("0.05")
    alpha.press("Enter")
    assert figures(table(page)[1][4]) == pytest.approx(before / 10, rel=0.1)
    page.get_by_role("button", name="Plant another bug").click()
    rows = table(page)
    alpha.fill("5")
    alpha.press("Enter")
    assert table(page) == rows


@pytest.mark.parametrize("alpha", ["0.001", "0.0001"])
def test_a_small_learning_rate_does_not_hide_that_weights_were_updated_too_early(show, alpha):
    page = show(explorer(mistakes=["updated_weights"]))
    field = page.get_by_label("learning rate α", exact=True)
    field.fill(alpha)
    field.press("Enter")
    assert (
        page.locator(".gc-summary").text_content().startswith("12 of 15 differ: all of W⁽¹⁾, all of b⁽¹⁾, all of W⁽²⁾")
    )


def test_no_right_derivative_is_called_wrong_whatever_epsilon_is(show):
    page = show(explorer(mistakes=["bias_divided_by_m"]))
    for eps in ("0.1", "0.01", "1e-4", "1e-6", "1e-8", "1e-10", "1e-12", "1e-15"):
        set_eps(page, eps)
        assert "W" not in page.locator(".gc-summary").text_content()


def test_where_epsilon_leaves_no_digit_the_page_says_so(show):
    page = show(explorer(mistakes=["bias_divided_by_m"]))
    set_eps(page, "1e-15")
    assert "nothing is left to compare" in page.locator(".gc-summary").text_content().lower()
    assert "? no digit left" in {row[1] for row in table(page)}


def test_another_bug_is_planted_until_all_have_been_there(show):
    page = show(explorer(mistakes=FIVE))
    for key in KEYS[1:] + KEYS[:1]:
        page.get_by_role("button", name="Plant another bug").click()
        assert page.locator(".gc-verdict").text_content() == ""
        assert page.locator(".gc-answer input:checked").count() == 0
        assert answer(page, key).startswith("Right.")


def test_for_a_wrong_derivative_the_curve_has_no_v_and_for_a_right_one_it_has(show):
    page = show(explorer(mistakes=FIVE, parameter="w1_1_1"))
    assert "No ε brings the error down" in page.locator(".gc-curves .gc-caption").text_content()
    points = curve(page, "central")
    assert np.ptp(points[points[:, 0] > -10, 1]) < 0.1
    page.get_by_role("button", name="look at w⁽³⁾₁₁, weight from unit 1 of layer 2 to unit 1 of layer 3").click()
    assert "Thin lines" in page.locator(".gc-curves .gc-caption").text_content()
    assert np.ptp(curve(page, "central")[:, 1]) > 8


def test_two_views_stay_in_step(show):
    page = show(explorer(mistakes=FIVE), views=2)
    page.locator('.gc-answer input[value="slope_of_z"]').first.check()
    verdicts = page.locator(".gc-verdict").all_text_contents()
    assert verdicts[0] == verdicts[1] != ""


@pytest.mark.parametrize("width", [360, 1000])
def test_nothing_below_moves_and_nothing_sticks_out(show, width):
    page = show(explorer(mistakes=FIVE), viewport={"width": width, "height": 900})
    parts = """[...document.querySelectorAll(".gc-explorer :is(div, p:not(.bp-message), table, fieldset)")].map(
        (part) => [part.className || part.tagName, part.offsetHeight])"""
    at_first = page.evaluate(parts)
    for eps in ("0.1", "1e-5", "1e-15", "abc"):
        set_eps(page, eps)
        for key in (KEYS[0], KEYS[1]):
            answer(page, key)
            assert page.evaluate(parts) == at_first
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    alpha = page.get_by_label("learning rate α", exact=True)
    alpha.fill("-1e308")
    alpha.press("Enter")
    assert "must be greater than 0" in page.locator(".gc-bug > .bp-message").text_content()
    assert page.evaluate(parts) == at_first


def test_a_finger_finds_every_control_large_enough(show):
    page = show(explorer(mistakes=FIVE), has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    page.locator(".gc-pick").nth(4).tap()
    assert page.get_by_label("Derivative for").input_value() == "b1_1"
    for control in page.locator(".gc-explorer :is(button, select, input[type=text], input[type=range])").all():
        assert control.bounding_box()["height"] >= 43


def test_who_picks_a_derivative_in_the_table_is_brought_to_its_curve(show):
    page = show(
        explorer(mistakes=FIVE), has_touch=True, viewport={"width": 360, "height": 640}, reduced_motion="reduce"
    )
    page.locator(".gc-pick").last.tap()
    top, bottom = page.locator(".gc-curves").evaluate(
        "curves => [curves.getBoundingClientRect().top, curves.getBoundingClientRect().bottom]"
    )
    assert top >= 0 and bottom <= 640


def test_on_a_phone_the_whole_choice_can_be_read_and_touched(show):
    page = show(explorer(mistakes=FIVE), has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    widget, menu = page.locator(".gc-explorer").bounding_box(), page.get_by_label("Derivative for").bounding_box()
    assert menu["width"] > widget["width"] - 40
    assert all(radio.bounding_box()["height"] >= 24 for radio in page.locator(".gc-answer input").all())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_finding_of_axe(show, theme):
    page = show(explorer(mistakes=FIVE), color_scheme=theme)
    for key in KEYS[:2]:
        answer(page, key)
        findings = Axe().run(page, context=".gc-explorer").response["violations"]
        assert [finding["id"] for finding in findings if finding["impact"] in ("serious", "critical")] == []


# In the book


def test_the_chapters_explorers_work_in_the_built_page(open_page, file_book):
    page = open_page(f"{file_book}/{CHAPTER}.html")
    page.wait_for_function("document.querySelectorAll('.gc-explorer .gc-mark[transform]').length >= 6")
    curve_widget, bug_widget = page.locator(".gc-explorer").all()
    field = curve_widget.get_by_label("ε", exact=True)
    field.fill("1e-9")
    field.press("Enter")
    assert "cancel in the difference" in curve_widget.locator(".gc-arithmetic p").text_content()
    bug_widget.locator('.gc-answer input[value="transpose_missing"]').check()
    assert bug_widget.locator(".gc-verdict").text_content().startswith("Right.")


def test_the_built_page_fits_a_phone(open_page, file_book):
    page = open_page(f"{file_book}/{CHAPTER}.html", viewport={"width": 360, "height": 740})
    page.wait_for_selector(".gc-explorer")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
