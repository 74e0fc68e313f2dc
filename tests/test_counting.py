"""The counts of multiplications that the book shows are those that the code really does."""

from types import SimpleNamespace

import numpy as np
import pytest

from lib import counting
from lib.propagation import backward_pass, forward_pass

SIZES = [[1, 1], [1, 1, 1, 1, 1], [2, 3, 2], [3, 4, 3, 2], [5, 1, 4, 2, 3]]


class Number:
    """Counts how often one of its kind is multiplied by another; its value doesn't matter."""

    multiplications = 0

    def __mul__(self, other):
        Number.multiplications += 1
        return self

    def __add__(self, other):
        return self


class NoScale:
    """The factor s = 1 of a summed cost, which nobody multiplies by."""

    __array_ufunc__ = None  # let __mul__ below have the array

    def __mul__(self, array):
        return array


def numbers(*shape):
    return np.full(shape, Number(), dtype=object)


FREE = SimpleNamespace(value=lambda z: z, derivative=lambda z, a: z)
LOSS = SimpleNamespace(output_error=lambda z, a, y, f: y * f.derivative(z, a))


@pytest.fixture(params=SIZES, ids=str)
def network(request):
    """One sample x, y and a network, every number of them counting."""
    sizes = request.param
    layers = range(1, len(sizes))
    return SimpleNamespace(
        sizes=sizes,
        x=numbers(1, sizes[0]),
        y=numbers(1, sizes[-1]),
        W=[None] + [numbers(sizes[l - 1], sizes[l]) for l in layers],
        b=[None] + [numbers(sizes[l]) for l in layers],
        f=[None] + [FREE for _ in layers],
    )


def multiplications(action, *arguments):
    before = Number.multiplications
    result = action(*arguments)
    return Number.multiplications - before, result


def test_forward_pass(network):
    count, _ = multiplications(forward_pass, network.x, network.W, network.b, network.f)
    assert count == counting.forward(network.sizes)


def test_backward_pass(network):
    a, z = forward_pass(network.x, network.W, network.b, network.f)
    count, _ = multiplications(backward_pass, a, z, network.y, network.W, network.f, LOSS, NoScale())
    assert count == counting.backward(network.sizes)


def test_backward_pass_is_less_than_two_forward_passes_and_one_product_a_unit(network):
    sizes = network.sizes
    assert counting.backward(sizes) == 2 * counting.forward(sizes) - sizes[0] * sizes[1] + sum(sizes[1:])


def test_finite_differences_are_one_forward_pass_for_each_number_that_moves_and_one_more(network):
    moved = sum(array.size for array in network.W[1:] + network.b[1:])
    assert counting.parameters(network.sizes) == moved
    assert counting.finite_differences(network.sizes) == (1 + moved) * counting.forward(network.sizes)


def test_path_by_path(network):
    sizes, L = network.sizes, len(network.sizes) - 1

    def products_behind(l, factors):
        """Walk every path from a unit of layer l to the outputs; n factors take n − 1 multiplications."""
        if l == L:
            return factors + 1 - 1  # L′ joins them
        return sum(products_behind(l + 1, factors + 2) for _ in range(sizes[l + 1]))  # w and f′ of the next layer

    # Each path starts with two factors: the activation before the weight, and f′ behind it.
    walked = sum(sizes[l - 1] * sizes[l] * products_behind(l, factors=2) for l in range(1, L + 1))
    assert counting.path_by_path(sizes) == walked


def test_a_chain_of_single_units_is_as_counted_by_hand():
    chain = [1, 1, 1, 1, 1]
    assert (counting.backward(chain), counting.path_by_path(chain)) == (11, 20)


def test_all_counts_are_named_by_the_letters_of_the_book():
    sizes = [3, 4, 3, 2]
    assert counting.all_counts(sizes) == {
        "P": counting.parameters(sizes),
        "F": counting.forward(sizes),
        "R": counting.backward(sizes),
        "G": counting.forward(sizes) + counting.backward(sizes),
        "D": counting.finite_differences(sizes),
        "Q": counting.path_by_path(sizes),
    }
    assert counting.backpropagation(sizes) == counting.all_counts(sizes)["G"]


@pytest.mark.parametrize("bad", [[], [3], [3, 0], [2, -1, 1], [2, 1.5]])
@pytest.mark.parametrize(
    "count",
    [
        counting.parameters,
        counting.forward,
        counting.backward,
        counting.backpropagation,
        counting.finite_differences,
        counting.path_by_path,
        counting.all_counts,
    ],
)
def test_sizes_that_are_no_network_are_refused(count, bad):
    with pytest.raises(ValueError, match="sizes"):
        count(bad)
