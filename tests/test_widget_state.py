"""What is set from Python and can't be is refused by a clear error, and the state stays what it was."""

import numpy as np
import pytest
from traitlets import TraitError

from lib import Network
from lib.data import xor
from lib.widgets import (
    DescentExplorer,
    DigitReader,
    GradientCheckExplorer,
    MultiplicationCounter,
    NotationExplorer,
    ShapeExplorer,
    StepThrough,
)
from lib.widgets.descent import Landscape, curves
from lib.worksheet import Worksheet

X, Y = xor()
NAN, INFINITY = float("nan"), float("inf")


def net():
    return Network.random([2, 2, 1], ["tanh", "sigmoid"], seed=1)


def digit_reader():
    return DigitReader(Network.random([4, 2], ["softmax"], "cross_entropy"), [[0, 0.5, 1, 0]], [1], columns=2)


WIDGETS = {
    "stepper": lambda: StepThrough(net(), X, Y),
    "gradient check": lambda: GradientCheckExplorer(net(), X, Y, mistakes=["slope_of_z"]),
    "counter": lambda: MultiplicationCounter([2, 3, 1]),
    "notation": lambda: NotationExplorer(net()),
    "shapes": lambda: ShapeExplorer((net(), X, Y), samples=[4, 1]),
    "descent": lambda: DescentExplorer(*curves()),
    "digits": digit_reader,
}
OF_IPYWIDGETS = {"layout", "tabbable", "tooltip"}
NEVER = [None, "x", -1, 99.5, 1j, [1j], ["a"], [None], [NAN, "b"], {}, {"a": 1}, {1, 2}, object(), b"x", (1, "a")]


def state(widget):
    return {name: getattr(widget, name) for name in widget.keys if name[0] != "_" and name not in OF_IPYWIDGETS}


@pytest.mark.parametrize("which", WIDGETS)
def test_no_part_of_a_state_takes_what_it_can_not_be(which):
    widget = WIDGETS[which]()
    before = state(widget)
    for name in before:
        for value in NEVER:
            if (name, value) in [("cost_history", [None]), ("learning_rate", 99.5)]:
                continue
            with pytest.raises((ValueError, TraitError), match="expected"):
                setattr(widget, name, value)
            assert state(widget) == before, (name, value)


LIMITS = [
    ("stepper", "epoch", 0),
    ("stepper", "epoch", True),
    ("stepper", "used", [0, 0]),
    ("stepper", "used", [16]),
    ("stepper", "sample", 4),
    ("stepper", "sample", True),
    ("stepper", "selected", "z1_1"),
    ("stepper", "start_from", "somewhere"),
    ("stepper", "cost_history", [True]),
    ("gradient check", "network", True),
    ("gradient check", "eps", 1.0),
    ("gradient check", "parameter", "x1"),
    ("notation", "network", True),
    ("shapes", "network", 1),
    ("shapes", "samples", 2),
    ("shapes", "kind", "W2"),
    ("shapes", "layer", 3),
    ("shapes", "row", 4),
    ("shapes", "column", True),
    ("descent", "definition", {"most_steps": 5}),
    ("descent", "step", 1001),
    ("digits", "pixels", [0.5] * 3),
    ("digits", "pixels", [2.0] * 4),
]


@pytest.mark.parametrize(("which", "name", "value"), LIMITS)
def test_what_lies_outside_is_refused_by_name(which, name, value):
    widget = WIDGETS[which]()
    before = state(widget)
    with pytest.raises(ValueError, match=f"^{name}: expected "):
        setattr(widget, name, value)
    assert state(widget) == before


@pytest.mark.parametrize("value", [NAN, INFINITY, None, "1", 1j, True])
def test_numbers_of_the_stepper_are_finite_and_real(value):
    stepper = WIDGETS["stepper"]()
    given, samples = dict(stepper.given), dict(stepper.samples)
    with pytest.raises(ValueError, match=r"^given\['w1_1_1'\]: expected a finite number"):
        stepper.given = given | {"w1_1_1": value}
    if value is not True:
        with pytest.raises(ValueError, match="^X: expected "):
            stepper.samples = samples | {"X": [[value, 0]] * 4}
    assert (stepper.given, stepper.samples) == (given, samples)


def test_samples_given_as_arrays_are_sent_as_lists():
    stepper = WIDGETS["stepper"]()
    stepper.samples = {"X": 2 * X, "Y": Y}
    assert stepper.samples == {"X": (2 * X).tolist(), "Y": Y.tolist()}


