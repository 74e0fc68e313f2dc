"""The gradient check can be trusted in both directions: right gradients pass, planted mistakes don't."""

import numpy as np
import pytest

from lib import Backward, Network, gradient_check
from lib.data import xor
from lib.worksheet import Worksheet
from lib.worksheet.mistakes import MISTAKES as OF_WORKSHEET
from tests.checked_networks import MISTAKES, PLANTED, RIGHT, with_mistake
from tests.networks import random_data, random_network
from tests.record_gradient_check import METHODS, name_of, planted_mistake, right_networks

both_methods = pytest.mark.parametrize("method", METHODS)


def plain(seed=3, m=4):
    """A network without anything that a gradient check finds difficult, and data."""
    net = random_network(seed, 3, ("sigmoid", "squared_error"), hidden=["tanh"])
    return net, *random_data(seed, net, m)


def words(check):
    """The printed result as one line."""
    return " ".join(str(check).split())


def always(net, **gradients):
    """The network with a backward pass whose gradients are changed: ``dW=lambda l, gradient: …``, ``db=…``."""

    class Changed(type(net)):
        def backward(self, forward, Y):
            right = super().backward(forward, Y)
            unchanged = lambda l, gradient: gradient
            layers = range(1, self.depth + 1)
            dW = [gradients.get("dW", unchanged)(l, right.dW[l].copy()) for l in layers]
            db = [gradients.get("db", unchanged)(l, right.db[l].copy()) for l in layers]
            return Backward([None, *right.delta], [None, *dW], [None, *db])

    return Changed([*net.W], [*net.b], net.activations, net.loss, net.reduction, dtype=net.dtype)


def entry(value, l=1, place=(0, 0)):
    """Put this value in one place of layer l."""

    def change(layer, gradient):
        if layer == l:
            gradient[place] = value
        return gradient

    return change


# Right gradients


@both_methods
@pytest.mark.parametrize("kind", RIGHT)
def test_a_right_gradient_passes(kind, method):
    with np.errstate(all="ignore"):
        found = right_networks(kind, method, range(15))
    assert found["false_alarms"] == 0
    assert found["share_of_doubt"] < 0.7


@both_methods
def test_at_a_perfect_fit_nothing_is_left_to_compare_and_the_result_says_so(method):
    net, X, _ = plain()
    check = gradient_check(net, X, net.predict(X), method=method)
    assert check.passed is None and not check and check.compared == 0
    assert len(check.too_small) == sum(array.size for array in [*net.W, *net.b])
    assert words(check).startswith("Nothing was left to compare")


def test_relu_on_xor_leaves_out_the_biases_whose_units_stand_at_the_kink_and_names_them():
    X, Y = xor()
    net = Network.random([2, 3, 1], ["leaky_relu", "sigmoid"], seed=0)
    check = gradient_check(net, X, Y)
    assert check.passed
    assert check.left_out == [("b", 1, (0,)), ("b", 1, (1,)), ("b", 1, (2,))]
    assert check.kinks == [(1, 0, 0), (1, 0, 1), (1, 0, 2)]  # z of the sample (0, 0)
    assert check.compared == 10
    assert np.isnan(check.relative_error.db[1]).all() and np.isfinite(check.relative_error.dW[1]).all()
    assert "kink (z[1][0, 0], z[1][0, 1], z[1][0, 2]): b[1][0], b[1][1], b[1][2]" in words(check)


def test_the_complex_step_crosses_no_kink():
    X, Y = xor()
    check = gradient_check(Network.random([2, 3, 1], ["leaky_relu", "sigmoid"], seed=0), X, Y, method="complex")
    assert check.passed and check.compared == 13 and not check.left_out


@pytest.mark.parametrize("w", [5e-6, -5e-6, 3e-8])
def test_a_kink_that_a_shorter_step_avoids_is_no_reason_to_leave_anything_out(w):
    check = gradient_check(Network([[[w]]], [[0.0]], ["relu"]), [[1.0]], [[1.0]])
    assert check.passed is not False and ("W", 1, (0, 0)) not in check.left_out
    assert check.numeric.dW[1].item() == pytest.approx(w - 1 if w > 0 else 0.0, abs=1e-5)


