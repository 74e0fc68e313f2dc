"""The worksheet writes down what `lib` computes, number by number."""

import csv
import io
import json
import math
import re

import numpy as np
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import Network
from lib.typesetting.mathml import for_width
from lib.worksheet import PHASES, Worksheet, cos, exp, ln, sin, tanh
from lib.worksheet.printing import number_text
from tests.networks import depths, pairs, random_data, random_network, reductions, seeds

few = st.integers(1, 3)


def assert_close(value, expected):
    assert abs(value - expected) <= 1e-12 * max(1, abs(expected))


def assert_equals_lib(sheet, net, X, Y, learning_rate):
    """Every quantity that `lib` has too has the same value there."""
    m, forward = len(X), net.forward(X)
    backward = net.backward(forward, Y)
    stepped = net.copy()
    stepped.update(backward, learning_rate)
    assert_close(sheet["cost"].value, net.cost(X, Y))
    for i, loss in enumerate(net.losses(X, Y), 1):
        assert_close(sheet[f"L{i}" if m > 1 else "L"].value, loss)
    for l in range(1, net.depth + 1):
        for (i, k), _ in np.ndenumerate(forward.z[l]):
            where = f"{l}_{i + 1}_{k + 1}" if m > 1 else f"{l}_{k + 1}"
            assert_close(sheet[f"z{where}"].value, forward.z[l][i, k])
            assert_close(sheet[f"a{where}"].value, forward.a[l][i, k])
            assert_close(sheet[f"delta{where}"].value, backward.delta[l][i, k])
        for letter, gradient, new in (("w", backward.dW[l], stepped.W[l]), ("b", backward.db[l], stepped.b[l])):
            for place, value in np.ndenumerate(gradient):
                name = "_".join([f"{letter}{l}", *(str(index + 1) for index in place)])
                assert_close(sheet[f"d{name}"].value, value)
                if letter == "w" or net.train_biases:
                    assert_close(sheet[f"{name}_new"].value, new[place])
                assert (f"{name}_new" in sheet) == (letter == "w" or net.train_biases)


@given(seed=seeds, depth=depths, pair=pairs, m=few, reduction=reductions, train_biases=st.booleans())
def test_every_quantity_equals_lib(seed, depth, pair, m, reduction, train_biases):
    net = random_network(seed, depth, pair, widest=3, reduction=reduction, train_biases=train_biases)
    X, Y = random_data(seed, net, m)
    assert_equals_lib(Worksheet.from_network(net, X, Y, learning_rate=0.3), net, X, Y, 0.3)


@given(seed=seeds, pair=pairs, m=few)
def test_a_changed_worksheet_equals_the_changed_network(seed, pair, m):
    net = random_network(seed, 2, pair, widest=3)
    X, Y = random_data(seed, net, m)
    sheet = Worksheet.from_network(net, X, Y, learning_rate=0.3)
    before = dict(sheet.values)
    x = "x1_1" if m > 1 else "x1"
    changed = sheet.evaluate({"w1_1_1": 0.77, x: -0.4, "alpha": 0.9})
    net.W[1][0, 0] = 0.77
    X[0, 0] = -0.4
    assert_equals_lib(changed, net, X, Y, 0.9)
    assert sheet.values == before


@given(seed=seeds, depth=depths, pair=pairs, m=few)
def test_each_quantity_comes_after_what_it_depends_on_and_phases_follow_each_other(seed, depth, pair, m):
    net = random_network(seed, depth, pair, widest=3)
    sheet = Worksheet.from_network(net, *random_data(seed, net, m))
    seen = set()
    for quantity in sheet:
        assert seen.issuperset(quantity.depends_on)
        seen.add(quantity.name)
    phases = [PHASES.index(quantity.phase) for quantity in sheet]
    assert phases == sorted(phases)
    lines = [quantity.line for quantity in sheet]
    assert lines == sorted(lines)
    assert set(lines) == ({0, 1, 2, 3, 4} if depth > 1 else {0, 1, 2, 4})


