"""What the chapter on the algorithm says in words about numbers that its cells compute."""

import numpy as np
import pytest

from lib import train
from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("backpropagation/the-algorithm.md")


def trained(chapter, start, epochs):
    net = chapter["xor_network"](chapter[start])
    train(net, chapter["X"], chapter["Y"], epochs=epochs, learning_rate=1.0, progress=False)
    return net


def test_the_good_start_learns_xor(chapter):
    net = trained(chapter, "good_start", 200)
    assert net.predict(chapter["X"]).round(1).ravel().tolist() == pytest.approx([0, 1, 1, 0], abs=0.1)


def test_the_stalling_start_differs_in_the_sign_of_one_weight(chapter):
    good, stalling = (np.concatenate([np.ravel(W) for W in chapter[name]]) for name in ("good_start", "stalling_start"))
    differing = good != stalling
    assert differing.sum() == 1
    assert good[differing] == -stalling[differing]


def test_the_stalling_start_answers_one_half_to_two_samples(chapter):
    net = trained(chapter, "stalling_start", 2000)
    assert net.predict(chapter["X"]).ravel() == pytest.approx([0, 0.5, 1, 0.5], abs=0.02)


def test_there_both_hidden_units_are_saturated_for_the_two_wrong_samples(chapter):
    slopes, arriving = chapter["slopes"], chapter["arriving"]
    assert (slopes[[1, 3]] < 1e-3).all() and (slopes[[0, 2]] > 0.1).all()
    assert np.abs(arriving[[1, 3]]) == pytest.approx(np.full((2, 2), 0.4), abs=0.05)
    net = trained(chapter, "stalling_start", 2000)
    errors = net.backward(net.forward(chapter["X"]), chapter["Y"]).delta[1]
    assert np.abs(errors[[1, 3]]).max() < 1e-3


def test_there_the_hidden_units_cannot_tell_two_samples_apart_and_the_output_s_errors_cancel(chapter):
    net, X = trained(chapter, "stalling_start", 2000), chapter["X"]
    forward = net.forward(X)
    delta = net.backward(forward, chapter["Y"]).delta[2].ravel()
    assert forward.a[1][[1, 3]] == pytest.approx(-np.ones((2, 2)), abs=1e-3)
    assert delta[1] == pytest.approx(-delta[3], rel=0.01) and abs(delta[1]) > 0.1


def test_the_loop_by_hand_is_that_of_lib_and_ends_low_and_high(chapter):
    rows = [row for row in chapter.printed.splitlines() if "same weights" in row]
    assert len(rows) == 2
    costs = []
    for row in rows:
        by_hand, _, by_lib = row.partition(": ")[2].split()[:3]
        assert by_hand == by_lib and int(by_hand) < 2000 and "same weights: True" in row
        costs.append(float(row.split()[-1]))
    assert costs[0] < 0.05 and costs[1] > 0.2


def test_a_unit_far_from_zero_passes_hardly_anything_on(chapter):
    left = chapter["error_of_hidden_unit"]
    assert [left("sigmoid", 0), left("tanh", 0), left("relu", 2)] == pytest.approx([0.1, 0.4, 0.4])
    assert left("tanh", 6) < left("sigmoid", 6) < 0.4 * 0.003
    assert left("relu", -6) == 0


def test_more_hidden_units_make_bad_starts_rarer(chapter):
    successes = [sum(chapter["learns_xor"](units, seed) for seed in range(20)) for units in (2, 3, 8)]
    assert successes[0] < successes[1] <= successes[2]


def test_at_the_sample_with_zero_inputs_no_weight_moves(chapter):
    net = chapter["xor_network"](chapter["good_start"])
    X, Y = chapter["X"], chapter["Y"]
    backward = net.backward(net.forward(X[:1]), Y[:1])
    assert not any(dW.any() for dW in backward.dW) and any(db.any() for db in backward.db)
    assert backward.delta[2].item() > 0 > net.backward(net.forward(X[1:2]), Y[1:2]).delta[2].item()