def test_a_step_of_ones_own_is_taken_as_it_is():
    check = gradient_check(Network([[[5e-6]]], [[0.0]], ["relu"]), [[1.0]], [[1.0]], eps=1e-5)
    assert ("W", 1, (0, 0)) in check.left_out
    assert check.numeric.dW[1].item() == pytest.approx(-0.75, abs=1e-3)


def test_epsilon_grows_with_the_weight():
    net = Network([[[1e9]]], [[0.0]], ["tanh"])  # 1e9 + 1e-5 is 1e9 to seven digits of 1e-5
    check = gradient_check(net, [[1e-9]], [[0.0]], eps=1e-5)
    assert check.passed and check.max_relative_error < 1e-8


@both_methods
def test_a_network_of_single_precision_is_checked_in_double(method):
    net, X, Y = plain()
    single = Network([*net.W], [*net.b], net.activations, dtype=np.float32)
    check = gradient_check(single, X, Y, method=method)
    assert check.passed and check.max_relative_error <= check.tolerance
    assert check.analytic.dW[1].dtype == np.float64


def test_what_only_single_precision_gets_wrong_is_found():
    net, X, Y = plain()

    class Coarse(Network):
        def backward(self, forward, Y):
            right = super().backward(forward, Y)
            if self.dtype == np.float32:
                right.dW[1][0, 0] *= 1.001
            return right

    coarse = Coarse([*net.W], [*net.b], net.activations, dtype=np.float32)
    check = gradient_check(coarse, X, Y)
    assert not check.passed and check.worst == ("W", 1, (0, 0))
    assert check.max_relative_error == pytest.approx(1e-3, rel=0.05)


# Mistakes


@both_methods
@pytest.mark.parametrize(("mistake", "amount"), PLANTED, ids=[name_of(*planted) for planted in PLANTED])
def test_a_planted_mistake_is_found(mistake, amount, method):
    found = planted_mistake("smooth", method, mistake, amount, range(10))
    assert found["planted"] == found["found"] + found["unseen"] and found["found"] > found["planted"] / 2
    assert found["planted"] >= 1


@both_methods
@pytest.mark.parametrize("kind", [kind for kind in RIGHT if kind != "perfect_fit"])
def test_no_mistake_is_missed_but_where_the_result_says_that_it_can_not_see(kind, method):
    with np.errstate(all="ignore"):
        for mistake, amount in [("updated_weights", 1e-6), ("updated_weights", 0.1), ("bias_dropped", None)]:
            assert planted_mistake(kind, method, mistake, amount, range(6))["missed"] == 0


@both_methods
@pytest.mark.parametrize("name", OF_WORKSHEET)
def test_every_mistake_of_the_worksheet_is_found(name, method):
    generator = np.random.default_rng(3)
    weights = [generator.normal(size=shape) for shape in ((2, 2), (2, 2), (2, 1))]
    net = Network(weights, [generator.normal(size=n) for n in (2, 2, 1)], ["sigmoid"] * 3)
    X, Y = random_data(0, net, 3)
    sheet = OF_WORKSHEET[name].made_in(Worksheet.from_network(net, X, Y, learning_rate=1e-6))

    def wrong(symbol):
        def gradient(l, right):
            rows = range(1, net.sizes[l - 1] + 1)
            columns = range(1, net.sizes[l] + 1)
            if symbol == "b":
                return np.array([sheet[f"db{l}_{k}"].value for k in columns])
            return np.array([[sheet[f"dw{l}_{j}_{k}"].value for k in columns] for j in rows])

        return gradient

    assert not gradient_check(always(net, dW=wrong("W"), db=wrong("b")), X, Y, method=method).passed


