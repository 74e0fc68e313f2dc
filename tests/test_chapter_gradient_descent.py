"""What the chapter on gradient descent says in words about numbers that its cells compute."""

import numpy as np
import pytest

from lib.widgets.descent import curves, surfaces
from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("ingredients/gradient-descent.md")


def table(chapter, head, rows):
    """The numbers in the lines below a printed head."""
    lines = chapter.printed.partition(head)[2].splitlines()[1 : rows + 1]
    return [[float(word.replace(",", "")) for word in line.split()] for line in lines]


def test_the_change_for_each_unit_settles_at_minus_6(chapter):
    rates = [row[-1] for row in table(chapter, "for each unit", 4)]
    assert [round(abs(rate + 6), 3) for rate in rates] == [1, 0.1, 0.01, 0.001]


def test_the_first_step_goes_to_eight_tenths_and_the_cost_falls_less_and_less(chapter):
    rows = table(chapter, "update      w      cost     slope", 7)
    assert rows[1][1] == 0.8
    falls = -np.diff([row[2] for row in rows])
    assert (falls > 0).all() and (np.diff(falls) < 0).all()


@pytest.mark.parametrize("name", ["too small", "good", "overshooting", "diverging"])
def test_each_step_on_the_parabola_multiplies_the_distance_by_one_factor(name):
    parabola = curves()[0]
    rate = parabola.rates[name]
    distances = [stop.point[0] - 2 for stop in parabola.descend(parabola.start, rate, 10)]
    assert np.allclose(np.divide(distances[1:], distances[:-1]), 1 - 2 * rate, rtol=1e-9)


def test_what_is_said_of_ten_steps(chapter):
    assert pytest.approx(1e-4, rel=0.1) == 0.4**10 and pytest.approx(2 / 3, abs=0.01) == 0.96**10


def end(landscape, start, rate, steps):
    return landscape.descend(start, rate, steps)[-1]


def test_the_task_of_a_single_step_has_the_answer_one_half_and_at_one_it_goes_in_a_circle():
    parabola = curves()[0]
    assert end(parabola, [-1], 0.5, 1).point == (2,)
    assert [stop.point[0] for stop in parabola.descend([-1], 1.0, 3)] == [-1, 5, -1, 5]


def test_a_rate_of_3_overflows_within_300_steps():
    stops = curves()[0].descend([-1], 3.0, 300)
    assert 200 < len(stops) < 300 and not stops[-1].is_finite


def test_the_right_valley_is_not_the_lower_one_and_a_start_left_of_the_hill_finds_that():
    minima = curves()[1]
    right, left = end(minima, [3.5], 0.05, 500), end(minima, [0.1], 0.05, 500)
    assert right.point[0] > 1.5 and left.point[0] < -1.5 and left.cost < right.cost
    leap = minima.descend([3.5], minima.rates["overshooting"], 200)
    assert leap[1].point[0] < 0 and leap[-1].cost == pytest.approx(left.cost, abs=1e-6)


def test_on_the_flat_bottom_the_factor_comes_nearer_and_nearer_to_one():
    stops = curves()[2].descend([2], 0.05, 60)
    factors = np.array([b.point[0] / a.point[0] for a, b in zip(stops[1:], stops[2:])])
    assert (np.diff(factors) > 0).all() and factors[-1] > 0.98


def test_on_the_plateau_nothing_moves_and_a_large_step_is_thrown_to_the_other_side():
    plateau = curves()[3]
    assert abs(end(plateau, [-4], 0.1, 100).point[0] + 4) < 0.05
    thrown = end(plateau, [-2], plateau.rates["far too large"], 10)
    assert thrown.point[0] > 4 and abs(thrown.slopes[0]) < 0.001


def test_trying_every_direction_finds_the_gradient_its_opposite_and_the_level_ones(chapter):
    degrees, slopes = chapter["degrees"], chapter["slopes"]
    up, down = degrees[slopes.argmax()], degrees[slopes.argmin()]
    assert up == pytest.approx(chapter["uphill"], abs=1) and down - up == 180
    assert "level:         161 and 341 degrees" in chapter.printed and up + 90 == 161
    assert slopes.max() == pytest.approx(np.hypot(7, 20), rel=0.001)


def test_in_the_valley_only_w2_runs_away_and_w1_is_late(chapter):
    valley = surfaces()[1]
    good, diverging = (valley.descend(valley.start, valley.rates[name], 60) for name in ("good", "diverging"))
    assert abs(good[10].point[0]) > 0.1 > 1e-2 > abs(good[10].point[1])
    assert abs(diverging[-1].point[0]) < 1e-5 and abs(diverging[-1].point[1]) > 100


def test_the_factors_of_the_valley_say_where_it_ends_after_60_steps(chapter):
    for rate, one, other, w1, w2 in table(chapter, "alpha    w1      w2 ", 5):
        assert (one, other) == pytest.approx((1 - 2 * rate, 1 - 20 * rate))
        assert w1 == pytest.approx(3.5 * one**60, abs=1e-5) and abs(w2) == pytest.approx(
            abs(other) ** 60, rel=1e-3, abs=1e-5
        )


