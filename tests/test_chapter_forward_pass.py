"""What the chapter on the forward pass says in words about numbers that its cells compute."""

import json
import math
import re

import numpy as np
import pytest

from lib import Network, counting
from lib.data import xor
from tests.book_pages import chapter as page_of
from tests.chapter_code import BOOK, Chapter

PAGE = "book/ingredients/forward-pass"


@pytest.fixture(scope="module")
def chapter():
    return Chapter("ingredients/forward-pass.md")


def test_unit_by_unit_layer_by_layer_and_lib_agree(chapter):
    net, X = chapter["net"], chapter["X"]
    forward = net.forward(X)
    for i, x in enumerate(X):
        by_units, by_layers = chapter["forward_by_units"](net, x), chapter["forward_by_layers"](net, x)
        for l in (1, 2):
            assert np.allclose(by_units[l], forward.a[l][i], rtol=1e-14, atol=1e-15)
            assert np.allclose(by_layers[l], forward.a[l][i], rtol=1e-14, atol=1e-15)


def test_every_printed_difference_is_rounding(chapter):
    differences = [float(text) for text in re.findall(r"difference.*?(\de[+-]\d\d)", chapter.printed)]
    assert len(differences) == 8 and max(differences) < 1e-14


def test_the_worksheet_has_the_numbers_of_the_first_row(chapter):
    sheet, together = chapter["sheet"], chapter["together"]
    assert [sheet[f"a2_{k}"].value for k in (1, 2)] == pytest.approx(together[0], rel=1e-14)
    assert {quantity.phase for quantity in sheet} == {"given", "forward"}


def test_samples_do_not_mix(chapter):
    net, X = chapter["net"], chapter["X"].copy()
    X[2] = [9.0, -9.0]
    changed = (net.predict(X) != net.predict(chapter["X"])).any(axis=1)
    assert changed.tolist() == [False, False, True, False]


def test_layers_without_a_curve_collapse_into_one_matrix_and_one_bias(chapter):
    X = np.random.default_rng(0).normal(size=(9, 2))
    assert chapter["one_matrix"].shape == (2, 2) and "one matrix of shape (2, 2)" in chapter.printed
    assert np.allclose(chapter["linear"].predict(X), X @ chapter["one_matrix"] + chapter["one_bias"], rtol=1e-12)


def test_the_shares_of_the_softmax_are_those_of_the_text(chapter):
    text = (BOOK / "ingredients/forward-pass.md").read_text()
    top, total, share = (float(number) for number in re.search(r"\$(\S+) / (\S+) = (\S+)\$", text).groups())
    exponentials = np.exp([2, 1, -1])
    assert (top, total) == (pytest.approx(exponentials[0], abs=5e-5), pytest.approx(exponentials.sum(), abs=5e-5))
    assert share == pytest.approx(exponentials[0] / exponentials.sum(), abs=5e-5)
    assert "shares       [0.7054 0.2595 0.0351]  sum 1.0" in chapter.printed
    assert chapter.printed.count("shares [0.7054 0.2595 0.0351]") == 3  # whatever is added to all sums


def test_the_softmax_of_the_exercise_bears_large_numbers_and_is_that_of_lib(chapter):
    rows = np.random.default_rng(0).normal(size=(50, 3)) * 1000
    net = Network([np.eye(3)], [np.zeros(3)], ["softmax"], loss="cross_entropy")
    assert np.allclose(chapter["softmax"](rows), net.predict(rows), rtol=1e-12)
    assert "careless: [nan nan nan]" in chapter.printed
    first, second = chapter["softmax"](np.array([[0.3, -1.2]]))[0]
    assert first == pytest.approx(1 / (1 + math.exp(-1.5))) and second == pytest.approx(1 - first)


def test_what_follows_a_change_in_the_stepper_is_what_its_answer_says(chapter):
    def moved(name, value):
        other = chapter["sheet"].evaluate({name: value})
        return {q.name for q in other if q.expression is not None and q.value != chapter["sheet"][q.name].value}

    assert len(moved("x1", 1.5)) == 10
    assert moved("w2_1_1", 1.5) == {"z2_1", "a2_1"}
    sums = chapter["net"].forward([chapter["x"]]).z[1][0]
    assert sums == pytest.approx([-0.2, 0.4, 1.9])


def test_the_published_weights_compute_xor_exactly(chapter):
    inputs, targets = xor()
    assert (chapter["xor_net"].predict(inputs) == targets).all()
    values = chapter["xor_net"].forward(inputs)
    assert values.z[1].tolist() == [[0, -1], [1, 0], [1, 0], [2, 1]]
    assert values.a[1].tolist() == [[0, 0], [1, 0], [1, 0], [2, 1]]


def test_the_dashed_line_is_where_the_output_is_one_half(chapter):
    for first in chapter["line"]:
        second = (first - 0.5) / 2
        output = np.array([first, second]) @ chapter["xor_net"].W[2] + chapter["xor_net"].b[2]
        assert output == pytest.approx(0.5)


