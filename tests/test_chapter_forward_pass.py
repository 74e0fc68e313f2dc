"""What the chapter on the forward pass says in words about numbers that its cells compute."""

import json
import math
import re

import numpy as np
import pytest

from lib import Network, counting
from lib.data import xor
from tests.book_pages import chapter as page_of
from tests.chapter_code import Chapter

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
    assert len(differences) == 5 and max(differences) < 1e-14


def test_the_worksheet_has_the_numbers_of_the_first_row(chapter):
    sheet, together = chapter["sheet"], chapter["together"]
    assert [sheet[f"a2_{k}"].value for k in (1, 2)] == pytest.approx(together[0], rel=1e-14)
    assert {quantity.phase for quantity in sheet} == {"given", "forward"}


def test_samples_do_not_mix(chapter):
    net, X = chapter["net"], chapter["X"].copy()
    X[2] = [9.0, -9.0]
    changed = (net.predict(X) != net.predict(chapter["X"])).any(axis=1)
    assert changed.tolist() == [False, False, True, False]


def test_the_published_weights_compute_exclusive_or_exactly(chapter):
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


def test_the_stepper_ends_with_the_prediction(open_page, book_url, built_book):
    page = open_page(f"{book_url}/{PAGE}.html")
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
            shown = float(stepper.locator(".bp-lines > :nth-child(4) mn").text_content())
            assert shown == pytest.approx(other.predict(chapter["X"])[sample, 1], abs=6e-5)
