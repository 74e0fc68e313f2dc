"""Networks whose gradients are right, in the situations that make a gradient check cry wolf, and mistakes to find."""

import numpy as np

from lib import Backward, Network
from lib.activations import ACTIVATIONS
from lib.data import xor
from tests.networks import random_data

SMOOTH = ["identity", "sigmoid", "tanh"]
OUTPUTS = [
    ("identity", "squared_error"),
    ("sigmoid", "squared_error"),
    ("tanh", "squared_error"),
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
]


def _network(generator, hidden, outputs=OUTPUTS, spread=1.0, n_in=None, least=1, **settings):
    depth = generator.integers(least, 5)
    sizes = generator.integers(1, 6, depth + 1)
    if n_in:
        sizes[0] = n_in
    last, loss = outputs[generator.integers(len(outputs))]
    weights = [spread * generator.normal(size=shape) for shape in zip(sizes, sizes[1:])]
    biases = [0.5 * spread * generator.normal(size=size) for size in sizes[1:]]
    names = [*generator.choice(hidden, depth - 1).tolist(), last]
    reduction = ["sum", "mean"][generator.integers(2)]
    return Network(weights, biases, names, loss=loss, reduction=reduction, **settings)


def _data(generator, net):
    return random_data(int(generator.integers(2**31)), net, int(generator.integers(1, 9)))


def smooth(generator):
    net = _network(generator, SMOOTH)
    return net, *_data(generator, net)


def relu_on_xor(generator, name="relu"):
    """z = 0 at the sample (0, 0), in every unit, because the biases are 0."""
    X, Y = xor()
    depth, last = generator.integers(1, 4), generator.choice(["sigmoid", "identity", name])
    sizes = [2, *generator.integers(2, 7, depth).tolist(), 1]
    loss = "binary_cross_entropy" if last == "sigmoid" and generator.integers(2) else "squared_error"
    draw = ["xavier", "he"][generator.integers(2)]
    return Network.random(sizes, [name] * depth + [last], loss=loss, initializer=draw, seed=generator), X, Y


def leaky_relu_on_xor(generator):
    return relu_on_xor(generator, "leaky_relu")


def kinked(generator):
    outputs = [*OUTPUTS, ("relu", "squared_error"), ("leaky_relu", "squared_error")]
    net = _network(generator, ["relu", "leaky_relu"], outputs, least=2)
    return net, *_data(generator, net)


def single_precision(generator):
    net = _network(generator, [*SMOOTH, "relu", "leaky_relu"], dtype=np.float32)
    return net, *_data(generator, net)


def perfect_fit(generator):
    net = _network(generator, SMOOTH)
    X, _ = _data(generator, net)
    return net, X, net.predict(X)


def nearly_perfect_fit(generator):
    net, X, Y = perfect_fit(generator)
    if net.loss == "squared_error":
        Y = Y + 10.0 ** generator.uniform(-12, -3) * generator.normal(size=Y.shape)
    return net, X, Y


def huge_inputs(generator):
    net = _network(generator, [*SMOOTH, "relu"])
    X, Y = _data(generator, net)
    return net, 1e5 * X, Y


def tiny_inputs(generator):
    net = _network(generator, [*SMOOTH, "relu"])
    X, Y = _data(generator, net)
    return net, 1e-5 * X, Y


def saturated(generator):
    net = _network(generator, ["sigmoid", "tanh"], spread=float(generator.choice([10, 20, 30, 40])))
    return net, *_data(generator, net)


def large_losses(generator):
    net = _network(generator, [*SMOOTH, "relu"], [("identity", "squared_error"), ("tanh", "squared_error")])
    X, Y = _data(generator, net)
    return net, X, 10.0 ** generator.uniform(2, 8) * Y


def small_losses(generator):
    net = _network(generator, SMOOTH, [("identity", "squared_error")], spread=10.0 ** generator.uniform(-3, -1))
    X, Y = _data(generator, net)
    return net, X, 1e-3 * Y


def large_weights(generator):
    net = _network(generator, ["identity", "relu"], spread=10.0 ** generator.uniform(1, 5))
    return net, *_data(generator, net)


RIGHT = {
    kind.__name__: kind
    for kind in [
        smooth,
        relu_on_xor,
        leaky_relu_on_xor,
        kinked,
        single_precision,
        perfect_fit,
        nearly_perfect_fit,
        huge_inputs,
        tiny_inputs,
        saturated,
        large_losses,
        small_losses,
        large_weights,
    ]
}


class Mistaken(Network):
    """Backpropagation as somebody would write it who makes a mistake."""

    mistake, amount = None, None

    def backward(self, forward, Y):
        right = super().backward(forward, Y)
        return MISTAKES[self.mistake](self, forward, self.targets(Y, len(forward.a[0])), right, self.amount)


def functions(net):
    """f⁽ˡ⁾ with its derivative, by layer."""
    return [None, *(ACTIVATIONS[name] for name in net.activations)]


def _walk(net, forward, Y, right, *, last=None, weights=lambda l, delta: None, slope=lambda l: None):
    """The backward pass, with the last error, the weights on the way back or a slope replaced where given."""
    L, f = net.depth, functions(net)
    s = 1 if net.reduction == "sum" else 1 / len(Y)
    delta, dW, db = {L: right.delta[L] if last is None else last}, [None], [None]
    for l in range(L - 1, 0, -1):
        W, fprime = weights(l + 1, delta[l + 1]), slope(l)
        W = net.W[l + 1] if W is None else W
        fprime = f[l].derivative(forward.z[l], forward.a[l]) if fprime is None else fprime
        delta[l] = (delta[l + 1] @ W.T) * fprime
    for l in range(1, L + 1):
        dW.append(s * forward.a[l - 1].T @ delta[l])
        db.append(s * delta[l].sum(axis=0))
    return Backward([None, *(delta[l] for l in range(1, L + 1))], dW, db)


