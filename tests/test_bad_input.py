"""Bad input gets an error that names the argument, what was expected and what came; nothing changes."""

import re
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest

from lib import Backward, Network, counting, gradient_check, train
from lib.data import digits, spirals, xor
from lib.sharding import sharded_gradient
from lib.widgets import GradientCheckExplorer, NotationExplorer, ShapeExplorer, StepThrough
from lib.worksheet import Worksheet

NAN, INFINITY = float("nan"), float("inf")
X, Y = xor()


def network(**changes):
    arguments = {
        "weights": [np.ones((2, 2)), np.ones((2, 1))],
        "biases": [np.zeros(2), np.zeros(1)],
        "activations": ["tanh", "sigmoid"],
    }
    return Network(**arguments | changes)


class Sparse:
    """What can be known of a sparse matrix without SciPy."""

    def toarray(self):
        return np.eye(3)


def step(db):
    """An update with these gradients of the biases."""
    net = network()
    net.update(Backward([None], [None, *map(np.zeros_like, net.W)], db), 0.1)


def rows_of_arrays():
    rows = np.empty(2, object)
    rows[0], rows[1] = np.ones(2), np.zeros(2)
    return rows


def classes():
    return Network.random([2, 3], ["softmax"], "cross_entropy")


REFUSALS = {
    # a network that can't be
    "no layers": (lambda: Network([], [], []), "weights", "none"),
    "weights that do not chain": (lambda: network(weights=[np.ones((2, 2)), np.ones((3, 1))]), "weights[1]", "(3, 1)"),
    "a vector for weights": (lambda: network(weights=[np.ones(2), np.ones((2, 1))]), "weights[0]", "(2,)"),
    "a layer without units": (lambda: network(weights=[np.ones((2, 0)), np.ones((0, 1))]), "weights[0]", "(2, 0)"),
    "a bias too many": (lambda: network(biases=[np.zeros(3), np.zeros(1)]), "biases[0]", "(3,)"),
    "biases of too few layers": (lambda: network(biases=[np.zeros(2)]), "biases", "1"),
    "activations of too few layers": (lambda: network(activations=["tanh"]), "activations", "1"),
    "one name for all layers": (lambda: network(activations="tanh"), "activations", "'tanh'"),
    "an unknown activation": (lambda: network(activations=["tan", "tanh"]), "activations[0]", "'tan'"),
    "an unknown loss": (lambda: network(loss="hinge"), "loss", "'hinge'"),
    "an unknown reduction": (lambda: network(reduction="max"), "reduction", "'max'"),
    "an unknown initializer": (lambda: Network.random([2, 1], ["tanh"], initializer="best"), "initializer", "'best'"),
    "an unknown dtype": (lambda: network(dtype=np.int32), "dtype", "int32"),
    "a size of zero": (lambda: Network.random([2, 0], ["tanh"]), "sizes[1]", "0"),
    "an input only": (lambda: Network.random([2], []), "sizes", "[2]"),
    "NaN in the weights": (
        lambda: network(weights=[[[1, NAN], [1, 1]], [[1], [1]]]),
        "weights[0]",
        "nan at index (0, 1)",
    ),
    "infinity in the biases": (lambda: network(biases=[[0, 0], [INFINITY]]), "biases[1]", "inf"),
    "words for weights": (lambda: network(weights=[[["a", "b"]], [[1], [1]]]), "weights[0]", "[['a', 'b']]"),
    "ragged weights": (lambda: network(weights=[[[1, 2], [3]], [[1], [1]]]), "weights[0]", "[[1, 2], [3]]"),
    "softmax with squared error": (
        lambda: network(activations=["tanh", "softmax"]),
        "loss",
        "squared_error with softmax",
    ),
    "tanh with binary cross-entropy": (
        lambda: network(activations=["tanh", "tanh"], loss="binary_cross_entropy"),
        "loss",
        "binary_cross_entropy with tanh",
    ),
    "sigmoid with cross-entropy": (lambda: network(loss="cross_entropy"), "loss", "cross_entropy with sigmoid"),
    "softmax in a hidden layer": (
        lambda: network(activations=["softmax", "sigmoid"]),
        "activations",
        "softmax in layer 1",
    ),
    "sizes as one number": (lambda: Network.random(5, ["tanh"]), "sizes", "5"),
    "a seed below zero": (lambda: Network.random([2, 1], ["tanh"], seed=-1), "seed", "-1"),
    "no biases": (lambda: network(biases=None), "biases", "None"),
    "no weights": (lambda: network(weights=None), "weights", "None"),
    "weights as a number": (lambda: network(weights=3), "weights", "3"),
    "activations as a number": (lambda: network(activations=3), "activations", "3"),
    "biases kept, perhaps": (lambda: network(train_biases="no"), "train_biases", "'no'"),
    "a dtype that is none": (lambda: network(dtype="words"), "dtype", "'words'"),
    "weights too large for float32": (
        lambda: network(weights=[np.full((2, 2), 1e300), np.ones((2, 1))], dtype=np.float32),
        "weights[0]",
        "1e+300 at index (0, 0)",
    ),
    # data that don't fit
    "masked inputs": (lambda: network().forward(np.ma.masked_array([[1.0, 2.0]], [[0, 1]])), "X", "a masked array"),
    "complex inputs": (lambda: network().forward([[1j, 2]]), "X", "complex"),
    "complex targets": (lambda: network().cost([[1, 2]], [[1j]]), "Y", "complex"),
    "inputs too large for float32": (
        lambda: network(dtype=np.float32).forward([[1, 1e300]]),
        "X",
        "1e+300 at index (0, 1)",
    ),
    "a table with a gap": (lambda: network().forward([["1", "2"], ["?", "3"]]), "X", "'?' at index (1, 0)"),
    "a table of texts": (lambda: network().forward(np.array([["1", "2"]])), "X", ".astype(float)"),
    "images": (lambda: Network.random([64, 1], ["tanh"]).forward(np.ones((5, 8, 8))), "X", "X.reshape(len(X), -1)"),
    "features as rows": (lambda: network().forward(np.ones((2, 5))), "X", "X.T"),
    "words for labels": (lambda: classes().cost(X, ["a", "b", "c", "a"]), "Y", "'a'"),
    "labels in a sparse matrix": (lambda: classes().cost(X, Sparse()), "Y", "Sparse"),
    "labels as floats": (lambda: classes().cost(X, [0.0, 1, 2, 1]), "Y", "Y.astype(int)"),
    "labels as true and false": (lambda: classes().cost(X, [True, False, True, True]), "Y", "Y.astype(int)"),
    "labels as a column": (lambda: classes().cost(X, [[0], [1], [2], [1]]), "Y", "Y.ravel()"),
    "labels from 1": (lambda: classes().cost(X, [1, 2, 3, 1]), "Y", "Y - 1"),
    "several classes at once": (lambda: classes().cost(X[:1], [[1, 1, 0]]), "Y", "binary_cross_entropy"),
    "targets of -1 and 1": (lambda: network(loss="binary_cross_entropy").cost(X, 2 * Y - 1), "Y", "(Y == Y.max())"),
    "labels for a squared error": (
        lambda: Network.random([2, 3], ["sigmoid"]).cost(X, [0, 1, 2, 1]),
        "Y",
        "np.eye(3)[Y]",
    ),
    "one sample as a vector": (lambda: network().forward([1, 2]), "X", "X.reshape(1, -1)"),
    "a feature too many": (lambda: network().forward([[1, 2, 3]]), "X", "(1, 3)"),
    "no samples": (lambda: network().forward(np.empty((0, 2))), "X", "(0, 2)"),
    "NaN in X": (lambda: network().cost([[1, NAN]], [[1]]), "X", "nan"),
    "infinity in Y": (lambda: network().cost([[1, 1]], [[INFINITY]]), "Y", "inf"),
    "a target too few": (lambda: network().cost(X, Y[:3]), "Y", "(3, 1)"),
    "a target too wide": (lambda: network().cost(X, np.ones((4, 2))), "Y", "(4, 2)"),
    "a label out of range": (lambda: classes().cost(X, [0, 1, 2, 3]), "Y", "3"),
    "a negative label": (lambda: classes().cost(X, [0, -1, 2, 1]), "Y", "-1"),
    "labels with fractions": (lambda: classes().cost(X, [0.5, 1, 2, 1]), "Y", "float64"),
    "a label too few": (lambda: classes().cost(X, [0, 1]), "Y", "(2,)"),
    "shares that do not sum to 1": (lambda: classes().cost(X[:1], [[0.5, 0.2, 0.2]]), "Y", "0.9"),
    "a binary target above 1": (
        lambda: network(loss="binary_cross_entropy").cost(X, 2 * Y),
        "Y",
        "2.0",
    ),
    "another network's forward pass": (
        lambda: network().backward(Network.random([2, 3, 1], ["tanh", "tanh"]).forward(X), Y),
        "forward",
        "[2, 3, 1]",
    ),
    "X instead of a forward pass": (lambda: network().backward(X, Y), "forward", "ndarray"),
    "a learning rate of zero": (
        lambda: network().update(network().backward(network().forward(X), Y), 0),
        "learning_rate",
        "0",
    ),
    "gradients as a number": (lambda: network().update(3, 0.1), "backward", "int"),
    "one bias gradient for all units": (lambda: step(db=[None, 0.5, np.zeros(1)]), "backward", "[(), (1,)]"),
    "a bias gradient a sample": (lambda: step(db=[None, np.zeros((4, 2)), np.zeros(1)]), "backward", "[(4, 2), (1,)]"),
    "gradients of too few layers": (lambda: step(db=[None, np.zeros(2)]), "backward", "[(2,)]"),
    "a gradient that is NaN": (lambda: step(db=[None, np.zeros(2), [NAN]]), "backward.db[2]", "nan"),
    # a training run that can't be
    "a word for a network": (lambda: train("net", X, Y), "net", "str"),
    "a class for a network": (lambda: train(Network, X, Y), "net", "the class Network"),
    "an epoch of True": (lambda: train(network(), X, Y, epochs=True), "epochs", "True"),
    "a rate that no float can hold": (lambda: train(network(), X, Y, learning_rate=10**400), "learning_rate", "1000"),
    "a rate of too many digits": (lambda: train(network(), X, Y, learning_rate=10**5000), "learning_rate", "int"),
    "a seed that is none": (lambda: train(network(), X, Y, seed="s"), "seed", "'s'"),
    "training at a negative rate": (lambda: train(network(), X, Y, learning_rate=-1), "learning_rate", "-1"),
    "training at an infinite rate": (lambda: train(network(), X, Y, learning_rate=INFINITY), "learning_rate", "inf"),
    "training at a rate that is no number": (lambda: train(network(), X, Y, learning_rate="1"), "learning_rate", "'1'"),
    "half an epoch": (lambda: train(network(), X, Y, epochs=0.5), "epochs", "0.5"),
    "an empty batch": (lambda: train(network(), X, Y, batch_size=0), "batch_size", "0"),
    "a negative tolerance": (lambda: train(network(), X, Y, tolerance=-1e-3), "tolerance", "-0.001"),
    "validation without targets": (lambda: train(network(), X, Y, validation=X[0, 0]), "validation", "float64"),
    # data sets that can't be
    "spirals without samples": (lambda: spirals(samples_per_class=0), "samples_per_class", "0"),
    "spirals with negative noise": (lambda: spirals(noise=-1), "noise", "-1"),
    "digits split otherwise": (lambda: digits(split="halves"), "split", "'halves'"),
    "all digits held out": (lambda: digits(held_out=1.0), "held_out", "1.0"),
    "no digits held out": (lambda: digits(held_out=0), "held_out", "0"),
    "a number of digits held out": (lambda: digits(held_out=360), "held_out", "360"),
    "less than no digits": (lambda: digits(held_out=-0.2), "held_out", "-0.2"),
    "digits held out, yes": (lambda: digits(held_out=True), "held_out", "True"),
    "a share as a word": (lambda: digits(held_out="0.2"), "held_out", "'0.2'"),
    "too few digits held out for one of each": (lambda: digits(held_out=0.005), "held_out", "0.005, 9 of 1797 samples"),
    "too few digits left to learn from": (lambda: digits(held_out=0.999), "held_out", "0.999, 1796 of 1797"),
    "none left in the order of the file": (lambda: digits("order", held_out=0.9999), "held_out", "1797 of 1797"),
    "a seed of words, also where none is used": (lambda: digits("order", seed="s"), "seed", "'s'"),
    "a seed of True": (lambda: spirals(seed=True), "seed", "True"),
    "spirals that turn without end": (lambda: spirals(turns=1e300), "turns", "1e+300"),
    "spirals that turn NaN times": (lambda: spirals(turns=NAN), "turns", "nan"),
    "noise that leaves no float": (lambda: spirals(noise=1e308), "noise", "1e+308"),
    "spirals of True samples": (lambda: spirals(samples_per_class=True), "samples_per_class", "True"),
    "more samples than memory": (lambda: spirals(10**15), "samples_per_class", "2,000,000,000,000,000 numbers"),
    "more samples than NumPy can count": (lambda: spirals(10**30), "samples_per_class", "numbers"),
    # sequences that have no order, or are none
    "sizes in a set": (lambda: Network.random({2, 3, 1}, ["tanh"] * 2), "sizes", "{1, 2, 3}"),
    "sizes in a dict": (lambda: Network.random({2: "in", 1: "out"}, ["tanh"]), "sizes", "{2: 'in', 1: 'out'}"),
    "sizes in the keys of a dict": (lambda: Network.random({2: 0, 1: 0}.keys(), ["tanh"]), "sizes", "dict_keys"),
    "sizes in bytes": (lambda: Network.random(b"ab", ["tanh"]), "sizes", "b'ab'"),
    "activations in a set": (lambda: Network.random([2, 1, 1], {"tanh", "sigmoid"}), "activations", "'tanh'"),
    "activations in a dict": (lambda: Network.random([2, 1], {"tanh": 1}), "activations", "{'tanh': 1}"),
    "weights in a dict": (lambda: network(weights={1: np.ones((2, 2))}), "weights", "{1: array("),
    "counts of a set": (lambda: counting.forward({2, 3}), "sizes", "{2, 3}"),
    "choices in a set": (lambda: StepThrough(network(), X, Y, activations={"relu"}), "activations", "{'relu'}"),
    "losses as a word": (lambda: StepThrough(network(), X, Y, losses="squared_error"), "losses", "'squared_error'"),
    "one number of samples": (lambda: ShapeExplorer((network(), X, Y), samples=3), "samples", "3"),
    # arrays of objects
    "numbers as objects": (lambda: network().forward(X.astype(object)), "X", "np.array(X, dtype=float)"),
    "whole numbers as objects": (lambda: classes().cost(X, np.array([0, 1, 2, 1], object)), "Y", "dtype=int"),
    "a huge whole number": (lambda: network().forward([[10**30, 1]]), "X", "np.array(X, dtype=float)"),
    "fractions": (lambda: network().forward([[Fraction(1, 2), 1]]), "X", "np.array(X, dtype=float)"),
    "rows that are arrays": (lambda: network().forward(rows_of_arrays()), "X", "np.stack(X)"),
    # more than there is
    "more weights than memory": (lambda: Network.random([10**7, 10**7], ["tanh"]), "sizes", "100,000,010,000,000"),
    "more weights than NumPy can count": (lambda: Network.random([10**30, 2], ["tanh"]), "sizes", "numbers"),
    "counts that no float holds": (lambda: Worksheet.from_sizes([10**200, 10**200]), "sizes", "[1000"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_refused(case):
    call, argument, got = REFUSALS[case]
    with pytest.raises(ValueError) as error:
        call()
    message = str(error.value)
    assert message.startswith(f"{argument}: expected "), message
    assert got in message.partition(", got ")[2], message


def broken(value=NAN):
    net = network()
    net.W[1][0, 1] = value
    return net


SAYS_SOMETHING_OF_A_NETWORK = {
    "a prediction": lambda net: net.predict(X),
    "labels": lambda net: net.predict_labels(X),
    "training": lambda net: train(net, X, Y, progress=False),
    "a gradient check": lambda net: gradient_check(net, X, Y),
    "shards": lambda net: sharded_gradient(net, X, Y, ThreadPoolExecutor(1)),
    "a worksheet": lambda net: Worksheet.from_network(net, X, Y),
    "the stepper": lambda net: StepThrough(net, X, Y),
    "the notation": NotationExplorer,
    "the shapes": lambda net: ShapeExplorer((net, X, Y), samples=[1]),
    "the explorer of the gradient check": lambda net: GradientCheckExplorer(net, X, Y),
}


@pytest.mark.parametrize("value", [NAN, -INFINITY])
@pytest.mark.parametrize("what", SAYS_SOMETHING_OF_A_NETWORK)
def test_a_weight_that_is_no_number_is_named_with_its_place(what, value):
    message = re.escape(f"net.W[1]: expected finite numbers only, got {value} at index (0, 1)")
    with pytest.raises(ValueError, match=f"^{message}$"):
        SAYS_SOMETHING_OF_A_NETWORK[what](broken(value))


def test_what_a_message_says_to_write_is_taken():
    net = network()
    np.testing.assert_array_equal(net.predict(np.array(X.astype(object), dtype=float)), net.predict(X))
    np.testing.assert_array_equal(net.predict(np.stack(rows_of_arrays())), net.predict([[1, 1], [0, 0]]))


def test_a_sequence_may_be_read_once_only():
    assert Network.random(map(int, "231"), (name for name in ["tanh", "sigmoid"])).sizes == [2, 3, 1]


@pytest.mark.parametrize("held_out", [0.0056, 0.2, np.float32(0.5), 0.9944])
def test_every_share_that_can_be_held_out_is(held_out):
    data = digits(held_out=held_out)
    assert len(data.X_train) + len(data.X_test) == 1797
    assert set(data.Y_train.tolist()) == set(data.Y_test.tolist()) == set(range(10))
    assert len(digits("order", held_out=1e-9).X_test) == 1


def test_gradients_that_are_views_of_weights_are_those_before_the_update():
    net = Network.random([2, 2, 2], ["tanh", "tanh"], seed=1)
    W1, W2 = net.W[1].copy(), net.W[2].copy()
    net.update(Backward([None], [None, net.W[2], net.W[1]], [None, *net.b]), learning_rate=0.5)
    np.testing.assert_array_equal(net.W[1], W1 - 0.5 * W2)
    np.testing.assert_array_equal(net.W[2], W2 - 0.5 * W1)


def test_a_refused_step_leaves_the_network_as_it_was():
    net = network()
    before = [array.copy() for array in [*net.W, *net.b]]
    with pytest.raises(ValueError, match="learning_rate"):
        train(net, X, Y, learning_rate=0)
    with pytest.raises(ValueError, match="learning_rate"):
        net.update(net.backward(net.forward(X), Y), NAN)
    for array, value in zip([*net.W, *net.b], before):
        np.testing.assert_array_equal(array, value)
