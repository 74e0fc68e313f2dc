"""The chapter on automatic differentiation: its reverse mode, what it says about numbers, and PyTorch's and JAX's."""

import inspect
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import Network
from lib.records import autodiff as recorder
from lib.records import read_record
from tests.book_pages import chapter as page_of
from tests.chapter_code import BOOK, Chapter
from tests.networks import random_data, random_network, reductions, seeds

PAGE = "book/code/autodiff"
RECORDED = read_record("autodiff")

EXPRESSIONS = {
    "circuit": lambda x1, x2, x3: (x1 + x2) * x3,
    "used twice": lambda x1, x2, x3: (x1 + x2) * x3 + (x1 + x2) ** 2,
    "used twice by one operation": lambda x1, x2, x3: x1 * x1 + (x2 - x2 / 3) * x3,
    "survey": lambda x1, x2, x3: np.log(x1) + x1 * x2 - np.sin(x2),
    "mixed": lambda x1, x2, x3: np.tanh(x1 * x2) / (1 + np.exp(-x3 * x1)) - (2 - x1 * x2) ** 3 + 1 / x3,
    "branch": lambda x1, x2, x3: x1 * x2 if x1 > x2.number else x3,
}
AT = [1.3, 0.4, -0.7]


@pytest.fixture(scope="module")
def chapter():
    return Chapter("code/autodiff.md")


@pytest.fixture(scope="module")
def built(built_book):
    return page_of(built_book, PAGE)


def value_of(chapter, function, at):
    return function(*map(chapter["Value"], at)).number


def slopes_by_trying(chapter, function, at, step=1e-6):
    moves = step * np.eye(len(at))
    return [
        (value_of(chapter, function, at + move) - value_of(chapter, function, at - move)) / (2 * step) for move in moves
    ]


# The reverse mode that the chapter builds


def test_it_has_fewer_than_fifty_lines():
    text = (BOOK / "code" / "autodiff.md").read_text(encoding="utf-8")
    cells = re.findall(r"^```\{code-cell\} ipython3\n(?:import [^\n]*\n)*\n*(.*?)^```", text, re.MULTILINE | re.DOTALL)
    own = ("class Value(", "def program_of(", "def backward(")
    lines = [line for cell in cells if cell.startswith(own) for line in cell.splitlines() if line]
    assert 40 <= len(lines) < 50


@pytest.mark.parametrize("case", EXPRESSIONS)
def test_it_differentiates_what_is_no_network(chapter, case):
    inputs = [chapter["Value"](number) for number in AT]
    chapter["backward"](EXPRESSIONS[case](*inputs))
    tried = slopes_by_trying(chapter, EXPRESSIONS[case], np.array(AT))
    np.testing.assert_allclose([x.adjoint for x in inputs], tried, rtol=1e-7, atol=1e-8)


@given(seed=seeds, hidden=st.sampled_from(["tanh", "relu", "sigmoid"]), m=st.integers(1, 3), reduction=reductions)
def test_it_finds_the_errors_and_gradients_of_any_network_without_knowing_of_networks(
    chapter, seed, hidden, m, reduction
):
    net = random_network(seed, 2, ("softmax", "cross_entropy"), hidden=[hidden], widest=3, reduction=reduction)
    X, Y = random_data(seed, net, m)
    as_values, Value = chapter["as_values"], chapter["Value"]
    W, b = ([as_values(array) for array in arrays] for arrays in (net.W, net.b))
    activation = {
        "tanh": np.tanh,
        "relu": np.vectorize(Value.relu, otypes=[object]),
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    }[hidden]
    z1 = X @ W[0] + b[0]
    z2 = activation(z1) @ W[1] + b[1]
    softmax = np.exp(z2) / np.exp(z2).sum(axis=1, keepdims=True)
    s = 1 / m if reduction == "mean" else 1
    cost = -s * (Y * np.log(softmax)).sum()
    chapter["backward"](cost)

    backward = net.backward(net.forward(X), Y)
    assert cost.number == pytest.approx(net.cost(X, Y), rel=1e-10, abs=1e-12)
    for l, (w, bias, z) in enumerate(zip(W, b, (z1, z2)), 1):
        for found, expected in [(w, backward.dW[l]), (bias, backward.db[l]), (z, s * backward.delta[l])]:
            np.testing.assert_allclose(chapter["adjoint_of"](found), expected, rtol=1e-9, atol=1e-12)


