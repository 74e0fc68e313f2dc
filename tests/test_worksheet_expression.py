"""An expression written out operation by operation, and its adjoints against finite differences."""

import copy
import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.widgets.descent import Landscape
from lib.worksheet import Worksheet, cos, exp, ln, sin, tanh
from lib.worksheet.differentiation import derivative
from lib.worksheet.expression import maximum, quantity
from lib.worksheet.printing import symbols_style, to_latex

CIRCUIT = {"x1": -2.0, "x2": 5.0, "x3": -4.0}
EXPRESSIONS = {
    "circuit": lambda x1, x2, x3: (x1 + x2) * x3,
    "a value used twice": lambda x1, x2, x3: (x1 + x2) * x3 + (x1 + x2) ** 2,
    "an input used everywhere": lambda x1, x2, x3: x1 * x1 - sin(x1 * x2) / (2 + cos(x1)) + exp(-x1) * x3,
    "every function": lambda x1, x2, x3: ln(4 + x1 * x2) * tanh(x3 - x1) + (x2 - 3 * x3) ** 3 / 8 - (-x1),
}
points = st.floats(0.2, 1.5)


def result(sheet):
    return [q for q in sheet if q.phase == "forward"][-1]


def test_the_circuit_of_the_stanford_notes():
    sheet = Worksheet.from_expression(EXPRESSIONS["circuit"], CIRCUIT)
    assert result(sheet).value == -12
    assert [sheet[f"x{i}_bar"].value for i in (1, 2, 3)] == [-4, -4, 3]


def test_the_sigmoid_neuron_of_the_stanford_notes():
    w, x = {"w1": 2.0, "w2": -3.0, "w3": -3.0}, {"x1": -1.0, "x2": -2.0}
    sheet = Worksheet.from_expression(lambda w1, w2, w3, x1, x2: 1 / (1 + exp(-(w1 * x1 + w2 * x2 + w3))), w | x)
    assert result(sheet).value == pytest.approx(0.7310585786, abs=1e-10)
    assert [sheet[f"{name}_bar"].value for name in w] == pytest.approx([-0.196612, -0.393224, 0.196612], abs=1e-6)
    assert [sheet[f"{name}_bar"].value for name in x] == pytest.approx([0.393224, -0.589836], abs=1e-6)


@pytest.mark.parametrize("case", EXPRESSIONS)
@given(x1=points, x2=points, x3=points)
def test_every_adjoint_of_an_input_is_the_derivative_that_moving_it_gives(case, x1, x2, x3):
    inputs, step = {"x1": x1, "x2": x2, "x3": x3}, 1e-6
    sheet = Worksheet.from_expression(EXPRESSIONS[case], inputs)
    for name, value in inputs.items():
        right, left = (result(sheet.evaluate({name: value + move})).value for move in (step, -step))
        assert sheet[f"{name}_bar"].value == pytest.approx((right - left) / (2 * step), rel=1e-6, abs=1e-6)


def test_equal_parts_are_computed_once_and_their_adjoint_is_a_sum():
    sheet = Worksheet.from_expression(EXPRESSIONS["a value used twice"], CIRCUIT)
    assert [q.latex for q in sheet if q.phase == "forward"] == [
        "v_{1} = x_{1} + x_{2}",
        r"v_{2} = v_{1} \, x_{3}",
        "v_{3} = v_{1}^{2}",
        "v_{4} = v_{2} + v_{3}",
    ]
    assert sheet["v1_bar"].depends_on == ["v3_bar", "d_v3_v1", "v2_bar", "d_v2_v1"]
    assert sheet["v1_bar"].value == -4 + 2 * 3


def test_an_operation_that_uses_a_value_twice_counts_both():
    sheet = Worksheet.from_expression(lambda x: x * x, {"x": 3.0})
    assert sheet["d_v1_x"].latex.endswith("= x + x") and sheet["x_bar"].value == 6


