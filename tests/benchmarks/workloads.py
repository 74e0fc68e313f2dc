"""What is measured: one gradient, and three trainings, each with everything that a side has to know."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from lib import Network
from lib.data import digits, xor

SEED = 0


@dataclass(frozen=True)
class Workload:
    """A network, its data, and how it is trained.

    Parameters
    ----------
    key, title : str
        Its name in the record and for people.
    sizes, activations, loss, reduction, dtype
        As for `lib.Network.random`.
    data : callable
        Gives X and Y as `lib.train` takes them.
    learning_rate, epochs, batch_size
        As for `lib.train`. One gradient is no training: it has a learning rate of 0 and no epoch.
    repeats : int
        How often a run does the work, where once is too short to be timed.
    rounds : int
        How often every side is measured.
    bound : bool
        Whether the matrix products alone are measured, too.
    """

    key: str
    title: str
    sizes: tuple
    activations: tuple
    loss: str
    reduction: str
    data: Callable
    rounds: int
    epochs: int = 0
    repeats: int = 1
    learning_rate: float = 0.0
    batch_size: int | None = None
    dtype: str = "float64"
    bound: bool = False

    @property
    def is_training(self):
        return self.epochs > 0

    def network(self):
        """The start, the same for every side."""
        return Network.random(self.sizes, self.activations, self.loss, self.reduction, seed=SEED, dtype=self.dtype)

    @lru_cache(maxsize=1)
    def arrays(self):
        """X, and Y with one column an output, in this workload's precision: the same arrays for every side."""
        X, Y = self.data()
        if self.loss == "cross_entropy":
            Y = np.eye(self.sizes[-1])[Y]
        return X.astype(self.dtype), Y.astype(self.dtype)

    def orders(self, m):
        """The order of the samples in each epoch, exactly as `lib.train` draws it."""
        generator = np.random.default_rng(SEED)
        return [generator.permutation(m) for _ in range(self.epochs)]

    def batches(self, order):
        """The samples of each step of an epoch."""
        return [order[start : start + self.batch_size] for start in range(0, len(order), self.batch_size)]


def one_sample():
    return np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


def digits_to_learn():
    split = digits()
    return split.X_train, split.Y_train


def synthetic():
    """60,000 noisy copies of ten random pictures of 784 points: the size of MNIST, with nothing to download."""
    generator = np.random.default_rng(SEED)
    labels = generator.integers(10, size=60_000)
    pictures = generator.uniform(size=(10, 784))
    return (pictures[labels] + generator.normal(0, 0.5, size=(60_000, 784))), labels


GRADIENT = Workload(
    "gradient",
    "one gradient, 2-3-2, one sample",
    (2, 3, 2),
    ("tanh", "sigmoid"),
    "squared_error",
    "sum",
    one_sample,
    repeats=1000,
    rounds=41,
)
XOR = Workload(
    "xor",
    "XOR, 2-2-1, 5,000 epochs",
    (2, 2, 1),
    ("tanh", "sigmoid"),
    "binary_cross_entropy",
    "mean",
    xor,
    epochs=5000,
    rounds=21,
    learning_rate=0.5,
)
DIGITS = Workload(
    "digits",
    "digits, 64-32-10, batches of 32, 20 epochs",
    (64, 32, 10),
    ("tanh", "softmax"),
    "cross_entropy",
    "mean",
    digits_to_learn,
    epochs=20,
    rounds=21,
    learning_rate=0.2,
    batch_size=32,
)
SYNTHETIC = Workload(
    "synthetic",
    "60,000 × 784, 784-128-10, batches of 128, 2 epochs, float64",
    (784, 128, 10),
    ("relu", "softmax"),
    "cross_entropy",
    "mean",
    synthetic,
    epochs=2,
    rounds=7,
    learning_rate=0.05,
    batch_size=128,
    bound=True,
)
SYNTHETIC_32 = replace(
    SYNTHETIC, key="synthetic32", dtype="float32", title="60,000 × 784, 784-128-10, batches of 128, 2 epochs, float32"
)

WORKLOADS = [GRADIENT, XOR, DIGITS, SYNTHETIC, SYNTHETIC_32]
