"""What the worked example says in words about numbers that its cells compute.

The numbers themselves are held by `test_published_examples`.
"""

import pytest

from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("backpropagation/worked-example.md")


def test_every_digit_up_to_the_new_weights_is_the_same(chapter):
    table = chapter.printed.partition("same digits\n")[2].splitlines()[: len(chapter["published"])]
    assert len(table) == 16
    assert all(row.endswith("yes") for row in table)


def test_the_hidden_errors_are_more_than_ten_times_smaller_than_the_first_output_error(chapter):
    sheet = chapter["sheet"]
    assert all(10 * abs(sheet[name].value) < sheet["delta2_1"].value for name in ("delta1_1", "delta1_2"))


def test_two_costs_part_in_the_seventh_decimal(chapter):
    right, wrong = chapter["costs"][1]
    assert f"{right:.6f}" == f"{wrong:.6f}" and f"{right:.7f}" != f"{wrong:.7f}"


def test_with_another_target_only_what_comes_after_step_1_changes(chapter):
    for quantity in chapter["sheet"]:
        if quantity.phase == "forward":
            assert chapter["other"][quantity.name].value == quantity.value


def test_the_slip_s_difference_grows_with_the_square_of_the_learning_rate(chapter):
    rows = [row for row in chapter.printed.splitlines() if "difference of the costs" in row]
    small, middle, large = (float(row.split()[-1]) for row in rows)
    assert middle / small == pytest.approx(100, rel=0.05)
    assert large / middle == pytest.approx(100, rel=0.2)


def test_the_two_summands_of_each_hidden_error_are_printed(chapter):
    rows = [row for row in chapter.printed.splitlines() if row.startswith("hidden unit")]
    assert rows[0].startswith("hidden unit 1: 0.0554 + (-0.0190) = 0.0364, times the slope 0.2413")
    assert len(rows) == 2 and "(-0.02" in rows[1]


def test_the_other_published_example_has_the_slip_too(chapter):
    table = chapter.printed.partition("new      printed    the algorithm  with the slip\n")[2].splitlines()[:6]
    values = [[float(cell) for cell in row.split()[1:]] for row in table]
    assert [row[1] for row in values] == pytest.approx(
        [0.272326, 0.872998, 0.099071, 0.397140, 0.797611, 0.592646], abs=1e-6
    )
    assert all(abs(printed - slip) < 1e-4 for printed, _, slip in values)
    for printed, right, slip in values[2:]:
        assert abs(printed - slip) < abs(printed - right) / 2