@both_methods
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_never_passes_and_its_place_is_named(value, method):
    net, X, Y = plain()
    check = gradient_check(always(net, dW=entry(value, 2)), X, Y, method=method)
    assert not check.passed and check.max_relative_error == np.inf
    assert check.worst == ("W", 2, (0, 0)) and check.not_finite == [("W", 2, (0, 0))]
    assert "W[2][0, 0]" in words(check)


def test_what_is_not_finite_is_found_where_nothing_was_drawn():
    net = Network.random([20, 30, 2], ["tanh", "identity"], seed=1)
    X, Y = random_data(1, net, 3)
    check = gradient_check(always(net, dW=entry(np.nan, 1, (17, 23))), X, Y, entries=2)
    assert check.not_finite == [("W", 1, (17, 23))] and not check


def test_what_overflows_in_single_precision_alone_is_not_finite():
    net = Network([[[1e20]], [[1.0]]], [[0.0], [0.0]], ["identity", "identity"], dtype=np.float32)
    with np.errstate(over="ignore"):
        check = gradient_check(net, [[1e10]], [[0.0]], method="complex")
    assert not check and ("W", 1, (0, 0)) in check.not_finite


@both_methods
def test_the_wrong_sign_of_a_whole_layer_is_shown_in_its_true_size(method):
    net = Network.random([3, 4, 1], ["sigmoid", "sigmoid"], seed=2)
    net.W[2][...] *= 1e-4  # so that the first layer's derivatives are tiny beside the second's
    X, Y = random_data(2, net, 4)
    wrong = always(net, dW=lambda l, gradient: -gradient if l == 1 else gradient)
    check = gradient_check(wrong, X, Y, method=method)
    assert check.worst[:2] == ("W", 1) and check.max_relative_error == pytest.approx(2, rel=1e-3)
    assert np.all(check.relative_error.dW[1] > 1.9)


def test_a_backward_pass_that_moves_the_weights_moves_no_weight_of_the_network():
    class Early(Network):
        def backward(self, forward, Y):
            right = super().backward(forward, Y)
            for l in range(1, self.depth + 1):
                self.W[l][...] -= 0.1 * right.dW[l]
            return right

    net, X, Y = plain()
    early = Early([*net.W], [*net.b], net.activations)
    gradient_check(early, X, Y)
    for before, after in zip(net.W, early.W):
        np.testing.assert_array_equal(before, after)


# A subclass


def test_the_cost_of_a_subclass_is_what_is_checked():
    class Decayed(Network):
        """With a penalty on the weights, in the cost and, if told so, in the gradient."""

        with_gradient = True

        def cost(self, X, Y):
            return super().cost(X, Y) + 0.05 * sum((W**2).sum() for W in self.W)

        def backward(self, forward, Y):
            right = super().backward(forward, Y)
            for l in range(1, self.depth + 1):
                right.dW[l][...] += 0.1 * self.W[l] * self.with_gradient
            return right

    net, X, Y = plain()
    decayed = Decayed([*net.W], [*net.b], net.activations)
    for method in METHODS:
        assert gradient_check(decayed, X, Y, method=method).passed
    decayed.with_gradient = False
    for method in METHODS:
        assert not gradient_check(decayed, X, Y, method=method).passed


def test_the_forward_pass_of_a_subclass_is_what_is_checked():
    class Halved(Network):
        def forward(self, X):
            return super().forward(0.5 * np.asarray(X))

        def cost(self, X, Y):
            return 0.5 * ((self.forward(X).a[self.depth] - Y) ** 2).sum()

    net, X, Y = plain()
    assert gradient_check(Halved([*net.W], [*net.b], net.activations), X, Y).passed


# Large networks


def test_of_a_large_network_some_entries_of_each_array_are_compared():
    net = Network.random([60, 90, 3], ["tanh", "identity"], seed=0)
    X, Y = random_data(0, net, 4)
    check = gradient_check(net, X, Y)
    drawn = [int(np.isfinite(array).sum()) for array in [*check.numeric.dW, *check.numeric.db]]
    assert drawn == [100, 100, 90, 3]
    assert check.passed and "Drawn at random: 293 of 5763 weights and biases." in words(check)
    assert not gradient_check(always(net, dW=lambda l, gradient: 1.01 * gradient if l == 2 else gradient), X, Y).passed


