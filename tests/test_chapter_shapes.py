"""What the chapter on shapes says in words about numbers that its cells compute."""

import numpy as np
import pytest

from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("backpropagation/shapes.md")


def test_no_two_sizes_of_the_example_are_equal(chapter):
    sizes = [chapter["m"], *chapter["n"]]
    assert len(set(sizes)) == len(sizes)


def test_no_number_of_the_example_is_zero(chapter):
    arrays = [chapter["X"], *chapter["net"].W, *chapter["net"].b]
    assert all((array != 0).all() for array in arrays)


def test_the_error_without_the_transpose_has_the_right_shape_and_the_wrong_numbers(chapter):
    delta, W = chapter["square_delta"], chapter["square"].W
    wrong = (delta[2] @ W[2]) * chapter["slope"]
    assert wrong.shape == delta[1].shape
    assert not np.allclose(wrong, delta[1], rtol=0.1)


def test_a_list_of_targets_gives_sixteen_differences_and_a_larger_cost(chapter):
    costs = [float(line.split()[-1]) for line in chapter.printed.splitlines() if line.startswith("cost of")]
    assert costs[0] > 10 * costs[1]


def test_only_what_belongs_to_a_sample_follows_the_mini_batch(chapter):
    products, shape_of = chapter["products"], chapter["shape_of"]
    following = [i for i, product in enumerate(products.values(), 1) if shape_of(product, 20) != shape_of(product, 50)]
    missing = [i for i, product in enumerate(products.values(), 1) if shape_of(product, 20) == "does not exist"]
    assert (following, missing) == ([1, 3], [2, 4])


def test_a_bias_is_the_weight_of_a_one(chapter):
    a, delta, backward = chapter["larger_a"], chapter["delta"][2], chapter["backward"]
    assert np.allclose(a @ chapter["larger_W"], chapter["z"][2], rtol=1e-12)
    assert np.allclose(a.T @ delta, np.vstack([backward.dW[2], backward.db[2]]), rtol=1e-12)


def test_lib_refuses_every_shape_that_does_not_fit(chapter):
    assert "None" not in chapter.printed
