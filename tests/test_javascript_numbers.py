"""What the widgets compute without a page: expressions, numbers as text, bounds, counts, level lines, walks downhill."""

import math

import pytest

from lib.worksheet.expression import OPERATIONS, Expression, as_expression
from lib.worksheet.printing import PRINTERS
from tests.widget_pages import load_modules

MODULES = (
    "shared/expression",
    "shared/numbers",
    "shared/bounds",
    "gradient_check/complex_expression",
    "gradient_check/digits",
    "counter/counts",
    "descent/level_lines",
    "descent/walk",
    "descent/verdict",
)
COMPUTE = "expression => lab.compileExpression(expression)([])"
COMPUTE_COMPLEX = "expression => lab.compileComplex(expression)([])"
OF_TWO, OF_THREE = ("-", "/", "^", "max"), ("+", "*", "positive")


@pytest.fixture(scope="module")
def lab(chromium):
    page = chromium.new_page()
    load_modules(page, *MODULES)
    yield page
    page.close()


def applied(operation):
    count = 2 if operation in OF_TWO else 3 if operation in OF_THREE else 1
    return Expression(operation, *map(as_expression, (0.7, 2, -0.3)[:count]))


def test_python_its_printer_and_both_evaluators_of_the_page_name_the_same_operations(lab):
    assert set(OPERATIONS) == set(PRINTERS)
    assert set(OPERATIONS) == set(lab.evaluate("Object.keys(lab.OPERATIONS)"))
    assert set(OPERATIONS) == set(lab.evaluate("Object.keys(lab.COMPLEX_OPERATIONS)"))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_has_the_same_value_in_python_and_in_both_evaluators(lab, operation):
    expression = applied(operation)
    value = pytest.approx(float(expression.evaluate({})), rel=1e-14)
    assert lab.evaluate(COMPUTE, expression.to_json()) == value
    assert lab.evaluate(COMPUTE_COMPLEX, expression.to_json()) == [value, 0]


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name not in OF_TWO + OF_THREE])
def test_a_tiny_imaginary_step_gives_the_slope_of_a_function(lab, operation):
    step, nudge = 1e-30, 1e-6
    compute = f"([operation, x]) => lab.compileComplex([operation, 'x'], () => 0)([[x, {step}]])[1] / {step}"
    above, below = (float(Expression(operation, as_expression(0.7 + d)).evaluate({})) for d in (nudge, -nudge))
    assert lab.evaluate(compute, [operation, 0.7]) == pytest.approx((above - below) / (2 * nudge), rel=1e-8)


def test_the_names_in_an_expression_come_once_and_in_order(lab):
    assert lab.evaluate("lab.namesIn(['+', ['*', 'b', 'a'], ['neg', 'b'], 2])") == ["b", "a"]


@pytest.mark.parametrize(
    "expression, problem", [("x", "no quantity named x"), (["root", 2], "no operation named root")]
)
def test_an_unknown_name_is_an_error_that_says_it(lab, expression, problem):
    caught = (
        "expression => { try { lab.compileExpression(expression, () => undefined) } catch (e) { return e.message } }"
    )
    assert problem in lab.evaluate(caught, expression)


@pytest.mark.parametrize("number", [0, 0.4, -0.1385, 0.1 + 0.2, 123456, 2e6, -3.25e-7, 1.5e300])
def test_a_number_is_read_as_it_is_written(lab, number):
    found = lab.evaluate("number => lab.parseNumber(lab.formatNumber(number))", number)
    assert found == pytest.approx(number, rel=5e-4)


@pytest.mark.parametrize("text, number", [("−0,5", -0.5), ("10⁻³", 1e-3), ("1,000", None), ("0.5x", None), ("", None)])
def test_numbers_are_read_as_people_type_them(lab, text, number):
    assert lab.evaluate("text => lab.parseNumber(text)", text) == number


def test_probabilities_still_add_up_when_one_of_them_is_changed(lab):
    share = "targets => { lab.shareOutRest(targets, 0); return targets; }"
    assert lab.evaluate(share, [0.5, 0.1, 0.3]) == pytest.approx([0.5, 0.125, 0.375])
    assert lab.evaluate(share, [0.4, 0, 0]) == pytest.approx([0.4, 0.3, 0.3])


def test_a_count_is_shown_with_all_its_figures_while_it_is_exact(lab):
    assert lab.evaluate("[999, 1234567, 2 ** 60].map(lab.countText)") == ["999", "1,234,567", "1.153·10¹⁸"]
    assert lab.evaluate("[2.94, 51234, 999.6].map(lab.timesInWords)") == ["2.9", "51 thousand", "1.0 thousand"]


def test_numbers_below_each_other_have_the_same_decimals_and_one_length(lab):
    assert lab.evaluate("lab.fixedTogether([12.5, -0.25], 4)") == ["12.50", "−0.25"]


def test_a_level_line_of_a_circle_lies_on_the_circle(lab):
    grid = "lab.sampleGrid(([x, y]) => x * x + y * y, [[-2, 2], [-2, 2]], 80)"
    pieces = lab.evaluate(f"lab.levelLine({grid}, 1)")
    assert len(pieces) > 80
    assert all(math.hypot(*end) == pytest.approx(1, abs=1e-3) for piece in pieces for end in piece)


@pytest.mark.parametrize(
    "rate, updates, kind",
    [
        (0.5, 0, "start"),
        (0.1, 2, "falls"),
        (0.001, 2, "slow"),
        (0.9, 3, "oscillates"),
        (1.1, 4, "diverges"),
        (0.5, 1, "rest"),
    ],
)
def test_a_walk_down_a_parabola_is_called_what_it_is(lab, rate, updates, kind):
    parabola = {
        "quantities": [
            {"name": "alpha", "value": 0},
            {"name": "w", "value": 0},
            {"name": "cost", "expression": ["^", "w", 2]},
            {"name": "slope", "expression": ["*", 2, "w"]},
            {"name": "next", "expression": ["-", "w", ["*", "alpha", "slope"]]},
        ],
        "variables": ["w"],
        "slopes": ["slope"],
        "updated": ["next"],
        "columns": ["cost", "slope"],
    }
    walk = "([landscape, rate, updates]) => { stops = new lab.Walk(landscape).path([1], rate, updates); "
    verdict = "return [stops.at(-1).point[0], lab.verdict(stops, ['w'], (name) => name).kind]; }"
    place, found = lab.evaluate(walk.replace("stops", "const stops", 1) + verdict, [parabola, rate, updates])
    assert place == pytest.approx((1 - 2 * rate) ** updates, abs=1e-12)
    assert found == kind
