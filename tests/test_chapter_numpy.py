"""What the chapter on the algorithm in NumPy says in words about numbers that its cells compute."""

import inspect
import re

import numpy as np
import pytest

from lib import Network, losses, propagation, train
from lib.data import xor
from tests.book_pages import chapter as page_of
from tests.chapter_code import BOOK, Chapter

PAGE = "book/code/numpy"
ALGORITHM = ["draw_parameters", "sigmoid", "forward", "cost", "errors", "gradients", "update", "training"]
SIZES = [2, 3, 1]


@pytest.fixture(scope="module")
def chapter():
    return Chapter("code/numpy.md")


@pytest.fixture(scope="module")
def built(built_book):
    return page_of(built_book, PAGE)


def body_of(name):
    """The lines of a function of the chapter."""
    text = (BOOK / "code" / "numpy.md").read_text(encoding="utf-8")
    return re.search(rf"^def {name}\(.*\n(?:(?:    .*)?\n)*?(?=\S|\n\S)", text, re.MULTILINE)[0].strip().splitlines()


def after(printed, words, count):
    """The last number of each of so many lines behind some words."""
    return [float(line.split()[-1]) for line in printed.partition(words)[2].splitlines()[1 : count + 1]]


def trained(chapter, epochs):
    X, Y = xor()
    W, b = chapter["draw_parameters"](SIZES, seed=0)
    costs = chapter["training"](X, Y, W, b, alpha=1.0, epochs=epochs)
    return W, b, costs


def test_the_algorithm_has_less_than_fifty_lines():
    lines = 3 + sum(len([line for line in body_of(name) if line]) for name in ALGORITHM)  # f and the slopes: 3 lines
    assert 40 <= lines < 50


def test_a_step_and_a_whole_training_are_exactly_those_of_lib(chapter):
    one_step, whole_training = (part.splitlines() for part in chapter.printed.split("largest difference in\n")[1:3])
    assert [line.split()[-1] for line in one_step[:7]] == ["0.0"] * 7
    assert [line.split()[-1] for line in whole_training[:3]] == ["0.0"] * 3


def test_the_steppers_numbers_are_those_of_the_arrays(chapter):
    assert np.abs(chapter["gaps"]).max() <= 1e-12
    assert len(chapter["gaps"]) == 3 * (4 * 3 + 4 * 1) + 2 * 3 + 3 * 1


def test_it_learns_xor(chapter):
    X, Y = xor()
    W, b, costs = trained(chapter, 1000)
    prediction = chapter["forward"](X, W, b)[0][2]
    assert np.abs(prediction - Y).max() < 0.05
    assert costs[0] > 0.4 and chapter["cost"](chapter["forward"](X, W, b)[0], Y) < 0.01


@pytest.mark.parametrize("alpha", [1.0, 0.1])
def test_an_early_update_spoils_the_first_layer_alone_and_the_less_the_smaller_alpha(chapter, alpha):
    X, Y = xor()
    W, b = chapter["draw_parameters"](SIZES, seed=0)
    a, _ = chapter["forward"](X, W, b)
    dW, _ = chapter["gradients"](a, chapter["errors"](a, W, Y))
    before = [None, W[1].copy(), W[2].copy()]
    chapter["step_too_early"](W, b, a, Y, alpha)
    moved = [None, *((before[l] - W[l]) / alpha for l in (1, 2))]
    np.testing.assert_allclose(moved[2], dW[2], rtol=1e-9)
    error = np.abs(moved[1] - dW[1]).max() / np.abs(dW[1]).max()
    assert 0.01 * alpha < error < 0.5 * alpha


def test_flat_targets_make_the_cost_about_four_times_too_large_and_fail_only_in_a_later_line(chapter):
    X, Y = xor()
    a, _ = chapter["forward"](X, *chapter["draw_parameters"](SIZES, seed=0))
    assert chapter["cost"](a, Y.ravel()) == pytest.approx(4 * chapter["cost"](a, Y), rel=0.05)
    assert "matmul: Input operand 1 has a mismatch" in chapter.printed


def test_without_the_sum_each_sample_gets_a_bias_and_one_sample_gets_four_predictions(chapter):
    assert "b[1] (4, 3)" in chapter.printed
    assert "one sample in:   (4, 1) out" in chapter.printed
    cost = float(re.search(r"four samples in: .*cost (\S+)", chapter.printed)[1])
    assert cost < trained(chapter, 1000)[2][-1]


