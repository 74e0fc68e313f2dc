"""What the backward walk says in words about numbers that its cells compute."""

import numpy as np
import pytest

from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("backpropagation/backward-walk.md")


def pairs(printed, first, second):
    """Each number that is printed after `first`, with the one after `second` in the next line."""
    lines = printed.splitlines()
    return [
        (float(line.split()[1]), float(below.split()[2]))
        for line, below in zip(lines, lines[1:])
        if line.startswith(first) and below.startswith(second) and "[" not in line
    ]


def test_every_formula_agrees_with_trying(chapter):
    found = pairs(chapter.printed, "formula:", "by trying:")
    assert len(found) >= 4
    assert all(formula == pytest.approx(tried, abs=2e-8) and formula for formula, tried in found)


def test_the_errors_shrink_on_the_way_back(chapter):
    deltas = [float(row.split()[1]) for row in chapter.printed.partition("as above\n")[2].splitlines()[:3]]
    assert abs(deltas[0]) > abs(deltas[1]) > abs(deltas[2])


def test_one_branch_lowers_the_loss_the_other_raises_it_and_they_add_up(chapter):
    rows = chapter.printed.partition("both at once  gap\n")[2].splitlines()[:4]
    gaps = []
    for row in rows:
        _, first, second, total, both, gap = map(float, row.split())
        assert first < 0 < second and total == pytest.approx(first + second, abs=2e-6)
        assert both - total == pytest.approx(gap, rel=0.3, abs=2e-6)
        gaps.append(abs(gap))
    assert all(gap > 8 * smaller for gap, smaller in zip(gaps, gaps[1:3]))


def test_the_summands_are_printed_with_their_wishes(chapter):
    rows = chapter.printed.partition("summand    wish\n")[2].splitlines()[:3]
    summands = [float(row.split()[4]) for row in rows[:2]]
    assert ["more" in row for row in rows[:2]] == [summand < 0 for summand in summands]
    assert float(rows[2].split()[-1]) == pytest.approx(sum(summands), abs=2e-6)
    assert f"({summands[0]:.6f} + {summands[1]:.6f}) *" in chapter.printed


def test_three_units_fed_by_hand():
    arriving = np.dot([0.2, -0.1, 0.05], [0.5, 1, -2])
    assert arriving == pytest.approx(-0.1)
    assert arriving * (1 - 0.5**2) == pytest.approx(-0.075)
    assert arriving * 0.98 * 0.02 == pytest.approx(-0.00196)


def test_a_saturated_wrong_output_learns_a_hundred_times_faster_without_the_slope(chapter):
    assert chapter["ratio"] == pytest.approx(1 / (0.99 * 0.01))
    assert chapter["errors"]["binary_cross_entropy"] == pytest.approx(0.99)


@pytest.mark.parametrize("weight", [1.0, 4.0, 16.0])
def test_a_deep_chain_of_sigmoids_loses_its_error_whatever_the_weight(chapter, weight):
    left, bound = chapter["shrinks"](weight)
    assert left <= bound and left < 0.8
    assert weight != 16 or left < 1e-10 < 1e5 < bound


def test_the_walk_in_loops_gives_the_errors_of_lib(chapter):
    assert chapter["gap"] < 1e-15


def test_the_forgotten_branch_turns_the_sign(chapter):
    first, both = (
        float(row.split()[-1])
        for row in chapter.printed.splitlines()
        if row.startswith(("branch 1: ", "both, delta(1)_1:"))
    )
    assert first * both < 0


def test_an_input_has_a_derivative_too(chapter):
    formula, tried = (
        row.partition("[")[2].strip("]").split()
        for row in chapter.printed.partition("dL/dx of the first sample\n")[2].splitlines()[:2]
    )
    assert np.allclose([float(n) for n in formula], [float(n) for n in tried], atol=2e-8)
