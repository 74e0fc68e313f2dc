"""A common mistake is a worksheet with one equation written wrongly: what it changes, and what it leaves alone."""

import numpy as np
import pytest

from lib import Network
from lib.worksheet import Worksheet
from lib.worksheet.expression import quantity
from lib.worksheet.mistakes import MISTAKES
from tests.networks import random_data

ALPHA = 0.5


def make(sizes=(2, 2, 2, 1), activation="sigmoid", m=3, **settings):
    generator = np.random.default_rng(3)
    weights = [generator.normal(size=shape) for shape in zip(sizes, sizes[1:])]
    biases = [generator.normal(size=size) for size in sizes[1:]]
    net = Network(weights, biases, [activation] * (len(sizes) - 1), **settings)
    X, Y = random_data(0, net, m)
    return net, X, Y, Worksheet.from_network(net, X, Y, ALPHA)


def gradients(sheet, net):
    """dW and db of a worksheet as arrays, by layer."""
    layers = range(1, net.depth + 1)
    units = lambda l: range(1, net.sizes[l] + 1)
    dW = {l: np.array([[sheet[f"dw{l}_{j}_{k}"].value for k in units(l)] for j in units(l - 1)]) for l in layers}
    db = {l: np.array([sheet[f"db{l}_{k}"].value for k in units(l)]) for l in layers}
    return dW, db


def wrong_backward(net, X, Y, mistake):
    """Backpropagation in NumPy, as somebody would write it who makes the mistake."""
    forward = net.forward(X)
    W, a, z = net.W, forward.a, forward.z
    slope = lambda l: z[l] * (1 - z[l]) if mistake == "slope_of_z" else a[l] * (1 - a[l])
    L = net.depth
    delta, dW, db = {}, {}, {}
    delta[L] = (a[L] - Y) * (1 if mistake == "output_slope_forgotten" else slope(L))
    for l in range(L, 0, -1):
        dW[l] = a[l - 1].T @ delta[l]
        db[l] = delta[l].sum(axis=0) / (len(X) if mistake == "bias_divided_by_m" else 1)
        if l == 1:
            break
        weights = W[l] - ALPHA * dW[l] if mistake == "updated_weights" else W[l]
        square = W[l].shape[0] == W[l].shape[1]
        back = weights if mistake == "transpose_missing" and square else weights.T
        delta[l - 1] = (delta[l] @ back) * (1 if mistake == "hidden_slope_forgotten" else slope(l - 1))
    return dW, db


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistaken_worksheet_gives_what_the_wrong_program_computes(name):
    net, X, Y, sheet = make()
    found, wanted = gradients(MISTAKES[name].made_in(sheet), net), wrong_backward(net, X, Y, name)
    for by_worksheet, by_program in zip(found, wanted):
        for l in by_worksheet:
            assert np.allclose(by_worksheet[l], by_program[l], rtol=1e-12, atol=1e-15), (name, l)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_leaves_the_right_worksheet_and_the_cost_alone(name):
    _, _, _, sheet = make()
    before = dict(sheet.values)
    mistaken = MISTAKES[name].made_in(sheet)
    assert sheet.values == before
    assert mistaken["cost"].value == sheet["cost"].value
    assert any(mistaken[each.name].value != each.value for each in sheet if each.phase == "gradient")


@pytest.mark.parametrize("name", MISTAKES)
def test_only_quantities_of_the_one_equation_are_written_differently(name):
    _, _, _, sheet = make()
    mistaken = MISTAKES[name].made_in(sheet)
    assert {each.name for each in mistaken} == {each.name for each in sheet}
    changed = {each.equation for each in sheet if each.latex != mistaken[each.name].latex}
    assert changed == {MISTAKES[name].equation}


def wrong_layers(name, **options):
    net, _, _, sheet = make()
    right, wrong = gradients(sheet, net), gradients(MISTAKES[name].made_in(sheet, **options), net)
    return {
        (letter, l) for letter, a, b in zip("Wb", right, wrong) for l in a if not np.allclose(a[l], b[l], rtol=1e-9)
    }


