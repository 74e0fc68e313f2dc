"""What the chapter on loss and cost says in words about numbers that its cells compute."""

import numpy as np
import pytest

from lib import Network
from lib.worksheet import Worksheet
from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("ingredients/loss-and-cost.md")


def table(chapter, head, rows):
    """The numbers in the lines below a printed head."""
    lines = chapter.printed.partition(head)[2].splitlines()[1 : rows + 1]
    return [[float(word) for word in line.replace("+", " ").replace("=", " ").split()] for line in lines]


def test_the_second_walk_is_off_by_twice_as_much_and_has_four_times_the_loss(chapter):
    difference = (chapter["prediction"] - chapter["Y"])[:, 0]
    assert abs(difference[:2]) == pytest.approx([0.1, 0.2])
    assert chapter["loss"][1] == pytest.approx(4 * chapter["loss"][0])


def test_the_slope_of_the_squared_error_is_the_difference(chapter):
    for _, _, slope, difference in table(chapter, "slope by trying", 4):
        assert slope == difference


def test_samples_twice_double_the_sum_and_leave_the_mean(chapter):
    once, twice = table(chapter, "samples     sum      mean", 2)
    assert twice[1] == 2 * once[1] and twice[2] == once[2]


def test_with_the_mean_the_slope_is_m_times_smaller_and_the_update_the_same(chapter):
    X, Y, m = chapter["X"], chapter["Y"], chapter["m"]
    slopes = [chapter["slope_in_w"](chapter[name], X, Y) for name in ("net", "averaging")]
    assert slopes[0] == pytest.approx(m * slopes[1], rel=1e-6)
    assert 0.01 * slopes[0] == pytest.approx(0.01 * m * slopes[1], rel=1e-6)


def test_the_cost_over_the_weight_is_lowest_near_24_hundredths(chapter):
    weights = np.linspace(0.2, 0.3, 1001)
    costs = [chapter["with_weight"](w).cost(chapter["X"], chapter["Y"]) for w in weights]
    assert weights[np.argmin(costs)] == pytest.approx(0.24, abs=0.005)


def test_two_walks_of_the_same_length_are_best_answered_by_their_mean(chapter):
    rows = table(chapter, "prediction   losses            cost", 5)
    assert min(rows, key=lambda row: row[-1])[0] == 1.7
    assert all(max(row[1:3]) > 0 for row in rows)


def test_the_squared_error_hardly_tells_a_bad_answer_from_an_outrageous_one(chapter):
    rows = {given: (surprise, square) for given, surprise, square in table(chapter, "to what happened", 6)}
    assert rows[0.1][1] == 0.405 and rows[0.0001][1] == 0.5
    assert rows[0.5][0] == 0.693 and rows[0.0001][0] > 9


def test_at_minus_8_the_cross_entropy_is_steep_and_the_squared_error_flat(chapter):
    z, prediction, entropy, square = table(chapter, "z  prediction  cross-entropy", 5)[0]
    assert z == -8 and prediction < 0.001
    assert entropy == pytest.approx(-1, abs=0.001) and abs(square) < 0.001


def test_the_cost_is_minus_the_logarithm_of_the_probability_of_it_all(chapter):
    given = np.array([0.9, 0.8, 0.5])
    assert -np.log(given.prod()) == pytest.approx(-np.log(given).sum())
    assert chapter.printed.count("1.0217") == 2


def test_the_squared_error_is_minus_the_logarithm_of_the_gaussian_but_for_a_constant(chapter):
    rows = table(chapter, "-ln density - cost", 3)
    assert {row[3] for row in rows} == {round(len(chapter["X"]) * np.log(2 * np.pi) / 2, 6)}
    best = min(rows, key=lambda row: row[1])
    assert best[0] == 0.24 and best[2] == max(row[2] for row in rows)


def test_two_forms_of_the_cross_entropy_fail_for_large_z_and_the_stable_one_does_not(chapter):
    rows = {z: forms for z, *forms in table(chapter, "from the prediction", 5)}
    assert len(set(rows[2.0])) == 1
    assert rows[30.0] == [30.001, 30, 30]
    assert rows[40.0] == [np.inf, 40, 40]
    assert rows[709.0] == [np.inf, 709, 709]
    assert rows[710.0] == [np.inf, np.inf, 710]
    for z in np.linspace(-700, 700, 141):  # the same number
        assert chapter["stable"](z) == pytest.approx(np.log1p(np.exp(z)), rel=1e-12)


def test_the_form_with_the_prediction_is_infinite_from_37_on(chapter):
    z = np.arange(36, 38, 0.01)
    with np.errstate(divide="ignore"):
        infinite = np.isinf(np.log(1 - chapter["sigmoid"](z)))
    assert z[infinite].min() == pytest.approx(36.75, abs=0.05)
    assert "infinite from z = 37.0" in chapter.printed and "first off by a thousandth at z = 34.0" in chapter.printed


def test_the_reader_s_own_cross_entropy_is_that_of_lib(chapter):
    assert "as lib: True" in chapter.printed
    assert chapter["binary_cross_entropy"](np.array([-1000.0, 1000.0]), np.array([1, 0])).tolist() == [1000, 1000]


