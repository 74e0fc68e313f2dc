"""What the chapter on the network and its notation says in words about numbers that its cells compute."""

import re

import numpy as np
import pytest

from lib import Network, counting
from tests.book_pages import chapter as page_of
from tests.chapter_code import Chapter


@pytest.fixture(scope="module")
def chapter():
    return Chapter("ingredients/network-and-notation.md")


def test_the_first_unit_is_worked_out_as_the_text_says(chapter):
    assert "z = 2 * 0.5 + 3 * (-1) + 1 = -1.0" in chapter.printed
    assert f"= {1 / (1 + np.exp(1)):.4f}" in chapter.printed


def test_three_units_without_a_curve_are_one_unit_with_weight_2_and_bias_3(chapter):
    x = np.linspace(-3, 3, 7)
    assert np.allclose([chapter["without_curves"](each) for each in x], 2 * x + 3, rtol=1e-12)
    net = chapter["three_units"]("identity")
    assert np.allclose(net.predict(x[:, np.newaxis])[:, 0], 2 * x + 3, rtol=1e-12)
    assert counting.parameters(net.sizes) == 7


def test_with_relu_the_graph_is_bent_upwards_where_each_sum_changes_its_sign(chapter):
    x = np.array([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5])
    slopes = np.diff(chapter["three_units"]("relu").predict(x[:, np.newaxis])[:, 0]) / 0.5
    assert slopes[0] == slopes[1] < slopes[2] == slopes[3] < slopes[4] == slopes[5]
    assert slopes[0] < 0
    for bend in (-0.5, 0.5):
        z = chapter["three_units"]("relu").forward([[bend]]).z[1]
        assert (z == 0).sum() == 1


def test_with_tanh_the_graph_has_a_bump(chapter):
    output = chapter["three_units"]("tanh").predict(chapter["inputs"])[:, 0]
    assert output.max() > 2 > -0.5 > max(output[0], output[-1])


def test_the_network_of_this_chapter_is_that_of_the_next():
    here, there = (Chapter(f"ingredients/{name}.md")["net"] for name in ("network-and-notation", "forward-pass"))
    assert here.sizes == there.sizes == [2, 3, 2] and here.activations == there.activations
    assert all((a == b).all() for a, b in zip([*here.W, *here.b], [*there.W, *there.b]))


def test_the_counts_are_those_of_the_formula(chapter):
    assert "layer 1: 6 weights and 3 biases" in chapter.printed and "layer 2: 6 weights and 2 biases" in chapter.printed
    assert re.search(r"in all: 17\n +64-32-10: 2,410\n *784-128-10: 101,770", chapter.printed)


def test_scikit_learn_keeps_rows_from_and_columns_to(chapter):
    assert chapter["theirs"].coefs_[0].shape == (3, 4)


def test_the_linear_layer_of_pytorch_keeps_the_transpose():
    torch = pytest.importorskip("torch")
    layer = torch.nn.Linear(3, 4)
    assert tuple(layer.weight.shape) == (4, 3)
    x = torch.rand(2, 3)
    assert torch.allclose(layer(x), x @ layer.weight.T + layer.bias)


def test_the_unit_of_the_exercise(chapter):
    text = chapter.printed[chapter.printed.index("products:") :]
    z, a, bias = (float(number) for number in re.findall(r"[=:] +(-?\d\.\d{4})", text)[:3])
    w, x = np.array([0.4, -0.3, 2]), np.array([1, 2, 0.5])
    assert (z, bias) == (pytest.approx(w @ x - 0.5), pytest.approx(-(w @ x)))
    assert a == pytest.approx(1 / (1 + np.exp(-z)), abs=1e-4)
    assert sorted(0.1 * abs(w)) == pytest.approx([0.03, 0.04, 0.2])


def test_twelve_hidden_units_can_be_afforded_and_not_thirteen():
    assert counting.parameters([10, 12, 5]) <= 200 < counting.parameters([10, 13, 5])
    for n in (1, 4, 20):
        assert counting.parameters([10, n, 5]) == 16 * n + 5
        assert counting.parameters([10, n, n, n, 5]) - counting.parameters([10, n, n, 5]) == (n + 1) * n


def test_swapped_indices_are_another_weight_or_none(chapter):
    wider = chapter["wider"]
    assert wider.W[1][0, 1] != wider.W[1][1, 0]
    assert "w(1)_43: index 3 is out of bounds" in chapter.printed


def test_identity_layers_collapse_into_one(chapter):
    assert chapter["W"].shape == (2, 3)
    assert float(re.search(r"one matrix .* difference (\S+)", chapter.printed)[1]) < 1e-12


def test_without_a_curve_the_four_answers_of_exclusive_or_cannot_be_right():
    for seed in range(5):
        net = Network.random([2, 3, 1], ["identity", "identity"], seed=seed)
        zero, right, left, both = net.predict([[0, 0], [0, 1], [1, 0], [1, 1]])[:, 0]
        assert zero + both == pytest.approx(right + left)


def test_it_links_to_the_notation_figure_and_to_the_next_chapter(built_book):
    links = [
        link["href"] for link in page_of(built_book, "book/ingredients/network-and-notation").find_all("a", href=True)
    ]
    assert any(link.endswith("notation.html#lec05-4-nn-notations") for link in links)
    assert any(link == "forward-pass.html" for link in links)
