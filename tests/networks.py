"""Random networks with fitting data, for tests that hold for any network."""

import numpy as np
from hypothesis import strategies as st

from lib import Network

ELEMENTWISE = ["identity", "sigmoid", "tanh", "relu", "leaky_relu"]
PAIRS = [
    *[(activation, "squared_error") for activation in ELEMENTWISE],
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
]


def random_network(seed, depth, pair, hidden=ELEMENTWISE, widest=4, **settings):
    """A network of the depth whose last layer and loss are the pair; weights and biases are all drawn."""
    generator = np.random.default_rng(seed)
    sizes = generator.integers(1, widest + 1, depth + 1)
    weights = [generator.normal(0, 1, shape) for shape in zip(sizes, sizes[1:])]
    biases = [generator.normal(0, 0.5, size) for size in sizes[1:]]
    activations = [*generator.choice(hidden, depth - 1).tolist(), pair[0]]
    return Network(weights, biases, activations, loss=pair[1], **settings)


def random_data(seed, net, m):
    """m samples that the network and its loss accept."""
    generator = np.random.default_rng(seed + 1)
    X = generator.normal(0, 1, (m, net.sizes[0]))
    if net.loss == "cross_entropy":
        return X, generator.dirichlet(np.ones(net.sizes[-1]), m)
    return X, generator.uniform(0, 1, (m, net.sizes[-1]))


seeds = st.integers(0, 2**32 - 2)
depths = st.integers(1, 5)
pairs = st.sampled_from(PAIRS)
batches = st.integers(1, 6)
reductions = st.sampled_from(["sum", "mean"])