@pytest.mark.parametrize(("name", "options", "layers"), [
    ("output_slope_forgotten", {}, [1, 2, 3]),
    ("slope_of_z", {}, [1, 2, 3]),
    ("hidden_slope_forgotten", {"layer": 2}, [1, 2]),
    ("hidden_slope_forgotten", {"layer": 1}, [1]),
    ("transpose_missing", {}, [1]),
    ("updated_weights", {}, [1, 2]),
])  # fmt: skip
def test_the_wrong_layers_are_those_that_the_error_reaches(name, options, layers):
    assert wrong_layers(name, **options) == {(letter, l) for letter in "Wb" for l in layers}


def test_dividing_the_biases_by_m_leaves_the_weights_right():
    assert wrong_layers("bias_divided_by_m") == {("b", 1), ("b", 2), ("b", 3)}


def test_with_the_updated_weights_the_error_goes_with_the_learning_rate():
    _, _, _, sheet = make()
    mistaken = MISTAKES["updated_weights"].made_in(sheet)
    smaller = mistaken.evaluate({"alpha": ALPHA / 1000})
    off = lambda other: abs(other["dw1_1_1"].value - sheet["dw1_1_1"].value)
    assert off(smaller) == pytest.approx(off(mistaken) / 1000, rel=0.05)


def test_a_mistake_survives_other_numbers():
    net, X, Y, sheet = make()
    moved = net.copy()
    moved.W[2][0, 1] = 0.75
    mistaken = MISTAKES["transpose_missing"].made_in(sheet).evaluate({"w2_1_2": 0.75})
    assert np.allclose(
        gradients(mistaken, net)[0][1], wrong_backward(moved, X, Y, "transpose_missing")[0][1], rtol=1e-12
    )


@pytest.mark.parametrize(("name", "options", "settings"), [
    ("bias_divided_by_m", {}, {"m": 1}),  # divided by 1
    ("transpose_missing", {}, {"sizes": (2, 3, 1)}),  # no square matrix: the program would stop
    ("transpose_missing", {"layer": 2}, {}),
    ("slope_of_z", {}, {"activation": "relu"}),  # its slope is computed from z anyway
    ("hidden_slope_forgotten", {}, {"sizes": (2, 1)}),
])  # fmt: skip
def test_where_a_mistake_changes_nothing_it_says_so(name, options, settings):
    *_, sheet = make(**settings)
    with pytest.raises(ValueError, match=f"sheet: expected a training step in which {name} changes something"):
        MISTAKES[name].made_in(sheet, **options)


def test_a_quantity_may_need_what_was_computed_later():
    *_, sheet = make()
    rewritten = sheet.rewrite({"delta1_1_1": quantity("w2_1_1_new") + 1})
    assert rewritten["delta1_1_1"].value == sheet["w2_1_1_new"].value + 1
    order = [each.name for each in rewritten]
    assert order.index("w2_1_1_new") < order.index("delta1_1_1")


def test_a_worksheet_that_is_rewritten_with_its_own_expressions_stays_the_same():
    *_, sheet = make()
    same = sheet.rewrite({each.name: each.expression for each in sheet if each.expression is not None})
    assert list(same.values.items()) == list(sheet.values.items())


@pytest.mark.parametrize(("expressions", "message"), [
    ({"w1_1_1": quantity("x1_1")}, "names of computed quantities, got a given quantity, 'w1_1_1'"),
    ({"nothing": quantity("x1_1")}, "names of computed quantities, got an unknown name, 'nothing'"),
    ({"cost": quantity("nothing")}, "quantities of the worksheet, got 'nothing'"),
    ({"z1_1_1": quantity("cost")}, "no quantity that depends on itself"),
])  # fmt: skip
def test_a_worksheet_refuses_what_cannot_be_computed(expressions, message):
    *_, sheet = make()
    with pytest.raises(ValueError, match=message):
        sheet.rewrite(expressions)
