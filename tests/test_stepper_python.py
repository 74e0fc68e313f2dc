"""The stepper in Python: what it takes, what it refuses, and what it gives back."""

import gzip
import json

import numpy as np
import pytest

from lib import Network
from lib.data import xor
from lib.widgets import StepThrough
from lib.worksheet import Worksheet
from lib.worksheet.algorithm import STEPS
from tests.widget_pages import traits_of

X, Y = xor()


def a_network(**options):
    return Network.random([2, 2, 1], ["tanh", "sigmoid"], seed=1, **options)


def test_the_network_and_the_worksheet_follow_the_readers_changes():
    net = a_network(reduction="mean", train_biases=False)
    stepper = StepThrough(net, X, Y, learning_rate=0.3)
    assert [W.tolist() for W in stepper.network.W] == [W.tolist() for W in net.W]
    stepper.given = {**stepper.given, "w1_1_2": 0.625, "alpha": 0.7}
    stepper.sample = 2
    assert stepper.network.W[1][0, 1] == 0.625
    assert (stepper.network.reduction, stepper.network.train_biases) == ("mean", False)
    assert stepper.sheet["alpha"].value == 0.7
    assert [stepper.sheet["x1"].value, stepper.sheet["x2"].value] == X[2].tolist()
    stepper.mode = "all"
    assert stepper.sheet["cost"].value == pytest.approx(stepper.network.cost(X, Y))


def test_the_callers_network_and_data_stay_as_they_are():
    net, inputs = a_network(), X.copy()
    before = net.W[1].copy()
    stepper = StepThrough(net, inputs, Y)
    stepper.given = {**stepper.given, "w1_1_1": 9.0}
    stepper.samples = {**stepper.samples, "X": [[9.0, 9.0]] * 4}
    assert (net.W[1] == before).all() and (inputs == X).all()


@pytest.mark.parametrize("start, name", [(None, ""), ("forward", "z1_1"), ("error", "dL_1"), ("delta1_2", "delta1_2")])
def test_the_cursor_starts_where_it_is_told(start, name):
    assert StepThrough(a_network(), X, Y, start=start).cursor == name


def test_starts_and_choices_are_offered_by_name():
    first, second = a_network(), Network.random([2, 2, 1], ["tanh", "sigmoid"], seed=2)
    stepper = StepThrough(
        first,
        X,
        Y,
        starts={"one": second, "two": first},
        activations=["relu"],
        losses=["binary_cross_entropy", ("tanh", "squared_error")],
    )
    assert [start["name"] for start in stepper.definition["starts"]] == ["two", "one"]
    assert stepper.given["w1_1_1"] == first.W[1][0, 0]
    hidden, output = stepper.definition["choices"]
    assert [option["key"] for option in hidden["options"]] == ["tanh", "relu"]
    assert [option["text"] for option in output["options"]] == [
        "sigmoid, squared error",
        "sigmoid, binary cross entropy",
        "tanh, squared error",
    ]


def test_a_start_with_the_networks_own_numbers_is_not_offered_twice():
    stepper = StepThrough(
        a_network(), X, Y, starts={"other": Network.random([2, 2, 1], ["tanh", "sigmoid"], seed=2), "own": a_network()}
    )
    assert [start["name"] for start in stepper.definition["starts"]] == ["own", "other"]
    assert stepper.start_from == "own"


def test_a_network_that_is_no_start_is_offered_as_the_start():
    other = Network.random([2, 2, 1], ["tanh", "sigmoid"], seed=2)
    stepper = StepThrough(a_network(), X, Y, starts={"other": other})
    assert [start["name"] for start in stepper.definition["starts"]] == ["the start", "other"]


def test_the_algorithms_lines_are_those_of_the_worksheet():
    lines = StepThrough(a_network(), X, Y).definition["algorithm"]
    assert [(line["number"], line["title"]) for line in lines] == [(step.number, step.title) for step in STEPS]
    assert all("$" not in line["text"] and "<math" in line["text"] for line in lines)


def test_it_can_end_with_the_forward_pass():
    stepper = StepThrough(a_network(), X, Y, until="forward", start="forward")
    definition = stepper.definition
    assert set(definition["phases"]) == {"given", "forward"} == {quantity.phase for quantity in stepper.sheet}
    assert set(definition["pool"]["phase"]) == {"given", "forward"}
    assert (definition["modes"], definition["updates"], definition["algorithm"]) == (["one"], {}, [])
    assert stepper.cursor == "z1_1"
    with pytest.raises(ValueError, match="mode: expected one of one"):
        stepper.mode = "all"


def test_it_can_end_with_the_cost_of_all_samples():
    stepper = StepThrough(a_network(), X, Y, which="all", until="loss", start="loss")
    definition = stepper.definition
    assert list(definition["phases"]) == ["given", "forward", "loss"]
    assert (
        {quantity.phase for quantity in stepper.sheet} == set(definition["phases"]) == set(definition["pool"]["phase"])
    )
    assert (definition["modes"], definition["updates"], definition["algorithm"]) == (["one", "all"], {}, [])
    assert stepper.cursor == "L1" and [q.name for q in stepper.sheet][-5:] == ["L1", "L2", "L3", "L4", "cost"]
    stepper.mode = "one"
    assert stepper.sheet["cost"].value == stepper.sheet["L"].value