def mazur():
    net = Network(
        [[[0.15, 0.25], [0.20, 0.30]], [[0.40, 0.50], [0.45, 0.55]]],
        [[0.35, 0.35], [0.60, 0.60]],
        ["sigmoid", "sigmoid"],
        train_biases=False,
    )
    return Worksheet.from_network(net, [[0.05, 0.10]], [[0.01, 0.99]], learning_rate=0.5)


def test_an_error_is_written_as_the_recursion_has_it():
    error = mazur()["delta1_1"]
    assert error.symbol == r"\delta^{(1)}_{1}"
    assert error.text == "δ⁽¹⁾₁"
    assert error.latex == (
        r"\delta^{(1)}_{1} = (\delta^{(2)}_{1} \, w^{(2)}_{11} + \delta^{(2)}_{2} \, w^{(2)}_{12}) \, f'(z^{(1)}_{1})"
    )
    assert error.latex_with_numbers == (r"\delta^{(1)}_{1} = (0.1385 \cdot 0.4 + (-0.03810) \cdot 0.5) \cdot 0.2413")
    assert error.depends_on == ["delta2_1", "w2_1_1", "delta2_2", "w2_1_2", "fprime1_1"]
    assert (error.phase, error.line, error.equation) == ("error", 3, "deltarecursioneq")
    assert error.value == pytest.approx(0.00877135468948693, rel=1e-14)


def test_the_summands_of_an_error_are_worked_out_and_those_of_nothing_else():
    sheet = mazur()
    assert sheet["delta1_1"].latex_with_summands == r"(0.05540 + (-0.01905)) \cdot 0.2413"
    assert {quantity.name for quantity in sheet if quantity.latex_with_summands} == {"delta1_1", "delta1_2"}


def rows(written, width):
    return [re.sub(" +", " ", row).strip() for row in for_width(written.latex, width).replace("& =", "&=").split(r"\\")]


def test_the_numbers_of_an_error_are_written_in_two_lines_on_a_phone_and_in_one_on_a_wide_page():
    written = mazur().written_out("delta1_1", decimals=6)
    symbols = r"\err{\delta^{(1)}_{1}} &= (\delta^{(2)}_{1} \, w^{(2)}_{11} + \delta^{(2)}_{2} \, w^{(2)}_{12}) \, f'(z^{(1)}_{1})"
    assert rows(written, "phone") == [
        symbols,
        r"&= (0.1385 \cdot 0.4 + (-0.03810) \cdot 0.5)",
        r"&\quad {} \cdot 0.2413",
        r"&= (0.05540 + (-0.01905)) \cdot 0.2413",
        "&= 0.008771",
    ]
    assert rows(written, "wide") == [
        symbols,
        r"&= (0.1385 \cdot 0.4 + (-0.03810) \cdot 0.5) \cdot 0.2413",
        r"&= (0.05540 + (-0.01905)) \cdot 0.2413 = 0.008771",
    ]


def test_quantities_are_written_out_in_symbols_in_numbers_and_as_a_result():
    written = mazur().written_out("z1_1", "delta2_1", decimals=6)
    assert rows(written, "phone") == [
        r"\fwd{z^{(1)}_{1}} &= x_{1} \, w^{(1)}_{11} + x_{2} \, w^{(1)}_{21} + b^{(1)}_{1}",
        r"&= 0.05 \cdot 0.15 + 0.1 \cdot 0.2 + 0.35",
        "&= 0.377500",
        r"\err{\delta^{(2)}_{1}} &= L'(a^{(2)}_{1}) \, f'(z^{(2)}_{1})",
        r"&= 0.7414 \cdot 0.1868",
        "&= 0.138499",
    ]
    assert rows(written, "wide")[1:] == [
        r"&= 0.05 \cdot 0.15 + 0.1 \cdot 0.2 + 0.35 = 0.377500",
        r"\err{\delta^{(2)}_{1}} &= L'(a^{(2)}_{1}) \, f'(z^{(2)}_{1}) = 0.7414 \cdot 0.1868 = 0.138499",
    ]
    wide, phone = BeautifulSoup(written._repr_html_(), "html.parser").find_all("div", recursive=False)
    assert (wide["class"], phone["class"]) == (["formula", "on-wide"], ["formula", "on-phone"])
    assert phone["style"] == "display: none" and not wide.get("style")  # a notebook has no style sheet of the book
    assert all(form.find("math") and form.find(class_="role-error") for form in (wide, phone))


