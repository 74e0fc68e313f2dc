"""One training step of a network, written out scalar by scalar.

`TrainingStep` follows the algorithm's steps and its equations; each of its methods adds to the list what a student
would write down next.
"""

import numpy as np

from lib import checks
from lib.activations import ACTIVATIONS
from lib.losses import LOSSES
from lib.network import Network
from lib.worksheet import names
from lib.worksheet.expression import as_expression, exp, ln, maximum, quantity, total
from lib.worksheet.quantity import Definition

# The equation of each loss; one that is added has that of a loss in general.
LOSS_EQUATIONS = {
    "squared_error": "squarederroreq",
    "binary_cross_entropy": "crossentropyofzeq",
    "cross_entropy": "crossentropyeq",
}


def write_step(net, X, Y, learning_rate):
    """Definitions, given values and updates for `Worksheet.from_network`."""
    checks.instance("net", net, Network)
    net.own_steps()  # what a class has written anew can't be written out
    checks.real_weights(net)
    checks.finite_weights(net)
    X = net.samples(X)
    Y = net.targets(Y, len(X))
    checks.positive_number("learning_rate", learning_rate)
    step = TrainingStep(net, X, Y, learning_rate)
    step.write_given()
    step.write_forward()
    step.write_losses()
    step.write_errors()
    step.write_gradients()
    step.write_updates()
    return step.definitions, step.given, step.updates


