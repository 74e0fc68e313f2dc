"""The shape explorer: its boxes hold lib's numbers, and a reader finds in them what each number is made of."""

import json

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import Network
from lib.widgets import ShapeExplorer
from lib.widgets.shapes.views import views_of
from lib.worksheet import Worksheet
from tests.networks import batches, pairs, random_data, random_network, reductions, seeds
from tests.widget_pages import shows, write_page

ALPHA = 0.3


def make_step(seed, depth, pair, m, reduction="sum"):
    net = random_network(seed, depth, pair, reduction=reduction)
    X, Y = random_data(seed, net, m)
    return net, X, Y, views_of(net, m), Worksheet.from_network(net, X, Y, learning_rate=ALPHA)


def numbers(sheet, box):
    return np.array([[1.0 if name is None else sheet[name].value for name in row] for row in box.cells])


def arrays(net, X, Y):
    """The arrays of lib, by kind of quantity and layer."""
    forward = net.forward(X)
    backward = net.backward(forward, Y)
    after = net.copy()
    after.update(backward, ALPHA)
    return {
        "z": forward.z,
        "a": forward.a,
        "delta": backward.delta,
        "dW": backward.dW,
        "db": backward.db,
        "W": after.W,
        "b": after.b,
    }


any_step = [seeds, st.integers(1, 3), pairs, batches, reductions]


@settings(max_examples=40)
@given(*any_step)
def test_every_box_has_the_shape_and_the_numbers_of_its_array(seed, depth, pair, m, reduction):
    net, X, Y, views, sheet = make_step(seed, depth, pair, m, reduction)
    by_kind = arrays(net, X, Y)
    for view in views:
        array = by_kind[view.kind][view.layer]
        box = numbers(sheet, view.result)
        assert box.shape == np.atleast_2d(array).shape
        assert np.allclose(box, array, rtol=1e-12, atol=1e-12), (view.kind, view.layer)


@settings(max_examples=40)
@given(*any_step)
def test_the_boxes_of_a_view_make_its_result(seed, depth, pair, m, reduction):
    net, _, _, views, sheet = make_step(seed, depth, pair, m, reduction)
    join = {"+": np.add, "⊙": np.multiply, "−": np.subtract, "− α": lambda old, step: old - ALPHA * step}
    for view in views:
        parts = [numbers(sheet, box) for _, box in view.others]
        if view.product:
            left, above = (numbers(sheet, box) for box in view.product)
            made = left @ above
            signs = [sign for sign, _ in view.others]
        elif view.kind == "a":
            continue  # f of z: no product
        else:
            made, parts, signs = parts[0], parts[1:], [sign for sign, _ in view.others[1:]]
        for sign, part in zip(signs, parts):
            made = join[sign](made, part)
        if view.kind in ("dW", "db") and net.reduction == "mean":
            made = made / m
        assert np.allclose(made, numbers(sheet, view.result), rtol=1e-12, atol=1e-12), (view.kind, view.layer)


@settings(max_examples=40)
@given(*any_step)
def test_a_number_is_made_of_the_row_and_the_column_that_meet_in_it(seed, depth, pair, m, reduction):
    net, X, Y, views, _sheet = make_step(seed, depth, pair, m, reduction)
    explorer = ShapeExplorer((net, X, Y), samples=(m,), learning_rate=ALPHA)
    quantities = explorer.definition["networks"][0]["steps"][0]["quantities"]
    for view in views:
        for r, row in enumerate(view.result.cells):
            for c, name in enumerate(row):
                expected = set()
                if view.product:
                    left, above = view.product
                    expected |= {*left.cells[r], *(line[c] for line in above.cells)} - {None}
                for _, box in view.others:
                    whole_row = view.kind == "a" and net.activations[view.layer - 1] == "softmax"
                    expected |= set(box.cells[r]) if whole_row else {box.cells[r if len(box.cells) > 1 else 0][c]}
                assert set(quantities[name]["sources"]) == expected, name


@given(*any_step)
def test_the_inner_sizes_of_a_product_agree_in_name_and_number(seed, depth, pair, m, reduction):
    for view in make_step(seed, depth, pair, m, reduction)[3]:
        if view.product:
            left, above = view.product
            assert left.columns == above.rows
            assert (left.rows, above.columns) in [
                (view.result.rows, view.result.columns),
                (left.rows, view.result.columns),
            ]


def test_shapes_are_written_with_names_and_with_numbers():
    *_, views, _ = make_step(0, 2, ("sigmoid", "squared_error"), 5)
    hidden_error = next(view for view in views if (view.kind, view.layer) == ("delta", 1))
    in_letters = hidden_error.shapes(lambda size: size.latex)
    assert in_letters == r"(m, \sha{n_{2}}) \, (\sha{n_{2}}, n_{1}) \odot (m, n_{1}) = (m, n_{1})"


def test_biases_that_are_kept_have_no_new_values():
    net = Network([[[1.0]]], [[0.0]], ["identity"], train_biases=False)
    assert ("b", 1) not in {(view.kind, view.layer) for view in views_of(net, 2)}