def test_a_long_sum_is_written_out_in_several_lines_and_its_result_as_the_next_line_uses_it():
    net = Network([[[1], [2], [3]], [[1]]], [[-4], [0]], ["sigmoid", "identity"])
    written = Worksheet.from_network(net, [[0.5, -0.25, 0.125]], [0]).written_out("z1_1", "a1_1", "z2_1", decimals=None)
    assert rows(written, "phone") == [
        r"\fwd{z^{(1)}_{1}} &= x_{1} \, w^{(1)}_{11} + x_{2} \, w^{(1)}_{21}",
        r"&\: + x_{3} \, w^{(1)}_{31} + b^{(1)}_{1}",
        r"&= 0.5 \cdot 1 + (-0.25) \cdot 2",
        r"&\: + 0.125 \cdot 3 + (-4)",
        "&= -3.625",
        r"\fwd{a^{(1)}_{1}} &= \frac{1}{1 + e^{-z^{(1)}_{1}}}",
        r"&= \frac{1}{1 + e^{-(-3.625)}}",
        "&= 0.02596",
        r"\fwd{z^{(2)}_{1}} &= a^{(1)}_{1} \, w^{(2)}_{11} + b^{(2)}_{1}",
        r"&= 0.02596 \cdot 1 + 0",
        "&= 0.02596",
    ]
    assert rows(written, "wide")[:2] == [
        r"\fwd{z^{(1)}_{1}} &= x_{1} \, w^{(1)}_{11} + x_{2} \, w^{(1)}_{21} + x_{3} \, w^{(1)}_{31} + b^{(1)}_{1}",
        r"&= 0.5 \cdot 1 + (-0.25) \cdot 2 + 0.125 \cdot 3 + (-4) = -3.625",
    ]


def test_a_sum_too_long_for_a_wide_page_is_broken_there_too():
    net = Network([np.ones((6, 1))], [[1]], ["identity"])
    written = Worksheet.from_network(net, np.ones((1, 6)), [0]).written_out("z1_1")
    assert [row.count("1 \\cdot 1") for row in rows(written, "wide")[2:]] == [4, 2]
    assert [row.count("1 \\cdot 1") for row in rows(written, "phone")[4:]] == [2, 2, 2, 0, 0]  # the bias, the result


@pytest.mark.slow
@settings(max_examples=25)
@given(seed=seeds, depth=depths, pair=pairs, m=few)
def test_a_part_of_a_worksheet_is_the_whole_up_to_a_phase(seed, depth, pair, m):
    net = random_network(seed, depth, pair)
    sheet = Worksheet.from_network(net, *random_data(seed, net, m))
    for phase in PHASES[1:]:
        part = sheet.until(phase)
        computed = [q.name for q in sheet if q.expression is not None and PHASES.index(q.phase) <= PHASES.index(phase)]
        assert [q.name for q in part if q.expression is not None] == computed
        assert all(part[name].value == sheet[name].value for name in part.values)
        assert set(part.given) == {name for q in part for name in q.depends_on if name in sheet.given}
        assert part.updates == (sheet.updates if phase == "update" else {})
    with pytest.raises(ValueError, match="phase: expected one of"):
        sheet.until("later")


def test_the_template_has_a_hole_for_each_quantity_and_brackets_where_a_minus_needs_them():
    template = mazur()["delta1_1"].mathml_template
    assert '<mo stretchy="false">(</mo><mn data-q="delta2_1"></mn><mo data-times="">·</mo>' in template
    assert '<mo>+</mo><mn data-q="delta2_2" data-p=""></mn><mo data-times="">·</mo>' in template
    assert template.endswith('<mn data-q="fprime1_1" data-p=""></mn>')


