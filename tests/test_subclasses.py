"""What a subclass of `Network` writes anew is what everything runs, or it is refused."""

import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from lib import Backward, Forward, Network, gradient_check, train
from lib.data import xor
from lib.sharding import ShardError, sharded_gradient
from lib.widgets import StepThrough
from lib.worksheet import Worksheet

X, Y = xor()


class DoubledForward(Network):
    def forward(self, X):
        forward = super().forward(X)
        *hidden, last = forward.a
        return Forward([*hidden, 2 * last], [None, *forward.z])


class DoubledBackward(Network):
    def backward(self, forward, Y):
        backward = super().backward(forward, Y)
        doubled = [[None, *(2 * entry for entry in entries)] for entries in (backward.dW, backward.db)]
        return Backward([None, *backward.delta], *doubled)


class DoubledLosses(Network):
    def losses(self, X, Y):
        return 2 * super().losses(X, Y)


class DoubledCost(Network):
    def cost(self, X, Y):
        return 2 * super().cost(X, Y)


class DoubledUpdate(Network):
    def update(self, backward, learning_rate):
        super().update(backward, 2 * learning_rate)


CHANGED = [DoubledForward, DoubledBackward, DoubledLosses, DoubledCost, DoubledUpdate]


def of(cls):
    return cls.random([2, 2, 1], ["tanh", "sigmoid"], seed=1)


def by_hand(net, epochs, batches):
    for _ in range(epochs):
        for batch in batches:
            net.update(net.backward(net.forward(X[batch]), Y[batch]), 0.1)


@pytest.mark.parametrize("cls", CHANGED)
def test_training_runs_what_the_class_has_written(cls):
    trained, stepped = of(cls), of(cls)
    history = train(trained, X, Y, epochs=3, learning_rate=0.1, validation=(X[:2], Y[:2]), progress=False)
    assert history.cost[0] == of(cls).cost(X, Y)
    assert history.validation_cost[0] == of(cls).cost(X[:2], Y[:2])
    by_hand(stepped, 3, [slice(None)])
    for l in (1, 2):
        np.testing.assert_array_equal(trained.W[l], stepped.W[l])


@pytest.mark.parametrize("cls", CHANGED)
def test_training_in_mini_batches_too(cls):
    trained, plain = of(cls), of(Network)
    for net in (trained, plain):
        train(net, X, Y, epochs=2, learning_rate=0.1, batch_size=2, progress=False)
    moves = cls in (DoubledForward, DoubledBackward, DoubledUpdate)
    assert (trained.W[1] != plain.W[1]).any() == moves


def test_the_cost_and_the_prediction_follow_a_new_forward_pass():
    changed, plain = of(DoubledForward), of(Network)
    np.testing.assert_allclose(changed.predict(X), 2 * plain.predict(X))
    assert changed.cost(X, Y) == pytest.approx(0.5 * ((2 * plain.predict(X) - Y) ** 2).sum())
    assert of(DoubledLosses).cost(X, Y) == pytest.approx(2 * plain.cost(X, Y))


def test_one_object_may_have_a_step_of_its_own():
    net, calls = of(Network), []
    update = net.update
    net.update = lambda backward, learning_rate: calls.append(learning_rate) or update(backward, learning_rate)
    train(net, X, Y, epochs=2, learning_rate=0.1, progress=False)
    assert calls == [0.1, 0.1]


@pytest.mark.parametrize("cls", [DoubledForward, DoubledBackward, DoubledLosses])
def test_shards_run_what_the_class_has_written(cls):
    net = of(cls)
    with ThreadPoolExecutor(1) as executor:
        sharded = sharded_gradient(net, X, Y, executor, shards=2)
    whole = net.backward(net.forward(X), Y)
    assert sharded.cost == pytest.approx(net.cost(X, Y))
    for l in (1, 2):
        np.testing.assert_allclose(sharded.dW[l], whole.dW[l])


def test_a_cost_that_may_be_no_sum_over_samples_is_not_sharded():
    with (
        ThreadPoolExecutor(1) as executor,
        pytest.raises(ValueError, match="net: expected .* DoubledCost with its own"),
    ):
        sharded_gradient(of(DoubledCost), X, Y, executor)


def test_the_gradient_check_sees_a_new_backward_pass():
    assert gradient_check(of(DoubledBackward), X, Y).max_relative_error > 0.4
    assert gradient_check(of(Network), X, Y).max_relative_error < 1e-6


@pytest.mark.parametrize("cls", CHANGED)
@pytest.mark.parametrize("show", [Worksheet.from_network, StepThrough])
def test_what_writes_out_the_steps_of_network_refuses_others(cls, show):
    with pytest.raises(
        ValueError, match=f"net: expected a network with .* of Network, got {cls.__name__} with its own"
    ):
        show(of(cls), X, Y, learning_rate=0.5)


