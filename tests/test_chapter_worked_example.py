"""What the worked example says in words about numbers that its cells compute.

Where a test fails, it names the sentence of the chapter that no longer holds: after a change of the chapter's numbers,
these are the sentences to write anew. The published numbers are held by `test_published_examples`.
"""

from contextlib import contextmanager

import pytest

from tests.chapter_code import Chapter

FILE = "backpropagation/worked-example.md"


class WorkedExample(Chapter):
    @contextmanager
    def saying(self, sentence):
        """Name the sentence if what it says fails to hold; it stands in the chapter as it is quoted."""
        assert sentence in self.text
        try:
            yield
        except AssertionError as error:
            error.add_note(f"{FILE} says: “{sentence}”")
            raise

    def rows(self, head, count):
        """The printed rows below the head of a table."""
        return self.printed.partition(head)[2].splitlines()[:count]


@pytest.fixture(scope="module")
def chapter():
    return WorkedExample(FILE)


def value(chapter, name):
    return chapter["sheet"][name].value


def test_the_targets_and_inputs_in_the_text_are_those_of_the_code(chapter):
    for name, numbers, sentence in [
        ("y", "$0.01$ and $0.99$", "It was asked for {}."),
        ("x", "$0.05$ and $0.10$", "their gradients have the small inputs {} as factors"),
    ]:
        with chapter.saying(sentence.format(numbers)):
            assert " and ".join(f"${number:.2f}$" for number in chapter[name][0]) == numbers


def test_both_outputs_are_off_the_first_by_far_more(chapter):
    first, second = (abs(value(chapter, f"a2_{k}") - chapter["y"][0, k - 1]) for k in (1, 2))
    with chapter.saying("Both outputs are off, the first one by far more than the second."):
        assert first > 3 * second > 0.5


def test_the_first_output_has_to_come_down_and_the_second_to_go_up(chapter):
    with chapter.saying("$\\delta^{(2)}_1$ is positive"):
        assert value(chapter, "delta2_1") > 0
    with chapter.saying("$\\delta^{(2)}_2$ is negative"):
        assert value(chapter, "delta2_2") < 0


def test_every_digit_up_to_the_new_weights_is_the_same(chapter):
    table = chapter.rows("same digits\n", len(chapter["published"]))
    assert len(table) == 16
    with chapter.saying("Up to the new weights the post and the algorithm agree in every digit that is printed"):
        assert [row for row in table if not row.endswith("yes")] == []


def test_the_hidden_errors_are_more_than_ten_times_smaller_than_the_first_output_error(chapter):
    hidden = {name: value(chapter, name) for name in ("delta1_1", "delta1_2")}
    output = value(chapter, "delta2_1")
    with chapter.saying("The hidden errors are more than ten times smaller than the first output error."):
        assert {name: error for name, error in hidden.items() if 10 * abs(error) >= output} == {}


def test_the_two_summands_of_each_hidden_error_are_printed_and_pull_in_different_directions(chapter):
    rows = [row for row in chapter.printed.splitlines() if row.startswith("hidden unit")]
    assert len(rows) == 2
    with chapter.saying("The two outputs pull in different directions"):
        assert [row for row in rows if " + (-" not in row] == []
    assert rows[0].startswith("hidden unit 1: 0.0554 + (-0.0190) = 0.0364, times the slope 0.2413")


def test_the_weights_of_the_first_layer_move_far_less(chapter):
    moved = {
        l: [abs(value(chapter, f"w{l}_{j}_{k}_new") - value(chapter, f"w{l}_{j}_{k}")) for j in (1, 2) for k in (1, 2)]
        for l in (1, 2)
    }
    with chapter.saying("The weights of the first layer move far less"):
        assert 10 * max(moved[1]) < min(moved[2])


def test_the_cost_falls_and_further_with_the_biases_trained(chapter):
    start, after = chapter["costs"][0][0], chapter["costs"][1][0]
    with chapter.saying("The cost has fallen a little."):
        assert after < start
    with chapter.saying("The same iteration brings the cost down further"):
        assert chapter["trained"].cost(chapter["x"], chapter["y"]) < after