def test_a_second_walk_back_does_not_add_to_the_first(chapter):
    x = chapter["Value"](3.0)
    result = x * x
    for _ in range(2):
        chapter["backward"](result)
        assert x.adjoint == 6


def test_ten_thousand_turns_of_a_loop_are_no_trouble(chapter):
    x = chapter["Value"](-0.25)
    result = chapter["rounds"](x, 10_000)
    chapter["backward"](result)
    assert len(chapter["program_of"](result)) == 20_001 and 0 < x.adjoint < 1


def test_relu_has_the_slope_0_in_its_kink(chapter):
    x = chapter["Value"](0.0)
    chapter["backward"](x.relu())
    assert x.adjoint == 0


@pytest.mark.parametrize("case", EXPRESSIONS)
def test_forward_and_reverse_mode_agree_in_the_inner_product(chapter, case):
    direction = [0.3, -1.1, 0.7]
    moving = [chapter["Dual"](number, tangent=rate) for number, rate in zip(AT, direction)]
    inputs = [chapter["Value"](number) for number in AT]
    chapter["backward"](EXPRESSIONS[case](*inputs))
    by_reverse = sum(x.adjoint * rate for x, rate in zip(inputs, direction))
    assert EXPRESSIONS[case](*moving).tangent == pytest.approx(by_reverse, rel=1e-12)


def test_values_of_dual_numbers_give_a_column_of_the_hessian_matrix(chapter):
    Value, Dual = chapter["Value"], chapter["Dual"]
    x, y = Value(Dual(2.0, tangent=1.0)), Value(Dual(3.0))
    chapter["backward"](x * x * y + x.relu() + y**3)  # H = [[2y, 2x], [2x, 6y]]
    assert (x.adjoint.tangent, y.adjoint.tangent) == (6, 4)


# What the text says


def test_the_circuit_has_the_numbers_of_the_text(chapter):
    x1, x2, x3 = map(chapter["Value"], (-2.0, 5.0, -4.0))
    v1 = x1 + x2
    v2 = v1 * x3
    chapter["backward"](v2)
    assert (v1.number, v2.number) == (3, -12)
    assert [value.adjoint for value in (v1, x1, x2, x3)] == [-4, -4, -4, 3]


def test_the_value_that_is_used_twice_has_the_adjoint_two_and_is_the_steppers(chapter):
    table = chapter.printed.partition("value   adjoint   stepper")[2].splitlines()[1:8]
    rows = {line.split()[0]: line.split()[1:] for line in table}
    assert rows["v1"] == ["3.0", "2.0", "2.0"]
    assert all(mine == stepper for _, mine, stepper in rows.values())


def test_every_printed_difference_is_rounding(chapter):
    rows = re.findall(
        r"^(?:largest difference|  adjoints of \w|adjoints of \w, like|  new).*$", chapter.printed, re.MULTILINE
    )
    differences = [float(number) for row in rows for number in re.findall(r"\de[-+]\d+", row)]
    assert len(differences) == 12
    assert max(differences) <= 1e-12


def test_after_the_step_both_have_the_same_cost(chapter):
    mine, libs = re.findall(r"^  (?:reverse mode|lib) +(0\.\d{9})$", chapter.printed, re.MULTILINE)
    assert mine == libs and float(libs) < chapter["cost"].number


def test_the_loop_and_the_branch_have_the_slopes_of_their_formulas(chapter):
    rows = re.findall(r"^(?:root|bent) +\S+ +\S+ +(\S+) +(\S+)$", chapter.printed, re.MULTILINE)
    assert [float(adjoint) for adjoint, _ in rows[1:]] == [round(x, 6) for x in (1 / 8**0.5, 1 / 6, 12, 0.1)]
    assert all(adjoint == tried for adjoint, tried in rows[1:])


def test_the_root_of_1_is_found_without_a_turn_of_the_loop_and_has_the_derivative_1(chapter):
    x = chapter["Value"](1.0)
    result = chapter["root"](x)
    chapter["backward"](result)
    assert result is x and x.adjoint == 1
    assert re.search(r"^root +1\.0 +1\.00000 +1\.000000 +0\.500000$", chapter.printed, re.MULTILINE)


