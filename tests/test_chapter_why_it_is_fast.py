"""What the chapter on speed says in words about numbers that its cells compute. The counts are held by `test_counting`."""

import numpy as np
import pytest

from tests.chapter_code import Chapter
from lib import counting


@pytest.fixture(scope="module")
def chapter():
    return Chapter("backpropagation/why-it-is-fast.md")


def test_rows_on_their_own_and_errors_kept_give_the_same_derivatives(chapter):
    table = chapter.printed.partition("delta kept and used again\n")[2].splitlines()[:4]
    for row in table:
        _, alone, kept = row.split()
        assert alone == kept


@pytest.mark.parametrize("depth", range(1, 8))
def test_a_chain_takes_the_square_of_its_depth_alone_and_three_times_its_depth_shared(depth):
    chain = [1] * (depth + 1)
    assert counting.path_by_path(chain) == depth * (depth + 1)
    assert counting.backward(chain) == 3 * depth - 1


def test_a_hundred_times_as_many_weights_make_finite_differences_a_hundred_times_worse():
    def ratio(sizes):
        return counting.finite_differences(sizes) / (counting.forward(sizes) + counting.backward(sizes))

    small, large = [100, 100, 100], [1000, 1000, 1000]
    growth = counting.parameters(large) / counting.parameters(small)
    assert ratio(large) / ratio(small) == pytest.approx(growth, rel=0.02)


def test_the_two_gradients_of_the_page_agree(chapter):
    assert np.abs(chapter["gap"]).max() < 1e-3


def test_finite_differences_are_measured_to_be_far_slower(chapter):
    assert chapter["measured"] > 20  # some hundreds on a quiet machine


def test_depth_and_not_width_makes_paths_hopeless():
    wide, deep = [10, 60, 1], [10] * 7 + [1]
    assert counting.parameters(deep) < counting.parameters(wide)
    assert counting.path_by_path(deep) > 10_000 * counting.path_by_path(wide)
