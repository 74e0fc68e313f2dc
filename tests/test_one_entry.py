"""An activation has one entry: what is added there is everywhere, and what is left out of it is told."""

import dataclasses
import re

import numpy as np
import pytest

from lib import Network, gradient_check, operations, train
from lib.activations import ACTIVATIONS, Activation, sigmoid
from lib.losses import LOSSES, Loss
from lib.widgets import StepThrough
from lib.worksheet import Worksheet
from tools import ROOT


def slope(z, a):
    return sigmoid(z)


SOFTPLUS = Activation("softplus", operations.softplus, slope, bounds=(0, np.inf), kinked=False)
X, Y = np.array([[0.5, -1.0], [-2.0, 0.25]]), np.array([[0.5], [1.5]])


@pytest.fixture
def net(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "softplus", SOFTPLUS)
    return Network.random([2, 3, 1], ["softplus", "softplus"], seed=3)


def test_the_arrays_are_right(net):
    for method in ("central", "complex"):
        assert gradient_check(net, X, Y, method=method).max_relative_error < 1e-6
    cost = train(net, X, Y, epochs=20, learning_rate=0.1, progress=False).cost
    assert cost[-1] < cost[0]


def test_the_worksheet_has_the_values_of_the_arrays_and_the_formula(net):
    sheet = Worksheet.from_network(net, X, Y, learning_rate=0.1)
    forward = net.forward(X)
    backward = net.backward(forward, Y)
    assert sheet["cost"].value == pytest.approx(net.cost(X, Y), rel=1e-12)
    for i in (1, 2):
        assert sheet[f"a2_{i}_1"].value == pytest.approx(forward.a[2][i - 1, 0], rel=1e-12)
        for k in (1, 2, 3):
            assert sheet[f"delta1_{i}_{k}"].value == pytest.approx(backward.delta[1][i - 1, k - 1], rel=1e-12)
    assert r"\ln" in sheet["a1_1_1"].latex
    assert "<table" in sheet.to_html()


def test_the_page_can_choose_it(net):
    stepper = StepThrough(net, X, Y, learning_rate=0.1, activations=["tanh"])
    assert stepper.network.activations == ("softplus", "softplus")


def test_bad_names_are_told_with_the_new_one_among_the_choices(net):
    with pytest.raises(ValueError, match="one of identity.*softplus"):
        Network.random([2, 1], ["softmin"])
    with pytest.raises(ValueError, match="cross_entropy with softplus"):
        Network.random([2, 1], ["softplus"], loss="binary_cross_entropy")


@pytest.mark.parametrize("kind", [Activation, Loss])
def test_an_entry_without_one_of_its_parts_names_what_is_missing(kind):
    names = [field.name for field in dataclasses.fields(kind)]
    for missing in names:
        with pytest.raises(TypeError, match=missing):
            kind(**{name: None for name in names if name != missing})


@pytest.mark.parametrize(
    ("heading", "name"),
    [("Activation functions", name) for name in ACTIVATIONS] + [("Losses", name) for name in LOSSES],
)
def test_the_notation_page_has_a_row_for_every_entry(heading, name):
    section = (ROOT / "book/reference/notation.md").read_text().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [
        row.split("|")[1].strip(" `").replace("-", "_").replace(" ", "_") for row in section.splitlines() if "|" in row
    ]
    if name not in rows:
        pytest.fail(f"book/reference/notation.md: add a row for {name} to the table of “{heading}”", pytrace=False)


@pytest.mark.parametrize("name", [*ACTIVATIONS, *LOSSES])
def test_the_docstring_of_network_names_every_entry(name):
    if not re.search(rf"\b{name}\b", Network.__doc__):
        pytest.fail(f"lib/network.py: name {name} in the docstring of Network, where the choices are", pytrace=False)


def test_all_values_lie_within_the_bounds():
    z = np.linspace(-50, 50, 1001).reshape(-1, 7)
    for activation in ACTIVATIONS.values():
        low, high = activation.bounds
        assert ((low <= activation.value(z)) & (activation.value(z) <= high)).all(), activation.name


def test_binary_cross_entropy_keeps_its_digits_far_from_zero():
    z = 30.0
    net = Network([[[z]]], [[0.0]], ["sigmoid"], loss="binary_cross_entropy")
    assert net.cost([[1.0]], [[1.0]]) == pytest.approx(np.log1p(np.exp(-z)), rel=1e-14, abs=0)
    sheet = Worksheet.from_network(net, [[1.0]], [[1.0]], learning_rate=0.1)
    assert sheet["cost"].value == pytest.approx(np.log1p(np.exp(-z)), rel=1e-14, abs=0)