def test_a_bias_gradient_without_its_axis_gets_in_and_moves_all_biases_alike(chapter):
    slipped = re.search(r"b\[1\] slipped: \[(.*)\]", chapter.printed)[1].split()
    right = re.search(r"b\[1\] right:   \[(.*)\]", chapter.printed)[1].split()
    assert len(set(slipped)) == 1 and len(set(right)) == 3


def test_the_squared_error_is_cited_where_it_is_defined():
    text = (BOOK / "code" / "numpy.md").read_text(encoding="utf-8")
    assert "{eq}`squarederroreq`" in text and "{eq}`lossfunceq`" not in text


def test_the_deeper_network_has_the_gradients_of_lib_and_is_stuck_where_no_unit_is_on_for_several_samples(chapter):
    assert [
        float(line.split()[-1]) for line in re.findall(r"dW\[\d\]: largest difference from lib .*", chapter.printed)
    ] == [0.0] * 3
    rows = re.findall(r"(\d): (\S+)   ReLUs on, by sample: \[(.*)\]", chapter.printed)
    stuck = {seed for seed, cost, _ in rows if float(cost) > 0.2}
    targets = lambda on: {target for target, units in zip("0110", on.split()) if units == "0"}
    blind = {seed for seed, _, on in rows if len(targets(on)) > 1}
    assert len(rows) == 6 and len(stuck) == 3 and stuck == blind


@pytest.mark.slow
def test_with_leaky_relus_the_starts_that_get_stuck_are_slow_but_not_lost():
    costs = []
    for seed in range(6):
        net = Network.random([2, 4, 3, 1], ["leaky_relu", "tanh", "sigmoid"], seed=seed)
        costs.append(train(net, *xor(), epochs=20_000, learning_rate=0.5, progress=False).cost)
    assert sum(cost[2000] > 0.19 for cost in costs) == 3
    assert all(cost[-1] < 1e-4 for cost in costs)


def test_a_lost_axis_gives_shares_that_do_not_add_up(chapter):
    sums = chapter["exponentials"] / chapter["exponentials"].sum(axis=1)
    assert np.abs(sums.sum(axis=1) - 1).min() > 0.1


def test_whole_numbers_lose_their_fractions(chapter):
    assert chapter["moved"].dtype.kind == "i"
    assert (chapter["moved"] == np.trunc(np.array([[1, -2, 0], [3, 1, -1]]) - chapter["gradient"])).all()
    assert "Cannot cast ufunc 'subtract' output" in chapter.printed


def test_two_names_see_no_change_and_a_copy_does(chapter):
    by_name, by_copy = after(chapter.printed, "largest change since the start", 2)
    assert by_name == 0 < by_copy


def test_the_mean_is_that_of_lib_and_the_parts_of_a_batch_add_up(chapter):
    mean = chapter.printed.split("largest difference in\n")[3].splitlines()[:4]
    assert all(float(line.split()[-1]) <= 1e-12 for line in mean)
    for l in (1, 2):
        np.testing.assert_allclose(chapter["first"][l] + chapter["rest"][l], chapter["whole"][l], rtol=0, atol=1e-12)


def test_the_numbers_of_the_step_by_hand_are_whole(chapter):
    for part in [*chapter["result"].z, *chapter["result"].a]:
        assert (part == part.round()).all()
    assert re.search(r"^delta\[1\]  \[\[1.0, 2.0\], \[0.0, 0.0\]\]$", chapter.printed, re.MULTILINE)


def test_the_products_written_out_by_hand_are_the_arrays_of_lib(chapter):
    text = (BOOK / "code/numpy.md").read_text("utf-8")
    solution = text.partition("{solution-start} numpy-by-hand")[2].partition("{solution-end}")[0]
    result, backward = chapter["result"], chapter["by_hand"]
    for array in (result.z[1], result.a[2], *backward.delta, *backward.dW):
        rows = r" \\ ".join(" & ".join(f"{number:g}" for number in row) for row in array)
        assert rf"= \begin{{pmatrix}} {rows} \end{{pmatrix}}" in solution
    for array in backward.db:
        assert f"&= ({', '.join(f'{number:g}' for number in array)})" in solution


def test_lib_s_code_stands_in_the_page_as_it_runs(built):
    shown = [block.get_text() for block in built.find_all("pre")]
    for function in (propagation.forward_pass, propagation.backward_pass, losses.log_sum_exp):
        assert any(inspect.getsource(function).strip() in text for text in shown), function.__name__


def test_the_page_has_a_stepper_of_its_network_with_a_table(built):
    place = built.find(class_="widget-place", attrs={"data-widget": "stepper"})
    assert place and built.find("details", class_="widget-table").find("table")
