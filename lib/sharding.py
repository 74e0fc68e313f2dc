"""The gradient of a data set, added up from the gradients of its shards.

The cost is a sum over samples, and so is its gradient. So the samples can be split into shards, each shard's part of
the sum can be taken somewhere else (another thread, process or machine), and the parts add up to the gradient of all.
Whatever has the interface of `concurrent.futures.Executor` can be that somewhere else.
"""

from __future__ import annotations

from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from lib import checks
from lib.by_layer import ByLayer
from lib.network import Backward, Network

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class ShardError(RuntimeError):
    """A shard's part of the gradient could not be had; ``__cause__`` is the exception that says why."""


class ShardedGradient(Backward):
    """The gradients of the cost, and the cost itself, added up over all shards.

    `Network.update` takes it as it takes what `Network.backward` returned. It has no ``delta``: the errors belong to
    single samples and stay where they were computed, so that what a shard sends back does not grow with its samples.

    Attributes
    ----------
    cost : float
        The cost s Σᵢ Lᵢ of the whole data set, with the weights that the gradient was taken at.
    dW, db : ByLayer
        As in `Backward`.
    """

    __slots__ = ("cost",)

    def __init__(self, cost, dW, db):
        self.cost, self.dW, self.db = cost, ByLayer("dW", dW), ByLayer("db", db)

    @property
    def delta(self):
        raise AttributeError("delta: the errors of the samples stay with their shards; only gradients are added up")


def sharded_gradient(net: Network, X: ArrayLike, Y: ArrayLike, executor: Executor, shards: int = 4) -> ShardedGradient:
    """The gradient of the cost over all samples, with the shards' parts taken by ``executor``.

    ∂Cost/∂W = s Σ_q Σ_{i in shard q} ∂Lᵢ/∂W. The parts are added in the order of the shards, whichever is ready first,
    so the last digits do not depend on who was fast. The factor s comes in once, at the end: it is 1 for a sum and
    1/m for a mean, with the m of the whole data set.

    Parameters
    ----------
    net : Network
        It is only read. A copy goes with every shard, so changing ``net`` later changes no running task.
    X, Y : array_like
        As for `Network.cost`.
    executor : concurrent.futures.Executor
        Who does the work, such as ``ThreadPoolExecutor()``, ``ProcessPoolExecutor()`` or a Dask client's
        ``client.get_executor()``.
    shards : int
        How many contiguous shards, from 1 to the number of samples. Their sizes differ by one sample at most.

    Returns
    -------
    ShardedGradient

    Raises
    ------
    ValueError
        If an argument is not as described, the data do not fit the network, a weight is not finite, or the executor
        hands back something else than the shards' parts.
    ShardError
        If a shard's task failed or its worker died and the executor did not run the task again. The message
        names the shard. ``net`` is as before.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> from lib.data import xor
    >>> net = Network.random([2, 3, 1], ["tanh", "sigmoid"])
    >>> with ThreadPoolExecutor(2) as executor:
    ...     gradient = sharded_gradient(net, *xor(), executor, shards=2)
    >>> round(gradient.cost, 6) == round(net.cost(*xor()), 6)
    True
    >>> net.update(gradient, learning_rate=0.5)
    """
    checks.instance("net", net, Network)
    net.own_steps(["cost"])  # any other cost need not be a sum over samples
    checks.finite_weights(net)
    X = net.samples(X)
    Y = net.targets(Y, len(X))
    _check_executor(executor)
    parts = _split(len(X), checks.whole_number("shards", shards, least=1))

    summing = net.copy(reduction="sum")
    futures, results = [], []
    try:
        for number, part in enumerate(parts, 1):
            with _naming(number, parts):
                future = executor.submit(shard_sum, summing, X[part], Y[part])
            futures.append(_checked_future(future))
        for number, future in enumerate(futures, 1):
            with _naming(number, parts):
                result = future.result()
            results.append(_checked_sum(net, result, number))
    finally:
        for future in futures:
            future.cancel()  # after an error nobody needs the others any more; what is done stays done
    return _add_up(results, s=1.0 if net.reduction == "sum" else 1.0 / len(X))


def shard_sum(net: Network, X: np.ndarray, Y: np.ndarray) -> tuple[float, list, list]:
    """One shard's part of the sums: forward and backward on its samples. This is what a worker runs.

    Returns
    -------
    cost : float
        Σᵢ Lᵢ over these samples.
    dW, db : list of numpy.ndarray
        Their gradients, for the layers 1 … L.
    """
    steps = net.steps
    forward = steps.forward(X)
    backward = steps.backward(forward, Y)
    return steps.cost_after(forward, X, Y), list(backward.dW), list(backward.db)


def _checked_future(future):
    if not hasattr(future, "result") or not hasattr(future, "cancel"):
        raise checks.expected("executor", "one whose submit returns a Future", checks.kind_of(future))
    return future


def _checked_sum(net, result, number):
    """A shard's part of the sums, if it is one: what an executor hands back may be anything."""
    try:
        cost, dW, db = result
        shapes = [np.shape(array) for array in (cost, *dW, *db)]
    except (TypeError, ValueError):
        shapes = None
    if shapes != [(), *(array.shape for array in (*net.W, *net.b))]:
        wanted = "one whose futures hold what their functions returned"
        raise checks.expected("executor", wanted, f"{checks.shortened(result)} for shard {number}")
    return result


def _add_up(results, s):
    """s times the sum of the shards' parts, first to last."""
    costs, dWs, dbs = zip(*results)
    dW = [s * sum(layer) for layer in zip(*dWs)]
    db = [s * sum(layer) for layer in zip(*dbs)]
    return ShardedGradient(s * sum(costs), [None, *dW], [None, *db])


def _split(m, shards):
    """Contiguous slices that cover m samples, none of them empty."""
    if shards > m:
        raise checks.expected("shards", f"at most one for each of the {m} samples", shards)
    bounds = [m * q // shards for q in range(shards + 1)]
    return [slice(start, stop) for start, stop in zip(bounds, bounds[1:])]


@contextmanager
def _naming(number, parts):
    """Whatever goes wrong with a shard is told with the shard's number."""
    try:
        yield
    except Exception as error:
        part = parts[number - 1]
        raise ShardError(
            f"shard {number} of {len(parts)} (samples {part.start + 1} to {part.stop}): {type(error).__name__}: {error}"
        ) from error


def _check_executor(executor):
    if not isinstance(executor, Executor):
        wanted = "a concurrent.futures.Executor, such as ThreadPoolExecutor() or a Dask client's client.get_executor()"
        raise checks.expected("executor", wanted, checks.kind_of(executor))