def test_both_modes_give_the_same_jacobian_in_three_and_in_two_passes(chapter):
    assert np.shape(chapter["columns"]) == (3, 2) and np.shape(chapter["rows"]) == (2, 3)
    np.testing.assert_allclose(np.transpose(chapter["columns"]), chapter["rows"], rtol=0, atol=1e-12)


def test_one_pass_backwards_does_what_takes_one_a_parameter_forwards(chapter):
    count, arrows = chapter["count"], chapter["arrows"]
    assert count == 3 * 4 + 4 + 4 * 2 + 2
    assert f"forward mode: {count} passes, {count * arrows:,} multiplications" in chapter.printed


def test_a_matrix_product_goes_back_by_two_matrix_products(chapter):
    z_bar, a, W = chapter["z_bar"], chapter["a"], chapter["W"]
    assert (a.shape, W.shape, z_bar.shape) == ((5, 4), (4, 2), (5, 2))
    np.testing.assert_allclose(chapter["adjoint_of"](chapter["a_values"]), z_bar @ W.T, rtol=0, atol=1e-12)
    np.testing.assert_allclose(chapter["adjoint_of"](chapter["W_values"]), a.T @ z_bar, rtol=0, atol=1e-12)


def test_the_neuron_of_the_exercise_has_the_published_numbers(chapter):
    assert "output 0.7310585786" in chapter.printed
    found = dict(re.findall(r"^adjoint of (x\d) +(\S+)$", chapter.printed, re.MULTILINE))
    published = {"x1": -0.196612, "x2": 0.393224, "x3": -0.393224, "x4": -0.589836, "x5": 0.196612}
    assert {name: float(value) for name, value in found.items()} == published


def test_with_one_sign_too_few_three_adjoints_are_wrong_and_the_test_notices(chapter):
    names, right, wrong = list(chapter["named"]), chapter["right"], chapter["wrong"]
    assert {name for name, good, bad in zip(names, right, wrong) if good != bad} == {"v1", "x1", "x2"}
    assert wrong[names.index("v1")] == -4
    assert chapter["by_jvp"] != pytest.approx(chapter["by_vjp"])


@pytest.mark.parametrize("n", [1, 3, 8, 60])
def test_paths_double_with_each_round_and_arrows_grow_by_three(chapter, n):
    x = chapter["Value"](-0.25)
    result = chapter["rounds"](x, n)
    assert chapter["count_paths"](x, result) == 2**n
    assert chapter["count_arrows"](result) == 3 * n


def test_softmax_and_cross_entropy_leave_a_minus_y(chapter):
    found, expected = re.findall(r"^(?:adjoints of z|softmax - y) +\[(.*)\]$", chapter.printed, re.MULTILINE)
    assert found == expected


def test_the_adjoint_of_a_shared_weight_is_the_sum_over_its_uses(chapter):
    found = [
        float(number) for number in re.findall(r"^(?:one weight|their sum) +(\S+)$", chapter.printed, re.MULTILINE)
    ]
    assert found == [0.6141896, 0.6141896]
    np.testing.assert_allclose(chapter["adjoint_of"](chapter["own"]), [0, 0.520154, 0.09403559], atol=1e-8)


def test_the_network_with_relu_has_units_that_are_off_and_a_gradient_that_is_not_0(chapter):
    assert "3 of 6 hidden units are off" in chapter.printed
    assert np.abs(chapter["expected"].dW[1]).max() > 0.1


def test_the_hessian_vector_product_is_what_two_gradients_say(chapter):
    rows = re.findall(r"first entry +(\S+) tried +(\S+) gap (\S+)$", chapter.printed, re.MULTILINE)
    assert len(rows) == 4
    for exact, tried, gap in rows:
        assert float(exact) == pytest.approx(float(tried), abs=2e-9) and float(gap) < 1e-8


# PyTorch and JAX: as recorded, and live where they are installed