def test_another_network_comes_with_numbers_of_its_own():
    other = Network([[[0.5]]], [[0.25]], ["tanh"])
    explorer = GradientCheckExplorer(net(), X, Y, others={"small": (other, [[1.0]], [[0.5]])}, parameter="w1_2_1")
    explorer.network = 1
    assert explorer.parameter == "w1_1_1" and explorer.given["b1_1"] == 0.25
    assert "0.25" in explorer.sheet.to_html() and explorer.to_html()


IMAGES = np.array([[0, 0.5, 1, 0]])


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (IMAGES + 0.1j, [1], "images: expected real numbers, got complex"),
        (np.ma.masked_array(IMAGES, IMAGES > 0.7), [1], "images: expected a number everywhere"),
        (IMAGES.reshape(1, 2, 2), [1], r"images: expected 4 pixels .*; write images.reshape\(-1, 4\)"),
        (IMAGES[0], [1], r"images: expected 4 pixels .*; write images.reshape\(-1, 4\)"),
        (IMAGES[:, :3], [1], "images: expected 4 pixels in each, one for each input, got shape"),
        (16 * IMAGES, [1], "images: expected ink from 0 to 1, got 0 to 16; write images / 16"),
        (IMAGES - 1, [1], "images: expected ink from 0 to 1, got -1 to 0$"),
        (None, [1], "images: expected an array of numbers, got None"),
        (IMAGES, [[1], [1, 2]], "labels: expected an array of numbers"),
        (IMAGES, np.ma.masked_array([1], [True]), "labels: expected a number everywhere"),
        (IMAGES, [1.0], "labels: expected 1 whole numbers"),
        (IMAGES, [2], "labels: expected numbers from 0 to 1, got 2 to 2"),
    ],
)
def test_pictures_that_are_none_are_refused(images, labels, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        DigitReader(Network.random([4, 2], ["softmax"], "cross_entropy"), images, labels, columns=2)


LANDSCAPE = {"name": "bowl", "function": lambda w: w * w, "frame": [(-1, 1)], "start": [0.5], "rates": {"good": 0.1}}
OF_NETWORK = {"name": "net", "net": net(), "X": X, "Y": Y, "varying": ["w1_1_1"]} | {
    key: LANDSCAPE[key] for key in ("frame", "start", "rates")
}


def bowl():
    return Landscape.from_function(**LANDSCAPE)


MADE = {
    "name": lambda value: GradientCheckExplorer(net(), X, Y, name=value),
    "others": lambda value: GradientCheckExplorer(net(), X, Y, others=value),
    "parameter": lambda value: GradientCheckExplorer(net(), X, Y, parameter=value),
    "eps": lambda value: GradientCheckExplorer(net(), X, Y, eps=value),
    "mistakes": lambda value: GradientCheckExplorer(net(), X, Y, mistakes=value),
    "sample": lambda value: StepThrough(net(), X, Y, sample=value),
    "examples": lambda value: MultiplicationCounter([2, 1], examples=value),
    "measured": lambda value: MultiplicationCounter([2, 1], measured=value),
    "X": lambda value: ShapeExplorer((net(), value, Y), samples=[1]),
    "Y": lambda value: ShapeExplorer((net(), X, value), samples=[1]),
    "samples": lambda value: ShapeExplorer((net(), X, Y), samples=value),
    "frame": lambda value: Landscape.from_function(**LANDSCAPE | {"frame": value}),
    "start": lambda value: Landscape.from_function(**LANDSCAPE | {"start": value}),
    "varying": lambda value: Landscape.from_network(**OF_NETWORK | {"varying": value}),
    "steps": lambda value: bowl().descend([0.5], 0.1, value),
    "changes": lambda value: Worksheet.from_sizes([2, 1]).evaluate(value),
    "expressions": lambda value: Worksheet.from_sizes([2, 1]).rewrite(value),
    "functions": lambda value: Worksheet.from_functions(value, 1.0),
    "branches": lambda value: Worksheet.from_paths(value, {"F": lambda u: u}, 1.0),
}


@pytest.mark.parametrize("value", [5.5, object(), [object()], NAN, {5.5}])
@pytest.mark.parametrize("argument", MADE)
def test_nothing_is_made_of_what_is_no_such_thing(argument, value):
    with pytest.raises(ValueError, match=rf"^{argument}.*: expected .*, got "):
        MADE[argument](value)


def test_a_formula_is_put_in_by_an_expression():
    with pytest.raises(ValueError, match=r"^expressions\['F'\]: expected an Expression, got int"):
        Worksheet.from_sizes([2, 1]).rewrite({"F": 5})
