"""How many multiplications a gradient costs, counted from the equations for one sample.

A network is given by the sizes of its layers, ``[n_0, n_1, …, n_L]``. Every product of two numbers in an equation
counts as one. Evaluating f, f′ and L′ counts as nothing: each is evaluated once a unit, whatever way is taken, and
how many multiplications hide in an exponential is another question.

`RULES` holds each formula once. A rule adds and multiplies sizes and counts, whatever these are: numbers here, symbols
in the worksheet of the counts, which prints the same formulas and hands them to the page.
"""

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from operator import add, mul

from lib import checks


def _parameters(n, count):
    return _sum((n_in + 1) * n_out for n_in, n_out in pairwise(n))


def _forward(n, count):
    return _sum(n_in * n_out for n_in, n_out in pairwise(n))


def _backward(n, count):
    output_error = n[-1]  # δ⁽ᴸ⁾ = L′ f′, one a unit
    hidden_errors = [n_l * (n_next + 1) for n_l, n_next in pairwise(n[1:])]  # Σₖ δₖ wⱼₖ, and then f′, for each unit j
    gradients = count["F"]  # ∂L/∂wⱼₖ = aⱼ δₖ, one a weight; ∂L/∂bₖ = δₖ is free
    return _sum([output_error, *hidden_errors, gradients])


def _backpropagation(n, count):
    return count["F"] + count["R"]


def _finite_differences(n, count):
    return (1 + count["P"]) * count["F"]


def _path_by_path(n, count):
    L = len(n) - 1
    return _sum(
        _product([2 * (L - l) + 2, *n[l - 1 :]])  # products in a path × weights × paths
        for l in range(1, L + 1)
    )


def _sum(terms):
    return reduce(add, terms)


def _product(factors):
    return reduce(mul, factors)


# The book's letter -> the rule for its count; each may use those before it.
RULES = {
    "P": _parameters,
    "F": _forward,
    "R": _backward,
    "G": _backpropagation,
    "D": _finite_differences,
    "Q": _path_by_path,
}


def all_counts(sizes: Sequence[int]) -> dict[str, int]:
    """Every count, by the book's letter.

    Parameters
    ----------
    sizes : list of int
        ``[n_0, …, n_L]``, at least an input and an output layer.

    Returns
    -------
    dict
        P: `parameters`, F: `forward`, R: `backward`, G: `backpropagation`, D: `finite_differences`,
        Q: `path_by_path`.

    Raises
    ------
    ValueError
        If there are fewer than two layers, or a size is not a positive integer. All functions here do so.

    Examples
    --------
    >>> all_counts([2, 3, 2])
    {'P': 17, 'F': 12, 'R': 23, 'G': 35, 'D': 216, 'Q': 60}
    """
    n, count = checks.layer_sizes("sizes", sizes), {}
    for letter, rule in RULES.items():
        count[letter] = rule(n, count)
    return count


def parameters(sizes: Sequence[int]) -> int:
    """Number of weights and biases, P = Σₗ (nₗ₋₁ + 1) nₗ.

    Examples
    --------
    >>> parameters([2, 3, 2])
    17
    """
    return all_counts(sizes)["P"]


def forward(sizes: Sequence[int]) -> int:
    """Multiplications of a forward pass, F = Σₗ nₗ₋₁ nₗ: one a weight.

    Examples
    --------
    >>> forward([2, 3, 2])
    12
    """
    return all_counts(sizes)["F"]


def backward(sizes: Sequence[int]) -> int:
    """Multiplications of a backward pass that computes every δ once and then every gradient, R.

    Examples
    --------
    >>> backward([2, 3, 2])
    23
    """
    return all_counts(sizes)["R"]


def backpropagation(sizes: Sequence[int]) -> int:
    """Multiplications of forward and backward pass together, G = F + R: a gradient with all that it needs.

    Examples
    --------
    >>> backpropagation([2, 3, 2])
    35
    """
    return all_counts(sizes)["G"]


def finite_differences(sizes: Sequence[int]) -> int:
    """Multiplications of one finite difference for every weight and bias, D = (1 + P) F.

    One forward pass from where the network stands, and one more for each number that is moved a little.

    Examples
    --------
    >>> finite_differences([2, 3, 2])
    216
    """
    return all_counts(sizes)["D"]


def path_by_path(sizes: Sequence[int]) -> int:
    """Multiplications of the chain rule written out for each weight on its own, sharing nothing, Q.

    From a weight of layer l there is one path to the outputs for each choice of a unit in each layer after l. A path
    is a product of 2(L − l) + 3 factors: the activation before the weight, f′ of each layer from l on, a weight for each
    step from one layer to the next, and L′.

    Examples
    --------
    >>> path_by_path([2, 3, 2])
    60
    """
    return all_counts(sizes)["Q"]
