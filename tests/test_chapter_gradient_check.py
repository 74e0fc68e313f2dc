"""What the chapter on checking a gradient says in words about numbers that its cells compute."""

import numpy as np
import pytest

from lib import gradient_check
from lib.records import read_record
from tests.chapter_code import Chapter
from tests.checked_networks import MISTAKES, RIGHT
from tests.record_gradient_check import is_unseen


@pytest.fixture(scope="module")
def chapter():
    return Chapter("code/gradient-check.md")


def rows_after(chapter, head, count):
    """The next rows of numbers below a printed head line."""
    return [row.split() for row in chapter.printed.partition(head)[2].splitlines()[1 : count + 1]]


def error(chapter, difference, eps):
    return abs(chapter[difference](chapter["cost"], chapter["w"], eps) - chapter["exact"])


def test_a_tenth_of_the_step_gains_one_digit_forward_and_two_centrally(chapter):
    for difference, gain in [("forward_difference", 10), ("central_difference", 100)]:
        for eps in (0.1, 0.01):
            assert error(chapter, difference, eps) / error(chapter, difference, eps / 10) == pytest.approx(
                gain, rel=0.05
            )


def test_with_the_tiny_step_hardly_a_digit_of_the_derivative_is_right(chapter):
    assert error(chapter, "central_difference", 1e-12) / chapter["exact"] > 1e-3


def test_the_best_step_and_the_error_there_are_what_the_formulas_promise(chapter):
    best, u, cost = chapter["best"], chapter["u"], chapter["cost"](chapter["w"])
    assert 1e-6 < best < 1e-4
    near = [error(chapter, "central_difference", best * factor) for factor in (0.5, 0.7, 1, 1.4, 2)]
    far = [error(chapter, "central_difference", best * factor) for factor in (1e-3, 1e-2, 1e2, 1e3)]
    assert np.median(near) < 2 * 1.5 * u * cost / best
    assert max(near) < min(far) / 5


def test_truncation_is_half_of_round_off_at_the_best_step(chapter):
    best, u, third = chapter["best"], chapter["u"], abs(chapter["third"])
    assert best**2 / 6 * third == pytest.approx(u * chapter["cost"](chapter["w"]) / best / 2, rel=1e-9)


def test_the_powers_of_the_unit_round_off_are_as_the_text_has_them():
    double, single = 2.0**-53, 2.0**-24
    for value, text in [
        (double, 1.1e-16),
        (double ** (1 / 3), 5e-6),
        (double ** (2 / 3), 2e-11),
        (double**0.5, 1e-8),
        (single, 6e-8),
        (single ** (1 / 3), 4e-3),
        (single ** (2 / 3), 2e-5),
    ]:
        assert value == pytest.approx(text, rel=0.35)


def test_the_relative_error_cries_wolf_at_a_flat_unit_and_the_doubt_explains_it(chapter):
    flat = gradient_check(chapter["flat"], chapter["X"], chapter["Y"], eps=1e-5)
    assert chapter["plain"][1] > 0.5 and abs(flat.analytic.dW[1][0, 1]) < 1e-12
    assert abs(flat.analytic.dW[1][0, 1] - flat.numeric.dW[1][0, 1]) < flat.doubt.dW[1][0, 1]
    check = gradient_check(chapter["flat"], chapter["X"], chapter["Y"])
    assert check.passed and ("W", 1, (0, 1)) in check.too_small


def test_every_random_network_passes_and_every_wrong_program_fails(chapter):
    for method, tolerance in [("central", 1e-8), ("complex", 1e-11)]:
        checks = [chapter["random_check"](seed, method=method) for seed in range(20)]
        assert all(check.passed and check.max_relative_error <= tolerance for check in checks)
        for program in chapter["wrong"]:
            net = program(chapter["net"].W, chapter["net"].b, chapter["net"].activations)
            check = gradient_check(net, chapter["X"], chapter["Y"], method=method)
            assert not check.passed and check.max_relative_error > 1e-2


def test_in_nearly_half_of_the_random_networks_only_the_doubt_explains_a_difference(chapter):
    checks = [chapter["random_check"](seed) for seed in range(100)]
    plain = [chapter["largest_plain_error"](check) for check in checks]
    assert all(check.passed for check in checks)
    assert 0.35 < np.mean([error > check.tolerance for error, check in zip(plain, checks)]) < 0.5
    assert f"central: median {np.median(plain):.1e}, largest {max(plain):.1e}, 100 passed" in chapter.printed


def test_where_the_doubt_explains_a_difference_its_share_of_the_doubt_is_given(chapter):
    check = gradient_check(chapter["flat"], chapter["X"], chapter["Y"], eps=1e-5)
    off = abs(check.analytic.dW[1] - check.numeric.dW[1])[0, 1]
    assert check.relative_error.dW[1][0, 1] == pytest.approx(check.tolerance * off / check.doubt.dW[1][0, 1])


