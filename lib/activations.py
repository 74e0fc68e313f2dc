"""Activation functions f, each with its derivative f′ beside it.

A derivative is f′ taken at z. It is handed a = f(z) as well, because for some functions that is the cheapest
way to compute it: σ′(z) = a(1 − a). It is never f′ taken at a.

Every function here also takes complex z, so that the complex step can check the derivatives: comparisons look
at the real part only.
"""

from collections import namedtuple

import numpy as np

LEAKY_SLOPE = 0.01

Activation = namedtuple("Activation", ["name", "value", "derivative"])
Activation.__doc__ = """An activation: ``value(z)`` is a = f(z), ``derivative(z, a)`` is f′(z), all of shape (m, n)."""


def identity(z):
    return z


def identity_derivative(z, a):
    return np.ones_like(z)


def sigmoid(z):
    # Where z is far below zero e^(−z) overflows to infinity, and 1/(1 + ∞) = 0 is the right answer.
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z, a):
    return a * (1 - a)


def tanh(z):
    return np.tanh(z)


def tanh_derivative(z, a):
    return 1 - a**2


def relu(z):
    if np.iscomplexobj(z):  # the complex step: only the real part decides
        return np.where(z.real > 0, z, 0)
    return np.maximum(z, 0)


def relu_derivative(z, a):
    # The convention of the course: ReLU′(0) = 0.
    return (z.real > 0).astype(z.dtype)


def leaky_relu(z):
    return np.where(z.real > 0, z, LEAKY_SLOPE * z)


def leaky_relu_derivative(z, a):
    return np.where(z.real > 0, 1, LEAKY_SLOPE).astype(z.dtype)


def softmax(z):
    # Taking the largest z of a sample away from all of its z changes no ratio, and nothing overflows.
    exponentials = np.exp(z - z.real.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


ACTIVATIONS = {
    "identity": Activation("identity", identity, identity_derivative),
    "sigmoid": Activation("sigmoid", sigmoid, sigmoid_derivative),
    "tanh": Activation("tanh", tanh, tanh_derivative),
    "relu": Activation("relu", relu, relu_derivative),
    "leaky_relu": Activation("leaky_relu", leaky_relu, leaky_relu_derivative),
    # Every aₖ of softmax depends on every z of its layer: it has no f′(zₖ) of one unit, and stands only in the
    # output layer, together with the cross-entropy, where δ⁽ᴸ⁾ = a⁽ᴸ⁾ − y.
    "softmax": Activation("softmax", softmax, None),
}