@pytest.mark.parametrize(
    "networks, options, message",
    [
        ([], {}, "networks"),
        (["net"], {}, r"networks\[0\]"),
        ([("net", [[1.0]], [[1.0]])], {}, r"networks\[0\]"),
        ([(Network([[[1.0]]], [[0.0]], ["identity"]), [[1.0]], [[1.0]])], {"samples": (2,)}, "samples"),
        ([(Network([[[1.0]]], [[0.0]], ["identity"]), [[1.0]], [[1.0]])], {"samples": ()}, "samples"),
        ([(Network([[[1.0]]], [[0.0]], ["identity"]), [[1.0, 2.0]], [[1.0]])], {"samples": (1,)}, "X"),
    ],
)
def test_bad_input_is_named(networks, options, message):
    with pytest.raises(ValueError, match=message):
        ShapeExplorer(*networks, **options)


def test_beside_the_widget_stands_a_table_of_all_shapes():
    explorer = explorer_432()
    data, _ = explorer._repr_mimebundle_()
    assert {"text/html", "application/vnd.jupyter.widget-view+json"} <= set(data)
    assert data["text/html"].count('<th scope="row">') == len(explorer.definition["networks"][0]["steps"][0]["views"])


def test_what_the_page_gets_is_plain_json():
    json.dumps(explorer_432().definition["networks"], allow_nan=False)


# In the browser


def explorer_432(**options):
    net = random_net([4, 3, 2], ["tanh", "sigmoid"])
    deeper = random_net([2, 3, 4, 1], ["relu", "tanh", "sigmoid"])
    generator = np.random.default_rng(2)
    X, Y = generator.normal(size=(5, 4)), generator.uniform(size=(5, 2))
    return ShapeExplorer((net, X, Y), (deeper, X[:, :2], Y[:, :1]), samples=(5, 2, 1), **options)


def random_net(sizes, activations):
    generator = np.random.default_rng(1)
    weights = [generator.normal(size=shape) for shape in zip(sizes, sizes[1:])]
    return Network(weights, [generator.normal(size=size) for size in sizes[1:]], activations)


@pytest.fixture
def show(open_page, tmp_path):
    def show(explorer, **options):
        page = open_page(
            write_page(tmp_path, explorer, views=options.pop("views", 1), theme=options.get("color_scheme", "light")),
            **options,
        )
        page.wait_for_selector(".se-explorer")
        return page

    return show


def choose(page, group, text):
    """Touch a choice by its words, as a reader does."""
    page.locator(".se-choice", has=page.locator("legend", has_text=group)).get_by_label(text, exact=True).check(
        force=True
    )


def choose_kind(page, place):
    page.locator('.se-choice input[name$="kind"]').nth(place).check(force=True)


def result_cell(page, row, column):
    return page.locator(f'[data-row="{row}"][data-column="{column}"]')


def lit(page):
    return set(page.locator('.se-cell[data-lit="source"]').evaluate_all("cells => cells.map((cell) => cell.dataset.q)"))


def result_number(page):
    return page.locator(".se-formula .se-line:last-child mn").text_content()


def sizes_line(page):
    return page.locator('[aria-label="Numbers"] math').text_content().replace("\u2062", "")


KINDS = ["z", "a", "delta", "dW", "db", "W", "b"]


TOUCH_EVERYTHING = """() => {
  const seen = [];
  const choices = (group) => [...document.querySelectorAll(`.se-choice input[name$="-${group}"]:enabled`)];
  for (const network of choices("network")) {
    network.click();
    for (const samples of choices("samples")) {
      samples.click();
      for (const kind of choices("kind")) {
        kind.click();
        for (const layer of choices("layer")) {
          layer.click();
          for (const cell of document.querySelectorAll("[data-row]")) {
            cell.click();
            const lit = [...document.querySelectorAll('.se-cell[data-lit="source"]')].map((each) => each.dataset.q);
            seen.push({ name: cell.dataset.q, network: network.ariaLabel, samples: Number(samples.ariaLabel), lit,
              text: document.querySelector(".se-formula .se-line:last-child mn").textContent });
          }
        }
      }
    }
  }
  return seen;
}"""


def test_every_number_of_every_view_is_that_of_lib(show):
    explorer = explorer_432()
    seen = show(explorer).evaluate(TOUCH_EVERYTHING)
    steps = {
        (network["sizes"], step["m"]): step for network in explorer.definition["networks"] for step in network["steps"]
    }
    for entry in seen:
        quantity = steps[entry["network"], entry["samples"]]["quantities"][entry["name"]]
        assert shows(entry["text"], quantity["value"], 4), entry
        assert set(entry["lit"]) - {""} == set(quantity["sources"]), entry
    cells = [len(row) for step in steps.values() for view in step["views"] for row in view["result"]["cells"]]
    assert len(seen) == sum(cells)


def test_the_shapes_follow_the_number_of_samples(show):
    page = show(explorer_432())
    choose_kind(page, KINDS.index("delta"))
    assert sizes_line(page) == "(5,2)(2,3)⊙(5,3)=(5,3)"
    choose(page, "Samples", "1")
    assert sizes_line(page) == "(1,2)(2,3)⊙(1,3)=(1,3)"
    choose_kind(page, KINDS.index("dW"))
    assert sizes_line(page) == "(4,1)(1,3)=(4,3)"
    assert page.locator(".se-result .se-cell").count() == 12


