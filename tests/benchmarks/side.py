"""What the runner asks of each side."""

from collections.abc import Callable
from typing import NamedTuple


class Side(NamedTuple):
    """One library, ready to do one workload.

    Attributes
    ----------
    run : callable
        Does the whole work, and is what is timed. Every call begins from the same start.
    result : callable
        Turns what `run` returned into numbers that can be compared: the gradients [dW1, db1, dW2, …] for one gradient,
        the last weights [W1, b1, W2, …] after a training.
    """

    run: Callable
    result: Callable


def by_layers(W, b):
    """[W1, b1, W2, b2, …] from the matrices and from the vectors of all layers."""
    return [array for layer in zip(W, b) for array in layer]
