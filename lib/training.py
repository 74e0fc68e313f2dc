"""Training: the algorithm's steps 1 to 4 in a loop, with its exit conditions."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

import numpy as np

from lib import checks
from lib.activations import ACTIVATIONS
from lib.labels import labels_of
from lib.network import Network

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class History:
    """What a training run went through.

    Attributes
    ----------
    cost : list of float
        The cost over the whole data set: ``cost[n]`` after n epochs, so ``cost[0]`` is that of the start.
    validation_cost : list of float
        The same for the validation data; empty without any.
    epochs : int
        How many epochs were completed.
    stopped_by : {"epochs", "tolerance", "not finite", "interrupted"}
        The exit condition that ended the run.
    """

    def __init__(self):
        self.cost, self.validation_cost = [], []
        self.epochs = 0
        self.stopped_by = "epochs"

    def __repr__(self):
        return f"<History of {self.epochs} epochs, cost {self.cost[0]:.6g} to {self.cost[-1]:.6g}, stopped by {self.stopped_by}>"


def train(
    net: Network,
    X: ArrayLike,
    Y: ArrayLike,
    epochs: int = 100,
    learning_rate: float = 0.1,
    batch_size: int | None = None,
    tolerance: float = 0.0,
    seed: int | np.random.Generator = 0,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    progress: bool = True,
) -> History:
    """Train ``net`` in place by gradient descent.

    Training in pieces is the same as training in one go: a network remembers how far the order of its mini-batches has
    come, so that the next call with the same seed goes on from there. (A new network, or a copy made before, starts
    anew.) Whoever interrupts it (Ctrl-C) keeps the epochs that are complete, and their history.

    Parameters
    ----------
    net : Network
    X, Y : array_like
        As for `Network.cost`.
    epochs : int
        N, the most epochs to run; an epoch goes through the whole data set once.
    learning_rate : float
        α, finite and above 0.
    batch_size : int, optional
        Samples an update; by default all of them. Mini-batches are drawn in a new random order each epoch.
    tolerance : float
        Stop when max |∂Cost/∂·| over the whole data set is at most this at the end of an epoch (0: only when
        every derivative is exactly zero). Biases that are not trained are not counted.
    seed : int or numpy.random.Generator
        For the order of the mini-batches. A Generator is used as it is, and moves on.
    validation : pair of array_like, optional
        (X, Y) whose cost is recorded too. Nothing is learnt from them.
    progress : bool
        Show a progress bar.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        If an argument is out of its range, X and Y do not fit the network, a weight is not finite, or a step of the
        network's own returns what it must not.

    Warns
    -----
    RuntimeWarning
        If the cost or a weight stops being finite. The run ends there and ``net`` keeps the weights of the
        last epoch that was finite. Also if the run was interrupted.
    UserWarning
        If targets lie where the output activation never comes.

    Examples
    --------
    >>> from lib import Network, train
    >>> net = Network([[[0.5]]], [[0.0]], ["identity"])
    >>> train(net, [[1.0], [2.0]], [[1.0], [2.0]], epochs=2, learning_rate=0.1, progress=False)
    <History of 2 epochs, cost 0.625 to 0.010825, stopped by epochs>
    """
    checks.instance("net", net, Network)
    checks.real_weights(net)
    X = net.samples(X)
    Y = net.targets(Y, len(X))
    validation = _check_validation(net, validation)
    epochs = checks.whole_number("epochs", epochs, least=0)
    checks.positive_number("learning_rate", learning_rate)
    checks.not_negative("tolerance", tolerance)
    batch_size = len(X) if batch_size is None else checks.whole_number("batch_size", batch_size, least=1)
    one_batch = batch_size >= len(X)
    checks.finite_weights(net)
    X, Y = _apart(net, X), _apart(net, Y)
    order = _batch_order(net, seed)
    _warn_of_targets_out_of_reach(net, Y)

    steps = net.steps
    net.learnt_labels = _learnt_labels(net, Y)
    history = History()
    # An overflow is told once, in words, instead of operation by operation.
    with np.errstate(over="ignore", invalid="ignore"):
        cost, forward = _cost(steps, X, Y, keep_forward=one_batch)
        _record(history, cost, steps, validation)
        before = Snapshot(net, order)
        try:
            for epoch in _progress(range(1, epochs + 1), progress):
                before = Snapshot(net, order, history.epochs)
                if one_batch:  # the pass that gave the last cost went through the same samples with the same weights
                    _steps_2_to_4(steps, forward, Y, learning_rate)
                else:
                    for batch in _batches(len(X), batch_size, order):
                        _steps_2_to_4(steps, steps.forward(X[batch]), Y[batch], learning_rate)
                cost, forward = _cost(steps, X, Y, keep_forward=one_batch)
                if not _is_finite(cost, net):
                    before.restore(history)
                    history.stopped_by = "not finite"
                    warnings.warn(_not_finite(epoch, learning_rate), RuntimeWarning, stacklevel=2)
                    break
                _record(history, cost, steps, validation)
                history.epochs = epoch
                if _has_vanished(net, steps, X, Y, forward, history.cost, tolerance):
                    history.stopped_by = "tolerance"
                    break
        except KeyboardInterrupt:
            before.restore(history)
            history.stopped_by = "interrupted"
            told = f"train: interrupted; the network has the weights of epoch {history.epochs}, the last complete one."
            warnings.warn(told, RuntimeWarning, stacklevel=2)
    return history


def _cost(steps, X, Y, keep_forward):
    """The cost over the whole data set, and the forward pass behind it if it is to be kept."""
    if not keep_forward:
        return steps.cost(X, Y), None
    forward = steps.forward(X)
    return steps.cost_after(forward, X, Y), forward


def _steps_2_to_4(steps, forward, Y, learning_rate):
    """What follows the forward pass: every gradient is known before any weight moves."""
    steps.update(steps.backward(forward, Y), learning_rate)


def _batches(m, batch_size, generator):
    """Which samples each update sees: a new random partition every epoch."""
    order = generator.permutation(m)
    for start in range(0, m, batch_size):
        yield order[start : start + batch_size]


def _record(history, cost, steps, validation):
    history.cost.append(cost)
    if validation is not None:
        history.validation_cost.append(steps.cost(*validation))


def _is_finite(cost, net):
    return math.isfinite(cost) and all(checks.is_finite(array) for array in _arrays(net))


def _has_vanished(net, steps, X, Y, forward, cost, tolerance):
    """Whether max |∂Cost/∂·| over the whole data set is at most the tolerance."""
    # Where every derivative is zero an epoch leaves the cost as it was: with tolerance 0 most epochs
    # need no second look.
    if tolerance == 0 and cost[-1] != cost[-2] and cost[-1] != 0:
        return False
    backward = steps.backward(forward or steps.forward(X), Y)
    gradients = [*backward.dW, *backward.db] if net.train_biases else list(backward.dW)
    return max(abs(gradient).max() for gradient in gradients) <= tolerance


def _arrays(net):
    return [*net.W, *net.b]


def _apart(net, data):
    """Data that stay as they are while the weights move, also where they are a view of a weight."""
    return data.copy() if any(np.may_share_memory(data, array) for array in _arrays(net)) else data


class Snapshot:
    """The state between two epochs: what there is to go back to."""

    def __init__(self, net, order, epochs=0):
        self.net, self.order, self.epochs = net, order, epochs
        self.parameters = [array.copy() for array in _arrays(net)]
        self.order_state = order.bit_generator.state

    def restore(self, history):
        """Bring back the weights, the order of the mini-batches, and the history."""
        for array, value in zip(_arrays(self.net), self.parameters):
            array[...] = value
        self.order.bit_generator.state = self.order_state
        history.epochs = self.epochs
        for costs in (history.cost, history.validation_cost):
            del costs[self.epochs + 1 :]


def _batch_order(net, seed):
    """The generator for the order of the mini-batches: the one that the network already has for this seed, if any."""
    generator = checks.generator("seed", seed)
    if not isinstance(seed, (int, np.integer)):
        return generator
    if net.batch_order is None or net.batch_order[0] != seed:
        net.batch_order = int(seed), generator
    return net.batch_order[1]


def _warn_of_targets_out_of_reach(net, Y):
    low, high = ACTIVATIONS[net.activations[-1]].bounds
    if Y.min() < low or Y.max() > high:
        told = (
            f"train: Y has targets from {Y.min():g} to {Y.max():g}, but {net.activations[-1]} in the last layer gives "
            f"nothing outside {low:g} to {high:g}; scale the targets, or end with another activation such as identity."
        )
        warnings.warn(told, UserWarning, stacklevel=3)


def _not_finite(epoch, learning_rate):
    return (
        f"train: the cost or a weight stopped being finite in epoch {epoch}; the network keeps the weights that "
        f"it had before that epoch. A learning rate smaller than {learning_rate} may help."
    )


def _progress(epochs, shown):
    if not shown:
        return epochs
    from tqdm.auto import tqdm  # loaded only where it is shown

    return tqdm(epochs, desc="epochs", unit="epoch")


def _learnt_labels(net, Y):
    """What the targets mean: a few samples that all have one target take nothing back that was learnt before."""
    labels = labels_of(Y)
    return labels if len(labels.values) > 1 or net.learnt_labels is None else net.learnt_labels


def _check_validation(net, validation):
    if validation is None:
        return None
    try:
        X, Y = validation
    except (TypeError, ValueError):
        raise checks.expected("validation", "a pair (X, Y)", type(validation).__name__) from None
    try:
        X = net.samples(X)
        return _apart(net, X), _apart(net, net.targets(Y, len(X)))
    except ValueError as error:
        raise ValueError(f"validation: {error}") from None
