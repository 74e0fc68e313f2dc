"""PyTorch as its tutorials write it: a `Sequential` of `Linear` layers, an `SGD` optimizer, eager mode."""

import torch
from torch import nn
from torch.nn import functional

from tests.benchmarks.side import Side

ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid}


def one_gradient(workload):
    X, Y = map(torch.from_numpy, workload.arrays())
    model, loss = model_of(workload), loss_of(workload)

    def run():
        for _ in range(workload.repeats):
            model.zero_grad()
            loss(model(X), Y).backward()
        return model

    return Side(run, lambda model: as_numpy(parameter.grad for parameter in model.parameters()))


def training(workload, block=None):
    """Train as tutorials do; with `block`, the cost of all samples is taken in pieces of so many, as `lib` takes it."""
    X, Y = map(torch.from_numpy, workload.arrays())
    loss = loss_of(workload)
    pieces = [slice(start, start + (block or len(X))) for start in range(0, len(X), block or len(X))]

    def cost(model):
        with torch.no_grad():
            costs = [loss(model(X[piece]), Y[piece]).item() for piece in pieces]
        return weighted(costs, [len(X[piece]) for piece in pieces], workload.reduction)

    def run():
        model, costs = model_of(workload), []
        optimizer = torch.optim.SGD(model.parameters(), lr=workload.learning_rate)

        def step(X, Y):
            optimizer.zero_grad()
            before = loss(model(X), Y)
            before.backward()
            optimizer.step()
            return before

        if workload.batch_size is None:  # the cost after an epoch is the cost before the next step
            for _ in range(workload.epochs):
                costs.append(step(X, Y).item())
        else:
            for order in workload.orders(len(X)):
                costs.append(cost(model))
                for rows in workload.batches(torch.from_numpy(order)):
                    step(X[rows], Y[rows])
        costs.append(cost(model))
        return model

    return Side(run, lambda model: as_numpy(model.parameters()))


def model_of(workload):
    """The network of the workload: PyTorch keeps a matrix the other way round, and z, not a, goes into a cross-entropy."""
    net, layers = workload.network(), []
    for l, name in enumerate(workload.activations, start=1):
        layer = nn.Linear(*net.W[l].shape, dtype=getattr(torch, workload.dtype))
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(net.W[l].T))
            layer.bias.copy_(torch.from_numpy(net.b[l]))
        layers.append(layer)
        if l < net.depth or workload.loss == "squared_error":
            layers.append(ACTIVATIONS[name]())
    return nn.Sequential(*layers)


def weighted(costs, samples, reduction):
    """The cost of all samples from the costs of pieces with so many samples each."""
    if reduction == "sum":
        return sum(costs)
    return sum(cost * m for cost, m in zip(costs, samples)) / sum(samples)


def loss_of(workload):
    if workload.loss == "squared_error":
        return lambda output, Y: 0.5 * ((output - Y) ** 2).sum()
    if workload.loss == "binary_cross_entropy":
        return functional.binary_cross_entropy_with_logits
    return functional.cross_entropy


def as_numpy(tensors):
    """PyTorch's weights or gradients, with matrices turned round as the book has them."""
    return [tensor.detach().numpy().T for tensor in tensors]
