"""Activation functions f, each with its derivative f′ beside it, and all that the book needs to know of it.

A derivative is f′ taken at z. It is handed a = f(z) as well, because for some functions that is the cheapest
way to compute it: σ′(z) = a(1 − a). It is never f′ taken at a.

Every function here also takes complex z, so that the complex step can check the derivatives: comparisons look
at the real part only. All but softmax take an expression of a worksheet too, and write themselves down
(`lib.operations`): an entry in `ACTIVATIONS` is all that a new activation needs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lib.operations import constant, exp, maximum, positive
from lib.operations import tanh as hyperbolic_tangent

LEAKY_SLOPE = 0.01
INFINITY = float("inf")


@dataclass(frozen=True)
class Activation:
    """An activation.

    Attributes
    ----------
    name : str
    value : callable
        ``value(z)`` is a = f(z), of shape (m, n).
    derivative : callable or None
        ``derivative(z, a)`` is f′(z), of shape (m, n). None where every a depends on every z of its layer.
    bounds : (float, float)
        All values of f lie between them.
    kinked : bool
        Whether the derivative jumps at z = 0.
    """

    name: str
    value: Callable
    derivative: Callable | None
    bounds: tuple[float, float]
    kinked: bool


def identity(z: np.ndarray) -> np.ndarray:
    return z


def identity_derivative(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    return constant(1, z)


def sigmoid(z: np.ndarray) -> np.ndarray:
    if np.iscomplexobj(z):  # the complex step: what overflows is NaN there, so take the power that does not
        power = np.exp(np.where(z.real < 0, z, -z))
        return np.where(z.real < 0, power, 1) / (1 + power)
    # Where z is far below zero e^(−z) overflows to infinity, and 1/(1 + ∞) = 0 is the right answer.
    with np.errstate(over="ignore"):
        return 1 / (1 + exp(-z))


def sigmoid_derivative(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    return a * (1 - a)


def tanh(z: np.ndarray) -> np.ndarray:
    return hyperbolic_tangent(z)


def tanh_derivative(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    return 1 - a**2


def relu(z: np.ndarray) -> np.ndarray:
    return maximum(0, z)


def relu_derivative(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    # The convention of the book: ReLU′(0) = 0.
    return positive(z, 1, 0)


def leaky_relu(z: np.ndarray) -> np.ndarray:
    return positive(z, z, LEAKY_SLOPE * z)


def leaky_relu_derivative(z: np.ndarray, a: np.ndarray) -> np.ndarray:
    return positive(z, 1, LEAKY_SLOPE)


def softmax(z: np.ndarray) -> np.ndarray:
    # Taking the largest z of a sample away from all of its z changes no ratio, and nothing overflows.
    exponentials = np.exp(z - z.real.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


ACTIVATIONS = {
    entry.name: entry
    for entry in (
        Activation("identity", identity, identity_derivative, bounds=(-INFINITY, INFINITY), kinked=False),
        Activation("sigmoid", sigmoid, sigmoid_derivative, bounds=(0, 1), kinked=False),
        Activation("tanh", tanh, tanh_derivative, bounds=(-1, 1), kinked=False),
        Activation("relu", relu, relu_derivative, bounds=(0, INFINITY), kinked=True),
        Activation("leaky_relu", leaky_relu, leaky_relu_derivative, bounds=(-INFINITY, INFINITY), kinked=True),
        # Every aₖ of softmax depends on every z of its layer: it has no f′(zₖ) of one unit, and stands only in the
        # output layer, together with the cross-entropy, where δ⁽ᴸ⁾ = a⁽ᴸ⁾ − y.
        Activation("softmax", softmax, None, bounds=(0, 1), kinked=False),
    )
}