def test_a_power_keeps_its_layer_and_its_exponent_apart():
    net = Network([[[0.5]]], [[0.0]], ["tanh"])
    slope = Worksheet.from_network(net, [[1.0]], [[0.0]])["fprime1_1"]
    assert slope.latex == r"f'(z^{(1)}_{1}) = 1 - (a^{(1)}_{1})^{2}"


def test_the_chain_rule_is_written_for_plain_functions():
    sheet = Worksheet.from_functions({"g": lambda x: 3 * x + 1, "f": lambda u: u**2, "h": lambda v: exp(-v)}, x=0.4)
    g, f, h = 2.2, 2.2**2, math.exp(-(2.2**2))
    expected = {
        "x": 0.4,
        "g": g,
        "f": f,
        "h": h,
        "g_prime": 3,
        "f_prime": 2 * g,
        "h_prime": -h,
        "dk_df": -h,
        "dk_dg": -h * 2 * g,
        "dk_dx": -h * 2 * g * 3,
    }
    assert sheet.values == pytest.approx(expected, rel=1e-14)
    assert sheet["f_prime"].latex == r"\frac{\mathrm{d} f}{\mathrm{d} g} = 2 \, g"
    assert sheet["dk_dg"].depends_on == ["dk_df", "f_prime"]
    assert sheet["dk_dx"].depends_on == ["dk_dg", "g_prime"]


FUNCTIONS = {
    "sum and product": (lambda u: 2 * u * u + 3 * u - 1, lambda u: 4 * u + 3),
    "quotient": (lambda u: (1 + u) / (2 - u), lambda u: 3 / (2 - u) ** 2),
    "reciprocal": (lambda u: 5 / u, lambda u: -5 / u**2),
    "power": (lambda u: (1 - u) ** 3, lambda u: -3 * (1 - u) ** 2),
    "exp": (lambda u: exp(2 * u), lambda u: 2 * math.exp(2 * u)),
    "ln": (lambda u: ln(1 + u), lambda u: 1 / (1 + u)),
    "tanh": (lambda u: tanh(u), lambda u: 1 - math.tanh(u) ** 2),
    "sin and cos": (lambda u: sin(u) - cos(u), lambda u: math.cos(u) + math.sin(u)),
    "minus": (lambda u: -(u**2), lambda u: -2 * u),
    "constant": (lambda u: 4 + 0 * u, lambda u: 0),
}


@pytest.mark.parametrize("case", FUNCTIONS)
@pytest.mark.parametrize("x", [0.3, -0.6])
def test_slopes_follow_the_rules_of_calculus(case, x):
    function, slope = FUNCTIONS[case]
    assert Worksheet.from_functions({"f": function}, x)["dk_dx"].value == pytest.approx(slope(x), rel=1e-13, abs=1e-15)


def test_what_overflows_is_infinite_or_undefined_and_nothing_is_raised():
    sheet = Worksheet.from_functions({"f": lambda u: exp(u)}, x=1000.0)
    assert sheet["f"].value == math.inf
    assert sheet["f"].latex_with_numbers == "f = e^{1000}"
    assert json.loads(sheet.to_json())["quantities"][1]["value"] == "Infinity"


@given(digits=st.integers(1, 9999), places=st.integers(-1, 7), ulps=st.integers(-8, 8), negative=st.booleans())
def test_a_number_of_few_digits_has_one_form_whatever_round_off_it_carries(digits, places, ulps, negative):
    exact = digits / 10.0**places * (-1) ** negative
    noisy = exact + ulps * math.ulp(exact)
    assert number_text(noisy) == number_text(exact)
    assert not re.search(r"\.\d*0$", number_text(exact))


def test_a_number_that_was_rounded_shows_four_significant_digits_a_zero_at_the_end_among_them():
    assert [number_text(value) for value in (0.68597, 0.39999, -0.038102)] == ["0.6860", "0.4000", "−0.03810"]