def test_a_page_links_formulas_to_equations_of_its_own():
    own = {"zfunceq": "forwardscalareq", "afunczeq": "forwardscalareq"}
    definition = StepThrough(a_network(), X, Y, equations=own).definition
    usual = StepThrough(a_network(), X, Y).definition
    assert definition["pool"]["equation"] == [own.get(label, label) for label in usual["pool"]["equation"]]
    assert not set(own) & set(definition["pool"]["equation"])
    names = {label: name for label, name in usual["equations"].items() if label not in own}
    assert definition["equations"] == names | {"forwardscalareq": "weighted sum plus bias, activation"}


def test_it_carries_its_numbers_as_a_table():
    stepper = StepThrough(a_network(), X, Y)
    data, _ = stepper._repr_mimebundle_()
    assert data["text/html"] == stepper.sheet.to_html()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == stepper.model_id


def test_the_page_gets_plain_finite_data():
    json.dumps(traits_of(StepThrough(a_network(), X, Y)), allow_nan=False)


BAD = {
    "net: expected a Network": lambda: StepThrough("net", X, Y),
    "net: expected at most 8 units": lambda: StepThrough(Network.random([2, 9, 1], ["tanh", "sigmoid"]), X, Y),
    "X: expected shape": lambda: StepThrough(a_network(), X[:, :1], Y),
    "X: expected at most 16 samples": lambda: StepThrough(a_network(), np.ones((17, 2)), np.ones((17, 1))),
    "Y: expected shape": lambda: StepThrough(a_network(), X, Y[:2]),
    "learning_rate: expected": lambda: StepThrough(a_network(), X, Y, learning_rate=0),
    "which: expected one of one, all": lambda: StepThrough(a_network(), X, Y, which="some"),
    "until: expected one of forward": lambda: StepThrough(a_network(), X, Y, until="given"),
    "equations: expected a dict": lambda: StepThrough(a_network(), X, Y, equations=["zfunceq"]),
    "equations: expected one of zfunceq": lambda: StepThrough(a_network(), X, Y, equations={"z": "forwardscalareq"}),
    r"equations\['zfunceq'\]: expected a str": lambda: StepThrough(a_network(), X, Y, equations={"zfunceq": 1}),
    "start: expected a phase": lambda: StepThrough(a_network(), X, Y, start="nowhere"),
    "activations: expected a list": lambda: StepThrough(a_network(), X, Y, activations="relu"),
    "one of": lambda: StepThrough(a_network(), X, Y, activations=["step"]),
    "losses: expected one of": lambda: StepThrough(a_network(), X, Y, losses=["hinge"]),
    "loss: expected a loss that goes with": lambda: StepThrough(a_network(), X, Y, losses=[("relu", "cross_entropy")]),
    "starts: expected a dict": lambda: StepThrough(a_network(), X, Y, starts=[a_network()]),
    "starts.*: expected a network like net": lambda: StepThrough(
        a_network(), X, Y, starts={"other": Network.random([2, 3, 1], ["tanh", "sigmoid"])}
    ),
    "sheet: expected a Worksheet": lambda: StepThrough.from_worksheet({}),
    "network: expected a stepper made from a network": lambda: (
        StepThrough.from_worksheet(Worksheet.from_functions({"g": lambda x: 2 * x}, x=1.0)).network
    ),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_input_is_a_value_error_that_names_it(message):
    with pytest.raises(ValueError, match=message):
        BAD[message]()


STATES = {
    "given: expected a number for each of alpha, w1_1_1": ("given", {"alpha": 0.5}),
    "given.'b2_1'.: expected a finite number": (
        "given",
        {**StepThrough(a_network(), X, Y).given, "b2_1": float("nan")},
    ),
    "samples: expected a dict of X and Y": ("samples", {"X": X.tolist()}),
    "Y: expected shape .4, 1.": ("samples", {"X": X.tolist(), "Y": [[0.0]]}),
    "mode: expected one of one, all": ("mode", "both"),
    "choice: expected one of tanh": ("choice", "relu"),
    "sample: expected a whole number from 0 to 3": ("sample", 4),
    "cursor: expected the name of a quantity": ("cursor", "z9_9"),
}


@pytest.mark.parametrize("message", STATES)
def test_a_state_that_cannot_be_is_a_value_error(message):
    trait, value = STATES[message]
    with pytest.raises(ValueError, match=message):
        setattr(StepThrough(a_network(), X, Y), trait, value)


# What it weighs


def test_code_and_style_weigh_at_most_30_kb():
    assert len(gzip.compress((StepThrough._esm + StepThrough._css).encode())) <= 30_000


def test_a_large_stepper_with_choices_weighs_at_most_15_kb():
    net = Network.random([3, 4, 3, 2], ["tanh", "tanh", "softmax"], loss="cross_entropy", seed=2)
    inputs = np.random.default_rng(0).normal(size=(4, 3)).round(2)
    stepper = StepThrough(
        net,
        inputs,
        [0, 1, 1, 0],
        activations=["tanh", "sigmoid", "relu"],
        losses=["cross_entropy", "binary_cross_entropy", "squared_error"],
    )
    state = {name: value for name, value in traits_of(stepper).items() if name not in ("_esm", "_css")}
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    assert len(gzip.compress(text.encode())) <= 15_000


def test_the_sample_shown_at_first_can_be_chosen():
    assert StepThrough(a_network(), X, Y, sample=3).sample == 3
    with pytest.raises(ValueError, match="sample: expected a whole number from 0 to 3, got 4"):
        StepThrough(a_network(), X, Y, sample=4)
