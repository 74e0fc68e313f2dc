"""Checks of what comes from outside. Each error names the argument, what was expected and what came."""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    from numpy.typing import ArrayLike, DTypeLike

    from lib.network import Network


def expected(argument: str, wanted: str, got: object) -> ValueError:
    """The ValueError that every check of the package raises."""
    return ValueError(f"{argument}: expected {wanted}, got {got}")


def one_of(argument: str, value: object, choices: Collection[str]) -> str:
    """Return ``value`` if it is one of ``choices``."""
    if not isinstance(value, str) or value not in choices:
        raise expected(argument, "one of " + ", ".join(choices), repr(value))
    return value


def positive_number(argument: str, value: object) -> float:
    """Return ``value`` if it is a finite number above zero."""
    if not _is_finite_number(value) or value <= 0:
        raise expected(argument, "a finite number above 0", shortened(value))
    return value


def not_negative(argument: str, value: object) -> float:
    """Return ``value`` if it is a finite number, zero or above."""
    if not _is_finite_number(value) or value < 0:
        raise expected(argument, "a finite number, 0 or above", shortened(value))
    return value


def finite_number(argument: str, value: object) -> float:
    """Return ``value`` as a float if it is a finite number."""
    if not _is_finite_number(value):
        raise expected(argument, "a finite number", shortened(value))
    return float(value)


def finite_numbers(argument: str, value: dict, names: Collection[str]) -> dict[str, float]:
    """Return ``value`` with floats if it has a finite number for each of ``names``."""
    if value.keys() != set(names):
        raise expected(argument, f"a number for each of {', '.join(names)}", ", ".join(map(str, value)))
    return {name: finite_number(f"{argument}[{name!r}]", number) for name, number in value.items()}


def true_or_false(argument: str, value: object) -> bool:
    """Return ``value`` as a bool if it is one."""
    if not isinstance(value, (bool, np.bool_)):
        raise expected(argument, "True or False", shortened(value))
    return bool(value)


def instance(argument: str, value: Any, kind: type) -> Any:
    """Return ``value`` if it is a ``kind``."""
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        raise expected(argument, f"{article} {kind.__name__}", kind_of(value))
    return value


def kind_of(value: object) -> str:
    """What kind of thing came: the name of its class, or that of the class that it is."""
    return f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__


def listed(argument: str, value: object, wanted: str) -> list:
    """Return ``value`` as a list. A text is none, nor is what has no order of its own, as a set or a dict."""
    if isinstance(value, (str, bytes, Mapping, Set)) or not hasattr(value, "__iter__"):
        raise expected(argument, wanted, shortened(value))
    return list(value)


def generator(argument: str, seed: object) -> np.random.Generator:
    """Return the ``numpy.random.Generator`` that a seed stands for, or the one that it is."""
    try:
        if isinstance(seed, bool):
            raise TypeError
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise expected(argument, "a whole number, 0 or above, or a Generator", shortened(seed)) from None