def output_slope_forgotten(net, forward, Y, right, _):
    return _walk(net, forward, Y, right, last=forward.a[net.depth] - Y)


def hidden_slope_forgotten(net, forward, Y, right, layer):
    return _walk(net, forward, Y, right, slope=lambda l: 1.0 if layer in (None, l) else None)


def slope_of_z(net, forward, Y, right, _):
    f = functions(net)
    wrong = lambda l: f[l].derivative(forward.a[l], forward.z[l])
    last = right.delta[net.depth]
    if net.loss == "squared_error":
        last = (forward.a[net.depth] - Y) * wrong(net.depth)
    return _walk(net, forward, Y, right, last=last, slope=wrong)


def transpose_missing(net, forward, Y, right, _):
    square = lambda W: W.T if W.shape[0] == W.shape[1] else None
    return _walk(net, forward, Y, right, weights=lambda l, delta: square(net.W[l]))


def updated_weights(net, forward, Y, right, alpha):
    return _walk(net, forward, Y, right, weights=lambda l, delta: net.W[l] - alpha * right.dW[l])


def _changed(right, dW=lambda l, gradient: gradient, db=lambda l, gradient: gradient):
    layers = range(1, len(right.dW) + 1)
    return Backward(
        [None, *right.delta],
        [None, *(dW(l, right.dW[l]) for l in layers)],
        [None, *(db(l, right.db[l]) for l in layers)],
    )


def bias_divided_by_m(net, forward, Y, right, _):
    return _changed(right, db=lambda l, gradient: gradient / len(Y))


def all_divided_by_m(net, forward, Y, right, _):
    return _changed(right, lambda l, gradient: gradient / len(Y), lambda l, gradient: gradient / len(Y))


def bias_dropped(net, forward, Y, right, _):
    return _changed(right, db=lambda l, gradient: 0 * gradient)


def sign_of_the_first_layer(net, forward, Y, right, _):
    return _changed(right, lambda l, g: -g if l == 1 else g, lambda l, g: -g if l == 1 else g)


def all_signs(net, forward, Y, right, _):
    return _changed(right, lambda l, gradient: -gradient, lambda l, gradient: -gradient)


def _one_entry(change):
    def mistake(net, forward, Y, right, amount):
        def changed(l, gradient):
            gradient = np.array(gradient)
            if l == 1:
                place = np.unravel_index(abs(gradient).argmax(), gradient.shape)
                gradient[place] = change(gradient[place], amount)
            return gradient

        return _changed(right, dW=changed)

    return mistake


MISTAKES = {
    "output_slope_forgotten": output_slope_forgotten,
    "hidden_slope_forgotten": hidden_slope_forgotten,
    "slope_of_z": slope_of_z,
    "transpose_missing": transpose_missing,
    "updated_weights": updated_weights,
    "bias_divided_by_m": bias_divided_by_m,
    "all_divided_by_m": all_divided_by_m,
    "bias_dropped": bias_dropped,
    "sign_of_the_first_layer": sign_of_the_first_layer,
    "all_signs": all_signs,
    "one_entry": _one_entry(lambda entry, part: entry * (1 + part)),
    "one_nan": _one_entry(lambda entry, _: np.nan),
    "one_infinity": _one_entry(lambda entry, _: np.inf),
}
"""Name → the wrong ``Backward``, from (net, forward, Y, the right one, an amount)."""

PLANTED = [
    *[(name, None) for name in MISTAKES if name not in ("updated_weights", "one_entry")],
    *[("updated_weights", 10.0**-power) for power in range(7)],
    *[("one_entry", 10.0**-power) for power in range(7)],
]


def with_mistake(net, mistake, amount=None):
    """The same network, whose backward pass has the mistake."""
    wrong = Mistaken([*net.W], [*net.b], net.activations, net.loss, net.reduction, dtype=net.dtype)
    wrong.mistake, wrong.amount = mistake, amount
    return wrong


def changed_by(net, wrong, X, Y):
    """Place → by how much the mistake changes this derivative, beside the larger of the right and the wrong one.

    In float64: a float32 network's own rounding is no mistake.
    """
    net, wrong = (_in_double(each) for each in (net, wrong))
    right, other = (each.backward(each.forward(X), Y) for each in (net, wrong))
    changes = {}
    for symbol, gradients, others in (("W", right.dW, other.dW), ("b", right.db, other.db)):
        for l, (a, b) in enumerate(zip(gradients, others), 1):
            with np.errstate(all="ignore"):
                sizes = np.nan_to_num(abs(a - b) / np.maximum(abs(a), abs(b)), nan=0.0, posinf=np.inf)
            sizes[~np.isfinite(b)] = np.inf
            changes |= {(symbol, l, place): float(size) for place, size in np.ndenumerate(sizes)}
    return changes


def _in_double(net):
    double = Network([*net.W], [*net.b], net.activations, net.loss, net.reduction, dtype=np.float64)
    return with_mistake(double, net.mistake, net.amount) if isinstance(net, Mistaken) else double