def assert_errors_and_gradients_are_libs(found):
    given = RECORDED["network"]
    net = Network(given["W"], given["b"], ["tanh", "sigmoid"])
    backward = net.backward(net.forward(given["X"]), given["Y"])
    assert found["cost"] == pytest.approx(net.cost(given["X"], given["Y"]), rel=1e-12)
    for l in (1, 2):
        np.testing.assert_allclose(found["dW"][l - 1], backward.dW[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose(found["db"][l - 1], backward.db[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose(found["dz"][l - 1], backward.delta[l], rtol=0, atol=1e-12)


@pytest.mark.parametrize("system", ["PyTorch", "JAX"])
def test_the_recorded_errors_and_gradients_are_libs(system):
    assert_errors_and_gradients_are_libs(RECORDED[system])


def test_the_record_says_how_it_was_made_and_holds_the_network_of_its_program():
    assert RECORDED["command"] == "python -m lib.records.autodiff"
    assert {"torch", "jax", "numpy"} <= RECORDED["versions"].keys()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", RECORDED["date"])
    assert RECORDED["network"] == recorder.draw()


@pytest.mark.parametrize("module, function", [("torch", "with_torch"), ("jax", "with_jax")])
def test_the_same_program_gives_libs_errors_and_gradients_today(module, function):
    pytest.importorskip(module, reason=f'{module} is in the extra "bench": python -m pip install -e ".[bench]"')
    assert_errors_and_gradients_are_libs(getattr(recorder, function)(**RECORDED["network"]))


def test_the_page_compares_the_error_itself_digit_by_digit(chapter):
    rows = re.findall(r"^unit \d +(\S+) +(\S+) +(\S+)$", chapter.printed, re.MULTILINE)
    assert len(rows) == 4
    for row in rows:
        mine, *others = map(float, row)
        assert others == pytest.approx([mine, mine], abs=1e-15)
    largest = re.findall(r"^(?:delta|dW|db)\[\d\] +(\S+) +(\S+) *$", chapter.printed, re.MULTILINE)
    assert len(largest) == 6 and max(float(number) for row in largest for number in row) < 1e-15


def test_the_programs_stand_in_the_page_as_they_ran(built):
    shown = [block.get_text() for block in built.find_all("pre")]
    for function in ("with_torch", "with_jax"):
        assert any(inspect.getsource(getattr(recorder, function)).strip() in text for text in shown), function


# The stepper of the graph, in the built page


@pytest.fixture
def stepper(open_page, file_book):
    page = open_page(f"{file_book}/{PAGE}.html")
    page.wait_for_selector(".bp-stepper")
    return page.locator(".bp-stepper")


def lit(stepper):
    return stepper.locator(".bp-edge.bp-lit").count()


def test_at_the_value_that_is_used_twice_two_arrows_light_up_backwards(stepper):
    stepper.locator('.bp-picture text[data-q="v1_bar"]').click()
    assert "adjoint of v₁, from the 2 operations that use it" in stepper.locator(".bp-formula").text_content()
    assert lit(stepper) == 2
    assert stepper.locator(".bp-edge.bp-lit[marker-start]").count() == 2
    assert stepper.locator(".bp-node[data-lit=current]").count() == 1
    assert stepper.locator('.bp-picture text[data-q="v1_bar"] .bp-value').text_content() == "2"


def test_forwards_the_arrows_of_an_operation_light_up(stepper):
    stepper.locator(".bp-next").click()
    assert "v₁, a sum" in stepper.locator(".bp-formula").text_content()
    assert lit(stepper) == stepper.locator(".bp-edge.bp-lit[marker-end]").count() == 2


def test_a_changed_input_changes_values_and_adjoints(stepper):
    stepper.get_by_role("button", name="Last").click()
    stepper.get_by_label("Change").select_option("x3")
    field = stepper.get_by_label("to the number")
    field.fill("10")
    field.press("Enter")
    shown = {
        name: stepper.locator(f'.bp-picture text[data-q="{name}"] .bp-value').text_content()
        for name in ("v2", "v4", "v1_bar", "x1_bar", "x3_bar")
    }
    assert shown == {"v2": "30", "v4": "39", "v1_bar": "16", "x1_bar": "16", "x3_bar": "3"}


def test_the_keyboard_alone_walks_through_the_graph(stepper):
    stepper.locator(".bp-next").focus()
    for _ in range(18):
        stepper.page.keyboard.press("Enter")
    assert stepper.locator(".bp-status").text_content() == "quantity 18 of 18 · adjoints · x̄₃"


def test_without_javascript_the_table_holds_every_adjoint(built):
    table = built.find("details", class_="widget-table").find("table")
    rows = table.find_all("tr")[1:]
    assert len(rows) == 3 + 4 + 7 + 7
    assert [row.find_all("td")[-1].get_text() for row in rows[-7:]] == ["1", "1", "1", "2", "2", "2", "3"]