def whole_number(argument: str, value: object, least: int, most: float = math.inf) -> int:
    """Return ``value`` as an int if it is an integer from ``least`` to ``most``."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not least <= value <= most:
        limits = f", {least} or above" if most == math.inf else f" from {least} to {most}"
        raise expected(argument, f"a whole number{limits}", shortened(value))
    return int(value)


@contextmanager
def in_memory(argument: str, numbers: int) -> Iterator[None]:
    """Whatever is made within: where it would take more memory than there is, the error says how many numbers it has."""
    try:
        yield
    except (MemoryError, ValueError):  # NumPy tells of more than it can count by a ValueError
        raise expected(argument, "no more than the memory holds", f"{numbers:,} numbers") from None


def _is_finite_number(value):
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number that no float can hold
        return False


def layer_sizes(argument: str, value: object) -> list[int]:
    """Return ``value`` as a list [n₀, …, n_L] of whole numbers if it has an input and at least one layer."""
    sizes = listed(argument, value, "a list of sizes, from the input's to the last layer's")
    sizes = [whole_number(f"{argument}[{i}]", size, least=1) for i, size in enumerate(sizes)]
    if len(sizes) < 2:
        raise expected(argument, "the input's size and at least one layer's", sizes)
    return sizes


def is_finite(array: np.ndarray) -> bool:
    """Whether every number in an array of numbers is finite."""
    # A sum of squares is finite only if each of them is: one quick product, and nearly always the answer.
    # The squares of large numbers overflow, though: then each number is looked at.
    return array.dtype.kind in "biu" or math.isfinite(abs(np.vdot(array, array))) or bool(np.isfinite(array).all())


def finite_array(argument: str, value: object, dtype: DTypeLike | None = None) -> np.ndarray:
    """Return ``value`` as an array of ``dtype`` (by default its own; no needless copy) if all of it is finite."""
    array = value if type(value) is np.ndarray else _as_array(argument, value)
    if array.dtype.kind not in "biufc":
        raise expected(argument, "an array of numbers", _not_a_number(argument, array, value))
    if not is_finite(array):
        raise expected(argument, "finite numbers only", _not_finite(array))
    return array if dtype is None or array.dtype == dtype else _as_dtype(argument, array, np.dtype(dtype))


def _as_array(argument, value):
    if hasattr(value, "toarray"):
        raise expected(argument, f"an array; write {argument}.toarray()", f"a sparse one ({type(value).__name__})")
    if np.ma.is_masked(value):
        raise expected(argument, "a number everywhere; fill in or leave out what is masked", "a masked array")
    try:
        return np.asarray(value)
    except ValueError:
        raise expected(argument, "an array of numbers", shortened(value)) from None


def _as_dtype(argument, array, dtype):
    """The array with another dtype, if that loses nothing but digits."""
    if array.dtype.kind == "c" and dtype.kind != "c":
        raise expected(argument, "real numbers", f"complex ones ({array.dtype})")
    with np.errstate(over="ignore"):
        cast = array.astype(dtype, copy=False)
    if array.dtype.itemsize > dtype.itemsize and not is_finite(cast):
        place = _first(~np.isfinite(cast))
        raise expected(argument, f"numbers that {dtype} can hold", f"{array[place]} at index {place}")
    return cast


def _not_finite(array):
    place = _first(~np.isfinite(array))
    return f"{array[place]} at index {place}"


def _first(mask):
    """The index of the first entry that is true."""
    return tuple(int(i) for i in np.argwhere(mask)[0])


def _not_a_number(argument, array, value):
    """The first entry that is no number, with its place; or all of it, with what makes numbers of it."""
    if array.dtype.kind == "O" and array.size and all(isinstance(entry, np.ndarray) for entry in array.flat):
        return f"an array of arrays; write np.stack({argument})"
    for place, entry in np.ndenumerate(array):
        try:
            float(entry)
        except (TypeError, ValueError, OverflowError):
            return f"{shortened(value)}, with {shortened(entry)} at index {place}" if place else shortened(value)
    if array.dtype.kind in "US":
        return f"texts; write .astype(float): {shortened(value)}"
    if array.dtype.kind == "O":
        whole = np.asarray(array.tolist()).dtype.kind in "iu"
        fix = f"np.array({argument}, dtype={'int' if whole else 'float'})"
        return f"an array of Python's objects; write {fix}: {shortened(value)}"
    return shortened(value)


def shortened(value: object) -> str:
    """What came, in at most 60 characters."""
    try:
        text = repr(value.item() if isinstance(value, np.generic) else value)
    except ValueError:  # a whole number of thousands of digits
        text = f"a number of type {type(value).__name__}"
    text = " ".join(text.split())  # an array's rows, in one line
    return text if len(text) <= 60 else text[:57] + "..."


def real_weights(net: Network) -> None:
    """Raise if the network is complex: that is for the complex step only."""
    if net.dtype.kind == "c":
        raise expected("net", "real weights", "complex ones")


def finite_weights(net: Network) -> None:
    """Raise if a weight or a bias is not finite, and say which."""
    for name, by_layer in (("W", net.W), ("b", net.b)):
        for l, array in enumerate(by_layer, 1):
            finite_array(f"net.{name}[{l}]", array)


def samples(X: ArrayLike, n_inputs: int, dtype: DTypeLike) -> np.ndarray:
    """Return X as an array of shape (m, n₀), one sample a row."""
    X = finite_array("X", X, dtype)
    wanted = f"shape (m, {n_inputs}), one sample a row"
    if X.ndim == 1:
        fix = "; for one sample write X.reshape(1, -1), for one feature X.reshape(-1, 1)"
        raise expected("X", wanted, f"shape {X.shape}{fix}")
    if X.ndim > 2 and X[0].size == n_inputs:
        raise expected("X", wanted, f"shape {X.shape}; write X.reshape(len(X), -1)")
    if X.ndim != 2 or X.shape[1] != n_inputs or len(X) == 0:
        fix = "; one sample a column? Then write X.T" if X.ndim == 2 and len(X) == n_inputs else ""
        raise expected("X", f"{wanted}, with m at least 1", f"shape {X.shape}{fix}")
    return X


def targets(Y: ArrayLike, m: int, n_outputs: int, loss: str, dtype: DTypeLike) -> np.ndarray:
    """Return Y as an array of shape (m, n_L) that the loss accepts.

    A 1-D Y is one number a sample where there is one output, or one class label a sample for the
    cross-entropy.
    """
    Y = finite_array("Y", _no_words(Y, loss))
    if Y.dtype.kind == "c":
        raise expected("Y", "real numbers", f"complex ones ({Y.dtype})")
    if Y.ndim == 1 and loss == "cross_entropy":
        return _one_hot(Y, m, n_outputs, dtype)
    if Y.ndim == 1 and n_outputs == 1:
        Y = Y.reshape(-1, 1)
    if Y.shape != (m, n_outputs):
        wanted = f"shape ({m}, {n_outputs}), a row for each sample of X"
        raise expected("Y", wanted, f"shape {Y.shape}{_how_to_shape(Y, m, n_outputs, loss)}")
    if loss != "squared_error" and (Y.min() < 0 or Y.max() > 1):
        outside = Y.min() if Y.min() < 0 else Y.max()
        fix = "; for two classes write (Y == Y.max()).astype(float)" if len(np.unique(Y)) == 2 else ""
        raise expected("Y", f"targets from 0 to 1 for the loss {loss}", f"{float(outside)!r}{fix}")
    if loss == "cross_entropy" and not np.allclose(Y.sum(axis=1), 1, rtol=0, atol=1e-6):
        sample = int(np.argmax(abs(Y.sum(axis=1) - 1)))
        fix = "; where several classes may be true at once, take sigmoid with binary_cross_entropy"
        got = f"{Y[sample].sum():.6g} in row {sample}{fix if Y.max() == 1 else ''}"
        raise expected("Y", "rows that sum to 1 for the loss cross_entropy", got)
    return Y if Y.dtype == dtype else _as_dtype("Y", Y, np.dtype(dtype))


def _no_words(Y, loss):
    """Return Y as an array; class labels that are texts get the line that makes numbers of them."""
    Y = Y if type(Y) is np.ndarray else _as_array("Y", Y)
    if Y.dtype.kind in "UO" and Y.ndim == 1 and all(isinstance(entry, str) for entry in Y):
        fix = "classes, Y = np.unique(Y, return_inverse=True)"
        fix += "" if loss == "cross_entropy" else "; more than two classes need softmax with cross_entropy"
        raise expected("Y", f"numbers; write {fix}", f"words, {shortened(Y[0])} the first")
    return Y


def _how_to_shape(Y, m, n_outputs, loss):
    """What to write for a Y of another shape, where that can be known."""
    if loss == "cross_entropy" and Y.shape == (m, 1):
        return "; for class labels write Y.ravel()"
    if Y.shape == (n_outputs, m):
        return "; one sample a column? Then write Y.T"
    if Y.ndim == 1 and len(Y) == m and Y.dtype.kind in "biu" and n_outputs > 1:
        return f"; for class labels write np.eye({n_outputs})[Y], or take softmax with cross_entropy"
    return ""


def _one_hot(labels, m, n_classes, dtype):
    if labels.shape != (m,):
        raise expected("Y", f"shape ({m},), a label for each sample of X", f"shape {labels.shape}")
    if labels.dtype.kind not in "iu":
        fix = "; write Y.astype(int)" if (labels == labels.astype(int)).all() else ""
        raise expected("Y", "integer class labels", f"labels of type {labels.dtype}{fix}")
    if labels.min() < 0 or labels.max() >= n_classes:
        outside = labels.min() if labels.min() < 0 else labels.max()
        fix = "; they start at 1: write Y - 1" if labels.min() == 1 and labels.max() == n_classes else ""
        raise expected("Y", f"class labels from 0 to {n_classes - 1}", f"{int(outside)}{fix}")
    return np.eye(n_classes, dtype=dtype)[labels]
