"""What a subclass of `Network` writes anew is what everything runs, or it is refused."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from lib import Backward, Forward, Network, gradient_check, train
from lib.data import xor
from lib.sharding import sharded_gradient
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


def test_a_forward_pass_that_returns_something_else_is_told():
    class Bare(Network):
        def forward(self, X):
            return X

    with pytest.raises(ValueError, match=r"net\.forward: expected a method that returns a Forward, got ndarray"):
        train(of(Bare), X, Y, epochs=1, progress=False)
