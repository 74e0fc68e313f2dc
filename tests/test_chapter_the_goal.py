"""What the chapter on the goal says in words about numbers that its cells compute."""

import math

import pytest

from lib import Network
from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("backpropagation/the-goal.md")


@pytest.mark.parametrize("sizes", [(2, 3, 2), (784, 128, 10), (64, 32, 10)], ids=str)
def test_the_counted_derivatives_are_the_entries_of_the_weights_and_biases(chapter, sizes):
    net = Network.random(sizes, ["tanh"] * (len(sizes) - 1))
    entries = sum(W.size for W in net.W), sum(b.size for b in net.b)
    assert chapter["count_parameters"](sizes) == entries


def test_two_layers_of_sixteen_have_fewer_parameters_than_one_of_thirty_two(chapter):
    count = chapter["count_parameters"]
    assert sum(count((64, 16, 16, 10))) < sum(count((64, 32, 10)))


def test_the_loss_falls_where_the_tangent_is_drawn(chapter):
    assert chapter["slope"] < 0


def test_the_cost_as_a_function_of_one_row_is_that_of_the_network(chapter):
    costs = [row.split()[-1] for row in chapter.printed.splitlines() if row.startswith(("cost of the row", "net.cost"))]
    assert len(costs) == 2 and costs[0] == costs[1]
    assert chapter["tried"] == pytest.approx(chapter["exact"], abs=1e-8) and len(chapter["tried"]) == 9


def test_eight_networks_have_the_same_cost(chapter):
    assert chapter["costs"] == pytest.approx([chapter["costs"][0]] * 8, abs=1e-12)
    assert math.factorial(32) * 2**32 > 1e45


def test_behind_weights_of_zero_only_the_last_layer_has_derivatives():
    net = Network.random([2, 3, 3, 1], ["tanh", "tanh", "sigmoid"], seed=0)
    for b in net.b:
        b[:] = 0.1
    net.W[3][:] = 0
    for update in range(2):
        backward = net.backward(net.forward([[0.5, -1.0]]), [[1.0]])
        assert [bool(dW.any()) for dW in backward.dW] == [update == 1, update == 1, True]
        net.update(backward, learning_rate=0.5)
