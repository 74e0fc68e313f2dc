"""JAX twice: one step compiled at a time, called from a loop in Python; and the whole training compiled as one program."""

import jax
import jax.numpy as jnp
import numpy

from tests.benchmarks import equations
from tests.benchmarks.side import Side, by_layers

jax.config.update("jax_enable_x64", True)  # or float64 would quietly become float32


def one_gradient(workload):
    start, X, Y = parameters(workload), *map(jnp.asarray, workload.arrays())
    gradient = jax.jit(jax.grad(lambda p, X, Y: equations.cost(jnp, workload, p, X, Y)))

    def run():
        for _ in range(workload.repeats):
            gradients = gradient(start, X, Y)
        return jax.block_until_ready(gradients)

    return Side(run, as_numpy)


def training(workload):
    """A compiled step, a loop in Python."""
    X, Y = map(jnp.asarray, workload.arrays())
    cost = jax.jit(cost_of(workload))
    step = jax.jit(step_of(workload))
    batch_step = jax.jit(lambda p, X, Y, rows: step_of(workload)(p, X[rows], Y[rows]))

    def run():
        p, costs = parameters(workload), []
        if workload.batch_size is None:  # the cost after an epoch is the cost before the next step
            for _ in range(workload.epochs):
                before, p = step(p, X, Y)
                costs.append(before)
        else:
            for order in workload.orders(len(X)):
                costs.append(cost(p, X, Y))
                for rows in workload.batches(order):
                    _, p = batch_step(p, X, Y, rows)
        costs.append(cost(p, X, Y))
        return jax.block_until_ready((p, costs))[0]

    return Side(run, as_numpy)


def whole_training(workload):
    """All epochs as one compiled program: `lax.scan` is its loop."""
    X, Y = map(jnp.asarray, workload.arrays())
    cost, step = cost_of(workload), step_of(workload)

    @jax.jit
    def whole(p, X, Y, orders):
        def full_epoch(p, _):
            before, p = step(p, X, Y)
            return p, before

        def batch_step(p, rows):
            return step(p, X[rows], Y[rows])[1], None

        def epoch_of_batches(p, order):
            before = cost(p, X, Y)
            full = len(order) // workload.batch_size * workload.batch_size
            p, _ = jax.lax.scan(batch_step, p, order[:full].reshape(-1, workload.batch_size))
            if full < len(order):
                p, _ = batch_step(p, order[full:])
            return p, before

        if orders is None:
            p, costs = jax.lax.scan(full_epoch, p, length=workload.epochs)
        else:
            p, costs = jax.lax.scan(epoch_of_batches, p, orders)
        return p, jnp.append(costs, cost(p, X, Y))

    def run():
        orders = None if workload.batch_size is None else numpy.array(workload.orders(len(X)))
        return jax.block_until_ready(whole(parameters(workload), X, Y, orders))[0]

    return Side(run, as_numpy)


def cost_of(workload):
    return lambda p, X, Y: equations.cost(jnp, workload, p, X, Y)


def step_of(workload):
    """The cost before a step, and the parameters after it."""
    cost_and_gradient = jax.value_and_grad(cost_of(workload))

    def step(p, X, Y):
        before, gradients = cost_and_gradient(p, X, Y)
        return before, equations.descend(p, gradients, workload.learning_rate)

    return step


def parameters(workload):
    net = workload.network()
    return [jnp.asarray(array) for array in by_layers(net.W, net.b)]


def as_numpy(arrays):
    return [numpy.asarray(array) for array in arrays]