@pytest.mark.parametrize("case", EXPRESSIONS)
def test_values_go_forwards_and_adjoints_come_back(case):
    sheet, seen = Worksheet.from_expression(EXPRESSIONS[case], CIRCUIT | {"x2": 0.5}), set()
    for q in sheet:
        assert seen.issuperset(q.depends_on)
        seen.add(q.name)
    assert list(dict.fromkeys(q.phase for q in sheet)) == ["given", "forward", "gradient", "error"]
    users = [q.name for q in sheet if q.phase == "forward"]
    adjoints = [q.name for q in sheet if q.phase == "error" and q.name.startswith("v")]
    assert adjoints == [f"{name}_bar" for name in reversed(users)]


def test_an_input_that_is_not_used_has_no_adjoint():
    sheet = Worksheet.from_expression(lambda x, y: 2 * x, {"x": 1.0, "y": 1.0})
    assert "x_bar" in sheet and "y_bar" not in sheet


def test_a_changed_worksheet_has_the_adjoints_there():
    sheet = Worksheet.from_expression(EXPRESSIONS["circuit"], CIRCUIT).evaluate({"x3": 7.0})
    assert sheet["x1_bar"].value == 7


@pytest.mark.parametrize(
    "values, slopes", [((1.0, 2.0, 3.0), (0, 0, 1)), ((2.0, 2.0, 1.0), (1, 0, 0)), ((1.0, 4.0, 4.0), (0, 1, 0))]
)
def test_the_slope_of_a_largest_value_is_that_of_the_first_that_is_largest(values, slopes):
    names = ("p", "q", "r")
    largest, point = maximum(*map(quantity, names)), dict(zip(names, values))
    assert tuple(derivative(largest, name).evaluate(point) for name in names) == slopes


BAD = {
    "inputs: expected a dict": (lambda: 1.0, {}),
    "inputs: expected names of one letter other than v": (lambda v1: v1 + 1, {"v1": 1.0}),
    "inputs: expected names of one letter": (lambda long: long + 1, {"long": 1.0}),
    r"inputs\['x'\]: expected a finite number": (lambda x: x + 1, {"x": math.inf}),
    "function: expected a function of the inputs.*got one that fails": (lambda x: math.exp(x), {"x": 1.0}),
    "function: expected a function of the inputs": (lambda y: y + 1, {"x": 1.0}),
    "function: expected at least one operation": (lambda x: x, {"x": 1.0}),
    "function: expected at least one operation on": (lambda x: 3, {"x": 1.0}),
    "expression: expected a power with a number": (lambda x: x**x, {"x": 1.0}),
}


@pytest.mark.parametrize("message", BAD)
def test_what_cannot_be_written_out_is_refused(message):
    with pytest.raises(ValueError, match=f"^{message}"):
        Worksheet.from_expression(*BAD[message])


def test_brackets_are_kept_in_value_and_in_formula():
    inputs = {"x": 1.0, "y": 1e16, "z": -1e16}
    for function, latex in ((lambda x, y, z: x + (y + z), "("), (lambda x, y, z: y * (x * z), "(")):
        expression = function(*map(quantity, "xyz"))
        assert expression.evaluate(inputs) == function(*inputs.values())
        assert latex in to_latex(expression, symbols_style({name: name for name in "xyz"}))
    sheet = Worksheet.from_expression(lambda x, y, z: x + (y + z), inputs)
    assert sheet["v2"].value == 1.0


def test_a_sum_that_is_written_without_brackets_stays_one_sum():
    expression = quantity("x") + quantity("y") + quantity("z")
    assert expression.to_json() == ["+", "x", "y", "z"]


def test_what_is_used_again_and_again_is_walked_through_once():
    def doubled(x):
        for _ in range(200):  # 2²⁰⁰ ways from the result back to x
            x = sin(x) * cos(x)
        return x

    sheet = Worksheet.from_expression(doubled, {"x": 0.5})
    assert len([q for q in sheet if q.phase == "forward"]) == 600


