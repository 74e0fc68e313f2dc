"""Data sets: four points, two spirals, and real handwritten digits."""

from collections import namedtuple

import numpy as np

from lib import checks

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
    turns : float
        How often a spiral goes round the origin, above 0.
    noise : float
        Standard deviation of what is added to each coordinate, 0 or above; the spirals reach radius 1.
    seed : int or numpy.random.Generator

    Returns
    -------
    X : numpy.ndarray, shape (2 · samples_per_class, 2)
    Y : numpy.ndarray, shape (2 · samples_per_class, 1)
        0 for the first spiral, 1 for the second.

    Examples
    --------
    >>> X, Y = spirals(samples_per_class=50)
    >>> X.shape, int(Y.sum())
    ((100, 2), 50)
    """
    n = checks.whole_number("samples_per_class", samples_per_class, least=1)
    checks.positive_number("turns", turns)
    checks.not_negative("noise", noise)
    radius = np.linspace(0.1, 1, n)
    angle = 2 * np.pi * turns * radius
    first = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    X = np.vstack([first, -first])
    X = X + checks.generator("seed", seed).normal(0, noise, X.shape)
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
        Share of the samples that is held out, between 0 and 1.
    seed : int or numpy.random.Generator
        For the random split.

    Returns
    -------
    Split
        X of shape (m, 64), Y integer labels 0 … 9 of shape (m,).

    Examples
    --------
    >>> data = digits()
    >>> data.X_train.shape, data.X_test.shape, data.Y_test[:5]
    ((1437, 64), (360, 64), array([1, 7, 0, 2, 6]))
    """
    from sklearn.datasets import load_digits  # a second to load, so only when asked for
    from sklearn.model_selection import train_test_split

    checks.one_of("split", split, ("random", "order"))
    if not isinstance(held_out, (int, float)) or not 0 < held_out < 1:
        raise checks.expected("held_out", "a share between 0 and 1", repr(held_out))
    pixels, labels = load_digits(return_X_y=True)
    shuffled = split == "random"
    X_train, X_test, Y_train, Y_test = train_test_split(
        pixels / 16,
        labels,
        test_size=held_out,
        shuffle=shuffled,
        stratify=labels if shuffled else None,
        random_state=int(checks.generator("seed", seed).integers(2**31)) if shuffled else None,
    )
    return Split(X_train, Y_train, X_test, Y_test)
