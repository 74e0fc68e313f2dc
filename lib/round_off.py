"""How far round-off alone can move a cost and its gradient.

Rounding a number changes it by up to u times its size. So shake every number of a training step, the weights, the
samples, each z and each a, by a random part of its size that is much larger than u; see how far the results move;
and scale that down to u. What a cancellation loses, as 1 − a where a sigmoid is flat or a − y where a target is nearly
hit, is counted by this without knowing where it happens. (The idea is that of Monte Carlo arithmetic: D. S. Parker,
*Monte Carlo Arithmetic: exploiting randomness in floating-point arithmetic*, UCLA report CSD-970002, 1997.)
"""

import copy
from collections import namedtuple

import numpy as np

from lib.by_layer import ByLayer

Gradient = namedtuple("Gradient", ["dW", "db"])
Gradient.__doc__ = (
    """One array a weight matrix and one a bias: ``dW[l]`` and ``db[l]``, with the shapes of W⁽ˡ⁾ and b⁽ˡ⁾."""
)

SHAKE = 2.0**-30  # small enough for a step to be linear in it, and far above the round-off of float64
DRAWS = 8
UNIT_ROUND_OFF = {np.dtype(np.float32): 2.0**-24, np.dtype(np.float64): 2.0**-53}


class RoundOff:
    """The size of round-off in a network's cost and in each of its derivatives, in float64.

    Parameters
    ----------
    net : Network
        In float64. Its weights are moved and put back.
    X, Y : array_like
    seed : int
        For the shaking.

    Attributes
    ----------
    gradient : Gradient
        ``.dW[l]`` and ``.db[l]``: the round-off of each derivative.
    """

    def __init__(self, net, X, Y, seed=0):
        generator = np.random.default_rng(seed)
        X = np.asarray(X, dtype=np.float64)
        forward = net.forward(X)
        cost, gradient = net.cost(X, Y), flat_gradient(net.backward(forward, Y))
        draws = [_shaken(net, X, Y, generator) for _ in range(DRAWS)]

        unit = UNIT_ROUND_OFF[np.dtype(np.float64)]
        scale = unit / SHAKE
        spread = [
            scale * _with_floor(_root_mean_square([each[2][i] - gradient[i] for each in draws]))
            for i in range(len(gradient))
        ]
        self.gradient = Gradient(
            ByLayer("dW", [None, *spread[: net.depth]]), ByLayer("db", [None, *spread[net.depth :]])
        )
        last = net.depth
        z, a = forward.z[last], forward.a[last]
        of_z = scale * _root_mean_square([each[1] - z for each in draws])
        share = 1.0 if net.reduction == "sum" else 1.0 / len(X)
        self._output = np.sqrt(share) * np.linalg.norm(of_z + unit * abs(a))
        moved = scale * _root_mean_square([each[0] - cost for each in draws])
        self._cost = moved + unit * share * abs(z).sum()

    def of_cost(self, cost):
        """The round-off of a cost of this size, for weights near those of the network.

        A cost is off by u times its size, by what the shaking moved, by u z (a cross-entropy subtracts y z), and by
        the error of the outputs a times |a − y|, which is at most √(2 Cost) for the squared error.
        """
        unit = UNIT_ROUND_OFF[np.dtype(np.float64)]
        return unit * abs(cost) + self._cost + np.sqrt(2 * abs(cost)) * self._output


def arrays(net):
    """W⁽¹⁾ … W⁽ᴸ⁾, then b⁽¹⁾ … b⁽ᴸ⁾."""
    return [*net.W, *net.b]


def flat_gradient(backward):
    """The gradients of `arrays`, in the same order."""
    return [*backward.dW, *backward.db]


def _shaken(net, X, Y, generator):
    """The cost, z⁽ᴸ⁾ and the gradient, with every number shaken."""

    def shake(array):
        return array * (1 + SHAKE * generator.standard_normal(np.shape(array)))

    kept = [array.copy() for array in arrays(net)]
    for array in arrays(net):
        array[...] = shake(array)
    X = shake(X)
    forward = copy.copy(net.forward(X))
    z = forward.z[net.depth]
    forward.a = ByLayer("a", [shake(a) for a in forward.a], first=0)
    forward.z = ByLayer("z", [None, *(shake(z) for z in forward.z)])
    result = net.cost(X, Y), z, flat_gradient(net.backward(forward, Y))
    for array, values in zip(arrays(net), kept):
        array[...] = values
    return result


def _root_mean_square(differences):
    return np.sqrt(np.mean(np.square(differences), axis=0))


def _with_floor(spread):
    """No entry less than a tenth of its array's mean: eight draws can miss one by chance."""
    spread = np.nan_to_num(spread, nan=0.0, posinf=0.0)  # what is not finite is no measure for the others
    return np.maximum(spread, 0.1 * spread.mean())