def test_lib_computes_the_loss_of_a_sure_and_wrong_answer(chapter):
    assert chapter["sure_and_wrong"].cost([[1.0]], [[1.0]]) == 1000


def losses(chapter, changes=None):
    sheet = Worksheet.from_network(chapter["yes_no"], chapter["yes_no_X"], chapter["yes_no_Y"]).evaluate(changes or {})
    return [sheet[f"L{i}"].value for i in (1, 2, 3)], [sheet[f"a1_{i}_1"].value for i in (1, 2, 3)]


def test_the_stepper_ends_where_the_chapter_ends_and_has_an_answer_to_each_question(open_page, file_book):
    page = open_page(f"{file_book}/book/ingredients/loss-and-cost.html")
    stepper = page.locator(".bp-stepper")
    status = stepper.locator(".bp-status")
    status.wait_for()
    assert status.text_content() == "quantity 7 of 10 · loss · L₁"
    assert stepper.locator(".bp-phase").all_text_contents() == ["start", "forward", "loss"]
    assert stepper.locator(".bp-runs, .bp-results, .bp-algorithm").count() == 0
    stepper.get_by_role("button", name="Last").click()
    assert stepper.locator(".bp-left [data-q]").get_attribute("data-q") == "cost"
    assert page.locator(".admonition", has_text="What you should have seen").locator("li").count() == 5


def test_each_formula_of_the_stepper_links_back_to_an_equation_that_is_known(open_page, file_book):
    page = open_page(f"{file_book}/book/ingredients/loss-and-cost.html")
    stepper = page.locator(".bp-stepper")
    link = stepper.locator(".bp-source a")
    for choice, label in {"binary cross": "crossentropyofzeq", "squared error": "squarederroreq"}.items():
        menu = stepper.get_by_label("Output and loss")
        option = menu.locator("option", has_text=choice)
        menu.select_option(option.get_attribute("value"))
        assert link.get_attribute("href").endswith(f"loss-and-cost.html#equation-{label}")
        assert page.locator(f"#equation-{label}").count() == 1
    stepper.get_by_role("button", name="Last").click()
    assert link.get_attribute("href").endswith("loss-and-cost.html#equation-costsumeq")
    for _ in range(4):
        stepper.get_by_role("button", name="Back").click()
    assert link.get_attribute("href").endswith("forward-pass.html#equation-forwardscalareq")


def test_where_the_other_form_has_no_number_the_stepper_shows_and_computes_the_one_that_has(open_page, file_book):
    page = open_page(f"{file_book}/book/ingredients/loss-and-cost.html")
    stepper = page.locator(".bp-stepper")
    stepper.locator("input[type=text], input[inputmode]").first.fill("1000")
    page.keyboard.press("Enter")
    for _ in range(2):
        stepper.get_by_role("button", name="Next").click()
    symbols, numbers, *_, result = stepper.locator(".bp-lines .bp-line").all_text_contents()
    assert symbols.count("max") == numbers.count("max") == 2
    assert result == "=1501"  # ln(1 + e¹⁵⁰¹) itself would be infinite


def test_in_the_stepper_the_third_sample_is_the_worst_and_on_the_wrong_side(chapter):
    values, predictions = losses(chapter)
    assert np.argmax(values) == 2 and predictions[2] > 0.5 > predictions[0]


def test_another_target_makes_its_loss_small_and_leaves_the_others(chapter):
    before, after = losses(chapter)[0], losses(chapter, {"y3_1": 1.0})[0]
    assert after[2] < 0.2 and after[:2] == before[:2]


def test_ten_times_the_weight_makes_two_losses_vanish_and_one_huge(chapter):
    values, _ = losses(chapter, {"w1_1_1": 10.0})
    assert max(values[:2]) < 0.001 and values[2] > 15


def test_no_squared_error_of_a_yes_no_answer_exceeds_one_half(chapter):
    for w in np.linspace(-30, 30, 121):
        net = Network([[[w]]], [[0.5]], ["sigmoid"])
        assert net.losses(chapter["yes_no_X"], chapter["yes_no_Y"]).max() <= 0.5


def test_the_bold_network_has_the_lower_cost_and_the_lower_accuracy(chapter):
    costs = {}
    for name in ("careful", "bold"):
        answers, happened = chapter[name], chapter["happened"]
        costs[name] = -np.log(np.where(happened == 1, answers, 1 - answers)).sum()
    assert costs["bold"] < costs["careful"]
    assert "careful   2.39   4 of 4" in chapter.printed and "bold      0.74   3 of 4" in chapter.printed


def test_ann_wins_cai_is_infinitely_wrong_and_the_share_is_best(chapter):
    ann, ben, cai, share = (chapter["rain_cost"](p) for p in (0.8, 0.6, 1.0, 0.75))
    assert share < ann < ben < cai == np.inf


def test_the_friend_s_alpha_is_9_hundredths(chapter):
    assert "her alpha: 0.09" in chapter.printed


def test_a_soft_target_has_its_lowest_loss_above_zero(chapter):
    p = np.linspace(0.01, 0.99, 99)
    values = -0.3 * np.log(p) - 0.7 * np.log(1 - p)
    assert p[np.argmin(values)] == pytest.approx(0.3) and values.min() > 0.6
