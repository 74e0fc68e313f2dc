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


def test_there_the_hidden_units_cannot_tell_two_samples_apart_and_the_errors_cancel(chapter):
    net, X = trained(chapter, "stalling_start", 2000), chapter["X"]
    forward = net.forward(X)
    delta = net.backward(forward, chapter["Y"]).delta[2].ravel()
    assert forward.a[1][[1, 3]] == pytest.approx(-np.ones((2, 2)), abs=1e-3)
    assert delta[1] == pytest.approx(-delta[3], rel=0.01)


def test_both_runs_end_by_the_tolerance(chapter):
    for start in ("good_start", "stalling_start"):
        assert f"{start}: stopped by tolerance" in chapter.printed


def test_more_hidden_units_make_bad_starts_rarer(chapter):
    successes = [sum(chapter["learns_xor"](units, seed) for seed in range(20)) for units in (2, 3, 8)]
    assert successes[0] < successes[1] <= successes[2]


def test_at_the_sample_with_zero_inputs_no_weight_moves(chapter):
    net = chapter["xor_network"](chapter["good_start"])
    X, Y = chapter["X"], chapter["Y"]
    backward = net.backward(net.forward(X[:1]), Y[:1])
    assert not any(dW.any() for dW in backward.dW) and any(db.any() for db in backward.db)
    assert backward.delta[2].item() > 0 > net.backward(net.forward(X[1:2]), Y[1:2]).delta[2].item()
