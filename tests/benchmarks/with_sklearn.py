"""scikit-learn's MLPClassifier with everything switched off that is not plain gradient descent."""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from tests.benchmarks.side import Side, by_layers


class Orders(np.random.RandomState):
    """A "random" state that shuffles as it is told: MLPClassifier sees the samples in the same order as the others."""

    def __init__(self, orders):
        super().__init__()
        self.orders = iter(orders)

    def shuffle(self, positions):
        positions[:] = next(self.orders)


def training(workload):
    """The steps of the others, and the costs of the others.

    With all samples in one batch `fit` does just that, and the losses that it keeps are the costs. Of mini-batches it
    keeps what they happened to lose before their step; so there each epoch is a `partial_fit`, and the cost after it is
    taken from `predict_proba`.
    """
    X, Y = workload.arrays()
    labels = Y.argmax(axis=1) if Y.shape[1] > 1 else Y.ravel().astype(int)
    model = classifier(workload, X, labels)

    def start():
        net = workload.network()
        model.coefs_, model.intercepts_ = list(net.W), list(net.b)
        model._optimizer.params = model.coefs_ + model.intercepts_

    def cost():
        return -np.log(model.predict_proba(X)[np.arange(len(X)), labels]).mean()

    def all_epochs_at_once():
        start()
        model.max_iter = workload.epochs
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it is to go through all its epochs
            model.fit(X, labels)
        return model

    def epoch_by_epoch():
        start()
        model.random_state = Orders(workload.orders(len(X)))
        costs = [cost()]
        for _ in range(workload.epochs):
            model.partial_fit(X, labels)
            costs.append(cost())
        return model

    run = all_epochs_at_once if workload.batch_size is None else epoch_by_epoch
    return Side(run, lambda model: by_layers(model.coefs_, model.intercepts_))


def classifier(workload, X, labels):
    """A model that has done one step, in which scikit-learn makes its arrays; each run gives them the start."""
    model = MLPClassifier(
        hidden_layer_sizes=workload.sizes[1:-1],
        activation=workload.activations[0],
        solver="sgd",
        alpha=0.0,
        batch_size=workload.batch_size or len(X),
        learning_rate_init=workload.learning_rate,
        momentum=0.0,
        nesterovs_momentum=False,
        shuffle=workload.batch_size is not None,
        tol=0.0,
        n_iter_no_change=np.inf,  # no epoch is left out, however good the weights were before the start
        warm_start=True,
    )
    return model.partial_fit(X, labels, classes=np.unique(labels))