def test_boxes_are_drawn_to_scale(show):
    page = show(explorer_432())
    cell = page.locator(".se-cell").first.bounding_box()
    box = page.locator(".se-box.se-result .se-row").evaluate_all(
        "rows => [rows[0].getBoundingClientRect().width, rows.length * rows[0].getBoundingClientRect().height]"
    )
    assert box == pytest.approx([3 * cell["width"], 5 * cell["height"]], abs=1)


def test_the_keyboard_alone_reaches_every_cell(show):
    page = show(explorer_432())
    page.locator('.se-choice input[name$="kind"]').first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # from z over a to δ
    result_cell(page, 0, 0).focus()
    for key, place in [
        ("ArrowDown", (1, 0)),
        ("ArrowRight", (1, 1)),
        ("End", (1, 2)),
        ("ArrowRight", (1, 2)),
        ("Home", (1, 0)),
    ]:
        page.keyboard.press(key)
        assert page.evaluate(
            "[document.activeElement.dataset.row, document.activeElement.dataset.column].map(Number)"
        ) == list(place)
    assert (
        page.locator(".bp-live")
        .text_content()
        .startswith("row 2, column 1: error of unit 1 in layer 1, sample 2, equals ")
    )


def test_the_mouse_lights_what_it_is_over(show):
    page = show(explorer_432())
    result_cell(page, 2, 1).hover()
    assert lit(page) == {"x3_1", "x3_2", "x3_3", "x3_4", "w1_1_2", "w1_2_2", "w1_3_2", "w1_4_2", "b1_2"}


def test_a_finger_lights_what_it_touches(show):
    page = show(explorer_432(), has_touch=True, viewport={"width": 360, "height": 740})
    result_cell(page, 4, 2).tap()
    assert "x5_4" in lit(page) and "b1_3" in lit(page)


def test_two_views_stay_in_step(show):
    page = show(explorer_432(), views=2)
    page.locator('.se-choice input[name$="kind"]').nth(2).check(force=True)
    assert (
        page.locator('[aria-label="Code"] code').all_text_contents()
        == ["delta[1] = (delta[2] @ W[2].T) * fprime(z[1])"] * 2
    )


@pytest.mark.parametrize("width", [360, 1000])
def test_nothing_below_moves_and_nothing_sticks_out(show, width):
    page = show(explorer_432(), viewport={"width": width, "height": 900})
    heights = set()
    for samples in ("5", "2", "1"):
        choose(page, "Samples", samples)
        for kind in range(len(KINDS)):
            choose_kind(page, kind)
            result_cell(page, 0, 1).click()
            heights.add(page.locator(".se-explorer").bounding_box()["height"])
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(heights) == 1


PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True}


def test_on_a_phone_each_number_fits_its_cell_and_each_sum_its_line(show):
    page = show(explorer_432(), **PHONE)
    too_wide = """() => [...document.querySelectorAll(".se-picture .se-cell")].filter((cell) => {
      const text = document.createRange();
      text.selectNodeContents(cell);
      return text.getBoundingClientRect().width > cell.clientWidth - 2;
    }).map((cell) => cell.textContent)"""
    for kind in range(len(KINDS)):
        choose_kind(page, kind)
        page.wait_for_function("() => document.querySelector('.se-picture .se-cell').textContent")
        assert page.evaluate(too_wide) == []
        for cell in page.locator("[data-row]").all():
            cell.tap()
            lines = page.locator(".se-formula .se-scroll")
            assert lines.evaluate(
                "box => box.scrollWidth <= box.clientWidth + 1 && box.scrollHeight <= box.clientHeight + 1"
            )


def test_on_a_phone_the_picture_follows_the_choices_and_the_sum_stays_in_sight(show):
    page = show(explorer_432(), **PHONE)
    choices, picture = page.locator(".se-choices").bounding_box(), page.locator(".se-picture").bounding_box()
    assert 0 <= picture["y"] - choices["y"] - choices["height"] < 20
    for place in [(0, 0), (4, 2)]:
        result_cell(page, *place).tap()
        box = page.locator(".se-formula").bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= PHONE["viewport"]["height"] + 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_finding_of_axe(show, theme):
    page = show(explorer_432(), color_scheme=theme)
    for kind in (2, 4):
        choose_kind(page, kind)
        findings = Axe().run(page, context=".se-explorer").response["violations"]
        assert [finding["id"] for finding in findings if finding["impact"] in ("serious", "critical")] == []


def test_a_network_of_softmax_lights_the_whole_row(show):
    net = Network.random([2, 3], ["softmax"], loss="cross_entropy")
    page = show(ShapeExplorer((net, [[1.0, 2.0], [3.0, 4.0]], [0, 2]), samples=(2,)))
    choose_kind(page, KINDS.index("a"))
    result_cell(page, 1, 0).click()
    assert lit(page) == {"z1_2_1", "z1_2_2", "z1_2_3"}
