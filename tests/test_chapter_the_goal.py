"""What the chapter on the goal says in words about numbers that its cells compute."""

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
