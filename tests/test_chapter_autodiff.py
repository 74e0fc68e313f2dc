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
from lib.worksheet import Worksheet, cos, exp, ln, sin, tanh
from lib.worksheet.expression import quantity
from lib.worksheet.expression_graph import split
from tests.book_pages import chapter as page_of
from tests.chapter_code import BOOK, Chapter
from tests.networks import depths, pairs, random_data, random_network, reductions, seeds

PAGE = "book/code/autodiff"
RECORDED = read_record("autodiff")
REVERSE_MODE = ["write_program", "run", "reverse", "forwards"]

x1, x2, x3 = (quantity(f"x{j}") for j in (1, 2, 3))
EXPRESSIONS = {
    "circuit": (x1 + x2) * x3,
    "used twice": (x1 + x2) * x3 + (x1 + x2) ** 2,
    "survey": ln(x1) + x1 * x2 - sin(x2),
    "mixed": tanh(x1 * x2) / (1 + exp(-x3 * x1)) - cos(x1 * x2) ** 3,
}


@pytest.fixture(scope="module")
def chapter():
    return Chapter("code/autodiff.md")


@pytest.fixture(scope="module")
def built(built_book):
    return page_of(built_book, PAGE)


def names_of(letter, arrays, m):
    """Name -> value of arrays of each layer, as a worksheet has them: without the sample where there is only one."""
    found = {}
    for l, array in enumerate(arrays, 1):
        for place, value in np.ndenumerate(array):
            indices = place[1:] if letter == "z" and m == 1 else place
            found["_".join([f"{letter}{l}", *(str(index + 1) for index in indices)])] = value
    return found


def assert_close(found, expected):
    for name, value in expected.items():
        assert abs(found[name] - value) <= 1e-12 * max(1, abs(value)), name


# The reverse mode that the chapter builds


def test_it_has_about_forty_lines():
    text = (BOOK / "code" / "autodiff.md").read_text(encoding="utf-8")
    cells = list(re.findall(r"^```\{code-cell\} ipython3\n(def .*?)^```", text, re.MULTILINE | re.DOTALL))
    lines = [
        line for name in REVERSE_MODE for cell in cells if cell.startswith(f"def {name}(") for line in cell.splitlines()
    ]
    assert 35 <= sum(map(bool, lines)) <= 42


@given(seed=seeds, depth=depths, pair=pairs, m=st.integers(1, 3), reduction=reductions)
def test_it_finds_the_errors_and_gradients_of_any_network_without_knowing_of_networks(
    chapter, seed, depth, pair, m, reduction
):
    net = random_network(seed, depth, pair, widest=3, reduction=reduction)
    X, Y = random_data(seed, net, m)
    sheet = Worksheet.from_network(net, X, Y)
    program = chapter["step_program"](sheet)
    values = chapter["run"](program, sheet.given)
    adjoint = chapter["reverse"](program, values, {"cost": 1.0})
    backward, s = net.backward(net.forward(X), Y), 1 / m if reduction == "mean" else 1
    assert_close(adjoint, names_of("w", backward.dW, m) | names_of("b", backward.db, m))
    assert_close(adjoint, names_of("z", [s * delta for delta in backward.delta], m))


@pytest.mark.parametrize("case", EXPRESSIONS)
def test_it_differentiates_what_is_no_network(chapter, case):
    program, step = chapter["write_program"](EXPRESSIONS[case]), 1e-6
    at, result = {"x1": 1.3, "x2": 0.4, "x3": -0.7}, list(program)[-1]
    adjoint = chapter["reverse"](program, chapter["run"](program, at), {result: 1.0})
    for name in at:
        right, left = (chapter["run"](program, at | {name: at[name] + move})[result] for move in (step, -step))
        assert adjoint[name] == pytest.approx((right - left) / (2 * step), rel=1e-7, abs=1e-8)


@pytest.mark.parametrize("case", EXPRESSIONS)
def test_its_program_and_its_adjoints_are_those_of_lib(chapter, case):
    program = chapter["write_program"](EXPRESSIONS[case])
    assert {name: repr(line) for name, line in program.items()} == {
        name: repr(line) for name, line in split(EXPRESSIONS[case]).items()
    }
    at = {"x1": 1.3, "x2": 0.4, "x3": -0.7}
    sheet = Worksheet.from_expression(lambda **inputs: EXPRESSIONS[case], at)
    adjoint = chapter["reverse"](program, chapter["run"](program, at), {list(program)[-1]: 1.0})
    for name in [*at, *program]:
        if f"{name}_bar" in sheet:
            assert adjoint[name] == pytest.approx(sheet[f"{name}_bar"].value, rel=1e-12)


@given(seed=seeds, depth=st.integers(1, 3), t=st.integers(0, 99))
def test_forward_and_reverse_mode_agree_in_the_inner_product(chapter, seed, depth, t):
    net = random_network(seed, depth, ("tanh", "squared_error"), widest=3)
    sheet = Worksheet.from_network(net, *random_data(seed, net, 1))
    program, generator = chapter["step_program"](sheet), np.random.default_rng(t)
    values = chapter["run"](program, sheet.given)
    direction = {f"x{j}": generator.normal() for j in range(1, net.sizes[0] + 1)}
    weights = {f"a{depth}_{k}": generator.normal() for k in range(1, net.sizes[-1] + 1)}
    tangent = chapter["forwards"](program, values, direction)
    adjoint = chapter["reverse"](program, values, weights)
    left = sum(c * tangent[name] for name, c in weights.items())
    right = sum(adjoint[name] * speed for name, speed in direction.items())
    assert left == pytest.approx(right, rel=1e-10, abs=1e-12)


# What the text says


