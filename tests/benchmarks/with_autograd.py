"""autograd: the cost is written in its NumPy, the gradient comes from `value_and_grad`."""

import autograd.numpy as np
from autograd import grad, value_and_grad

from tests.benchmarks import equations
from tests.benchmarks.side import Side, by_layers


def one_gradient(workload):
    start, (X, Y) = parameters(workload), workload.arrays()
    gradient = grad(lambda p: equations.cost(np, workload, p, X, Y))

    def run():
        for _ in range(workload.repeats):
            gradients = gradient(start)
        return gradients

    return Side(run, list)


def training(workload):
    X, Y = workload.arrays()

    def cost(p, X, Y):
        return equations.cost(np, workload, p, X, Y)

    cost_and_gradient = value_and_grad(cost)

    def step(p, X, Y):
        before, gradients = cost_and_gradient(p, X, Y)
        return before, equations.descend(p, gradients, workload.learning_rate)

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
                    _, p = step(p, X[rows], Y[rows])
        costs.append(cost(p, X, Y))
        return p

    return Side(run, list)


def parameters(workload):
    net = workload.network()
    return by_layers(net.W, net.b)
