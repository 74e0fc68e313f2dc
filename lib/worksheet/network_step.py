"""One training step of a network, written out scalar by scalar.

`TrainingStep` follows the algorithm's steps and its equations for one sample; each of its methods adds what a student
would write down next. What is a sum over all samples says so, and `lib.worksheet.samples` writes it out for several.
"""

from lib import checks
from lib.activations import ACTIVATIONS
from lib.losses import LOSSES
from lib.network import Network
from lib.worksheet import names
from lib.worksheet.expression import as_expression, exp, ln, maximum, quantity, total
from lib.worksheet.quantity import Definition
from lib.worksheet.samples import Stage, over_samples, unrolled

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
    stages, updates = write_program(net, len(X))
    definitions = unrolled(stages, len(X))
    keys = [definition.key for definition in definitions if definition.expression is None]
    return definitions, {key.name: _given_value(key, net, X, Y, learning_rate) for key in keys}, updates


def write_program(net, m):
    """One training step on m samples: the stages of one sample's program, and the updates.

    Parameters
    ----------
    net : Network
    m : int
        Only a mean over the samples depends on their number.

    Returns
    -------
    stages : list of Stage
    updates : dict
        Name of a parameter -> name of the quantity that is its new value.
    """
    step = TrainingStep(net, m)
    step.write_given()
    step.write_forward()
    step.write_losses()
    step.write_errors()
    step.write_gradients()
    step.write_updates()
    return step.stages, step.updates


def _given_value(key, net, X, Y, learning_rate):
    i, k = (key.sample or 1) - 1, (key.unit or 1) - 1
    match key.kind:
        case "input":
            return X[i, k]
        case "target":
            return Y[i, k]
        case "weight":
            return net.W[key.layer][key.source - 1, k]
        case "bias":
            return net.b[key.layer][k]
    return learning_rate


