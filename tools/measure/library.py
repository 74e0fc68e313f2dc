"""The library against bare NumPy: importing it, and one small training step."""

import os
import subprocess
import sys
import time
from tempfile import TemporaryDirectory

import numpy as np

from lib import Network
from tools import ROOT
from tools.measure import Figure

IMPORT_ROUNDS = 15
STEP_ROUNDS, STEPS = 101, 200  # many short rounds: a disturbance falls on few of them


def import_ratio():
    """Time of `import lib` over that of `import numpy`, each in a fresh interpreter.

    Python compiles a module when it is first imported, and keeps the result, unless it is told not to. NumPy is installed
    compiled. So both are imported once before, and both keep what was compiled: that is what every later start finds.
    """
    with TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled}
        import_seconds("lib", environment)
        ratios = [
            import_seconds("lib", environment) / import_seconds("numpy", environment) for _ in range(IMPORT_ROUNDS)
        ]
    return Figure("import lib ÷ import numpy", "", 1.25, ratios)


def import_seconds(module, environment):
    program = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
    command = [sys.executable, "-c", program]
    asked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return float(asked.stdout)


def step_ratio():
    """Time of both passes of a 2-3-2 network for one sample, over the same NumPy operations written out."""
    net = Network.random([2, 3, 2], activations=["tanh", "sigmoid"], seed=0)
    x, y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
    W1, b1, W2, b2 = net.W[1], net.b[1], net.W[2], net.b[2]

    def with_lib():
        return net.backward(net.forward(x), y)

    def written_out():
        z1 = x @ W1 + b1
        a1 = np.tanh(z1)
        z2 = a1 @ W2 + b2
        a2 = 1 / (1 + np.exp(-z2))
        delta2 = (a2 - y) * (a2 * (1 - a2))
        delta1 = (delta2 @ W2.T) * (1 - a1**2)
        return a1.T @ delta2, delta2.sum(axis=0), x.T @ delta1, delta1.sum(axis=0)

    assert np.allclose(with_lib().dW[1], written_out()[2])
    return Figure(
        "both passes of a 2-3-2 network ÷ the same written out",
        "",
        2.0,
        [seconds(with_lib) / seconds(written_out) for _ in range(STEP_ROUNDS)],
    )


def seconds(work):
    start = time.perf_counter()
    for _ in range(STEPS):
        work()
    return time.perf_counter() - start
