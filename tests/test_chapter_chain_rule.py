"""What the chapter on the chain rule says in words about numbers that its cells compute."""

import math

import pytest

from lib import Network
from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("ingredients/chain-rule.md")


def test_the_leftover_of_the_first_example_is_nine_times_the_step(chapter):
    for step in (0.1, 0.01, 0.001):
        result = (1 + 3 * (0.1 + step)) ** 2 - (1 + 3 * 0.1) ** 2
        assert result / step - 6 * 1.3 == pytest.approx(9 * step)
    assert "0.1         8.7000        0.9000" in chapter.printed


def test_the_stepped_chain_has_the_derivative_that_moving_x_gives(chapter):
    sheet, step = chapter["sheet"], 1e-5
    right, left = (sheet.evaluate({"x": 0.1 + move})["k"].value for move in (step, -step))
    assert sheet["dk_dx"].value == pytest.approx((right - left) / (2 * step), rel=1e-8)


def test_the_exercise_by_hand_has_the_slope_that_its_text_gives(chapter):
    assert chapter["by_hand"]["dk_dx"].value == pytest.approx(2, abs=1e-12)


def test_two_derivatives_agree_by_accident_at_one_half_and_not_at_one(chapter):
    at_half, at_one = chapter.printed.split("x = 0.5:")[1].split("x = 1.0:")
    values = [
        [line.split("=")[1].strip() for line in part.splitlines() if "=" in line][:3] for part in (at_half, at_one)
    ]
    assert values[0][0] == values[0][2] != values[0][1]
    assert values[1][0] != values[1][2]


def test_the_two_paths_add_up_to_the_slope_that_moving_x_gives(chapter):
    k, step = chapter["k"], 1e-5
    tried = (k(0.1 + step) - k(0.1 - step)) / (2 * step)
    assert chapter["path_u"] + chapter["path_v"] == pytest.approx(tried, rel=1e-8)


def test_the_stepper_of_two_paths_adds_up_the_two_contributions_of_the_text(chapter):
    sheet = chapter["paths"]
    assert [sheet[name].value for name in ("path_u", "path_v")] == pytest.approx([0.03, 0.26])
    assert sheet["dk_dx"].value == pytest.approx(0.29)


def test_near_minus_one_third_one_path_hardly_counts_and_at_minus_two_ninths_they_cancel(chapter):
    sheet = chapter["paths"]
    third, ninths = sheet.evaluate({"x": -0.3333}), sheet.evaluate({"x": -0.2222})
    assert abs(third["path_v"].value) < 1e-3 < abs(third["path_u"].value)
    assert abs(ninths["dk_dx"].value) < 1e-3 < 0.1 < min(abs(ninths[name].value) for name in ("path_u", "path_v"))


def test_four_paths_and_two_values_give_the_same_sum_that_moving_x_gives(chapter):
    over_paths = sum(chapter["contributions"])
    over_values = sum(outer * inner for outer, inner in zip(chapter["k_u"], chapter["u_x"]))
    assert len(chapter["contributions"]) == 4
    assert over_paths == over_values == 3.875
    assert "by moving x:           3.8750" in chapter.printed


def test_a_power_of_itself_has_the_slope_of_two_paths(chapter):
    rows = [line.split() for line in chapter.printed.splitlines() if "two paths" in line]
    for row in rows:
        assert float(row[5]) == pytest.approx(float(row[9]), abs=1e-6)
    assert float(rows[0][5]) < 0 < float(rows[1][5])  # level in between, at 1/e
    assert 0.3 < math.exp(-1) < 0.4


def test_a_hundred_products_more_stand_against_ten_times_the_paths(chapter):
    table = chapter.printed.partition("over the paths   over the values\n")[2].splitlines()[:4]
    rows = [[int(cell.replace(",", "")) for cell in line.split()] for line in table]
    for (_, paths, _, values), (_, more_paths, _, more_values) in zip(rows, rows[1:]):
        assert more_paths == 10 * paths and more_values == values + 100
    assert rows[-1] == [5, 100_000, 500_000, 410]


def test_where_the_rule_fails_the_slope_is_one_half_and_the_partial_derivative_jumps(chapter):
    F, slope_in_v = chapter["F"], chapter["slope_in_v"]
    for x in (1e-2, 1e-6, -1e-6):
        assert F(x, x) / x == pytest.approx(0.5)
        assert F(x, 0) == F(0, x) == 0
        assert slope_in_v(x, 0) == pytest.approx(1)
        tried = (F(0.3, 0.2 + 1e-6) - F(0.3, 0.2 - 1e-6)) / 2e-6
        assert slope_in_v(0.3, 0.2) == pytest.approx(tried, rel=1e-8)


def test_the_stepper_walks_back_from_the_end_one_slope_at_a_time(chapter):
    sheet = chapter["sheet"]
    assert [q.name for q in sheet] == ["x", "u", "v", "k", "dk_dv", "v_prime", "dk_du", "u_prime", "dk_dx"]
    assert sheet["dk_du"].depends_on == ["dk_dv", "v_prime"] and sheet["dk_dx"].depends_on == ["dk_du", "u_prime"]


def test_the_neurons_slopes_are_those_of_a_network_of_one_unit(chapter):
    net = Network([[[0.3]]], [[-0.1]], ["sigmoid"])
    backward = net.backward(net.forward([[2.0]]), [[1.0]])
    found = chapter["L_z"], chapter["L_w"], chapter["L_b"]
    expected = [array[1].item() for array in (backward.delta, backward.dW, backward.db)]
    assert found == pytest.approx(expected, rel=1e-14)
    assert chapter["walk"](chapter["neuron"], 0.3)[:2] == pytest.approx([expected[1], expected[0]], rel=1e-14)


def test_the_slope_of_the_soft_hinge_is_the_sigmoid(chapter):
    rows = [line for line in chapter.printed.splitlines() if line.startswith("2. z = ")]
    assert len(rows) == 2 and all(row.split("sigmoid ")[1][:8] == row.split("by moving z ")[1] for row in rows)