def test_a_forward_pass_takes_one_multiplication_a_weight(chapter):
    for sizes in [(2, 3, 2), (64, 32, 10), (784, 128, 10)]:
        net = Network.random(sizes, ["tanh", "sigmoid"])
        assert counting.forward(sizes) == sum(W.size for W in net.W)
        assert f"{counting.forward(sizes):,} multiplications a sample" in chapter.printed


def test_with_inputs_of_zero_the_first_weights_do_not_matter(chapter):
    net = chapter["net"]
    other = Network([net.W[1] + 5, net.W[2]], list(net.b), net.activations)
    assert (other.predict([[0.0, 0.0]]) == net.predict([[0.0, 0.0]])).all()
    assert (chapter["X"][1] == 0).all()
    assert [chapter["at_zero"][f"a2_{k}"].value for k in (1, 2)] == pytest.approx(chapter["together"][1], rel=1e-14)


def test_the_answers_compute_and_or_and_equal(chapter):
    inputs, _ = xor()
    wanted = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "equal": [1, 0, 0, 1]}
    for name, outputs in wanted.items():
        assert chapter["logic"][name].predict(inputs)[:, 0].tolist() == outputs


def test_the_wrong_product_is_refused_in_one_network_and_passes_in_another(chapter):
    assert "ValueError: matmul" in chapter.printed
    right, wrong = (re.search(rf"{product}: \[(.*?)\]", chapter.printed)[1].split() for product in ("a @ W", "W @ a"))
    assert len(right) == len(wrong) == 2 and right != wrong


def test_the_order_of_the_hidden_units_changes_nothing(chapter):
    X = np.random.default_rng(0).normal(size=(20, 2))
    assert np.allclose(chapter["shuffled"].predict(X), chapter["net"].predict(X), rtol=1e-12)
    assert f"3 hidden units: {math.factorial(3)} networks" in chapter.printed


def test_the_stepper_ends_with_the_prediction(open_page, file_book, built_book):
    page = open_page(f"{file_book}/{PAGE}.html")
    stepper = page.locator(".bp-stepper")
    stepper.locator(".bp-status").wait_for()
    assert stepper.locator(".bp-status").text_content().startswith("quantity 1 of 10 · forward · z")
    stepper.get_by_role("button", name="Last").click()
    assert stepper.locator(".bp-left [data-q]").get_attribute("data-q") == "a2_2"
    known = set(stepper.locator(".bp-picture [data-q]").evaluate_all("all => all.map((each) => each.dataset.q)"))
    assert not [name for name in known if re.match("delta|fprime|dL|dw|db|y|L|cost|alpha", name)]
    assert stepper.locator(".bp-runs, .bp-results, .bp-algorithm").count() == 0
    state = json.loads(
        page_of(built_book, PAGE).find("script", type="application/vnd.jupyter.widget-state+json").string
    )
    assert [set(model["definition"]["phases"]) for model in state.values()] == [{"given", "forward"}]


def test_the_stepper_links_its_formulas_to_the_equation_of_this_chapter(open_page, file_book):
    page = open_page(f"{file_book}/{PAGE}.html")
    stepper = page.locator(".bp-stepper")
    stepper.locator(".bp-status").wait_for()
    for _ in range(2):
        link = stepper.locator(".bp-source a")
        assert link.get_attribute("href").endswith("forward-pass.html#equation-forwardscalareq")
        assert link.text_content() == "equation (2.1)"
        stepper.get_by_role("button", name="Next").click()


def test_the_numbers_at_the_start_show_all_columns_on_a_laptop(open_page, file_book):
    page = open_page(f"{file_book}/{PAGE}.html", viewport={"width": 1280, "height": 800})
    page.locator(".bp-status").wait_for()
    page.locator(".widget-table > summary").click()
    body, table = page.locator(".widget-table-body"), page.locator(".widget-table table")
    assert table.bounding_box()["width"] <= body.bounding_box()["width"] + 1


def test_the_written_out_sums_have_their_result_beside_them_on_a_wide_page_only(open_page, file_book):
    rows = {}
    for width in (1280, 360):
        page = open_page(f"{file_book}/{PAGE}.html", viewport={"width": width, "height": 800})
        shown = page.locator("#unit-by-unit .cell_output .formula:visible")
        rows[width] = [formula.locator("> math > mtable > mtr").count() for formula in shown.all()]
    assert rows == {1280: [3, 6, 6], 360: [6, 12, 16]}


def test_in_the_stepper_other_functions_and_samples_can_be_chosen(open_page, file_book, chapter):
    page = open_page(f"{file_book}/{PAGE}.html")
    stepper = page.locator(".bp-stepper")
    stepper.get_by_role("button", name="Last").click()
    net = chapter["net"]
    for activation in ("sigmoid", "relu", "identity"):
        stepper.get_by_label("Hidden activation").select_option(activation)
        for sample in (0, 2):
            stepper.get_by_label("Sample").select_option(str(sample))
            other = Network(list(net.W), list(net.b), [activation, "sigmoid"])
            shown = float(stepper.locator(".bp-line:last-child mn").text_content())
            assert shown == pytest.approx(other.predict(chapter["X"])[sample, 1], abs=6e-5)