def test_a_copy_is_of_the_same_class_and_has_all_that_it_has_added():
    net = of(DoubledUpdate)
    net.velocity = [np.zeros(3)]
    twin = net.copy()
    twin.velocity[0] += 1
    twin.W[1] += 1
    assert type(twin) is DoubledUpdate
    assert (net.velocity[0] == 0).all()
    assert (net.W[1] == twin.W[1] - 1).all()
    assert twin.copy(reduction="mean").reduction == "mean"


# What a step of one's own returns


def forward_of(net, X, change):
    forward = Network.forward(net, X)
    return Forward(change([*forward.a]), [None, *forward.z])


def backward_of(net, forward, Y, change):
    backward = Network.backward(net, forward, Y)
    return Backward([None, *backward.delta], [None, *change([*backward.dW])], [None, *backward.db])


WRONG = {
    "no forward pass": ("forward", lambda net, X: None, "a Forward, got NoneType"),
    "a bare array": ("forward", lambda net, X: X, "a Forward, got an array of shape"),
    "an output on its side": ("forward", lambda net, X: forward_of(net, X, lambda a: [*a[:2], a[2].T]), "(4, 1), got"),
    "an output as a vector": ("forward", lambda net, X: forward_of(net, X, lambda a: [*a[:2], a[2][:, 0]]), "(4,)"),
    "a layer left out": ("forward", lambda net, X: forward_of(net, X, lambda a: a[:2]), "a: expected arrays"),
    "lists for arrays": ("forward", lambda net, X: forward_of(net, X, lambda a: [e.tolist() for e in a]), "got list"),
    "no backward pass": ("backward", lambda net, forward, Y: None, "a Backward, got NoneType"),
    "a list of gradients": ("backward", lambda net, forward, Y: [net.W, net.b], "a Backward, got list"),
    "a transposed gradient": (
        "backward",
        lambda net, forward, Y: backward_of(net, forward, Y, lambda dW: [dW[0], dW[1].T]),
        "dW: expected arrays of shapes (2, 2), (2, 1), got (2, 2), (1, 2)",
    ),
    "a gradient too few": (
        "backward",
        lambda net, forward, Y: backward_of(net, forward, Y, lambda dW: dW[:1]),
        "got (2, 2)",
    ),
    "gradients that are none": (
        "backward",
        lambda net, forward, Y: backward_of(net, forward, Y, lambda dW: [None, None]),
        "got NoneType, NoneType",
    ),
    "a column of losses": ("losses", lambda net, X, Y: np.ones((len(X), 1)), "an array of shape (4,)"),
    "one loss for all": ("losses", lambda net, X, Y: 1.0, "the loss of each sample, got float"),
    "no losses": ("losses", lambda net, X, Y: None, "got NoneType"),
}


def with_its_own(name, step):
    return of(type("Mine", (Network,), {name: step}))


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize(
    "run", [lambda net: train(net, X, Y, epochs=1, progress=False), lambda net: gradient_check(net, X, Y)]
)
def test_a_step_that_returns_something_else_is_named_with_its_class(run, case):
    name, step, text = WRONG[case]
    net = with_its_own(name, step)
    with pytest.raises(ValueError, match=rf"Mine\.{name}.*{re.escape(text)}"):
        run(net)
    assert (net.W[1] == of(Network).W[1]).all()


@pytest.mark.parametrize("case", WRONG)
def test_a_shard_tells_it_too(case):
    name, step, _ = WRONG[case]
    with ThreadPoolExecutor(1) as executor, pytest.raises(ShardError, match=rf"Mine\.{name}.*: expected"):
        sharded_gradient(with_its_own(name, step), X, Y, executor, shards=1)


@pytest.mark.parametrize("cost", [None, "1", [1.0], np.ones(4), np.ones(1)])
def test_a_cost_is_one_number(cost):
    net = with_its_own("cost", lambda net, X, Y: cost)
    for run in (lambda: train(net, X, Y, epochs=1, progress=False), lambda: gradient_check(net, X, Y)):
        with pytest.raises(ValueError, match=r"Mine\.cost: expected a method that returns one number, got"):
            run()


def test_an_update_that_returns_new_weights_instead_of_moving_them_is_told():
    net = with_its_own("update", lambda net, backward, rate: [W - rate * dW for W, dW in zip(net.W, backward.dW)])
    with pytest.raises(ValueError, match=r"Mine\.update: expected a method that changes .* in place .* got list"):
        train(net, X, Y, epochs=1, progress=False)


def test_a_prediction_comes_from_a_checked_forward_pass():
    net = with_its_own("forward", WRONG["an output on its side"][1])
    for predict in (net.predict, net.predict_labels):
        with pytest.raises(
            ValueError, match=r"Mine\.forward, a: expected arrays of shapes \(4, 2\), \(4, 2\), \(4, 1\)"
        ):
            predict(X)


def test_a_network_that_holds_what_has_no_second_is_not_copied():
    net = of(Network)
    net.log = (entry for entry in ())
    with pytest.raises(ValueError, match="net: expected a network of which all attributes can be copied, got Network"):
        net.copy()
