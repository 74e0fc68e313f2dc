"""Errors and gradients of one small network from PyTorch and from JAX, recorded: `python -m lib.records.autodiff`.

It writes autodiff.json beside itself, which the chapter on automatic differentiation holds against `lib`. PyTorch and
JAX are in the extra "bench": `python -m pip install -e ".[bench]"`.
"""

import json
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np

SIZES, SAMPLES = [3, 4, 2], 5


def draw():
    """A 3-4-2 network and five samples, with two decimals each, so that they can be read."""
    generator = np.random.default_rng(0)

    def numbers(*shape):
        return generator.normal(0, 1, shape).round(2).tolist()

    return {
        "W": [numbers(n_in, n_out) for n_in, n_out in zip(SIZES, SIZES[1:])],
        "b": [numbers(n_out) for n_out in SIZES[1:]],
        "X": numbers(SAMPLES, SIZES[0]),
        "Y": generator.uniform(0, 1, (SAMPLES, SIZES[-1])).round(2).tolist(),
    }


def with_torch(W, b, X, Y):
    import torch

    def tensor(numbers, **settings):
        return torch.tensor(numbers, dtype=torch.float64, **settings)

    W = [tensor(weights, requires_grad=True) for weights in W]
    b = [tensor(biases, requires_grad=True) for biases in b]
    z1 = tensor(X) @ W[0] + b[0]
    z2 = torch.tanh(z1) @ W[1] + b[1]
    cost = 0.5 * ((torch.sigmoid(z2) - tensor(Y)) ** 2).sum()
    for z in (z1, z2):
        z.retain_grad()  # by itself it keeps the gradients of inputs only
    cost.backward()
    return {
        "cost": cost.item(),
        "dz": [z.grad.tolist() for z in (z1, z2)],
        "dW": [weights.grad.tolist() for weights in W],
        "db": [biases.grad.tolist() for biases in b],
    }


def with_jax(W, b, X, Y):
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)  # the default is float32

    def cost(W, b, added):  # what is added to z, so that z can be moved
        z1 = jnp.array(X) @ W[0] + b[0] + added[0]
        z2 = jnp.tanh(z1) @ W[1] + b[1] + added[1]
        return 0.5 * ((jax.nn.sigmoid(z2) - jnp.array(Y)) ** 2).sum()

    W = [jnp.array(weights) for weights in W]
    b = [jnp.array(biases) for biases in b]
    zeros = [jnp.zeros((len(X), len(biases))) for biases in b]
    slopes = jax.value_and_grad(cost, argnums=(0, 1, 2))
    value, (dW, db, dz) = slopes(W, b, zeros)
    return {
        "cost": value.item(),
        "dz": [gradient.tolist() for gradient in dz],
        "dW": [gradient.tolist() for gradient in dW],
        "db": [gradient.tolist() for gradient in db],
    }


def record():
    """What the chapter wants to know: the command, the versions, the date, and the numbers."""
    network = draw()
    return {
        "command": "python -m lib.records.autodiff",
        "date": date.today().isoformat(),
        "machine": {"system": platform.system(), "processor": platform.machine(), "python": platform.python_version()},
        "versions": {name: version(name) for name in ("torch", "jax", "jaxlib", "numpy")},
        "network": network,
        "PyTorch": with_torch(**network),
        "JAX": with_jax(**network),
    }


if __name__ == "__main__":
    Path(__file__).with_suffix(".json").write_text(json.dumps(record(), indent=2) + "\n")
