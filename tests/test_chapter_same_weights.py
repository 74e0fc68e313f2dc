"""What the chapter on equal weights claims, for networks beyond the one that it shows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import Network, train
from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("backpropagation/same-weights.md")


def spread_in_rows(W):
    """How far what enters different units differs."""
    return np.ptp(W, axis=1).max()


def spread_in_columns(W):
    """How far what leaves different units differs."""
    return np.ptp(W, axis=0).max()


@given(
    sizes=st.lists(st.integers(1, 4), min_size=3, max_size=5),
    value=st.sampled_from([-0.7, 0.0, 0.3, 0.5]),
    hidden=st.sampled_from(["tanh", "sigmoid", "relu", "leaky_relu", "identity"]),
    batch_size=st.sampled_from([1, 3, 8]),
    seed=st.integers(0, 5),
)
def test_tied_units_stay_tied(sizes, value, hidden, batch_size, seed):
    generator = np.random.default_rng(seed)
    X, Y = generator.normal(size=(8, sizes[0])), generator.uniform(size=(8, sizes[-1]))
    net = Network(
        weights=[np.full(shape, value) for shape in zip(sizes, sizes[1:])],
        biases=[np.zeros(n) for n in sizes[1:]],
        activations=[hidden] * (len(sizes) - 2) + ["sigmoid"],
    )
    train(net, X, Y, epochs=5, learning_rate=0.1, batch_size=batch_size, progress=False)
    for l in range(1, net.depth):
        assert spread_in_rows(net.W[l]) < 1e-12
        assert np.ptp(net.b[l]) < 1e-12
        assert spread_in_columns(net.W[l + 1]) < 1e-12


@given(
    seed=st.integers(0, 50), hidden=st.sampled_from(["tanh", "sigmoid", "relu"]), batch_size=st.sampled_from([1, 3, 8])
)
def test_any_group_of_identical_units_stays_identical_whatever_the_others_are(seed, hidden, batch_size):
    generator = np.random.default_rng(seed)
    net = Network.random([3, 5, 4, 2], [hidden, hidden, "sigmoid"], seed=seed)
    for before, after in ((1, 2), (2, 3)):  # units 2 and 4 of both hidden layers
        net.W[before][:, 3] = net.W[before][:, 1]
        net.W[after][3] = net.W[after][1]
    X, Y = generator.normal(size=(8, 3)), generator.uniform(size=(8, 2))
    train(net, X, Y, epochs=20, learning_rate=0.1, batch_size=batch_size, progress=False)
    for before, after in ((1, 2), (2, 3)):
        assert np.abs(net.W[before][:, 3] - net.W[before][:, 1]).max() < 1e-12
        assert np.abs(net.W[after][3] - net.W[after][1]).max() < 1e-12
    assert spread_in_rows(net.W[1]) > 1e-3


def test_with_one_weight_changed_the_two_other_units_stay_equal(chapter):
    W = chapter["one_changed"].W[1]
    assert np.abs(W[:, 1] - W[:, 2]).max() < 1e-12 and np.abs(W[:, 0] - W[:, 1]).max() > 0.3


def costs_by_size(chapter):
    rows = chapter.printed.partition("cost after 2,000 epochs, three starts\n")[2].splitlines()[:5]
    return {row.split()[0]: [float(cost) for cost in row.split()[1:]] for row in rows}


def test_near_zero_every_start_stays_at_one_half_and_the_right_size_learns(chapter):
    costs = costs_by_size(chapter)
    for size in ("0.01", "0.1"):
        assert costs[size] == pytest.approx([np.log(2)] * 3, abs=1e-4)
    assert max(costs["Xavier"] + costs["1.0"]) < 0.01


def test_near_zero_the_layers_wait_for_each_other(chapter):
    rows = chapter.printed.partition("in layer 1   in layer 2\n")[2].splitlines()[:3]
    first, second = zip(*((float(row.split()[1]), float(row.split()[2])) for row in rows))
    assert first[0] < 1e-4 and first[0] < first[1] < first[2] and second[0] < second[1] < second[2]


def test_partly_tied_units_are_merged_group_by_group(chapter):
    assert chapter["smaller"].sizes == [2, 2, 2] and chapter["gap_merged"] < 1e-12


def test_outputs_with_different_targets_part_company_in_the_first_step(chapter):
    net = chapter["equal_network"]()
    train(net, chapter["X"], chapter["Y"], epochs=1, learning_rate=1.0, progress=False)
    assert spread_in_rows(net.W[2]) > 0.01


def test_and_is_learnt_and_xor_is_not(chapter):
    xor, conjunction = np.abs(chapter["net"].predict(chapter["X"]) - chapter["Y"]).max(axis=0)
    assert conjunction < 0.1 and xor > 0.5


def test_the_random_start_learns_both(chapter):
    assert np.abs(chapter["drawn"].predict(chapter["X"]) - chapter["Y"]).max() < 0.1


def test_the_tied_units_can_be_merged_into_one(chapter):
    assert chapter["difference"] < 1e-12


@pytest.mark.parametrize("hidden", ["tanh", "relu"])
def test_from_zero_only_the_output_biases_move(chapter, hidden):
    net = chapter["zero_network"](hidden)
    train(net, chapter["X"], chapter["Y"], epochs=20, learning_rate=1.0, progress=False)
    assert not any(W.any() for W in net.W) and not net.b[1].any() and not net.b[2].any()
    assert net.b[3].any()


def test_from_zero_sigmoid_layers_wake_up_one_a_step_from_the_back(chapter):
    net = chapter["zero_network"]("sigmoid")
    for awake in ([3], [2, 3], [1, 2, 3]):
        train(net, chapter["X"], chapter["Y"], epochs=1, learning_rate=1.0, progress=False)
        assert [l for l in (1, 2, 3) if net.W[l].any()] == awake


def test_a_tenth_of_a_thousandth_breaks_the_tie_in_this_run_and_a_hundred_millionth_does_not(chapter):
    table = chapter.printed.partition("spread after 3,000 epochs      cost\n")[2].splitlines()[:5]
    costs = {float(row.split()[0]): float(row.split()[-1]) for row in table}
    assert costs[0.0] > 0.3 and costs[1e-8] > 0.3
    assert costs[1e-4] < 0.01 and costs[1e-2] < 0.01 and costs[0.5] < 0.01


def test_only_the_last_of_the_exercise_s_starts_keeps_the_units_equal(chapter):
    table = chapter.printed.partition("spread of the weights into the hidden units\n")[2].splitlines()[:4]
    spreads = {row.split()[0]: float(row.split()[1]) for row in table}
    assert spreads["(d)"] < 1e-12 and min(spreads[start] for start in ("(a)", "(b)", "(c)")) > 0.1


def test_one_changed_weight_lets_the_stepper_s_units_come_apart(chapter):
    net = chapter["equal_network"]()
    net.W[1][0, 0] += 0.1
    train(net, chapter["X"], chapter["Y"], epochs=300, learning_rate=1.0, progress=False)
    assert spread_in_rows(net.W[1]) > 0.3
    assert net.cost(chapter["X"], chapter["Y"]) < 0.05
