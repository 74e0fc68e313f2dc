"""Checks of what comes from outside. Each error names the argument, what was expected and what came."""

import math

import numpy as np


def expected(argument, wanted, got):
    """The ValueError that every check of the package raises."""
    return ValueError(f"{argument}: expected {wanted}, got {got}")


def one_of(argument, value, choices):
    """Return ``value`` if it is one of ``choices``."""
    if not isinstance(value, str) or value not in choices:
        raise expected(argument, "one of " + ", ".join(choices), repr(value))
    return value


def positive_number(argument, value):
    """Return ``value`` if it is a finite number above zero."""
    if not _is_real_number(value) or not 0 < value < np.inf:
        raise expected(argument, "a finite number above 0", repr(value))
    return value


def not_negative(argument, value):
    """Return ``value`` if it is a finite number, zero or above."""
    if not _is_real_number(value) or not 0 <= value < np.inf:
        raise expected(argument, "a finite number, 0 or above", repr(value))
    return value


def finite_number(argument, value):
    """Return ``value`` as a float if it is a finite number."""
    if not _is_real_number(value) or not np.isfinite(value):
        raise expected(argument, "a finite number", repr(value))
    return float(value)


def whole_number(argument, value, least):
    """Return ``value`` as an int if it is an integer of at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise expected(argument, f"a whole number, {least} or above", repr(value))
    return int(value)


def _is_real_number(value):
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def layer_sizes(argument, value):
    """Return ``value`` as a list [n₀, …, n_L] of whole numbers if it has an input and at least one layer."""
    sizes = [whole_number(f"{argument}[{i}]", size, least=1) for i, size in enumerate(value)]
    if len(sizes) < 2:
        raise expected(argument, "the input's size and at least one layer's", sizes)
    return sizes


def is_finite(array):
    """Whether every number in an array of numbers is finite."""
    # A sum of squares is finite only if each of them is: one quick product, and nearly always the answer.
    # The squares of large numbers overflow, though: then each number is looked at.
    return array.dtype.kind in "biu" or math.isfinite(abs(np.vdot(array, array))) or bool(np.isfinite(array).all())


def finite_array(argument, value, dtype=None):
    """Return ``value`` as an array of ``dtype`` (by default its own; no needless copy) if all of it is finite."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise expected(argument, "an array of numbers", _shorten(value)) from None
    if array.dtype.kind not in "biufc":
        raise expected(argument, "an array of numbers", _shorten(value))
    if not is_finite(array):
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise expected(argument, "finite numbers only", f"{array[place]} at index {place}")
    return array if dtype is None else array.astype(dtype, copy=False)


def _shorten(value):
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def samples(X, n_inputs, dtype):
    """Return X as an array of shape (m, n₀), one sample a row."""
    X = finite_array("X", X, dtype)
    if X.ndim == 1:
        raise expected(
            "X",
            f"shape (m, {n_inputs}), one sample a row",
            f"shape {X.shape}; for one sample write X.reshape(1, -1), for one feature X.reshape(-1, 1)",
        )
    if X.ndim != 2 or X.shape[1] != n_inputs or len(X) == 0:
        raise expected("X", f"shape (m, {n_inputs}), one sample a row, with m at least 1", f"shape {X.shape}")
    return X


def targets(Y, m, n_outputs, loss, dtype):
    """Return Y as an array of shape (m, n_L) that the loss accepts.

    A 1-D Y is one number a sample where there is one output, or one class label a sample for the
    cross-entropy.
    """
    Y = finite_array("Y", Y)
    if Y.ndim == 1 and loss == "cross_entropy":
        return _one_hot(Y, m, n_outputs, dtype)
    if Y.ndim == 1 and n_outputs == 1:
        Y = Y.reshape(-1, 1)
    if Y.shape != (m, n_outputs):
        wanted = f"shape ({m}, {n_outputs}), a row for each sample of X"
        raise expected("Y", wanted, f"shape {Y.shape}")
    if loss != "squared_error" and (Y.min() < 0 or Y.max() > 1):
        outside = Y.min() if Y.min() < 0 else Y.max()
        raise expected("Y", f"targets from 0 to 1 for the loss {loss}", repr(float(outside)))
    if loss == "cross_entropy" and not np.allclose(Y.sum(axis=1), 1, rtol=0, atol=1e-6):
        sample = int(np.argmax(abs(Y.sum(axis=1) - 1)))
        raise expected("Y", "rows that sum to 1 for the loss cross_entropy", f"{Y[sample].sum():.6g} in row {sample}")
    return Y.astype(dtype, copy=False)


def _one_hot(labels, m, n_classes, dtype):
    if labels.shape != (m,):
        raise expected("Y", f"shape ({m},), a label for each sample of X", f"shape {labels.shape}")
    if labels.dtype.kind not in "iu":
        raise expected("Y", "integer class labels", f"labels of type {labels.dtype}")
    if labels.min() < 0 or labels.max() >= n_classes:
        outside = labels.min() if labels.min() < 0 else labels.max()
        raise expected("Y", f"class labels from 0 to {n_classes - 1}", int(outside))
    return np.eye(n_classes, dtype=dtype)[labels]
