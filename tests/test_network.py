"""What a network computes, and that its code has the indices of the equations."""

import numpy as np
import pytest
from hypothesis import given

from lib import Network
from lib.data import xor
from tests.networks import batches, depths, pairs, random_data, random_network, seeds


@given(seed=seeds, depth=depths, pair=pairs, m=batches)
def test_every_quantity_has_the_shape_of_the_notation(seed, depth, pair, m):
    net = random_network(seed, depth, pair)
    X, Y = random_data(seed, net, m)
    n = net.sizes
    forward = net.forward(X)
    backward = net.backward(forward, Y)
    assert (net.depth, len(n)) == (depth, depth + 1)
    np.testing.assert_array_equal(forward.a[0], X)
    for l in range(1, depth + 1):
        assert net.W[l].shape == backward.dW[l].shape == (n[l - 1], n[l])
        assert net.b[l].shape == backward.db[l].shape == (n[l],)
        assert forward.z[l].shape == forward.a[l].shape == backward.delta[l].shape == (m, n[l])


@given(seed=seeds, depth=depths, pair=pairs, m=batches)
def test_delta_is_the_error_of_one_sample_whatever_the_reduction(seed, depth, pair, m):
    by_sum, by_mean = (random_network(seed, depth, pair, reduction=reduction) for reduction in ("sum", "mean"))
    X, Y = random_data(seed, by_sum, m)
    summed, averaged = (net.backward(net.forward(X), Y) for net in (by_sum, by_mean))
    assert by_sum.cost(X, Y) == pytest.approx(m * by_mean.cost(X, Y))
    for l in range(1, depth + 1):
        np.testing.assert_array_equal(summed.delta[l], averaged.delta[l])
        np.testing.assert_allclose(summed.dW[l], m * averaged.dW[l], rtol=1e-12, atol=1e-14)


