"""Training follows the algorithm and ends by its exit conditions."""

import functools
import operator
import warnings

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from lib import Network, train
from lib.data import spirals, xor

X, Y = xor()


def same_start(**settings):
    return Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=5, **settings)


def test_an_epoch_over_all_samples_is_one_step_of_the_algorithm():
    by_hand, trained = same_start(), same_start()
    costs = [by_hand.cost(X, Y)]
    for _ in range(3):
        by_hand.update(by_hand.backward(by_hand.forward(X), Y), learning_rate=0.5)
        costs.append(by_hand.cost(X, Y))
    history = train(trained, X, Y, epochs=3, learning_rate=0.5, progress=False)
    assert (history.cost, history.epochs, history.stopped_by) == (costs, 3, "epochs")
    for l in (1, 2):
        np.testing.assert_array_equal(trained.W[l], by_hand.W[l])


def test_mini_batches_use_every_sample_once_an_epoch(monkeypatch):
    net, seen = same_start(), []
    forward = net.forward
    points = np.column_stack([np.arange(10.0), np.ones(10)])
    monkeypatch.setattr(net, "forward", lambda X: seen.append(X[:, 0].tolist()) or forward(X))
    train(net, points, np.zeros((10, 1)), epochs=2, batch_size=4, learning_rate=0.1, progress=False)
    updates = [batch for batch in seen if len(batch) < 10]
    assert [len(batch) for batch in updates] == [4, 4, 2, 4, 4, 2]
    for epoch in (updates[:3], updates[3:]):
        assert sorted(functools.reduce(operator.iadd, epoch, [])) == points[:, 0].tolist()
    assert updates[:3] != updates[3:]


def test_the_seed_decides_the_order_of_the_batches():
    def weights(seed):
        net = same_start()
        train(net, *spirals(20), epochs=2, batch_size=4, seed=seed, progress=False)
        return net.W[1]

    np.testing.assert_array_equal(weights(1), weights(1))
    assert (weights(1) != weights(2)).any()


def test_training_ends_where_the_gradient_is_small():
    net = Network([[[0.0]]], [[0.0]], ["identity"], train_biases=False)
    history = train(net, [[1.0]], [[1.0]], epochs=1000, learning_rate=0.5, tolerance=1e-3, progress=False)
    # Each epoch halves the distance to the target, and the gradient is that distance: 2⁻¹⁰ is the first below 10⁻³.
    assert (history.stopped_by, history.epochs) == ("tolerance", 10)


def test_with_tolerance_zero_training_ends_only_where_the_gradient_is_exactly_zero():
    still = Network([[[1.0]]], [[0.0]], ["identity"])
    assert train(still, [[2.0]], [[2.0]], epochs=9, progress=False).stopped_by == "tolerance"
    moving = Network([[[0.0]]], [[0.0]], ["identity"], train_biases=False)
    history = train(moving, [[1.0]], [[1.0]], epochs=9, learning_rate=0.5, progress=False)
    assert (history.stopped_by, history.epochs) == ("epochs", 9)


def test_biases_that_are_kept_do_not_hold_up_the_end():
    net = Network([[[0.0]]], [[1.0]], ["identity"], train_biases=False)
    history = train(net, [[0.0]], [[0.0]], epochs=9, progress=False)
    assert history.stopped_by == "tolerance"


def test_a_run_whose_cost_stops_being_finite_keeps_the_last_finite_weights():
    net = Network([[[1.0]]], [[0.0]], ["identity"])
    with pytest.warns(RuntimeWarning, match=r"in epoch (\d+)") as told:
        history = train(net, [[10.0]], [[0.0]], epochs=1000, learning_rate=10.0, progress=False)
    assert history.stopped_by == "not finite"
    assert f"in epoch {history.epochs + 1};" in str(told[0].message)
    assert len(told) == 1
    assert np.isfinite(history.cost).all()
    assert net.cost([[10.0]], [[0.0]]) == history.cost[-1]


def test_a_weight_that_stops_being_finite_ends_the_run_even_where_the_cost_hides_it():
    net = Network([[[0.05]]], [[0.0]], ["tanh"], train_biases=False)
    with pytest.warns(RuntimeWarning, match="in epoch 1;"):
        # The weight becomes −∞, and tanh makes a cost of ½ of it.
        history = train(net, [[10.0]], [[0.0]], epochs=3, learning_rate=1e308, progress=False)
    assert (history.stopped_by, history.epochs, net.W[1].item()) == ("not finite", 0, 0.05)


def test_weights_may_be_large_as_long_as_they_are_finite():
    net = Network([[[1e200]]], [[0.0]], ["tanh"])
    assert train(net, [[1.0]], [[0.0]], epochs=1, progress=False).stopped_by == "tolerance"
    assert net.W[1].item() == 1e200


def test_a_start_whose_cost_is_not_finite_is_recorded_and_kept():
    net = Network([[[1e200]]], [[0.0]], ["identity"])
    with pytest.warns(RuntimeWarning, match="in epoch 1;"):
        history = train(net, [[1.0]], [[0.0]], epochs=3, progress=False)
    assert (history.cost, history.epochs, net.W[1].item()) == ([np.inf], 0, 1e200)


@pytest.mark.parametrize("batch_size", [None, 500])
def test_the_last_cost_is_that_of_the_trained_network_however_large_the_data_set(batch_size):
    net, (points, labels) = same_start(), spirals(1500)
    history = train(net, points, labels, epochs=2, learning_rate=1e-4, batch_size=batch_size, progress=False)
    assert history.cost[-1] == pytest.approx(net.cost(points, labels), rel=1e-13)
    assert net.cost(points, labels) == pytest.approx(net.losses(points, labels).sum(), rel=1e-13)


