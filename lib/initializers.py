"""How the weights of a new network are drawn. Biases start at zero."""

from __future__ import annotations

import numpy as np


def xavier(n_in: int, n_out: int, generator: np.random.Generator) -> np.ndarray:
    """Uniform within ±√(6 / (n_in + n_out)); keeps the spread of a and of δ alike from layer to layer.

    Source: Glorot and Bengio, *Understanding the difficulty of training deep feedforward neural networks*,
    AISTATS 2010, equation 16.
    """
    limit = np.sqrt(6 / (n_in + n_out))
    return generator.uniform(-limit, limit, (n_in, n_out))


def he(n_in: int, n_out: int, generator: np.random.Generator) -> np.ndarray:
    """Normal with variance 2 / n_in, made for ReLU, which sets half of its inputs to zero.

    Source: He, Zhang, Ren and Sun, *Delving deep into rectifiers*, ICCV 2015, equation 10.
    """
    return generator.normal(0, np.sqrt(2 / n_in), (n_in, n_out))


def normal(n_in: int, n_out: int, generator: np.random.Generator) -> np.ndarray:
    """Normal with variance 1, whatever the sizes of the layers."""
    return generator.normal(0, 1, (n_in, n_out))


INITIALIZERS = {"xavier": xavier, "he": he, "normal": normal}
