"""The book's own library, through its public functions, checks of the input included."""

from lib import train
from tests.benchmarks.side import Side, by_layers
from tests.benchmarks.workloads import SEED


def one_gradient(workload):
    net, (X, Y) = workload.network(), workload.arrays()

    def run():
        for _ in range(workload.repeats):
            backward = net.backward(net.forward(X), Y)
        return backward

    return Side(run, lambda backward: by_layers(backward.dW, backward.db))


def training(workload):
    X, Y = workload.arrays()

    def run():
        net = workload.network()
        train(net, X, Y, workload.epochs, workload.learning_rate, workload.batch_size, seed=SEED, progress=False)
        return net

    return Side(run, lambda net: by_layers(net.W, net.b))
