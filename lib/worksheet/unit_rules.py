"""What a unit or an output computes, as expressions: the twins of `lib.activations` and `lib.losses`."""

from collections import namedtuple

from lib.activations import LEAKY_SLOPE
from lib.worksheet.expression import as_expression, exp, maximum, positive, softplus, tanh

ActivationRule = namedtuple("ActivationRule", ["value", "derivative"])
ActivationRule.__doc__ = """a = ``value(z)`` and f′(z) = ``derivative(z, a)`` of one unit."""

ACTIVATION_RULES = {
    "identity": ActivationRule(lambda z: z, lambda z, a: as_expression(1)),
    "sigmoid": ActivationRule(lambda z: 1 / (1 + exp(-z)), lambda z, a: a * (1 - a)),
    "tanh": ActivationRule(tanh, lambda z, a: 1 - a**2),
    "relu": ActivationRule(lambda z: maximum(0, z), lambda z, a: positive(z, 1, 0)),
    "leaky_relu": ActivationRule(lambda z: positive(z, z, LEAKY_SLOPE * z), lambda z, a: positive(z, 1, LEAKY_SLOPE)),
}


def softmax(z, largest, exponential_sum):
    return exp(z - largest) / exponential_sum


def squared_error(a, y):
    """One output's part of the loss."""
    return as_expression(1) / 2 * (a - y) ** 2


def squared_error_derivative(a, y):
    return a - y


def binary_cross_entropy(z, y):
    """One output's part: −y ln a − (1 − y) ln(1 − a), where a = 1/(1 + e^(−z))."""
    return softplus(z) - y * z


def cross_entropy(z, y, largest, log_exponential_sum):
    """One class's part: −y ln a, where ln a = z − z_max − ln Σ e^(z − z_max)."""
    return y * (largest + log_exponential_sum - z)
