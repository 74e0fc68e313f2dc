"""What a step returns that a class has written anew: looked at before anything is made of it.

`lib.network.Network`'s own steps need none of this. A step of somebody else's may return anything, and what is made of
it then fails, or does not fail, far from where the mistake is.
"""

import numpy as np

from lib import checks
from lib.network import Backward, Forward


def checked(net, name):
    """The step of this name that ``net`` has of its own; what it returns is checked, each time."""
    step, check = getattr(net, name), CHECKS[name]

    def run(*arguments):
        returned = step(*arguments)
        check(f"{type(net).__name__}.{name}", net, returned, *arguments)
        return returned

    return run


def _forward(method, net, forward, X):
    _hold(method, forward, Forward)
    shapes = [(len(X), size) for size in net.sizes]
    _hold_shapes(f"{method}, a", forward.a, shapes)
    _hold_shapes(f"{method}, z", forward.z, shapes[1:])


def _backward(method, net, backward, forward, Y):
    _hold(method, backward, Backward)
    _hold_shapes(f"{method}, dW", backward.dW, [W.shape for W in net.W])
    _hold_shapes(f"{method}, db", backward.db, [b.shape for b in net.b])


def _losses(method, net, losses, X, Y):
    if getattr(losses, "shape", None) != (len(X),):
        raise checks.expected(
            method, f"a method that returns an array of shape ({len(X)},), the loss of each sample", _told(losses)
        )


def _cost(method, net, cost, X, Y):
    number = isinstance(cost, (int, float, complex, np.number, np.ndarray))
    if not number or isinstance(cost, bool) or np.ndim(cost) > 0:
        raise checks.expected(method, "a method that returns one number", _told(cost))


def _update(method, net, nothing, backward, learning_rate):
    if nothing is not None:
        raise checks.expected(method, "a method that changes the network in place and returns None", _told(nothing))


CHECKS = {"forward": _forward, "backward": _backward, "losses": _losses, "cost": _cost, "update": _update}


def _hold(method, returned, kind):
    if not isinstance(returned, kind):
        raise checks.expected(method, f"a method that returns a {kind.__name__}", _told(returned))


def _hold_shapes(what, entries, shapes):
    """One array a layer, of these shapes: nothing else would broadcast to what it should be."""
    if [getattr(entry, "shape", None) for entry in entries] != shapes:
        got = ", ".join(str(entry.shape) if isinstance(entry, np.ndarray) else _told(entry) for entry in entries)
        raise checks.expected(what, f"arrays of shapes {', '.join(map(str, shapes))}", got)


def _told(value):
    return f"an array of shape {value.shape}" if isinstance(value, np.ndarray) else checks.kind_of(value)
