"""The bound: a training's matrix products and nothing else, not even a function f. No NumPy program is faster."""

from itertools import pairwise

import numpy as np

from tests.benchmarks.side import Side


def training(workload):
    """The products of a training in its order, each into an array that is there already, no row copied."""
    X, _ = workload.arrays()
    net = workload.network()
    everything = buffers(workload, len(X))
    of_a_batch = {m: buffers(workload, m) for m in {workload.batch_size, len(X) % workload.batch_size} - {0}}

    def run():
        for _ in range(workload.epochs):
            for start in range(0, len(X), workload.batch_size):
                x = X[start : start + workload.batch_size]
                both_passes(x, net, *of_a_batch[len(x)])
            forward(X, net, everything[0])  # for the cost after the epoch
        forward(X, net, everything[0])  # for the cost of the start

    return Side(run, None)


def buffers(workload, m):
    """Arrays for a[l], delta[l] and dW[l]; position 0 is not used."""
    activations = [None] + [np.ones((m, n), workload.dtype) for n in workload.sizes[1:]]
    errors = [array if array is None else array.copy() for array in activations]
    gradients = [None] + [np.ones(shape, workload.dtype) for shape in pairwise(workload.sizes)]
    return activations, errors, gradients


def forward(x, net, a):
    for l in range(1, net.depth + 1):
        np.matmul(x if l == 1 else a[l - 1], net.W[l], out=a[l])


def both_passes(x, net, a, delta, dW):
    forward(x, net, a)
    for l in range(net.depth - 1, 0, -1):
        np.matmul(delta[l + 1], net.W[l + 1].T, out=delta[l])
    for l in range(1, net.depth + 1):
        np.matmul((x if l == 1 else a[l - 1]).T, delta[l], out=dW[l])
