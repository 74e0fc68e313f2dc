"""How many multiplications a gradient costs, counted from the equations for one sample.

A network is given by the sizes of its layers, ``[n_0, n_1, …, n_L]``. Every product of two numbers in an equation
counts as one. Evaluating f, f′ and L′ counts as nothing: each is evaluated once a unit, whatever way is taken, and
how many multiplications hide in an exponential is another question.
"""

from itertools import pairwise
from math import prod

from lib import checks


def parameters(sizes):
    """Number of weights and biases, Σₗ (nₗ₋₁ + 1) nₗ."""
    checks.layer_sizes("sizes", sizes)
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))


def forward(sizes):
    """Multiplications of a forward pass, Σₗ nₗ₋₁ nₗ: one a weight.

    Parameters
    ----------
    sizes : list of int
        ``[n_0, …, n_L]``, at least an input and an output layer.

    Raises
    ------
    ValueError
        If there are fewer than two layers, or a size is not a positive integer. All functions here do so.
    """
    checks.layer_sizes("sizes", sizes)
    return sum(n_in * n_out for n_in, n_out in pairwise(sizes))


def backward(sizes):
    """Multiplications of a backward pass that computes every δ once and then every gradient."""
    checks.layer_sizes("sizes", sizes)
    output_error = sizes[-1]  # δ⁽ᴸ⁾ = L′ f′, one a unit
    hidden_errors = sum(n * n_next + n for n, n_next in pairwise(sizes[1:]))  # Σₖ δₖ wⱼₖ, and then f′, for each unit j
    gradients = forward(sizes)  # ∂L/∂wⱼₖ = aⱼ δₖ, one a weight; ∂L/∂bₖ = δₖ is free
    return output_error + hidden_errors + gradients


def finite_differences(sizes):
    """Multiplications of one finite difference for every weight and bias.

    One forward pass from where the network stands, and one more for each number that is moved a little.
    """
    return (1 + parameters(sizes)) * forward(sizes)


def path_by_path(sizes):
    """Multiplications of the chain rule written out for each weight on its own, sharing nothing.

    From a weight of layer l there is one path to the outputs for each choice of a unit in each layer after l. A path
    is a product of 2(L − l) + 3 factors: the activation before the weight, f′ of each layer from l on, a weight for each
    step from one layer to the next, and L′.
    """
    checks.layer_sizes("sizes", sizes)
    L = len(sizes) - 1
    return sum(
        sizes[l - 1] * sizes[l] * prod(sizes[l + 1 :]) * (2 * (L - l) + 2)  # weights × paths × products in a path
        for l in range(1, L + 1)
    )