def test_two_costs_part_in_the_seventh_decimal(chapter):
    right, wrong = chapter["costs"][1]
    with chapter.saying("Three decimals find nothing, and neither do six: the two costs part in the seventh."):
        assert f"{right:.6f}" == f"{wrong:.6f}"
        assert f"{right:.7f}" != f"{wrong:.7f}"


def test_the_cost_after_an_iteration_is_the_one_that_an_exercise_quotes(chapter):
    with chapter.saying("A test compares a program's cost after one iteration with 0.291027773694"):
        assert f"{chapter['costs'][1][0]:.12f}" == "0.291027773694"


def test_the_first_three_published_numbers_are_the_slip_s_and_the_last_is_neither(chapter):
    rows = [(row, *row[32:].split()) for row in chapter.rows("the algorithm    with the slip\n", 4)]
    assert len(rows) == 4
    with chapter.saying("The first three published numbers are those of the slip, to every digit."):
        assert [row for row, text, _, slip in rows[:3] if f"{float(slip):.9f}" != text] == []
    _, last, *ours = rows[3]
    with chapter.saying(
        "published cost after 10,000 iterations is neither that of the algorithm nor that of the slip."
    ):
        assert last not in [f"{float(number):.10f}" for number in ours]
    with chapter.saying("The published figure equals the algorithm's cost one iteration earlier"):
        assert f"{chapter['costs'][9999][0]:.10f}" == last


def test_a_changed_learning_rate_and_weight_reach_every_cell():
    changed = WorkedExample(FILE, {"alpha = 0.5": "alpha = 0.4", "[0.15, 0.25]": "[0.16, 0.25]"})
    after = f"{changed['costs'][1][0]:.12f}"
    assert f"cost after the update   {after}" in changed.printed
    assert f"biases kept:    {after}" in changed.printed
    assert f"cost:   {after[:-3]}" in changed.printed
    assert f"its gradient: {value(changed, 'dw1_1_1'):.9f}" in changed.printed


def test_with_another_target_only_what_comes_after_step_1_changes(chapter):
    forward = [quantity for quantity in chapter["sheet"] if quantity.phase == "forward"]
    with chapter.saying("Nothing in step 1 changes: the targets come in with the loss."):
        assert [each.name for each in forward if chapter["other"][each.name].value != each.value] == []


def test_the_slip_s_gap_shrinks_with_alpha_squared_and_that_of_the_gradient_with_alpha(chapter):
    gaps = []
    for alpha in (0.05, 0.005):
        right, wrong = chapter["published_network"](), chapter["published_network"]()
        chapter["iteration"](right, alpha)
        chapter["iteration_with_slip"](wrong, alpha)
        cost = wrong.cost(chapter["x"], chapter["y"]) - right.cost(chapter["x"], chapter["y"])
        gaps.append((cost, (wrong.W[1] - right.W[1])[0, 0] / alpha))
    (cost, gradient), (smaller_cost, smaller_gradient) = gaps
    with chapter.saying("shrinks with $\\alpha^2$, that of the gradients with $\\alpha$"):
        assert cost / smaller_cost == pytest.approx(100, rel=0.05)
        assert gradient / smaller_gradient == pytest.approx(10, rel=0.05)


def test_the_other_published_example_has_the_slip_too(chapter):
    table = chapter.rows("new      printed    the algorithm  with the slip\n", 6)
    rows = [(row, *map(float, row.split()[1:])) for row in table]
    assert [right for _, _, right, _ in rows] == pytest.approx(
        [0.272326, 0.872998, 0.099071, 0.397140, 0.797611, 0.592646], abs=1e-6
    )
    with chapter.saying("all four weights of $W^{(1)}$ agree with the slip to one unit of their last digit."):
        assert [row for row, printed, _, slip in rows if abs(printed - slip) >= 1e-4] == []
    with chapter.saying("It is the same slip again."):
        assert [row for row, printed, right, slip in rows[2:] if abs(printed - slip) >= abs(printed - right) / 2] == []