def test_a_mistake_counts_as_unseen_where_it_is_not_above_twice_the_doubt_or_is_left_out(chapter):
    check = gradient_check(chapter["start"], chapter["X_xor"], chapter["Y_xor"])
    assert is_unseen({check.left_out[0]: 1.0}, check)
    place = ("W", 1, (0, 0))
    size = max(abs(gradient.dW[1][0, 0]) for gradient in (check.analytic, check.numeric))
    least = 2 * max(check.doubt.dW[1][0, 0], check.tolerance * size) / size
    assert is_unseen({place: 0.99 * least}, check) and not is_unseen({place: 1.01 * least}, check)


def test_weights_that_were_updated_too_early_are_found_however_small_alpha_is(chapter):
    rows = rows_after(chapter, "alpha    central", 4)
    assert [row[2] for row in rows] == [row[4] for row in rows] == ["failed"] * 4
    assert [float(row[3]) for row in rows] == pytest.approx([3.5e-2, 7.0e-5, 7.0e-6, 7.0e-8], rel=0.05)


def test_the_record_has_a_thousand_right_networks_of_each_kind_no_false_alarm_and_no_miss():
    record = read_record("gradient_check")
    assert set(record["kinds"]) == set(RIGHT)
    for both in record["kinds"].values():
        for method in ("central", "complex"):
            right, planted = both["right"][method], both["wrong"][method]
            assert right["networks"] >= 1000 and right["false_alarms"] == 0 and right["share_of_doubt"] < 0.7
            assert all(each["missed"] == 0 for each in planted.values())
            assert {name.partition(",")[0] for name in planted} == set(MISTAKES)


def test_nothing_is_left_out_at_the_kink_but_the_biases_of_the_first_layer(chapter):
    check = gradient_check(chapter["start"], chapter["X_xor"], chapter["Y_xor"])
    assert check.passed and {place[:2] for place in check.left_out} == {("b", 1)}
    assert gradient_check(chapter["start"], chapter["X_xor"], chapter["Y_xor"], method="complex").compared == 13


def test_two_programs_are_fooled_easily_and_the_third_is_not(chapter):
    X, Y = chapter["X"], chapter["Y"]
    symmetric = chapter["NotTransposed"](chapter["symmetric"], chapter["net"].b, chapter["net"].activations)
    one_sample = chapter["BiasDividedByM"](chapter["net"].W, chapter["net"].b, chapter["net"].activations)
    for check in (gradient_check(symmetric, X, Y), gradient_check(one_sample, X[:1], Y[:1])):
        assert check.passed and check.compared == 15
    assert not gradient_check(chapter["caught"], X, Y)


def test_the_third_program_is_caught_by_any_one_sample_and_fooled_by_targets_made_for_thirteen(chapter):
    net, X = chapter["net"], np.random.default_rng(0).normal(size=(13, 2))
    wrong = chapter["SlopeForgotten"](net.W, net.b, net.activations)
    outputs = net.predict(X)
    changes = []  # of the derivatives, by an output error of 1 for one sample
    for sample in range(13):
        Y = outputs.copy()
        Y[sample] -= 1
        assert not gradient_check(wrong, X[[sample]], Y[[sample]])
        gradients = [each.backward(each.forward(X), Y) for each in (wrong, net)]
        has, should = (np.concatenate([array.ravel() for array in [*each.dW, *each.db]]) for each in gradients)
        changes.append(has - should)
    _, _, directions = np.linalg.svd(np.transpose(changes))
    made = outputs - directions[-1][:, np.newaxis]  # 12 sums to be 0, 13 targets to choose
    check = gradient_check(wrong, X, made)
    assert check.passed and check.compared == 15


def test_pytorchs_check_passes_small_derivatives_as_the_text_has_it():
    passes = lambda given, right: np.allclose(given, right, rtol=1e-3, atol=1e-5)
    assert passes(0.0, 0.99e-5) and not passes(0.0, 1.02e-5)
    assert passes(-0.5e-5, 0.5e-5) and not passes(-0.51e-5, 0.51e-5)


def test_at_the_kink_backpropagation_follows_the_convention_and_the_central_difference_takes_the_mean(chapter):
    found = gradient_check(chapter["one_relu"](0.0), [[1.0]], [[1.0]])
    assert found.analytic.dW[1].item() == 0.0
    assert found.numeric.dW[1].item() == pytest.approx(-0.5, abs=1e-4)
    assert gradient_check(chapter["one_relu"](0.0), [[1.0]], [[1.0]], method="complex").max_relative_error == 0


@pytest.mark.parametrize("w", [5e-6, -5e-6])
def test_within_the_step_of_the_kink_only_the_central_difference_is_wrong(chapter, w):
    unit = chapter["one_relu"](w)
    exact = w - 1 if w > 0 else 0.0
    central, by_complex = (
        gradient_check(unit, [[1.0]], [[1.0]], method, eps) for method, eps in (("central", 1e-5), ("complex", None))
    )
    assert central.analytic.dW[1].item() == by_complex.numeric.dW[1].item() == exact
    assert abs(central.numeric.dW[1].item() - exact) > 0.2


