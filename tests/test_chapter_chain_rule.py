"""What the chapter on the chain rule says in words about numbers that its cells compute."""

import pytest

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
    right, left = (sheet.evaluate({"x": 0.1 + move})["h"].value for move in (step, -step))
    assert sheet["dk_dx"].value == pytest.approx((right - left) / (2 * step), rel=1e-8)


def test_the_exercise_by_hand_has_the_slope_that_its_text_gives(chapter):
    assert chapter["by_hand"]["dk_dx"].value == pytest.approx(2, abs=1e-12)


def test_two_derivatives_agree_by_accident_at_one_half_and_not_at_one(chapter):
    at_half, at_one = chapter.printed.split("x = 0.5:")[1].split("x = 1.0:")
    values = [[line.split("=")[1].strip() for line in part.splitlines() if "=" in line][:3] for part in (at_half, at_one)]
    assert values[0][0] == values[0][2] != values[0][1]
    assert values[1][0] != values[1][2]


def test_the_two_paths_add_up_to_the_slope_that_moving_x_gives(chapter):
    k, step = chapter["k"], 1e-5
    tried = (k(0.1 + step) - k(0.1 - step)) / (2 * step)
    assert chapter["path_u"] + chapter["path_v"] == pytest.approx(tried, rel=1e-8)
