"""What the chapter on the network and its notation says in words about numbers that its cells compute."""

import re

import numpy as np
import pytest

from lib import Network, counting
from tests.book_pages import chapter as page_of
from tests.chapter_code import BOOK, Chapter

PAGE = "book/ingredients/network-and-notation"
CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]


@pytest.fixture(scope="module")
def chapter():
    return Chapter("ingredients/network-and-notation.md")


def test_the_first_unit_is_worked_out_as_the_text_says(chapter):
    assert "z = 2 * 0.5 + 3 * (-1) + 1 = -1.0" in chapter.printed
    assert f"= {1 / (1 + np.exp(1)):.4f}" in chapter.printed


def test_the_plain_curves_stand_right_below_the_equation_of_the_activation(built_book):
    page = page_of(built_book, PAGE)
    plots = page.find_all("svg", class_="figure-plot")
    assert plots[0].find("title").get_text().startswith("Three curves over z")
    equation = page.find(id="equation-unitactivationeq")
    assert equation.find_next("svg") is plots[0] and "nonlinear" in equation.find_next("p").get_text()


def test_the_points_of_the_junk_mail_are_weighed_as_the_table_says(chapter):
    rows = re.findall(r"^ +(\d) +(\d) +(-?\d\.\d) +(0\.\d{4})$", chapter.printed, re.MULTILINE)
    assert len(rows) == 5
    for x1, x2, z, a in (map(float, row) for row in rows):
        assert z == 0.5 * x1 - x2 + 1
        assert a == pytest.approx(1 / (1 + np.exp(-z)), abs=5e-5)
    assert {np.sign(float(row[2])) for row in rows} == {-1, 0, 1}


def test_the_drawn_line_is_where_the_sum_is_zero_and_the_weights_stand_at_right_angles_to_it(chapter):
    w, b = np.array([chapter["w1"], chapter["w2"]]), 1
    for first in chapter["ends"]:
        assert w @ [first, 0.5 * first + 1] + b == 0
    assert w @ [2, 1] == 0 and w @ w == 1.25
    assert w @ [4, 3] + b == 0  # where the arrow begins
    assert w @ (np.add(w, [4, 3])) + b > 0


def test_three_units_without_a_curve_are_one_unit_with_weight_2_and_bias_3(chapter):
    x = np.linspace(-3, 3, 7)
    assert np.allclose([chapter["without_curves"](each) for each in x], 2 * x + 3, rtol=1e-12)


def test_three_relu_units_make_a_bump(chapter):
    bump = Network([[[1, 1, 1]], [[1], [-2], [1]]], [[0, -1, -2], [0]], ["relu", "identity"])
    table = re.findall(r"^ *(-?\d\.\d) +(\d\.\d) - 2 \* (\d\.\d) \+ (\d\.\d) +(\d\.\d)$", chapter.printed, re.MULTILINE)
    assert len(table) == 7
    for x, first, second, third, height in (map(float, row) for row in table):
        assert bump.predict([[x]])[0, 0] == height == first - 2 * second + third
        assert height == max(0, 1 - abs(x - 1))
        assert chapter["relu_sum"](np.array([x]), [0, 1, 2], [1, -2, 1]) == height


def test_nine_relu_units_follow_the_wave_and_more_follow_it_more_closely(chapter):
    x = np.linspace(0, 3, 301)

    def farthest(units):
        bends = np.linspace(0, 3, units + 1)
        slopes = np.diff(np.sin(2 * bends)) / np.diff(bends)
        return abs(chapter["relu_sum"](x, bends[:-1], np.diff(slopes, prepend=0)) - np.sin(2 * x)).max()

    assert len(chapter["changes"]) == 9
    assert 0.06 > farthest(9) > 2 * farthest(18) > 4 * farthest(36)


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


def test_two_layers_without_a_curve_are_the_unit_of_the_exercise():
    net = Network.random([2, 2, 1], ["identity", "identity"], seed=0)
    (w11, w12), (w21, w22) = net.W[1]
    (u1,), (u2,) = net.W[2]
    net.b[1][:], net.b[2][:] = [0.3, -0.7], [0.2]
    X = np.random.default_rng(0).normal(size=(9, 2))
    one = X[:, 0] * (w11 * u1 + w12 * u2) + X[:, 1] * (w21 * u1 + w22 * u2) + (0.3 * u1 - 0.7 * u2 + 0.2)
    assert net.predict(X)[:, 0] == pytest.approx(one, rel=1e-12)


def test_the_sums_of_one_unit_at_opposite_corners_add_up_to_the_same():
    for seed in range(5):
        zero, right, left, both = Network.random([2, 1], ["sigmoid"], seed=seed).forward(CORNERS).z[1][:, 0]
        assert zero + both == pytest.approx(right + left)


def test_the_function_to_order_goes_through_its_corners(chapter):
    corners = [(-1.5, 2), (-1, 0.25), (0, 0.25), (3, -4), (3.5, 1)]
    bias, units = chapter["relu_through"](corners)
    assert len(units) == len(corners) - 1
    for x in np.linspace(-3, 3.5, 66):
        wanted = np.interp(x, *zip(*corners))
        assert chapter["output"](x, bias, units) == pytest.approx(wanted, abs=1e-12)
    table = chapter.printed[chapter.printed.index("   x  output  wanted") : chapter.printed.index("left of them")]
    rows = [line.split() for line in table.splitlines()[1:]]
    assert len(rows) == 9 and all(float(output) == float(wanted) for _, output, wanted in rows)


def test_each_tent_doubles_the_peaks(chapter):
    counts = re.findall(r"(\d) tents, (\d) units: (\d) peaks", chapter.printed)
    assert [tuple(map(int, row)) for row in counts] == [(n, 2 * n, 2 ** (n - 1)) for n in (1, 2, 3, 4)]


def test_nothing_is_used_before_it_is_explained():
    """The library, the hidden units, products of matrices and a shape with one number."""
    text = (BOOK / "ingredients/network-and-notation.md").read_text()
    shown = re.sub(r"```\{code-cell\}.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    for word, explained in [
        ("`lib`", "`lib` is the library"),
        ("hidden", "are **hidden** layers"),
        ("(n_l,)", "Python writes its shape"),
        ("XOR", "*exclusive or* (XOR"),
    ]:
        start = shown.index("## One unit")
        assert shown.index(explained) <= shown.index(word, start) + len(explained), word
    assert "top" not in re.findall(r"\^\{?\\(top)", text) and "W^{(1)} W^{(2)}" not in text


def test_it_links_to_the_notation_figure_and_to_the_next_chapter(built_book):
    links = [link["href"] for link in page_of(built_book, PAGE).find_all("a", href=True)]
    assert any(link.endswith("notation.html#lec05-4-nn-notations") for link in links)
    assert any(link == "forward-pass.html" for link in links)
