"""Data sets: four points, two spirals, and real handwritten digits."""

import math
from collections import namedtuple

import numpy as np

from lib import checks

MOST = 1000  # turns of a spiral, and its noise: far beyond what still looks like one

Split = namedtuple("Split", ["X_train", "Y_train", "X_test", "Y_test"])
Split.__doc__ = """The part to learn from and the part held out: X of shape (m, n₀), Y integer labels of shape (m,)."""


def xor() -> tuple[np.ndarray, np.ndarray]:
    """Exclusive or: 1 where exactly one of two inputs is 1.

    Returns
    -------
    X : numpy.ndarray, shape (4, 2)
    Y : numpy.ndarray, shape (4, 1)

    Examples
    --------
    >>> X, Y = xor()
    >>> for x, y in zip(X, Y):
    ...     print(x, y)
    [0. 0.] [0.]
    [0. 1.] [1.]
    [1. 0.] [1.]
    [1. 1.] [0.]
    """
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    Y = np.array([[0.0], [1.0], [1.0], [0.0]])
    return X, Y


def spirals(
    samples_per_class: int = 100, turns: float = 1.5, noise: float = 0.05, seed: int | np.random.Generator = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Two spirals wound round each other, a data set that no straight line separates.

    Parameters
    ----------
    samples_per_class : int
        At least 1.
    turns : float
        How often a spiral goes round the origin, above 0 and at most 1000.
    noise : float
        Standard deviation of what is added to each coordinate, from 0 to 1000; the spirals reach radius 1.
    seed : int or numpy.random.Generator

    Returns
    -------
    X : numpy.ndarray, shape (2 · samples_per_class, 2)
    Y : numpy.ndarray, shape (2 · samples_per_class, 1)
        0 for the first spiral, 1 for the second.

    Raises
    ------
    ValueError
        If an argument is not as described.

    Examples
    --------
    >>> X, Y = spirals(samples_per_class=50)
    >>> X.shape, int(Y.sum())
    ((100, 2), 50)
    """
    n = checks.whole_number("samples_per_class", samples_per_class, least=1)
    if checks.positive_number("turns", turns) > MOST:
        raise checks.expected("turns", f"at most {MOST}", turns)
    if checks.not_negative("noise", noise) > MOST:
        raise checks.expected("noise", f"at most {MOST}", noise)
    generator = checks.generator("seed", seed)
    with checks.in_memory("samples_per_class", 2 * n):
        radius = np.linspace(0.1, 1, n)
        angle = 2 * np.pi * turns * radius
        first = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
        X = np.vstack([first, -first])
        X = X + generator.normal(0, noise, X.shape)
        Y = np.repeat([[0.0], [1.0]], n, axis=0)
    return X, Y


def digits(split: str = "random", held_out: float = 0.2, seed: int | np.random.Generator = 0) -> Split:
    """Handwritten digits, 8 × 8 pixels scaled to 0 … 1 (UCI, as shipped with scikit-learn).

    Parameters
    ----------
    split : {"random", "order"}
        "random": a random split with every digit's share kept. "order": the last samples of the file are held
        out; they were written by other people than the first.
    held_out : float
        Share of the samples that is held out, between 0 and 1. There has to be a sample in both parts; in both parts of
        a random split, one of each digit.
    seed : int or numpy.random.Generator
        For the random split.

    Returns
    -------
    Split
        X of shape (m, 64), Y integer labels 0 … 9 of shape (m,).

    Raises
    ------
    ValueError
        If an argument is not as described.

    Examples
    --------
    >>> data = digits()
    >>> data.X_train.shape, data.X_test.shape, data.Y_test[:5]
    ((1437, 64), (360, 64), array([1, 7, 0, 2, 6]))
    """
    checks.one_of("split", split, ("random", "order"))
    if not 0 < checks.finite_number("held_out", held_out) < 1:
        raise checks.expected("held_out", "a share between 0 and 1", checks.shortened(held_out))
    generator = checks.generator("seed", seed)
    from sklearn.datasets import load_digits  # a second to load, so only when asked for
    from sklearn.model_selection import train_test_split

    pixels, labels = load_digits(return_X_y=True)
    shuffled = split == "random"
    least, count = 10 if shuffled else 1, math.ceil(held_out * len(labels))
    if not least <= count <= len(labels) - least:
        wanted = f"a share that leaves {least} samples or more in each part of the split by {split}"
        raise checks.expected("held_out", wanted, f"{checks.shortened(held_out)}, {count} of {len(labels)} samples")
    X_train, X_test, Y_train, Y_test = train_test_split(
        pixels / 16,
        labels,
        test_size=count,
        shuffle=shuffled,
        stratify=labels if shuffled else None,
        random_state=int(generator.integers(2**31)) if shuffled else None,
    )
    return Split(X_train, Y_train, X_test, Y_test)
