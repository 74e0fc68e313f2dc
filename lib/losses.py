"""Losses L(ŷ, y) of one sample, each with the error δ⁽ᴸ⁾ of the output layer beside it.

A loss is a sum over the outputs, and an entry has the part of one output. The part sees z as well as a = f(z): a loss
made of logarithms is computed from z, where nothing overflows and no logarithm meets a zero. As the activations are, it
is written once for arrays and for the expressions of a worksheet (`lib.operations`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lib.activations import ACTIVATIONS
from lib.operations import fraction, softplus


@dataclass(frozen=True)
class Loss:
    """A loss.

    Attributes
    ----------
    name : str
    part : callable
        ``part(z, a, y)`` is what one output gives to L, of shape (m, n_L); where the loss is one ``over_layer``,
        ``part(z, a, y, ln Σⱼ e^(zⱼ))``.
    derivative : callable or None
        ``derivative(a, y)`` is L′ with respect to each a. None where L′ f′ is a − y for the activations that the loss
        goes with.
    goes_with : tuple of str or None
        Its output activations; None for all that have a derivative.
    targets : str or None
        What the targets must be: a "fraction" each, or "probabilities" that sum to 1; None for any number.
    over_layer : bool
        Whether a part depends on every z of its layer.
    """

    name: str
    part: Callable
    derivative: Callable | None
    goes_with: tuple[str, ...] | None
    targets: str | None
    over_layer: bool

    @property
    def output_activations(self):
        """Names of the output activations that the loss goes with."""
        return self.goes_with or tuple(name for name, entry in ACTIVATIONS.items() if entry.derivative)

    def loss(self, z, a, y):
        """L of every sample, shape (m,)."""
        layer = (log_sum_exp(z),) if self.over_layer else ()
        return self.part(z, a, y, *layer).sum(axis=1)

    def output_error(self, z, a, y, f):
        """δ⁽ᴸ⁾ = ∂L/∂z⁽ᴸ⁾, shape (m, n_L): L′ f′, or what that comes to."""
        if self.derivative is None:
            return a - y
        return self.derivative(a, y) * f.derivative(z, a)


def squared_error(z, a, y):
    return fraction(1, 2, a) * (a - y) ** 2


def squared_error_derivative(a, y):
    return a - y


def binary_cross_entropy(z, a, y):
    # −y ln a − (1 − y) ln(1 − a), where −ln a = ln(1 + e^(−z)) and −ln(1 − a) = ln(1 + e^z) for a = 1/(1 + e^(−z)).
    # Shorter, as ln(1 + e^z) − y z, it would lose digits where z is large: two large numbers with a small difference.
    return y * softplus(-z) + (1 - y) * softplus(z)


def cross_entropy(z, a, y, log_sum):
    # −y ln a, where ln aₖ = zₖ − ln Σⱼ e^(zⱼ) for softmax.
    return y * (log_sum - z)


def log_sum_exp(z: np.ndarray) -> np.ndarray:
    """ln Σₖ e^(zₖ) of every sample, shape (m, 1), with the largest taken out."""
    largest = z.real.max(axis=1, keepdims=True)
    return largest + np.log(np.exp(z - largest).sum(axis=1, keepdims=True))


LOSSES = {
    entry.name: entry
    for entry in (
        Loss(
            "squared_error",
            squared_error,
            squared_error_derivative,
            goes_with=None,
            targets=None,
            over_layer=False,
        ),
        # For both cross-entropies the derivative of the loss and that of the activation cancel to a − y.
        Loss(
            "binary_cross_entropy",
            binary_cross_entropy,
            None,
            goes_with=("sigmoid",),
            targets="fraction",
            over_layer=False,
        ),
        Loss("cross_entropy", cross_entropy, None, goes_with=("softmax",), targets="probabilities", over_layer=True),
    )
}