def test_the_circuit_has_the_numbers_of_the_text(chapter):
    program = chapter["write_program"](EXPRESSIONS["circuit"])
    values = chapter["run"](program, {"x1": -2.0, "x2": 5.0, "x3": -4.0})
    adjoint = chapter["reverse"](program, values, {"v2": 1.0})
    assert (values["v1"], values["v2"]) == (3, -12)
    assert [adjoint[name] for name in ("v1", "x1", "x2", "x3")] == [-4, -4, -4, 3]


def test_the_value_that_is_used_twice_has_the_adjoint_two_and_is_the_steppers(chapter):
    table = chapter.printed.partition("value   adjoint   stepper")[2].splitlines()[1:8]
    rows = {line.split()[0]: line.split()[1:] for line in table}
    assert rows["v1"] == ["3.0", "2.0", "2.0"]
    assert all(mine == stepper for _, mine, stepper in rows.values())


def test_every_printed_difference_is_rounding(chapter):
    differences = re.findall(
        r"^(?:largest difference|  adjoints of .*|  new .*?) +(\d\S*e-\d+|0e\+00)$", chapter.printed, re.MULTILINE
    )
    assert len(differences) == 7
    assert max(map(float, differences)) <= 1e-12


def test_both_modes_give_the_same_jacobian_in_three_and_in_two_passes(chapter):
    assert np.shape(chapter["columns"]) == (3, 2) and np.shape(chapter["rows"]) == (2, 3)
    np.testing.assert_allclose(np.transpose(chapter["columns"]), chapter["rows"], rtol=0, atol=1e-12)


def test_one_pass_backwards_does_what_takes_one_a_parameter_forwards(chapter):
    count, arrows = chapter["count"], chapter["arrows"]
    assert count == 3 * 4 + 4 + 4 * 2 + 2
    assert f"forward mode: {count} passes, {count * arrows:,} multiplications" in chapter.printed


def test_a_step_of_the_recursion_is_a_vector_jacobian_product(chapter):
    net, X, Y = chapter["net"], chapter["X"][:1], chapter["Y"][:1]
    delta = net.backward(net.forward(X), Y).delta
    np.testing.assert_allclose(delta[2][0] @ chapter["J_layer"], delta[1][0], rtol=0, atol=1e-12)


def test_the_neuron_of_the_exercise_has_the_published_numbers(chapter):
    assert "output 0.7310585786" in chapter.printed
    found = dict(re.findall(r"^adjoint of (x\d) +(\S+)$", chapter.printed, re.MULTILINE))
    published = {"x1": -0.196612, "x2": 0.393224, "x3": -0.393224, "x4": -0.589836, "x5": 0.196612}
    assert {name: float(value) for name, value in found.items()} == published


def test_with_one_sign_too_few_three_adjoints_are_wrong_and_the_test_notices(chapter):
    right, wrong = chapter["right"], chapter["wrong"]
    assert {name for name in right if right[name] != wrong[name]} == {"v1", "x1", "x2"}
    assert wrong["v1"] == -4
    by_jvp, by_vjp = re.findall(r"^(?:c · JVP|VJP · d) = (\S+)$", chapter.printed, re.MULTILINE)[-2:]
    assert by_jvp != by_vjp


@pytest.mark.parametrize("n", [1, 3, 8])
def test_paths_double_with_each_round_and_arrows_grow_by_three(chapter, n):
    ladder = chapter["write_program"](chapter["rounds"](n))
    assert chapter["count_paths"](ladder, list(ladder)[-1]) == 2**n
    assert chapter["count_arrows"](ladder) == 3 * n


# PyTorch and JAX: as recorded, and live where they are installed


def assert_gradients_are_libs(found):
    given = RECORDED["network"]
    net = Network(given["W"], given["b"], ["tanh", "sigmoid"])
    backward = net.backward(net.forward(given["X"]), given["Y"])
    assert found["cost"] == pytest.approx(net.cost(given["X"], given["Y"]), rel=1e-12)
    for l in (1, 2):
        np.testing.assert_allclose(found["dW"][l - 1], backward.dW[l], rtol=0, atol=1e-12)
        np.testing.assert_allclose(found["db"][l - 1], backward.db[l], rtol=0, atol=1e-12)


@pytest.mark.parametrize("system", ["PyTorch", "JAX"])
def test_the_recorded_gradients_are_libs(system):
    assert_gradients_are_libs(RECORDED[system])


def test_the_record_says_how_it_was_made_and_holds_the_network_of_its_program():
    assert RECORDED["command"] == "python -m lib.records.autodiff"
    assert {"torch", "jax", "numpy"} <= RECORDED["versions"].keys()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", RECORDED["date"])
    assert RECORDED["network"] == recorder.draw()


@pytest.mark.parametrize("module, function", [("torch", "with_torch"), ("jax", "with_jax")])
def test_the_same_program_gives_libs_gradients_today(module, function):
    pytest.importorskip(module, reason=f'{module} is in the extra "bench": python -m pip install -e ".[bench]"')
    assert_gradients_are_libs(getattr(recorder, function)(**RECORDED["network"]))


def test_the_programs_stand_in_the_page_as_they_ran(built):
    shown = [block.get_text() for block in built.find_all("pre")]
    for function in ("with_torch", "with_jax"):
        assert any(inspect.getsource(getattr(recorder, function)).strip() in text for text in shown), function


# The stepper of the graph, in the built page


@pytest.fixture
def stepper(open_page, book_url):
    page = open_page(f"{book_url}/{PAGE}.html")
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


def test_a_part_that_is_used_again_is_walked_through_once(chapter):
    program = chapter["write_program"](chapter["rounds"](60))  # 2⁶⁰ paths
    assert len(program) == 120 and chapter["count_paths"](program, list(program)[-1]) == 2**60