class TrainingStep:
    """The quantities of one sample written so far, by symbol and index.

    Indices are those of the equations and count from 1: layers l, units j and k. ``z[l, k]`` is the expression that
    stands for z⁽ˡ⁾ₖ in what is written later.
    """

    def __init__(self, net, m):
        self.net, self.m, self.L, self.loss = net, m, net.depth, LOSSES[net.loss]
        self.stages, self.updates = [], {}
        self.y, self.w, self.b, self.z, self.a, self.delta = {}, {}, {}, {}, {}, {}
        # The scale s of the cost, and of every gradient with it.
        self.mean = net.reduction == "mean" and m > 1

    def begin(self, per_sample):
        """What is written from here on is written for each sample in turn, or once."""
        self.stages.append(Stage(per_sample, []))

    def write(self, key, phase, line, equation, expression):
        """Add a computed quantity; returns the expression that stands for it."""
        self.stages[-1].definitions.append(Definition(key, phase, line, equation, expression))
        return quantity(key.name)

    def write_given_value(self, key):
        """Add a given quantity; returns the expression that stands for it."""
        self.stages[-1].definitions.append(Definition(key, "given", 0))
        return quantity(key.name)

    def layers(self):
        return range(1, self.L + 1)

    def units(self, l):
        return range(1, self.net.sizes[l] + 1)

    def scaled_total(self, summand):
        """s Σᵢ: the sum over the samples, or their mean."""
        return as_expression(1) / self.m * over_samples(summand) if self.mean else over_samples(summand)

    def write_given(self):
        """Step 0: the samples, the weights and biases, and α."""
        self.begin(per_sample=True)
        for j in self.units(0):
            self.a[0, j] = self.write_given_value(names.input_feature(None, j))
        self.begin(per_sample=True)
        for k in self.units(self.L):
            self.y[k] = self.write_given_value(names.target(None, k))
        self.begin(per_sample=False)
        for l in self.layers():
            for j in self.units(l - 1):
                for k in self.units(l):
                    self.w[l, j, k] = self.write_given_value(names.weight(l, j, k))
            for k in self.units(l):
                self.b[l, k] = self.write_given_value(names.bias(l, k))
        self.alpha = self.write_given_value(names.LEARNING_RATE)

    def write_forward(self):
        """Step 1: from the input to the prediction."""
        self.begin(per_sample=True)
        for l in self.layers():
            if self.net.activations[l - 1] == "softmax":
                self.write_softmax_layer(l)
            else:
                self.write_layer(l)

    def write_layer(self, l):
        """z = Σⱼ aⱼ wⱼₖ + bₖ and a = f(z), unit by unit."""
        activation = ACTIVATIONS[self.net.activations[l - 1]]
        for k in self.units(l):
            self.write_weighted_sum(l, k)
            self.write_activation(l, k, "afunczeq", activation.value(self.z[l, k]))

    def write_softmax_layer(self, l):
        """aₖ = e^(zₖ − z_max) / Σⱼ e^(zⱼ − z_max): taking the largest z out keeps everything finite."""
        for k in self.units(l):
            self.write_weighted_sum(l, k)
        z = [self.z[l, k] for k in self.units(l)]
        self.largest = self.write(names.largest(l, None), "forward", 1, "softmaxeq", maximum(*z))
        exponentials = total([exp(z_k - self.largest) for z_k in z])
        self.exponential_sum = self.write(names.exponential_sum(l, None), "forward", 1, "softmaxeq", exponentials)
        for k in self.units(l):
            softmax = exp(self.z[l, k] - self.largest) / self.exponential_sum
            self.write_activation(l, k, "softmaxeq", softmax)

    def write_weighted_sum(self, l, k):
        products = [self.a[l - 1, j] * self.w[l, j, k] for j in self.units(l - 1)]
        key = names.weighted_sum(l, None, k)
        self.z[l, k] = self.write(key, "forward", 1, "zfunceq", total(products) + self.b[l, k])

    def write_activation(self, l, k, equation, expression):
        self.a[l, k] = self.write(names.activation(l, None, k), "forward", 1, equation, expression)

    def write_losses(self):
        """Step 2: the loss of each sample, and the cost."""
        self.begin(per_sample=True)
        equation = LOSS_EQUATIONS.get(self.net.loss, "lossfunceq")
        parts = [self.loss_of_output(k) for k in self.units(self.L)]
        loss = self.write(names.loss(None), "loss", 2, equation, total(parts))
        self.begin(per_sample=False)
        self.write(names.COST, "loss", 2, "costfunceq", self.scaled_total(loss))

    def loss_of_output(self, k):
        z, a, y = self.z[self.L, k], self.a[self.L, k], self.y[k]
        layer = (self.largest + ln(self.exponential_sum),) if self.loss.over_layer else ()
        return self.loss.part(z, a, y, *layer)

    def write_errors(self):
        """Steps 2 and 3: δ of the output layer, then of each layer before it."""
        for l in reversed(self.layers()):
            self.begin(per_sample=True)
            for k in self.units(l):
                if l == self.L:
                    self.write_output_error(k)
                else:
                    self.write_hidden_error(l, k)

    def write_output_error(self, k):
        """δ = L′(a) f′(z), or a − y for a cross-entropy."""
        a, y = self.a[self.L, k], self.y[k]
        if self.loss.derivative is not None:
            key = names.loss_derivative(self.L, None, k)
            loss_derivative = self.write(key, "error", 2, "deltalasteq", self.loss.derivative(a, y))
            error = loss_derivative * self.write_slope(self.L, k, line=2)
            self.write_error(self.L, k, 2, "deltalasteq", error)
        else:
            equation = "binarydeltaeq" if self.net.loss == "binary_cross_entropy" else "softmaxdeltaeq"
            self.write_error(self.L, k, 2, equation, a - y)

    def write_hidden_error(self, l, k):
        """δ = (Σ over the units fed of δ w) f′(z)."""
        slope = self.write_slope(l, k, line=3)
        arriving = total([self.delta[l + 1, p] * self.w[l + 1, k, p] for p in self.units(l + 1)])
        self.write_error(l, k, 3, "deltarecursioneq", arriving * slope)

    def write_slope(self, l, k, line):
        activation = ACTIVATIONS[self.net.activations[l - 1]]
        derivative = activation.derivative(self.z[l, k], self.a[l, k])
        return self.write(names.slope(l, None, k), "error", line, "fprimeeq", derivative)

    def write_error(self, l, k, line, equation, expression):
        self.delta[l, k] = self.write(names.error(l, None, k), "error", line, equation, expression)

    def write_gradients(self):
        """Step 4, first half: every gradient, from the last layer to the first."""
        self.begin(per_sample=False)
        self.gradients = []
        for l in reversed(self.layers()):
            for j in self.units(l - 1):
                for k in self.units(l):
                    self.write_gradient(names.weight(l, j, k), "w", self.a[l - 1, j] * self.delta[l, k])
            for k in self.units(l):
                self.write_gradient(names.bias(l, k), "b", self.delta[l, k])

    def write_gradient(self, parameter, letter, summand):
        key = names.gradient(parameter)
        gradient = self.write(key, "gradient", 4, f"dcostd{letter}eq", self.scaled_total(summand))
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