def test_a_quantity_can_be_copied_and_pickled():
    q = Worksheet.from_expression(lambda x: x * x, {"x": 3.0})["v1"]
    for twin in (copy.copy(q), copy.deepcopy(q), pickle.loads(pickle.dumps(q))):
        assert (twin.value, twin.latex, repr(twin)) == (q.value, q.latex, repr(q))
    with pytest.raises(AttributeError):
        q.colour


@pytest.mark.parametrize("composite", ["g", "x"])
def test_no_name_stands_for_an_inner_function_and_the_whole(composite):
    with pytest.raises(ValueError, match="functions: expected names that differ"):
        Worksheet.from_functions({"g": lambda x: 2 * x, "h": lambda g: g**2}, 1.0, composite=composite)


BRANCHES = [
    lambda x: 5 * x if x else 2 * x,
    lambda x: 5 * x if x == 0 else 2 * x,
    lambda x: 5 * x if x != 0 else 2 * x,
    lambda x: 5 * x if x > 0 else 2 * x,
    lambda x: 5 * x if x <= 1 else 2 * x,
    lambda x: 5 * x if x in (0, 1) else 2 * x,
    lambda x: (x > 0) * x,
    lambda x: max(x, 0) * x,
    lambda x: sorted([1, x])[0] * x,
]
FORMULAS = [
    lambda function: Worksheet.from_functions({"g": function}, 1.0),
    lambda function: Worksheet.from_expression(function, {"x": 1.0}),
    lambda function: Worksheet.from_paths({"u": function}, {"F": lambda u: u * u}, 1.0),
    lambda function: Landscape.from_function(
        "cost", lambda x: function(x), frame=[(-1, 1)], start=[0], rates={"good": 1}
    ),
]


@pytest.mark.parametrize("make", FORMULAS)
@pytest.mark.parametrize("branch", BRANCHES)
def test_a_function_with_a_branch_is_refused(make, branch):
    with pytest.raises(ValueError, match="got one that fails: a formula takes no branches"):
        make(branch)


def again(step, times):
    def function(x):
        for _ in range(times):
            x = step(x)
        return x

    return function


@pytest.mark.parametrize("make", FORMULAS)
def test_a_function_that_fails_or_gives_no_number_is_told(make):
    for function, got in [
        (lambda x: x * (1 / 0), "one that fails: division by zero"),
        (lambda x: x.shape, "one that fails: 'Expression' object has no attribute 'shape'"),
        (lambda x: x * math.nan, "nan"),
        (lambda x: math.inf * x, "inf"),
    ]:
        with pytest.raises(ValueError, match=f": expected .*, got {got}"):
            make(function)


@pytest.mark.parametrize("make", [FORMULAS[0], FORMULAS[2], FORMULAS[3]])
def test_a_formula_that_nobody_could_read_is_refused(make):
    for step, times, got in [
        (lambda x: exp(-x), 51, "a formula of at most 100 operations inside each other, got 102"),
        (lambda x: exp(-x), 5000, "inside each other, got 10,000"),
        (lambda x: x * x + 1, 40, "a formula of at most 1000 operations, got"),
    ]:
        with pytest.raises(ValueError, match=f": expected .*{got}"):
            make(again(step, times))


@pytest.mark.parametrize("step", [lambda x: 1 / x, lambda x: 1 - x, lambda x: tanh(x), lambda x: -x])
def test_the_deepest_formula_that_is_taken_can_be_computed_and_shown(step):
    def inside(calls):  # as deep as in a notebook
        if calls:
            return inside(calls - 1)
        sheet = Worksheet.from_functions({"g": again(step, 100)}, 1.5)
        return sheet.to_html(), sheet.to_json()

    assert inside(100)


def test_a_program_may_be_as_long_as_it_likes():
    sheet = Worksheet.from_expression(again(lambda x: exp(-x), 1500), {"x": 0.5})
    assert sheet["v3000"].value == pytest.approx(0.5671432904097838)