class TrainingStep:
    """The quantities written so far, by symbol and index.

    Indices are those of the equations and count from 1: layers l, samples i, units j and k. ``z[l, i, k]`` is the
    expression that stands for z⁽ˡ⁾ᵢₖ in what is written later.
    """

    def __init__(self, net, X, Y, learning_rate):
        self.net, self.X, self.Y, self.learning_rate = net, X, Y, learning_rate
        self.m, self.L, self.loss = len(X), net.depth, LOSSES[net.loss]
        self.definitions, self.given, self.updates = [], {}, {}
        self.y, self.w, self.b, self.z, self.a, self.delta = {}, {}, {}, {}, {}, {}
        self.largest, self.exponential_sum = {}, {}
        # The scale s of the cost, and of every gradient with it.
        self.mean = net.reduction == "mean" and self.m > 1

    def write(self, key, phase, line, equation, expression):
        """Add a computed quantity; returns the expression that stands for it."""
        self.definitions.append(Definition(key, phase, line, equation, expression))
        return quantity(key.name)

    def write_value(self, key, value):
        """Add a given quantity; returns the expression that stands for it."""
        self.definitions.append(Definition(key, "given", 0))
        self.given[key.name] = value
        return quantity(key.name)

    def samples(self):
        return range(1, self.m + 1)

    def index(self, i):
        """The sample's index in a name, which is left out where there is only one sample."""
        return i if self.m > 1 else None

    def units(self, l):
        return range(1, self.net.sizes[l] + 1)

    def scaled_total(self, terms):
        """s Σ: the sum over samples, or their mean."""
        return as_expression(1) / self.m * total(terms) if self.mean else total(terms)

    def write_given(self):
        """Step 0: the samples, the weights and biases, and α."""
        for i in self.samples():
            for j in self.units(0):
                key = names.input_feature(self.index(i), j)
                self.a[0, i, j] = self.write_value(key, self.X[i - 1, j - 1])
        for i in self.samples():
            for k in self.units(self.L):
                self.y[i, k] = self.write_value(names.target(self.index(i), k), self.Y[i - 1, k - 1])
        for l in range(1, self.L + 1):
            for (j, k), value in _entries(self.net.W[l]):
                self.w[l, j, k] = self.write_value(names.weight(l, j, k), value)
            for (k,), value in _entries(self.net.b[l]):
                self.b[l, k] = self.write_value(names.bias(l, k), value)
        self.alpha = self.write_value(names.LEARNING_RATE, self.learning_rate)

    def write_forward(self):
        """Step 1: from the input to the prediction."""
        for i in self.samples():
            for l in range(1, self.L + 1):
                if self.net.activations[l - 1] == "softmax":
                    self.write_softmax_layer(l, i)
                else:
                    self.write_layer(l, i)

    def write_layer(self, l, i):
        """z = Σⱼ aⱼ wⱼₖ + bₖ and a = f(z), unit by unit."""
        activation = ACTIVATIONS[self.net.activations[l - 1]]
        for k in self.units(l):
            self.write_weighted_sum(l, i, k)
            self.write_activation(l, i, k, "afunczeq", activation.value(self.z[l, i, k]))

    def write_softmax_layer(self, l, i):
        """aₖ = e^(zₖ − z_max) / Σⱼ e^(zⱼ − z_max): taking the largest z out keeps everything finite."""
        for k in self.units(l):
            self.write_weighted_sum(l, i, k)
        z = [self.z[l, i, k] for k in self.units(l)]
        largest = self.write(names.largest(l, self.index(i)), "forward", 1, "softmaxeq", maximum(*z))
        exponentials = total([exp(z_k - largest) for z_k in z])
        exponential_sum = self.write(names.exponential_sum(l, self.index(i)), "forward", 1, "softmaxeq", exponentials)
        for k in self.units(l):
            softmax = exp(self.z[l, i, k] - largest) / exponential_sum
            self.write_activation(l, i, k, "softmaxeq", softmax)
        self.largest[i], self.exponential_sum[i] = largest, exponential_sum

    def write_weighted_sum(self, l, i, k):
        products = [self.a[l - 1, i, j] * self.w[l, j, k] for j in self.units(l - 1)]
        key = names.weighted_sum(l, self.index(i), k)
        self.z[l, i, k] = self.write(key, "forward", 1, "zfunceq", total(products) + self.b[l, k])

    def write_activation(self, l, i, k, equation, expression):
        self.a[l, i, k] = self.write(names.activation(l, self.index(i), k), "forward", 1, equation, expression)

    def write_losses(self):
        """Step 2: the loss of each sample, and the cost."""
        losses, equation = [], LOSS_EQUATIONS.get(self.net.loss, "lossfunceq")
        for i in self.samples():
            parts = [self.loss_of_output(i, k) for k in self.units(self.L)]
            losses.append(self.write(names.loss(self.index(i)), "loss", 2, equation, total(parts)))
        self.write(names.COST, "loss", 2, "costfunceq", self.scaled_total(losses))

    def loss_of_output(self, i, k):
        z, a, y = self.z[self.L, i, k], self.a[self.L, i, k], self.y[i, k]
        layer = (self.largest[i] + ln(self.exponential_sum[i]),) if self.loss.over_layer else ()
        return self.loss.part(z, a, y, *layer)

    def write_errors(self):
        """Steps 2 and 3: δ of the output layer, then of each layer before it."""
        for i in self.samples():
            for k in self.units(self.L):
                self.write_output_error(i, k)
        for l in range(self.L - 1, 0, -1):
            for i in self.samples():
                for k in self.units(l):
                    self.write_hidden_error(l, i, k)

    def write_output_error(self, i, k):
        """δ = L′(a) f′(z), or a − y for a cross-entropy."""
        a, y = self.a[self.L, i, k], self.y[i, k]
        if self.loss.derivative is not None:
            key = names.loss_derivative(self.L, self.index(i), k)
            loss_derivative = self.write(key, "error", 2, "deltalasteq", self.loss.derivative(a, y))
            error = loss_derivative * self.write_slope(self.L, i, k, line=2)
            self.write_error(self.L, i, k, 2, "deltalasteq", error)
        else:
            equation = "binarydeltaeq" if self.net.loss == "binary_cross_entropy" else "softmaxdeltaeq"
            self.write_error(self.L, i, k, 2, equation, a - y)

    def write_hidden_error(self, l, i, k):
        """δ = (Σ over the units fed of δ w) f′(z)."""
        slope = self.write_slope(l, i, k, line=3)
        arriving = total([self.delta[l + 1, i, p] * self.w[l + 1, k, p] for p in self.units(l + 1)])
        self.write_error(l, i, k, 3, "deltarecursioneq", arriving * slope)

    def write_slope(self, l, i, k, line):
        activation = ACTIVATIONS[self.net.activations[l - 1]]
        derivative = activation.derivative(self.z[l, i, k], self.a[l, i, k])
        return self.write(names.slope(l, self.index(i), k), "error", line, "fprimeeq", derivative)

    def write_error(self, l, i, k, line, equation, expression):
        self.delta[l, i, k] = self.write(names.error(l, self.index(i), k), "error", line, equation, expression)

    def write_gradients(self):
        """Step 4, first half: every gradient, from the last layer to the first."""
        self.gradients = []
        for l in range(self.L, 0, -1):
            for j in self.units(l - 1):
                for k in self.units(l):
                    terms = [self.a[l - 1, i, j] * self.delta[l, i, k] for i in self.samples()]
                    self.write_gradient(names.weight(l, j, k), "w", terms)
            for k in self.units(l):
                self.write_gradient(names.bias(l, k), "b", [self.delta[l, i, k] for i in self.samples()])

    def write_gradient(self, parameter, letter, terms):
        key = names.gradient(parameter)
        gradient = self.write(key, "gradient", 4, f"dcostd{letter}eq", self.scaled_total(terms))
        self.gradients.append((parameter, letter, gradient))

    def write_updates(self):
        """Step 4, second half: now that all gradients are known, the weights move."""
        for parameter, letter, gradient in self.gradients:
            if letter == "b" and not self.net.train_biases:
                continue
            new = quantity(parameter.name) - self.alpha * gradient
            key = names.updated(parameter)
            self.write(key, "update", 4, f"update{letter}eq", new)
            self.updates[parameter.name] = key.name


def _entries(array):
    """Entries with their indices counted from 1, as the equations do."""
    return ((tuple(index + 1 for index in place), value) for place, value in np.ndenumerate(array))