@given(seed=seeds, depth=depths, pair=pairs, m=batches)
def test_the_order_of_samples_does_not_matter(seed, depth, pair, m):
    net = random_network(seed, depth, pair)
    X, Y = random_data(seed, net, m)
    order = np.random.default_rng(seed).permutation(m)
    straight, permuted = (net.backward(net.forward(X[i]), Y[i]) for i in (slice(None), order))
    for l in range(1, depth + 1):
        np.testing.assert_allclose(permuted.delta[l], straight.delta[l][order], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(permuted.dW[l], straight.dW[l], rtol=1e-10, atol=1e-12)


@given(seed=seeds, depth=depths, pair=pairs, m=batches)
def test_twice_the_same_samples_double_the_sum_and_keep_the_mean(seed, depth, pair, m):
    for reduction, factor in (("sum", 2), ("mean", 1)):
        net = random_network(seed, depth, pair, reduction=reduction)
        X, Y = random_data(seed, net, m)
        twice = np.vstack([X, X]), np.vstack([Y, Y])
        assert net.cost(*twice) == pytest.approx(factor * net.cost(X, Y), rel=1e-12)
        once, doubled = net.backward(net.forward(X), Y), net.backward(net.forward(twice[0]), twice[1])
        for l in range(1, depth + 1):
            np.testing.assert_allclose(doubled.db[l], factor * once.db[l], rtol=1e-10, atol=1e-12)


def test_the_goodfellow_network_computes_xor():
    """Goodfellow, Bengio and Courville, Deep Learning, section 6.1."""
    net = Network([[[1, 1], [1, 1]], [[1], [-2]]], [[0, -1], [0]], ["relu", "identity"])
    np.testing.assert_array_equal(net.predict([[0, 0], [0, 1], [1, 0], [1, 1]]), [[0], [1], [1], [0]])


def test_the_slope_of_relu_at_zero_is_zero():
    net = Network([[[0.0]], [[1.0]]], [[0.0], [0.0]], ["relu", "identity"])
    backward = net.backward(net.forward([[3.0]]), [[5.0]])
    assert backward.delta[2] == -5
    assert backward.delta[1] == 0


def test_an_index_outside_the_equations_is_an_error():
    net = Network.random([2, 3, 1], ["tanh", "sigmoid"])
    forward = net.forward([[1, 2]])
    for wrong in (lambda: net.W[0], lambda: net.b[3], lambda: net.W[-1], lambda: forward.z[0], lambda: forward.a[-1]):
        with pytest.raises(IndexError, match=r"expected a layer l from [01] to 2"):
            wrong()
    with pytest.raises(TypeError, match="expected a layer index"):
        net.W["1"]


def test_arrays_given_to_a_network_are_copied():
    W, b = np.ones((2, 1)), np.zeros(1)
    net = Network([W], [b], ["identity"])
    W[0, 0] = b[0] = 7
    assert net.W[1][0, 0] == 1
    assert net.b[1][0] == 0


def test_only_update_changes_a_network_and_nothing_else():
    net = Network.random([2, 2, 1], ["tanh", "sigmoid"], seed=1)
    X, Y = np.array([[1.0, 2.0]]), np.array([[1.0]])
    W = [array.copy() for array in net.W]
    backward = net.backward(net.forward(X), Y)
    net.predict(X)
    for l in (1, 2):
        np.testing.assert_array_equal(net.W[l], W[l - 1])
    gradients = [array.copy() for array in [*backward.dW, *backward.db]]
    assert net.update(backward, learning_rate=0.5) is None
    for l in (1, 2):
        np.testing.assert_allclose(net.W[l], W[l - 1] - 0.5 * backward.dW[l], rtol=1e-15)
    for array, before in zip([*backward.dW, *backward.db], gradients):
        np.testing.assert_array_equal(array, before)


def test_biases_can_be_kept():
    net = Network.random([2, 2, 1], ["tanh", "sigmoid"], seed=1, train_biases=False)
    net.update(net.backward(net.forward([[1, 2]]), [[1]]), learning_rate=0.5)
    assert not any(b.any() for b in net.b)


def test_numbers_are_float64_unless_float32_is_asked_for():
    for dtype in (np.float64, np.float32):
        net = Network.random([2, 3, 2], ["relu", "softmax"], "cross_entropy", dtype=dtype)
        forward = net.forward(np.ones((4, 2)))
        backward = net.backward(forward, [0, 1, 1, 0])
        net.update(backward, 0.1)
        arrays = [*net.W, *net.b, *forward.a, *forward.z, *backward.delta, *backward.dW, *backward.db]
        assert {array.dtype for array in arrays} == {np.dtype(dtype)}
    assert Network.random([2, 1], ["tanh"]).W[1].dtype == np.float64


@pytest.mark.parametrize(
    "activations, loss, Y, cost",
    [
        (["softmax"], "cross_entropy", [[1, 0, 0]], 2000),
        (["sigmoid"], "binary_cross_entropy", [[1, 1, 0]], 2000 + np.log(2)),
    ],
)
@pytest.mark.filterwarnings("error")
def test_no_logarithm_or_exponential_overflows(activations, loss, Y, cost):
    net = Network([1000 * np.array([[-1.0, 0.0, 1.0]])], [[0, 0, 0]], activations, loss)
    forward = net.forward([[1.0]])
    assert np.isfinite(forward.a[1]).all()
    assert net.cost([[1.0]], Y) == pytest.approx(cost)
    np.testing.assert_allclose(net.backward(forward, Y).delta[1], forward.a[1] - Y)


def test_labels_are_the_largest_output_or_above_a_half():
    several = Network([np.eye(3)], [np.zeros(3)], ["softmax"], "cross_entropy")
    np.testing.assert_array_equal(several.predict_labels([[1, 2, 0], [3, 1, 1]]), [1, 0])
    one = Network([[[1]]], [[0]], ["identity"])
    np.testing.assert_array_equal(one.predict_labels([[0.4], [0.6]]), [0, 1])


def test_targets_may_be_labels_or_one_number_a_sample():
    classes = Network.random([2, 3], ["softmax"], "cross_entropy", seed=2)
    X = [[1, 2], [0, 1]]
    assert classes.cost(X, [2, 0]) == classes.cost(X, [[0, 0, 1], [1, 0, 0]])
    one = Network.random([2, 1], ["tanh"], seed=2)
    assert one.cost(X, [0.5, 1]) == one.cost(X, [[0.5], [1]])


def test_the_same_seed_gives_the_same_network_and_global_state_is_untouched():
    np.random.seed(4)  # the global state that must stay as it is
    before = np.random.get_state()[1].copy()
    first, second = (Network.random([3, 2], ["tanh"], seed=7) for _ in range(2))
    np.testing.assert_array_equal(first.W[1], second.W[1])
    assert (Network.random([3, 2], ["tanh"], seed=8).W[1] != first.W[1]).any()
    np.testing.assert_array_equal(np.random.get_state()[1], before)


@pytest.mark.parametrize("initializer, variance", [("xavier", 2 / 300), ("he", 2 / 200), ("normal", 1)])
def test_initial_weights_have_the_variance_of_their_source(initializer, variance):
    net = Network.random([200, 100], ["relu"], initializer=initializer, seed=0)
    assert net.W[1].mean() == pytest.approx(0, abs=0.05 * variance**0.5)
    assert net.W[1].var() == pytest.approx(variance, rel=0.05)
    assert not net.b[1].any()


def test_a_layers_arrays_are_changed_in_place_and_nothing_broadcasts():
    net = random_network(0, 2, ("tanh", "squared_error"))
    W, before = net.W[1], net.W[1].copy()
    net.W[1] -= np.ones_like(W)
    np.testing.assert_array_equal(net.W[1], before - 1)
    net.W[1] = before
    assert net.W[1] is W
    np.testing.assert_array_equal(W, before)
    with pytest.raises(ValueError, match=r"W\[1\]: expected shape"):
        net.W[1] = 0.0
    with pytest.raises(ValueError, match=r"b\[2\]: expected finite numbers"):
        net.b[2] = np.full(len(net.b[2]), np.nan)
    with pytest.raises(IndexError):
        net.W[0] = before


def test_layers_backwards_are_all_layers():
    net = random_network(0, 3, ("tanh", "squared_error"))
    assert [W.shape for W in reversed(net.W)] == [W.shape for W in net.W][::-1]
    forward = net.forward(np.zeros((1, net.sizes[0])))
    assert len(list(reversed(forward.a))) == len(forward.a) == 4


def test_the_forward_pass_keeps_an_input_of_its_own():
    net = random_network(0, 2, ("tanh", "squared_error"))
    X = np.ones((3, net.sizes[0]))
    forward = net.forward(X)
    X[:] = 0
    assert (forward.a[0] == 1).all()


@pytest.mark.parametrize("name", ["activations", "loss", "reduction", "W", "b", "sizes", "depth"])
def test_what_a_network_is_cannot_be_changed_under_its_feet(name):
    net = random_network(0, 2, ("tanh", "squared_error"))
    with pytest.raises(AttributeError):
        setattr(net, name, getattr(net, name))
    with pytest.raises(TypeError):
        net.activations[0] = "relu"


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_a_copy_can_have_another_precision(dtype):
    net = Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=0)
    twin = net.copy(dtype=dtype)
    assert twin.dtype == dtype and {array.dtype for array in [*twin.W, *twin.b]} == {np.dtype(dtype)}
    np.testing.assert_allclose(twin.W[1].real, net.W[1], rtol=1e-7)
    assert net.dtype == np.float64 and not np.shares_memory(twin.W[1], net.W[1])


def test_biases_are_kept_or_moved_and_nothing_else_can_be_said():
    net = Network.random([2, 3, 1], ["tanh", "sigmoid"])
    net.train_biases = False
    assert net.train_biases is False
    with pytest.raises(ValueError, match="train_biases: expected True or False, got 'no'"):
        net.train_biases = "no"


def unwritable(net, backward):
    net.W[2].setflags(write=False)
    return backward, 0.1


def complex_gradient(net, backward):
    backward.dW._entries[2] = backward.dW[2] + 0j
    return backward, 0.1


def overflowing(net, backward):
    backward.dW._entries[2] = np.full((3, 1), 1e300)
    return backward, 1e300


@pytest.mark.parametrize("spoil", [unwritable, complex_gradient, overflowing])
def test_an_update_that_can_t_be_made_whole_moves_nothing(spoil):
    net, (X, Y) = Network.random([2, 3, 1], ["tanh", "sigmoid"]), xor()
    before = [array.copy() for array in [*net.W, *net.b]]
    backward, learning_rate = spoil(net, net.backward(net.forward(X), Y))
    with pytest.raises(ValueError, match="expected"):
        net.update(backward, learning_rate)
    assert all((array == old).all() for array, old in zip([*net.W, *net.b], before, strict=True))