def test_validation_data_are_recorded_and_not_learnt_from():
    alone, watched = same_start(), same_start()
    train(alone, X, Y, epochs=5, progress=False)
    history = train(watched, X, Y, epochs=5, validation=(X[:2], Y[:2]), progress=False)
    np.testing.assert_array_equal(alone.W[1], watched.W[1])
    assert len(history.validation_cost) == len(history.cost) == 6
    assert history.validation_cost[-1] == watched.cost(X[:2], Y[:2])


def test_progress_is_shown_when_asked_for(capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tqdm's own, where there is no notebook
        train(same_start(), X, Y, epochs=3, progress=True)
    shown = capsys.readouterr()
    assert "3/3" in shown.err + shown.out
    train(same_start(), X, Y, epochs=3, progress=False)
    shown = capsys.readouterr()
    assert shown.err + shown.out == ""


@pytest.mark.parametrize("batch_size", [None, 1])
def test_scikit_learn_takes_the_same_steps_from_the_same_start(batch_size):
    """MLPClassifier with plain gradient descent: mean of the binary cross-entropy, no momentum, no penalty."""
    points, labels = spirals(15, seed=3)
    net = Network.random([2, 4, 1], ["tanh", "sigmoid"], "binary_cross_entropy", "mean", seed=2)
    peer = MLPClassifier(
        hidden_layer_sizes=(4,),
        activation="tanh",
        solver="sgd",
        alpha=0.0,
        learning_rate_init=0.3,
        momentum=0.0,
        nesterovs_momentum=False,
        shuffle=False,
    )
    # One call lets scikit-learn make its arrays; then it gets this network's start.
    peer.partial_fit(points, labels.ravel(), classes=[0, 1])
    peer.coefs_ = [W.copy() for W in net.W]
    peer.intercepts_ = [b.copy() for b in net.b]
    peer._optimizer.params = peer.coefs_ + peer.intercepts_
    peer._optimizer.velocities = [np.zeros_like(p) for p in peer._optimizer.params]

    for step in range(20):
        i = slice(None) if batch_size is None else slice(step, step + batch_size)
        peer.partial_fit(points[i], labels[i].ravel())
        net.update(net.backward(net.forward(points[i]), labels[i]), learning_rate=0.3)
        for l in (1, 2):
            np.testing.assert_allclose(net.W[l], peer.coefs_[l - 1], rtol=1e-10, atol=1e-12)
            np.testing.assert_allclose(net.b[l], peer.intercepts_[l - 1], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("batch_size", [None, 2])
def test_training_in_pieces_is_training_in_one_go(batch_size):
    whole, pieces = same_start(), same_start()
    cost = train(whole, X, Y, epochs=6, batch_size=batch_size, progress=False).cost
    costs = [train(pieces, X, Y, epochs=n, batch_size=batch_size, progress=False).cost for n in (1, 1, 0, 3, 1)]
    assert [costs[0][0], *(c for piece in costs for c in piece[1:])] == cost
    np.testing.assert_array_equal(pieces.W[1], whole.W[1])


def test_a_copy_made_before_or_another_seed_starts_anew():
    net = same_start()
    start = net.copy()
    first = train(net, X, Y, epochs=3, batch_size=2, progress=False).cost
    assert train(start, X, Y, epochs=3, batch_size=2, progress=False).cost == first


@pytest.mark.parametrize("last", range(1, 13))
def test_an_interruption_leaves_whole_epochs_and_their_history(last):
    class Interrupted(Network):
        updates = 0

        def update(self, backward, learning_rate):
            super().update(backward, learning_rate)
            self.updates += 1
            if self.updates == last:
                raise KeyboardInterrupt

    net = Interrupted(same_start().W, same_start().b, same_start().activations)
    with pytest.warns(RuntimeWarning, match="interrupted"):
        history = train(net, X, Y, epochs=6, batch_size=2, validation=(X, Y), progress=False)
    whole = Network(same_start().W, same_start().b, same_start().activations)
    costs = train(whole, X, Y, epochs=6, batch_size=2, progress=False).cost
    done = (last - 1) // 2
    assert (history.stopped_by, history.epochs) == ("interrupted", done)
    assert history.cost == history.validation_cost == costs[: done + 1]
    assert net.cost(X, Y) == costs[done]
    # What follows is what would have followed.
    train(net, X, Y, epochs=6 - done, batch_size=2, progress=False)
    np.testing.assert_array_equal(net.W[1], whole.W[1])


def test_weights_that_are_not_finite_are_told_before_training_and_not_blamed_on_the_rate():
    net = same_start()
    net.W[2][0, 0] = np.nan
    with pytest.raises(ValueError, match=r"net\.W\[2\]: expected finite numbers only, got nan at index \(0, 0\)"):
        train(net, X, Y, progress=False)


@pytest.mark.parametrize("batch_size", [None, 1])
def test_data_that_are_views_of_weights_stay_what_they_were(batch_size):
    def start():
        return Network.random([2, 2, 1], ["tanh", "sigmoid"], seed=1)

    def trained(data):
        net = start()
        inputs, targets = data(net.W[1]), data(net.W[2])
        validation = (inputs, targets)
        history = train(net, inputs, targets, 3, batch_size=batch_size, validation=validation, progress=False)
        return net.W[1], history.cost, history.validation_cost

    viewed, apart = trained(lambda weights: weights), trained(np.copy)
    np.testing.assert_array_equal(viewed[0], apart[0])
    assert viewed[1:] == apart[1:]
