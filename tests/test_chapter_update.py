"""What the chapter on the update says in words about numbers that its cells compute."""

import numpy as np
import pytest

from lib import train
from lib.data import xor
from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("backpropagation/update.md")


def test_the_weight_moves_the_other_way_if_the_next_one_moves_too_early(chapter):
    right = chapter["delta2"] * chapter["w2_old"] * chapter["slope1"]
    too_early = chapter["delta2"] * chapter["w2_new"] * chapter["slope1"]
    assert right * too_early < 0


def test_the_finite_difference_sides_with_the_algorithm(chapter):
    table = chapter.printed.partition("finite difference ")[2].splitlines()[:3]
    difference, algorithm, with_slip = (float(row.split()[-1]) for row in table)
    assert difference == algorithm and algorithm * with_slip < 0


def test_the_number_with_the_updated_weight_is_the_derivative_neither_before_nor_after_the_step(chapter):
    table = chapter.printed.partition("algorithm  ")[2].splitlines()[:3]
    before, with_slip, after = (float(row.split()[-1]) for row in table)
    assert with_slip != pytest.approx(before, rel=0.01) and with_slip != pytest.approx(after, rel=0.01)


def test_the_largest_step_promises_to_take_nearly_all_of_the_cost_and_makes_it_grow(chapter):
    X, Y = xor()
    net = chapter["xor_network"](0)
    before = net.cost(X, Y)
    assert 0.8 * before < 10 * chapter["squares"] < before
    net.update(net.backward(net.forward(X), Y), learning_rate=10.0)
    assert net.cost(X, Y) > before


def batch_table(chapter):
    table = chapter.printed.partition("0.75 / updates\n")[2].splitlines()[:4]
    return zip(*((float(row.split()[2]), float(row.split()[3])) for row in table))


def test_more_updates_with_the_same_learning_rate_go_further(chapter):
    same, _ = batch_table(chapter)
    assert list(same) == sorted(same, reverse=True) and same[-1] < 0.1 * same[0]


def test_more_updates_that_go_as_far_in_all_bring_nearly_nothing(chapter):
    _, shared = batch_table(chapter)
    assert max(shared) - min(shared) < 0.02


def test_one_update_from_all_samples_that_would_go_as_far_overshoots(chapter):
    assert chapter["cost_after_three_epochs"](chapter["m"], 0.05 * chapter["m"]) > 2


def test_mini_batches_by_hand_are_those_of_lib_and_use_each_sample_once(chapter):
    assert chapter["difference"] < 1e-12
    assert sorted(np.concatenate(chapter["batches"])) == [0, 1, 2, 3]
    assert [len(batch) for batch in chapter["batches"]] == [3, 1]


def test_the_dead_relu_never_moves_again(chapter):
    table = chapter.printed.partition("z(1)   prediction\n")[2].splitlines()[:4]
    rows = [[float(cell) for cell in row.split()] for row in table]
    assert rows[1][1:6] == [-1.5, -2.5, -1.5, -2.5, -4.0]
    assert all(row[1:4] == rows[1][1:4] for row in rows[2:])
    assert rows[1][4] != rows[2][4]


def test_sum_and_mean_make_the_same_step_with_a_learning_rate_m_times_as_large(chapter):
    for layer in (1, 2):
        assert np.allclose(chapter["summed"].W[layer], chapter["averaged"].W[layer], rtol=1e-12, atol=0)


def test_each_exit_condition_is_shown(chapter):
    for condition in ("epochs", "tolerance", "not finite"):
        assert f"by '{condition}'" in chapter.printed


def test_one_start_learns_xor_and_the_other_comes_to_rest_half_way(chapter):
    runs = chapter["runs"]
    assert all(run.stopped_by == "tolerance" for run in runs.values())
    assert runs[0].cost[-1] < 0.01 < 0.25 < runs[9].cost[-1]


def test_the_start_that_comes_to_rest_has_saturated_hidden_units_for_the_two_wrong_samples(chapter):
    X, Y = xor()
    net = chapter["xor_network"](9)
    train(net, X, Y, epochs=2000, learning_rate=1.0, tolerance=0.001, progress=False)
    slopes = 1 - net.forward(X).a[1] ** 2
    assert slopes[[2, 3]].max() < 0.003 and slopes[[0, 1]].min() > 0.1


def predictions_after(net, epochs):
    X, Y = xor()
    train(net, X, Y, epochs=epochs, learning_rate=1.0, progress=False)
    return net.predict(X)[:, 0]


def test_the_stepper_s_first_start_gets_there_in_a_few_hundred_epochs(chapter):
    assert np.allclose(predictions_after(chapter["xor_network"](0), 300), [0, 1, 1, 0], atol=0.1)


def test_the_stepper_s_second_start_leaves_samples_3_and_4_near_one_half(chapter):
    assert np.allclose(predictions_after(chapter["xor_network"](9), 300), [0, 1, 0.5, 0.5], atol=0.1)


def test_the_second_start_gets_there_once_one_weight_is_changed_as_the_page_says(chapter):
    net = chapter["xor_network"](9)
    net.W[1][0, 0] = -1
    assert np.allclose(predictions_after(net, 500), [0, 1, 1, 0], atol=0.1)
