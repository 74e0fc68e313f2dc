"""The gradient of backpropagation against one that knows nothing of backpropagation."""

from collections import namedtuple

import numpy as np

from lib import checks
from lib.by_layer import ByLayer
from lib.network import Network

METHODS = ("central", "complex")

Gradient = namedtuple("Gradient", ["dW", "db"])
Gradient.__doc__ = """Gradients of the cost: ``dW[l]`` and ``db[l]``, with the shapes of W⁽ˡ⁾ and b⁽ˡ⁾."""

GradientCheck = namedtuple("GradientCheck", ["max_relative_error", "worst", "analytic", "numeric", "relative_error"])
GradientCheck.__doc__ = """How far the two gradients are apart.

Attributes
----------
max_relative_error : float
    The largest |analytic − numeric| / max(|analytic|, |numeric|). A derivative that is tiny beside the largest
    of the network is measured against a 10,000th of that one: the numeric gradient has no digits to lose there.
worst : tuple
    Where that is: ("W", l, (j, k)) or ("b", l, (k,)), so that ``net.W[l][j, k]`` is the weight.
analytic, numeric : Gradient
    Both gradients, ``.dW[l]`` and ``.db[l]``.
relative_error : Gradient
    The relative error of each entry, in arrays of the same shapes.
"""


def gradient_check(net, X, Y, method="central", eps=None):
    """Compare ``net.backward`` with a derivative taken numerically, weight by weight. ``net`` is not changed.

    Parameters
    ----------
    net : Network
    X, Y : array_like
        As for `Network.cost`.
    method : {"central", "complex"}
        (C(w + ε) − C(w − ε)) / 2ε, or Im C(w + iε) / ε, which subtracts nothing and so loses no digits
        (Squire and Trapp, *SIAM Review* 40, 1998).
    eps : float, optional
        ε; by default 1e-5 for central differences and 1e-20 for the complex step.

    Returns
    -------
    GradientCheck

    Raises
    ------
    ValueError
        If the method is unknown, ε is not above 0, or X and Y do not fit.
    """
    checks.one_of("method", method, METHODS)
    eps = {"central": 1e-5, "complex": 1e-20}[method] if eps is None else checks.positive_number("eps", eps)
    backward = net.backward(net.forward(X), Y)
    analytic = Gradient(backward.dW, backward.db)

    twin = _twin(net, np.complex128 if method == "complex" else np.float64)
    derivative = _complex_step if method == "complex" else _central_difference

    def cost():
        return twin.cost(X, Y)

    numeric = Gradient(
        ByLayer("dW", [None] + [derivative(cost, W, eps) for W in twin.W]),
        ByLayer("db", [None] + [derivative(cost, b, eps) for b in twin.b]),
    )
    errors = _relative_errors(analytic, numeric)
    return GradientCheck(*_largest(errors), analytic, numeric, errors)


def _central_difference(cost, parameter, eps):
    """(C(w + ε) − C(w − ε)) / 2ε for each entry w of the array."""
    gradient = np.empty(parameter.shape)
    for place in np.ndindex(parameter.shape):
        w = parameter[place]
        parameter[place] = w + eps
        cost_above = cost()
        parameter[place] = w - eps
        cost_below = cost()
        parameter[place] = w
        gradient[place] = (cost_above - cost_below) / (2 * eps)
    return gradient


def _complex_step(cost, parameter, eps):
    """Im C(w + iε) / ε for each entry w of the array."""
    gradient = np.empty(parameter.shape)
    for place in np.ndindex(parameter.shape):
        w = parameter[place]
        parameter[place] = w + 1j * eps
        gradient[place] = cost().imag / eps
        parameter[place] = w
    return gradient


def _twin(net, dtype):
    """The same network, with weights that may be moved."""
    return Network(
        [W.astype(dtype) for W in net.W],
        [b.astype(dtype) for b in net.b],
        net.activations,
        net.loss,
        net.reduction,
    )


def relative_error(analytic, numeric, largest):
    """|analytic − numeric| / max(|analytic|, |numeric|, 10⁻⁴ largest), entry by entry; 0 where all three are 0.

    Parameters
    ----------
    analytic, numeric : array_like
        Derivatives, of one shape.
    largest : float
        The size of the largest derivative of the network.
    """
    analytic, numeric = np.asarray(analytic), np.asarray(numeric)
    scale = np.maximum(np.maximum(abs(analytic), abs(numeric)), 1e-4 * largest if largest > 0 else 1.0)
    return abs(analytic - numeric) / scale


def _relative_errors(analytic, numeric):
    largest = max(abs(gradient).max() for gradient in [*analytic.dW, *analytic.db, *numeric.dW, *numeric.db])
    return Gradient(
        ByLayer("dW", [None] + [relative_error(*pair, largest) for pair in zip(analytic.dW, numeric.dW)]),
        ByLayer("db", [None] + [relative_error(*pair, largest) for pair in zip(analytic.db, numeric.db)]),
    )


def _largest(errors):
    by_place = {
        (symbol, l, place): error
        for symbol, arrays in (("W", errors.dW), ("b", errors.db))
        for l in range(1, len(arrays) + 1)
        for place, error in np.ndenumerate(arrays[l])
    }
    worst = max(by_place, key=by_place.get)
    return float(by_place[worst]), worst