def test_a_table_has_a_row_for_every_quantity():
    sheet = mazur()
    rows = list(csv.DictReader(io.StringIO(sheet.to_csv())))
    assert [row["name"] for row in rows] == [quantity.name for quantity in sheet]
    assert {row["name"]: float(row["value"]) for row in rows} == sheet.values
    html = sheet.to_html()
    assert html.count('<th scope="row">') == len(sheet)
    assert "⟦" not in html


def test_json_gives_back_every_value():
    sheet = mazur()
    data = json.loads(sheet.to_json())
    assert {quantity["name"]: quantity["value"] for quantity in data["quantities"]} == sheet.values
    assert data["updates"]["w1_1_1"] == "w1_1_1_new"


@pytest.mark.parametrize(
    "changes, got",
    [
        ({"w9": 1}, "an unknown name, 'w9'"),
        ({"delta1_1": 1}, "a computed quantity, 'delta1_1'"),
        ({"w1_1_1": math.nan}, "nan"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(changes, got):
    with pytest.raises(ValueError, match=r"^changes.*: expected .*, got") as error:
        mazur().evaluate(changes)
    assert str(error.value).endswith(got)


def test_a_quantity_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="delta3_1"):
        mazur()["delta3_1"]


@pytest.mark.parametrize(
    "functions, x, argument",
    [
        ({}, 1.0, "functions"),
        ({"f": lambda u: math.exp(u)}, 1.0, "functions['f']"),
        ({"x": lambda u: u}, 1.0, "functions"),
        ({"long": lambda u: u}, 1.0, "functions"),
        ({"f": lambda u: u}, math.inf, "x"),
    ],
)
def test_a_chain_that_cannot_be_written_is_refused(functions, x, argument):
    with pytest.raises(ValueError) as error:
        Worksheet.from_functions(functions, x)
    assert str(error.value).startswith(f"{argument}: expected")


def two_paths(x=0.1):
    return Worksheet.from_paths({"u": lambda x: 3 * x + 1, "v": lambda x: x**2}, {"F": lambda u, v: u * v}, x)


def test_functions_side_by_side_are_written_path_by_path():
    sheet = two_paths()
    assert [quantity.name for quantity in sheet] == [
        "x", "u", "v", "F", "dF_du", "u_prime", "path_u", "dF_dv", "v_prime", "path_v", "dk_dx",
    ]  # fmt: skip
    assert sheet["path_u"].latex == r"\text{through } u = \frac{\partial F}{\partial u} \, u'(x)"
    assert sheet["dk_dx"].depends_on == ["path_u", "path_v"]
    assert sheet["dk_dx"].equation == "chainrulepathseq"


PATHS = {
    "two": ({"u": lambda x: sin(x), "v": lambda x: exp(2 * x)}, lambda u, v: u**2 / v),
    "three": ({"u": lambda x: x, "v": lambda x: x**3, "w": lambda x: 1 - x}, lambda u, v, w: u * v + tanh(w * u)),
    "one": ({"u": lambda x: x**2 + 1}, lambda u: ln(u)),
    "one without an effect": ({"u": lambda x: x**2, "v": lambda x: cos(x)}, lambda u, v: 2 * u + 0 * v),
}


@pytest.mark.parametrize("case", PATHS)
@pytest.mark.parametrize("x", [0.3, -0.6])
def test_the_paths_add_up_to_the_slope_that_moving_the_variable_gives(case, x):
    branches, outer = PATHS[case]
    sheet = Worksheet.from_paths(branches, {"F": outer}, x)
    right, left = (sheet.evaluate({"x": x + move})["F"].value for move in (1e-6, -1e-6))
    assert sheet["dk_dx"].value == pytest.approx((right - left) / 2e-6, rel=1e-8)


@pytest.mark.parametrize(
    "branches, outer, x, argument",
    [
        ({}, {"F": lambda: 1}, 1.0, "branches"),
        ({"u": lambda x: x}, {}, 1.0, "outer"),
        ({"u": lambda x: x}, {"F": lambda u: u, "G": lambda u: u}, 1.0, "outer"),
        ({"u": lambda x: x}, {"F": lambda u, v: u}, 1.0, "outer['F']"),
        ({"u": lambda x: math.exp(x)}, {"F": lambda u: u}, 1.0, "branches['u']"),
        ({"u": lambda x: x}, {"u": lambda u: u}, 1.0, "branches"),
        ({"x": lambda x: x}, {"F": lambda x: x}, 1.0, "branches"),
        ({"u": lambda x: x}, {"F": lambda u: u}, math.nan, "x"),
    ],
)
def test_paths_that_cannot_be_written_are_refused(branches, outer, x, argument):
    with pytest.raises(ValueError) as error:
        Worksheet.from_paths(branches, outer, x)
    assert str(error.value).startswith(f"{argument}: expected")


@pytest.mark.parametrize(
    "activation, loss, of_loss, of_error",
    [
        ("sigmoid", "squared_error", "squarederroreq", "deltalasteq"),
        ("sigmoid", "binary_cross_entropy", "crossentropyofzeq", "binarydeltaeq"),
        ("softmax", "cross_entropy", "crossentropyeq", "softmaxdeltaeq"),
    ],
)
def test_a_loss_and_the_error_of_an_output_come_from_the_equations_of_that_loss(activation, loss, of_loss, of_error):
    net = Network([[[1.0, -1.0]]], [[0.0, 0.0]], [activation], loss=loss)
    sheet = Worksheet.from_network(net, [[1.0]], [[0.0, 1.0]])
    assert (sheet["L"].equation, sheet["delta1_1"].equation) == (of_loss, of_error)


@given(z=st.floats(-2000, 2000), y=st.sampled_from([0.0, 0.3, 1.0]))
def test_the_formula_shown_for_binary_cross_entropy_is_the_one_evaluated_also_where_another_form_overflows(z, y):
    net = Network([[[z]]], [[0.0]], ["sigmoid"], loss="binary_cross_entropy")
    shown = Worksheet.from_network(net, [[1.0]], [[y]])["L"]
    formula = shown.latex.partition(" = ")[2]
    for latex, code in {
        "z^{(1)}_{1}": "z",
        "y_{1}": "y",
        r"\max(": "max(",
        r"\ln(1 + ": "log1p(",
        r"e^{-\lvert ": "exp(-abs(",
        r" \rvert}": "))",
        r"\left(": "(",
        r"\right)": ")",
        r" \, ": "*",
    }.items():
        formula = formula.replace(latex, code)
    value = eval(formula, {"z": z, "y": y, "max": max, "abs": abs, "exp": math.exp, "log1p": math.log1p})
    assert_close(value, shown.value)
    assert_close(net.cost([[1.0]], [[y]]), shown.value)
    assert math.isfinite(shown.value)


def test_a_softplus_is_shown_as_it_is_evaluated_in_symbols_and_on_the_page():
    shown = Worksheet.from_network(
        Network([[[0.5]]], [[0.0]], ["sigmoid"], loss="binary_cross_entropy"), [[3.0]], [[1]]
    )
    for formula in (shown["L"].latex, shown["L"].latex_with_numbers):
        assert formula.count(r"\max(") == 2 and formula.count(r"e^{-\lvert ") == 2
    assert shown["L"].mathml_template.count(">max<") == 2
    assert (
        r"e^{-\lvert 1.5 \rvert}" in shown["L"].latex_with_numbers and r"\max(-1.5, 0)" in shown["L"].latex_with_numbers
    )


def test_a_sum_that_begins_with_a_bracket_is_written_out_as_a_sum():
    rows = Worksheet.from_sizes([2, 3, 2]).written_out("P", decimals=None).latex.split(r" \\ &= ")
    assert rows[1] == r"(2 + 1) \cdot 3 + (3 + 1) \cdot 2 \onphone{\\ &} = 17"


def test_a_given_quantity_is_not_written_out():
    with pytest.raises(ValueError, match="names: expected names of computed quantities, got a given quantity, 'n0'"):
        Worksheet.from_sizes([2, 3]).written_out("n0")