@pytest.mark.parametrize("condition", [2, 10, 100])
def test_the_best_rate_shrinks_the_distance_by_the_factor_of_the_condition_number(condition):
    best = 2 / (1 + condition)
    factor = (condition - 1) / (condition + 1)
    assert max(abs(1 - best), abs(1 - best * condition)) == pytest.approx(factor)
    for other in (0.9 * best, 1.1 * best):
        assert max(abs(1 - other), abs(1 - other * condition)) > factor


def test_steps_until_a_thousandth(chapter):
    for condition, factor, steps in table(chapter, "factor   is a thousandth", 4)[1:]:
        exact = (condition - 1) / (condition + 1)
        assert factor == round(exact, 4) and exact**steps <= 1e-3 < exact ** (steps - 1)


def test_only_the_start_exactly_on_the_line_ends_on_the_saddle():
    saddle = surfaces()[2]
    on, right, left = (end(saddle, (w1, 1.5), 0.1, 100) for w1 in (0.0, 1e-6, -1e-6))
    assert on.point[0] == 0 and on.cost == pytest.approx(1)
    assert right.point[0] == pytest.approx(1) and left.point[0] == pytest.approx(-1)


def test_beside_the_line_it_stays_near_the_saddle_for_many_steps(chapter):
    assert chapter.printed.count("22 stops near the saddle") == 2


def test_the_network_has_a_saddle_at_zero():
    chain = surfaces()[4]
    stop = chain.stop([0.0, 0.0], 0.1)
    assert stop.slopes == (0, 0)
    assert chain.stop([0.1, 0.1], 0.1).cost < stop.cost < chain.stop([0.1, -0.1], 0.1).cost


def test_by_hand_and_by_lib_the_walks_take_the_same_steps(chapter):
    for _, by_hand, by_lib, _ in table(chapter, "update w by hand", 6):
        assert by_hand == by_lib


def test_the_explorer_and_lib_take_the_same_ten_steps(chapter):
    lines = [
        line for line in chapter.printed.splitlines() if line.startswith(("explorer, update 10", "lib, 10 updates"))
    ]
    assert lines[0].partition("w = ")[2] == lines[1].partition("w = ")[2] != ""


def test_two_steps_by_hand(chapter):
    walks = {rate: [1.0] for rate in (0.5, 1.0, 2.0)}
    for rate, walk in walks.items():
        for _ in range(4):
            walk.append(walk[-1] - rate * (walk[-1] - 3))
    assert walks[0.5][:3] == [1, 2, 2.5] and walks[1.0][1:] == [3] * 4 and walks[2.0] == [1, 5, 1, 5, 1]
    assert "alpha 0.5:   1.0000   2.0000   2.5000" in chapter.printed


def test_the_tilted_bowl_falls_by_less_than_predicted(chapter):
    g, tilted = chapter["g"], chapter["tilted"]
    assert g.tolist() == [3, -2]
    fall = tilted(2, -1) - tilted(*(np.array([2, -1]) - 0.1 * g))
    assert 0 < fall < 0.1 * (g @ g)


def test_metres_make_the_limit_a_million_times_smaller(chapter):
    assert "curvature 156\n" in chapter.printed and "curvature 156,000,000" in chapter.printed
    assert "best w 0.241026" in chapter.printed and "best w 0.000241" in chapter.printed


def test_a_walk_that_diverges_may_begin_with_a_falling_cost():
    costs = [stop.cost for stop in surfaces()[1].descend([3.5, 0.1], 0.105, 60)]
    assert costs[0] > costs[1] > costs[2] and costs[-1] > 100 * costs[0]


def test_the_walker_of_the_exercise_stops_for_each_of_the_three_reasons(chapter):
    assert "alpha 0.08: all slopes are small after " in chapter.printed
    assert "alpha 0.0002: all updates are done after 10,000 updates" in chapter.printed
    assert "alpha 0.15: not finite after " in chapter.printed


def test_the_walker_of_the_exercise_goes_where_the_derivatives_lead(chapter):
    valley = surfaces()[1]
    place, updates, why = chapter["descend"](chapter["valley"], [3.5, 1.0], 0.08, most=60)
    assert (updates, why) == (60, "all updates are done")
    assert place == pytest.approx(valley.descend([3.5, 1.0], 0.08, 60)[-1].point, abs=1e-8)
    for start in ([0.0], [3.5, 1.0, -2.0]):  # of one weight, and of three
        place, _, why = chapter["descend"](lambda *w: sum((each - 1) ** 2 for each in w), start, 0.3)
        assert why == "all slopes are small" and place == pytest.approx(np.ones(len(start)), abs=1e-5)


def test_the_cuts_of_the_figure_have_the_partial_derivatives_of_the_text(chapter):
    w1, w2, small = 3.5, 1.0, 1e-6
    slopes = chapter["gradient_by_trying"](chapter["valley"], np.array([w1, w2]), small)
    assert slopes == pytest.approx((7, 20), rel=1e-7)
