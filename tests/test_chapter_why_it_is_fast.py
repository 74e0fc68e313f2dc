"""What the chapter on speed says in words about numbers that its cells compute. The counts are held by `test_counting`."""

import numpy as np
import pytest

from lib import counting
from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("backpropagation/why-it-is-fast.md")


def test_rows_on_their_own_and_errors_kept_give_the_same_derivatives(chapter):
    table = chapter.printed.partition("delta kept and used again\n")[2].splitlines()[:4]
    for row in table:
        _, alone, kept = row.split()
        assert alone == kept


def test_each_further_layer_of_32_units_makes_path_by_path_forty_times_as_dear_and_the_differences_about_twice(chapter):
    deeper = [sizes for sizes in chapter["networks"] if sizes[:2] == [64, 32]]
    assert [len(sizes) for sizes in deeper] == [3, 4, 5]
    paths, differences = (
        [count(sizes) for sizes in deeper] for count in (counting.path_by_path, counting.finite_differences)
    )
    assert all(later > 40 * earlier for earlier, later in zip(paths, paths[1:]))
    assert all(1.5 < later / earlier < 2.5 for earlier, later in zip(differences, differences[1:]))


def test_in_the_table_paths_beat_differences_where_it_is_shallow_lose_where_it_is_deep_and_always_lose_to_sharing(
    chapter,
):
    for sizes in chapter["networks"][1:]:
        assert (counting.path_by_path(sizes) < counting.finite_differences(sizes)) == (len(sizes) < 5)
    assert all(counting.path_by_path(s) > counting.backpropagation(s) for s in chapter["networks"])


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
    assert chapter["measured"] > 20  # about a thousand on a quiet machine


def test_what_was_measured_is_handed_to_the_counter(chapter):
    passes = chapter["passes"]
    assert [entry["sizes"] for entry in passes[-3:]] == [[8, 8, 4], [64, 8, 10], [64, 32, 10]]
    assert all(entry["backpropagation"] > 1 for entry in passes)
    assert all(entry["finite_differences"] > entry["backpropagation"] for entry in passes[-3:])


def rows_after(chapter, head, count):
    return [line.split() for line in chapter.printed.partition(head)[2].splitlines()[1 : 1 + count]]


def test_each_layer_of_a_chain_adds_three_products_backward_and_ever_more_path_by_path(chapter):
    rows = [[int(cell) for cell in row] for row in rows_after(chapter, "1. layers", 4)]
    assert rows[0] == [4, 11, 20]
    assert [later[1] - earlier[1] for earlier, later in zip(rows, rows[1:])] == [3, 3, 3]
    assert [later[2] - earlier[2] for earlier, later in zip(rows, rows[1:])] == [10, 12, 14]


def test_ten_times_the_width_is_ten_times_the_passes_and_a_hundred_times_the_differences(chapter):
    forward, both, differences = (float(row[-1]) for row in rows_after(chapter, "2. ten times as wide", 3))
    assert forward == pytest.approx(10) and both == pytest.approx(10, abs=0.2)
    assert differences == pytest.approx(100, abs=1)


def test_the_networks_of_the_solution_lie_near_the_ends_that_it_names(chapter):
    chain, wide = (float(row[-1]) for row in rows_after(chapter, "3. forward passes", 2))
    assert chain > 3.5 and wide < 2.1


def test_few_paths_beat_finite_differences_and_many_lose(chapter):
    rows = [row[-2:] for row in rows_after(chapter, "differences  path by path", 4)]
    few, many = ([[int(cell.replace(",", "")) for cell in row] for row in part] for part in (rows[:2], rows[2:]))
    assert all(paths < differences for differences, paths in few)
    assert all(paths > differences for differences, paths in many)


def test_finite_differences_tie_with_backpropagation_for_the_smallest_network_only():
    assert counting.finite_differences([1, 1]) == counting.backpropagation([1, 1]) == 3 * counting.forward([1, 1])
    for sizes in ([2, 1], [1, 2], [1, 1, 1]):
        assert counting.finite_differences(sizes) >= 4 * counting.forward(sizes) > counting.backpropagation(sizes)


def test_the_two_ends_of_the_proof_are_come_near_to():
    assert 2 < counting.backpropagation([10_000, 100, 1]) / counting.forward([10_000, 100, 1]) < 2.02
    assert 3.98 < counting.backpropagation([1] * 101) / counting.forward([1] * 101) < 4


def test_depth_and_not_width_makes_paths_hopeless():
    wide, deep = [10, 60, 1], [10] * 7 + [1]
    assert counting.parameters(deep) < counting.parameters(wide)
    assert counting.path_by_path(deep) > 10_000 * counting.path_by_path(wide)


def test_numbers_that_count_their_products_agree_with_the_formulas(chapter):
    for sizes in ([1, 1], [2, 3, 2], [3, 4, 3, 2], [1, 1, 1, 1]):
        assert chapter["products_of_both_passes"](sizes) == (counting.forward(sizes), counting.backward(sizes))