def test_the_complex_step_reaches_round_off_and_stays_there(chapter):
    off = lambda eps: abs(chapter["complex_cost"](chapter["w"] + 1j * eps).imag / eps - chapter["exact"])
    assert max(off(1e-20), off(1e-200), off(1e-300)) < 1e-16
    assert off(1e-320) > 1e-6  # below the smallest numbers of float64


def test_abs_loses_the_derivative(chapter):
    assert "abs(a - y) ** 2 / 2  derivative  0.0000" in chapter.printed
    assert "(a - y) ** 2 / 2     derivative -0.3000" in chapter.printed


def test_in_single_precision_the_best_row_has_less_than_four_digits_right_and_the_usual_step_none(chapter):
    rows = rows_after(chapter, "relative error in     float32   float64", 6)
    single = {float(row[2]): float(row[3]) for row in rows}
    assert min(single.values()) > 1e-4
    assert single[1e-5] > 0.1


def test_the_smallest_derivative_is_as_small_as_the_text_has_it(chapter):
    by_lib = chapter["by_lib"]
    smallest = min(abs(array).min() for array in [*by_lib.dW, *by_lib.db])
    assert smallest == pytest.approx(2e-4, rel=0.1)


def test_no_derivative_of_a_wrong_program_vanishes_by_a_chance_of_the_weights(chapter):
    net, X, Y = chapter["net"], chapter["X"], chapter["Y"]
    for program in chapter["wrong"]:
        student = program(net.W, net.b, net.activations)
        backward = student.backward(student.forward(X), Y)
        assert min(abs(array).min() for array in [*backward.dW, *backward.db]) > 1e-5


def test_the_handmade_backpropagation_is_libs(chapter):
    net, X, Y = chapter["net"], chapter["X"], chapter["Y"]
    by_hand, by_lib = chapter["by_hand"], net.backward(net.forward(X), Y)
    for l in (1, 2, 3):
        assert np.allclose(by_hand.dW[l], by_lib.dW[l], rtol=1e-12, atol=0)
        assert np.allclose(by_hand.db[l], by_lib.db[l], rtol=1e-12, atol=0)


def test_one_wrong_program_overflows_and_two_of_the_others_end_below_the_right_one(chapter):
    after = dict(chapter["after"])
    right = after.pop("Handmade")
    assert not np.isfinite(after.pop("SlopeOfZ"))
    assert all(cost < 0.01 < chapter["net"].cost(chapter["X"], chapter["Y"]) for cost in after.values())
    assert sum(cost < right for cost in after.values()) == 2


def test_the_table_shows_who_is_who_as_the_solution_says(chapter):
    arrays = ["W1", "b1", "W2", "b2", "W3", "b3"]
    table = {row[0]: dict(zip(arrays, map(float, row[1:7]))) for row in rows_after(chapter, "    W1     b1 ", 5)}
    by_name = {program.__name__: table[letter] for letter, program in zip("ABCDE", chapter["suspects"])}
    wrong = {name: {array for array, error in errors.items() if error > 1e-4} for name, errors in by_name.items()}
    assert wrong == {
        "SlopeOfZ": set(arrays), "NotTransposed": {"W1", "b1"}, "BiasDividedByM": {"b1", "b2", "b3"},
        "UpdatedWeights": {"W1", "b1", "W2", "b2"}, "SlopeForgotten": {"W1", "b1", "W2", "b2"},
    }  # fmt: skip
    large = [by_name["SlopeForgotten"][name] for name in ("W1", "b1", "W2", "b2")]
    assert max(by_name["UpdatedWeights"].values()) < 0.1 < min(large)
    assert by_name["BiasDividedByM"]["b1"] == pytest.approx(2 / 3, abs=0.05)


def test_the_mean_of_both_is_off_by_the_fourth_power_of_the_step(chapter):
    cost, w, exact = chapter["cost"], chapter["w"], chapter["exact"]
    mean = lambda eps: (
        (chapter["central_difference"](cost, w, eps) + chapter["complex_cost"](w + 1j * eps).imag / eps) / 2
    )
    assert abs(mean(1.0) - exact) / abs(mean(0.1) - exact) == pytest.approx(1e4, rel=0.1)


def test_the_forward_difference_loses_half_of_the_digits(chapter):
    assert 1e-9 < chapter["best_forward"] < 1e-6
    assert error(chapter, "forward_difference", chapter["best_forward"]) < 1e-8
    assert error(chapter, "central_difference", chapter["best"]) < 1e-10


def test_the_directional_check_agrees_for_the_right_program_only(chapter):
    rows = rows_after(chapter, "by differences   by backpropagation", 6)
    assert len({numeric for _, numeric, _ in rows}) == 1  # one cost, one direction
    agree = {name: abs(float(numeric) / float(analytic) - 1) < 1e-4 for name, numeric, analytic in rows}
    assert [name for name, same in agree.items() if same] == ["Handmade"]
