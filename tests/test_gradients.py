"""Every gradient equals one that knows nothing of backpropagation."""

import numpy as np
import pytest
from hypothesis import assume, given

from lib import gradient_check
from tests.networks import PAIRS, batches, depths, random_data, random_network, reductions, seeds


def far_from_kinks(net, X, distance=1e-3):
    """Whether no unit with a kink stands so near to it that a small step in a weight crosses it."""
    forward = net.forward(X)
    kinked = [l for l, name in enumerate(net.activations, 1) if name in ("relu", "leaky_relu")]
    return all(abs(forward.z[l]).min() > distance for l in kinked)


def assert_agree(check, tolerance):
    """Every derivative, to so much of the largest one (or of 1: a saturated unit's slope is all round-off)."""
    pairs = list(zip([*check.analytic.dW, *check.analytic.db], [*check.numeric.dW, *check.numeric.db]))
    largest = max(1, max(abs(analytic).max() for analytic, _ in pairs))
    for analytic, numeric in pairs:
        np.testing.assert_allclose(analytic, numeric, rtol=0, atol=tolerance * largest)


@pytest.mark.parametrize("pair", PAIRS, ids=" with ".join)
@given(seed=seeds, depth=depths, m=batches, reduction=reductions)
def test_gradients_equal_central_differences(pair, seed, depth, m, reduction):
    net = random_network(seed, depth, pair, reduction=reduction)
    X, Y = random_data(seed, net, m)
    assume(far_from_kinks(net, X))
    assert_agree(gradient_check(net, X, Y, method="central"), 1e-7)


@pytest.mark.parametrize("pair", PAIRS, ids=" with ".join)
@given(seed=seeds, depth=depths, m=batches, reduction=reductions)
def test_gradients_equal_the_complex_step(pair, seed, depth, m, reduction):
    net = random_network(seed, depth, pair, reduction=reduction)
    X, Y = random_data(seed, net, m)
    assert_agree(gradient_check(net, X, Y, method="complex"), 1e-13)


@pytest.mark.parametrize("method, tolerance", [("central", 1e-7), ("complex", 1e-12)])
def test_the_largest_relative_error_is_small_for_a_right_gradient(method, tolerance):
    net = random_network(11, 3, ("sigmoid", "binary_cross_entropy"), hidden=["tanh"])
    check = gradient_check(net, *random_data(11, net, 4), method=method)
    assert check.max_relative_error < tolerance


def test_a_wrong_gradient_is_found_where_it_is(monkeypatch):
    net = random_network(3, 3, ("sigmoid", "squared_error"))
    X, Y = random_data(3, net, 2)
    backward = net.backward(net.forward(X), Y)
    backward.dW[2][0, 0] += 0.1
    monkeypatch.setattr(net, "backward", lambda forward, Y: backward)
    check = gradient_check(net, X, Y)
    assert check.worst == ("W", 2, (0, 0))
    assert check.analytic.dW[2][0, 0] - check.numeric.dW[2][0, 0] == pytest.approx(0.1, abs=1e-6)


def test_a_gradient_check_changes_nothing():
    net = random_network(5, 2, ("tanh", "squared_error"))
    X, Y = random_data(5, net, 3)
    before = [array.copy() for array in [*net.W, *net.b, X, Y]]
    gradient_check(net, X, Y, method="complex")
    for array, value in zip([*net.W, *net.b, X, Y], before):
        np.testing.assert_array_equal(array, value)


@pytest.mark.parametrize("arguments", [{"method": "forward"}, {"eps": 0}, {"eps": float("nan")}])
def test_a_gradient_check_refuses(arguments):
    net = random_network(5, 1, ("tanh", "squared_error"))
    X, Y = random_data(5, net, 1)
    with pytest.raises(ValueError, match=f"^{next(iter(arguments))}: expected"):
        gradient_check(net, X, Y, **arguments)


@given(seed=seeds, depth=depths, m=batches)
def test_the_inner_products_of_both_passes_agree(seed, depth, m):
    """⟨δ, J v⟩ = ⟨Jᵀδ, v⟩: the directional derivative of the cost is the gradient's product with the direction."""
    net = random_network(seed, depth, ("sigmoid", "binary_cross_entropy"), hidden=["tanh", "sigmoid"])
    X, Y = random_data(seed, net, m)
    backward = net.backward(net.forward(X), Y)
    generator = np.random.default_rng(seed)
    directions = [generator.normal(size=W.shape) for W in net.W]
    slope = sum((dW * direction).sum() for dW, direction in zip(backward.dW, directions))

    def cost_at(step):
        moved = net.copy()
        for W, direction in zip(moved.W, directions):
            W += step * direction
        return moved.cost(X, Y)

    numeric = (cost_at(1e-5) - cost_at(-1e-5)) / 2e-5
    assert slope == pytest.approx(numeric, rel=1e-5, abs=1e-7)


def test_the_error_of_each_entry_is_there_and_the_worst_is_the_largest():
    net = random_network(3, 3, ("sigmoid", "squared_error"))
    check = gradient_check(net, *random_data(3, net, 4))
    symbol, l, place = check.worst
    arrays = {"W": check.relative_error.dW, "b": check.relative_error.db}
    assert arrays[symbol][l][place] == check.max_relative_error
    assert (
        max(array.max() for array in [*check.relative_error.dW, *check.relative_error.db]) == check.max_relative_error
    )
    assert [array.shape for array in check.relative_error.dW] == [W.shape for W in net.W]
