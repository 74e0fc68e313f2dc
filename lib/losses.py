"""Losses L(ŷ, y) of one sample, each with the error δ⁽ᴸ⁾ of the output layer beside it.

``loss(z, a, y)`` gives L of every sample, shape (m,); ``output_error(z, a, y, f)`` gives δ⁽ᴸ⁾ = ∂L/∂z⁽ᴸ⁾,
shape (m, n_L). Both see z as well as a = f(z): a loss made of logarithms is computed from z, where nothing
overflows and no logarithm meets a zero.
"""

from collections import namedtuple

import numpy as np

Loss = namedtuple("Loss", ["name", "loss", "output_error", "output_activations"])
Loss.__doc__ = """A loss, its output error, and the names of the output activations that it goes with."""


def squared_error(z, a, y):
    return 0.5 * ((a - y) ** 2).sum(axis=1)


def squared_error_output_error(z, a, y, f):
    return (a - y) * f.derivative(z, a)


def softplus(z):
    """ln(1 + eᶻ) = ln(e⁰ + eᶻ), with the larger of the two exponents taken out so that nothing overflows."""
    if not np.iscomplexobj(z):
        return np.logaddexp(0, z)
    largest = np.maximum(z.real, 0)
    return largest + np.log(np.exp(-largest) + np.exp(z - largest))


def binary_cross_entropy(z, a, y):
    # −y ln a − (1 − y) ln(1 − a) with a = 1/(1 + e^(−z)) simplifies to ln(1 + e^z) − y z.
    return (softplus(z) - y * z).sum(axis=1)


def log_sum_exp(z):
    """ln Σₖ e^(zₖ) of every sample, shape (m, 1), with the largest taken out."""
    largest = z.real.max(axis=1, keepdims=True)
    return largest + np.log(np.exp(z - largest).sum(axis=1, keepdims=True))


def cross_entropy(z, a, y):
    # −Σ yₖ ln aₖ, where ln aₖ = zₖ − ln Σⱼ e^(zⱼ) for softmax.
    return (y * (log_sum_exp(z) - z)).sum(axis=1)


def prediction_minus_target(z, a, y, f):
    """δ⁽ᴸ⁾ of both cross-entropies: the derivative of the loss and that of the activation cancel to a − y."""
    return a - y


LOSSES = {
    "squared_error": Loss(
        "squared_error",
        squared_error,
        squared_error_output_error,
        ("identity", "sigmoid", "tanh", "relu", "leaky_relu"),
    ),
    "binary_cross_entropy": Loss("binary_cross_entropy", binary_cross_entropy, prediction_minus_target, ("sigmoid",)),
    "cross_entropy": Loss("cross_entropy", cross_entropy, prediction_minus_target, ("softmax",)),
}
