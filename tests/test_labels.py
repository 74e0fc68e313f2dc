"""Predicted labels mean what the targets meant."""

import warnings

import numpy as np
import pytest

from lib import Network, train
from lib.data import xor

X, Y = xor()


def trained(activation, Y, loss="squared_error", epochs=1, learning_rate=0.2):
    net = Network.random([2, 4, Y.shape[1]], ["tanh", activation], loss=loss, seed=2)
    train(net, X, Y, epochs=epochs, learning_rate=learning_rate, progress=False)
    return net


@pytest.mark.parametrize(
    ("activation", "low", "high"), [("sigmoid", 0, 1), ("tanh", -1, 1), ("identity", -1, 1), ("identity", 1, 3)]
)
def test_one_output_predicts_the_values_that_its_targets_had(activation, low, high):
    targets = np.where(Y == 1, high, low)
    net = trained(activation, targets, epochs=4000, learning_rate=0.05)
    np.testing.assert_array_equal(net.predict_labels(X), targets[:, 0])


def test_an_untrained_tanh_says_minus_one_or_one():
    assert Network([[[1.0]]], [[0.0]], ["tanh"]).predict_labels([[-0.3], [0.2]]).tolist() == [-1, 1]


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "squared_error"])
def test_independent_outputs_have_an_answer_each(loss):
    both = np.hstack([Y, X.prod(axis=1, keepdims=True)])  # XOR and AND
    net = trained("sigmoid", both, loss, epochs=6000)
    np.testing.assert_array_equal(net.predict_labels(X), both)


def test_classes_have_one_answer_a_sample():
    classes = np.eye(3)[[0, 1, 2, 1]]
    for activation, loss in (("softmax", "cross_entropy"), ("sigmoid", "squared_error")):
        assert trained(activation, classes, loss).predict_labels(X).shape == (4,)


def test_the_only_class_has_the_number_0():
    net = Network.random([2, 1], ["softmax"], loss="cross_entropy")
    assert net.predict_labels(X).tolist() == [0, 0, 0, 0]


def test_three_classes_on_one_output_are_told():
    net = trained("sigmoid", np.array([[0.0], [0.5], [1.0], [0.5]]))
    with pytest.raises(ValueError, match="predict_labels: expected targets of two values .* softmax"):
        net.predict_labels(X)


@pytest.mark.parametrize(
    ("activation", "targets"), [("sigmoid", [[-0.8]]), ("sigmoid", [[2.0]]), ("tanh", [[1.5]]), ("relu", [[-1.0]])]
)
def test_targets_that_the_output_never_reaches_are_told_when_training_starts(activation, targets):
    net = Network.random([1, 1], [activation])
    with pytest.warns(UserWarning, match=f"train: Y has targets from .* but {activation} in the last layer"):
        train(net, [[1.0]], targets, epochs=1, progress=False)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "identity"])
def test_targets_within_reach_are_not(activation):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        train(Network.random([2, 1], [activation]), X, Y, epochs=1, progress=False)


def test_one_more_sample_takes_nothing_back_of_what_targets_meant():
    net, X = Network.random([1, 3, 1], ["tanh", "identity"]), [[-1.0], [1.0]]
    train(net, X, [5, 7], epochs=200, learning_rate=0.05, progress=False)
    train(net, X[:1], [5], epochs=1, learning_rate=0.01, progress=False)
    assert list(net.predict_labels(X)) == [5, 7]