def test_the_entries_are_drawn_by_the_seed():
    net = Network.random([6, 9, 3], ["tanh", "identity"], seed=0)
    X, Y = random_data(0, net, 4)
    drawn = lambda seed: np.isfinite(gradient_check(net, X, Y, entries=4, seed=seed).numeric.dW[1])
    assert (drawn(1) == drawn(1)).all() and (drawn(1) != drawn(2)).any()
    assert drawn(1).sum() == 4


# The result


def test_the_result_is_true_only_if_the_check_has_passed():
    net, X, Y = plain()
    assert gradient_check(net, X, Y)
    assert not gradient_check(with_mistake(net, "all_signs"), X, Y)


def test_the_result_reads_as_a_sentence():
    net, X, Y = plain()
    count = sum(array.size for array in [*net.W, *net.b])
    check = gradient_check(net, X, Y)
    assert words(check).startswith(f"Passed: {count} derivatives agree with central differences; the largest")
    failed = gradient_check(always(net, dW=lambda l, gradient: gradient * (1 + (l == 2))), X, Y, method="complex")
    assert words(failed).startswith("Failed: for W[2][")
    assert f"{net.W[2].size} of {count} derivatives differ by more than 1e-11" in words(failed)
    assert repr(check) == f"<GradientCheck: {words(check)}>"
    assert max(map(len, str(failed).splitlines())) <= 76


@both_methods
def test_passed_means_that_no_relative_error_is_above_the_tolerance(method):
    for mistake, amount in [("updated_weights", 1e-6), ("one_entry", 1e-3)]:
        net, X, Y = plain()
        for each in (net, with_mistake(net, mistake, amount)):
            check = gradient_check(each, X, Y, method=method)
            assert check.passed == (check.max_relative_error <= check.tolerance)
            errors = [*check.relative_error.dW, *check.relative_error.db]
            assert max(error.max() for error in errors) == check.max_relative_error


# What is refused


@pytest.mark.parametrize(
    "options",
    [
        {"eps": 1e-320},
        {"eps": 1e-17},
        {"eps": 1.0},
        {"eps": 1e-320, "method": "complex"},
        {"eps": 1e-3, "method": "complex"},
        {"eps": True},
    ],
)
def test_a_step_that_does_nothing_is_refused(options):
    with pytest.raises(ValueError, match="^eps: expected"):
        gradient_check(*plain(), **options)


@pytest.mark.parametrize("entries", [0, -1, 2.5, True])
def test_entries_have_to_be_a_number_of_them(entries):
    with pytest.raises(ValueError, match="^entries: expected a whole number"):
        gradient_check(*plain(), entries=entries)


@pytest.mark.parametrize(
    ("symbol", "change"),
    [("dW", lambda l, gradient: gradient.T[:, :1]), ("db", lambda l, gradient: gradient.sum())],
)
def test_a_gradient_of_another_shape_is_refused(symbol, change):
    net, X, Y = plain()
    with pytest.raises(ValueError, match=rf"\.backward, {symbol}: expected arrays of shapes"):
        gradient_check(always(net, **{symbol: change}), X, Y)


def test_complex_weights_are_refused():
    with pytest.raises(ValueError, match="^net: expected real weights"):
        gradient_check(Network([[[1j]]], [[0.0]], ["tanh"]), [[1.0]], [[0.0]])


def test_every_mistake_is_planted_somewhere():
    assert {name for name, _ in PLANTED} == set(MISTAKES)


def test_what_is_no_network_or_no_seed_is_said():
    net, X, Y = Network.random([1, 1], ["tanh"]), [[1.0]], [[0.5]]
    with pytest.raises(ValueError, match="net: expected a Network, got list"):
        gradient_check(X, Y, net)
    with pytest.raises(ValueError, match="seed: expected a whole number"):
        gradient_check(net, X, Y, seed="a")
