"""The notation explorer: a weight's line, name, cell and term always belong together, and are those of lib."""

import gzip
import json
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st
from rjsmin import jsmin

from lib import Network
from lib.widgets import NotationExplorer
from lib.widgets.shared.javascript import ROOMS
from tests.book_pages import chapter
from tests.networks import pairs, random_data, random_network, seeds
from tests.widget_pages import shows, write_page

PAGE = "book/ingredients/network-and-notation"


def network_232():
    return Network(
        [[[0.5, -1.0, 0.2], [-0.4, 0.6, 1.0]], [[1.0, -0.5], [0.3, 0.8], [-0.7, 0.4]]],
        [[0.1, 0.2, -0.3], [0.2, -0.1]],
        ["tanh", "sigmoid"],
    )


def explorer(*others):
    return NotationExplorer((network_232(), [1.0, 2.0]), *others)


def network_342():
    return Network.random([3, 4, 2], ["relu", "sigmoid"], seed=3)


def parameters(data):
    return [name for name, item in data["items"].items() if item["kind"] in ("weight", "bias")]


# In Python


@settings(max_examples=40)
@given(seeds, st.integers(1, 3), pairs)
def test_the_code_of_every_name_gives_its_value(seed, depth, pair):
    net = random_network(seed, depth, pair)
    X, _ = random_data(seed, net, 1)
    forward = net.forward(X)
    data = NotationExplorer((net, X[0])).definition["networks"][0]
    for name, item in data["items"].items():
        value = eval(item["code"], {"net": net, "X": X, "forward": forward})
        assert data["quantities"][name]["value"] == pytest.approx(value, rel=1e-12, abs=1e-12)


@settings(max_examples=40)
@given(seeds, st.integers(1, 3), pairs)
def test_a_weight_stands_in_row_from_and_column_to_of_the_matrix_of_its_layer(seed, depth, pair):
    net = random_network(seed, depth, pair)
    data = NotationExplorer(net).definition["networks"][0]
    for matrix in data["matrices"]:
        l = matrix["layer"]
        assert np.shape(matrix["rows"]) == net.W[l].shape and len(matrix["biases"]) == len(net.b[l])
        for r, row in enumerate(matrix["rows"], 1):
            for c, name in enumerate(row, 1):
                item = data["items"][name]
                assert (item["layer"], item["from"], item["to"]) == (l, r, c)
                assert name == f"w{l}_{r}_{c}"


@settings(max_examples=40)
@given(seeds, st.integers(1, 3), pairs)
def test_in_the_drawing_a_line_leads_from_where_its_name_says_to_where_it_says(seed, depth, pair):
    data = NotationExplorer(random_network(seed, depth, pair)).definition["networks"][0]
    nodes = [(node["column"], node["labels"][0]["variants"][0][1]) for node in data["drawing"]["nodes"]]
    names = []
    for edge in data["drawing"]["edges"]:
        names.append(edge["labels"][0]["variants"][0][1])
        l, j, k = (data["items"][names[-1]][key] for key in ("layer", "from", "to"))
        start = f"one{l - 1}" if j == 0 else f"x{j}" if l == 1 else f"a{l - 1}_{j}"
        assert nodes[edge["from"]] == (l - 1, start)
        assert nodes[edge["to"]] == (l, f"a{l}_{k}")
    assert names == parameters(data)


def test_every_weight_and_bias_is_asked_for_once_and_in_both_places():
    data = explorer().definition["networks"][0]
    assert sorted(name for name, _ in data["questions"]) == sorted(parameters(data))
    assert {place for _, place in data["questions"]} == {"drawing", "matrix"}


def test_without_inputs_they_count_from_one():
    quantities = NotationExplorer(network_342()).definition["networks"][0]["quantities"]
    assert [quantities[f"x{j}"]["value"] for j in (1, 2, 3)] == [1.0, 2.0, 3.0]


def test_beside_the_widget_stands_a_table_of_all_weights_and_biases():
    widget = explorer(network_342())
    data, _ = widget._repr_mimebundle_()
    assert {"text/html", "application/vnd.jupyter.widget-view+json"} <= set(data)
    assert data["text/html"].count('<th scope="row">') == sum(
        len(parameters(each)) for each in widget.definition["networks"]
    )
    row = re.search(r"<tr>(?:(?!</tr>).)*net\.W\[2\]\[2, 0\].*?</tr>", data["text/html"])[0]
    cells = re.findall(r"<td>(.*?)</td>", row)
    assert cells == ["<code>net.W[2][2, 0]</code>", "unit 3 of layer 1", "unit 1 of layer 2", "−0.7"]


def test_what_the_page_gets_is_plain_json():
    json.dumps(explorer(network_342()).definition["networks"], allow_nan=False)


@pytest.mark.parametrize(
    ("networks", "message"),
    [
        ([], "networks"),
        (["net"], r"networks\[0\]: expected a Network or a pair"),
        ([Network.random([2, 7, 1], ["tanh", "sigmoid"])], r"networks\[0\]: expected at most 6 units"),
        ([Network.random([1] * 6, ["tanh"] * 5)], r"networks\[0\]: expected at most 6 units a layer and 4 layers"),
        ([(network_232(), [1.0])], r"networks\[0\]: x: expected shape \(2,\)"),
        ([network_232(), (network_342(), [1.0, float("nan"), 2.0])], r"networks\[1\]: x: expected finite numbers"),
    ],
)
def test_bad_input_is_named(networks, message):
    with pytest.raises(ValueError, match=message):
        NotationExplorer(*networks)


@pytest.mark.parametrize(
    ("trait", "value"),
    [("network", 1), ("network", -1), ("selected", "w3_1_1"), ("selected", ""), ("question", -1), ("answer", "a1_1"),
     ("score", [2, 1]), ("score", [1]), ("score", ["1", 2])],
)  # fmt: skip
def test_a_state_that_cannot_be_is_a_value_error(trait, value):
    with pytest.raises(ValueError, match=f"{trait}: expected"):
        setattr(explorer(), trait, value)


def test_another_network_begins_where_the_old_name_does_not_exist():
    widget = explorer(network_342())
    widget.network = 1
    widget.selected = "w1_3_4"
    widget.network = 0
    assert widget.selected == "w1_1_1"


def test_its_own_code_and_style_weigh_at_most_12_kb():
    own = [jsmin(file.read_text("utf-8")) for file in sorted(ROOMS.glob("notation/*.js"))]
    own.append((ROOMS / "notation" / "explorer.css").read_text("utf-8"))
    assert len(own) > 3
    assert len(gzip.compress("".join(own).encode())) <= 12_000


# In the browser


@pytest.fixture
def show(open_page, tmp_path):
    def show(widget, **options):
        theme = options.get("color_scheme", "light")
        page = open_page(write_page(tmp_path, widget, views=options.pop("views", 1), theme=theme), **options)
        page.wait_for_selector(".ne-explorer .bp-edge[x1]")
        return page

    return show


LOOK = """(root) => ({
  lines: [...root.querySelectorAll(".bp-edge.bp-lit")].map((line) => line.nextElementSibling.dataset.part),
  checked: [...root.querySelectorAll('[role="radio"][aria-checked="true"]')].map((part) => part.dataset.part),
  cells: [...root.querySelectorAll(".ne-cell[data-lit]")].filter((cell) => cell.checkVisibility({ visibilityProperty: true })
    ).map((cell) => cell.dataset.q),
  terms: [...root.querySelectorAll(".bp-line .ne-term[data-lit]")].map((term) => term.dataset.term),
  symbol: root.querySelector(".ne-name mrow").textContent,
  value: root.querySelector(".ne-name mn:last-child").textContent,
  code: root.querySelector(".ne-name code").textContent,
  numbers: [...root.querySelectorAll(".bp-line:nth-child(3) .ne-term")].map((term) =>
    [...term.querySelectorAll("mrow[data-q]")].map((hole) => [hole.dataset.q, hole.querySelector("mn").textContent])),
  sum: root.querySelector(".bp-line:nth-child(4) mn").textContent,
  after: root.querySelector(".ne-after mn:last-child").textContent,
  words: root.querySelector("[aria-live]").textContent,
})"""


def look(page, view=0):
    return page.locator(".ne-explorer").nth(view).evaluate(LOOK)


def agrees(seen, data, name):
    """Whether all that is lit and written is that of one weight or bias."""
    item, quantities = data["items"][name], data["quantities"]
    assert seen["lines"] == seen["checked"] == seen["cells"] == [name]
    assert seen["terms"] == [name, name]  # in symbols and in numbers
    assert seen["code"] == item["code"]
    assert seen["symbol"] == re.sub("<[^>]*>", "", quantities[name]["symbol"])
    assert shows(seen["value"], quantities[name]["value"], 4)
    for term in seen["numbers"]:
        for part, text in term:
            assert shows(text, quantities[part]["value"], 4)
    assert shows(seen["sum"], quantities[item["sum"]]["value"], 4)
    unit = f"a{item['layer']}_{item['to']}"
    assert shows(seen["after"], quantities[unit]["value"], 4)
    assert item["place"] in seen["words"] and quantities[name]["words"] in seen["words"]
    return True


def line(page, name):
    return page.locator(f'.bp-picture [data-part="{name}"]').first


def middle_of(page, name, along=0.5):
    """A point on a line, in the coordinates of what is seen of the page; the line is brought into view."""
    return line(page, name).evaluate(
        """(line, along) => {
            line.scrollIntoViewIfNeeded();
            const { left, top } = line.ownerSVGElement.getBoundingClientRect();
            const at = (a, b) => Number(line.getAttribute(a)) + along * (line.getAttribute(b) - line.getAttribute(a));
            return [left + at("x1", "x2"), top + at("y1", "y2")];
        }""",
        along,
    )


def test_pointing_at_the_line_of_any_weight_lights_its_name_cell_and_term(show):
    widget = explorer(network_342())
    page = show(widget, viewport={"width": 1000, "height": 1000})
    for place in (0, 1):
        page.locator('.ne-chips input[name$="network"]').nth(place).check()
        data = widget.definition["networks"][place]
        for name in parameters(data):
            page.mouse.move(*middle_of(page, name, along=0.12))  # near the start, where lines don't cross
            assert agrees(look(page), data, name)


def test_touching_a_cell_lights_the_line_and_the_term(show):
    widget = explorer()
    page = show(widget, has_touch=True, viewport={"width": 360, "height": 800})
    data = widget.definition["networks"][0]
    for l, matrix in enumerate(data["matrices"], 1):
        page.touchscreen.tap(*middle_of(page, f"w{l}_1_1"))
        for name in [name for row in matrix["rows"] for name in row] + matrix["biases"]:
            page.locator(f'.ne-cell[data-q="{name}"]').tap()
            assert agrees(look(page), data, name)


def test_touching_a_term_lights_the_line_and_the_cell(show):
    widget = explorer()
    page = show(widget)
    for name in ("w1_2_1", "b1_1", "w1_1_1"):
        page.locator(f'.bp-line:nth-child(2) [data-term="{name}"]').click()
        assert agrees(look(page), widget.definition["networks"][0], name)
    page.locator('.bp-line:nth-child(3) [data-term="w1_2_1"]').click()
    assert agrees(look(page), widget.definition["networks"][0], "w1_2_1")


def focused(page):
    return page.evaluate("document.activeElement.dataset.part ?? document.activeElement.dataset.q")


def test_the_keyboard_alone_reaches_every_line_of_the_drawing(show):
    widget = explorer(network_342())
    page = show(widget)
    page.locator('.ne-chips input[name$="network"]').nth(1).check()
    data = widget.definition["networks"][1]
    page.locator('.ne-chips input[name$="mode"]').first.focus()
    page.keyboard.press("Tab")
    reached = []
    for l in (1, 2):
        page.keyboard.press("Home")
        here = [name for name in parameters(data) if data["items"][name]["layer"] == l]
        for _ in here:
            reached.append(focused(page))
            assert agrees(look(page), data, reached[-1])
            page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")  # to the unit at its end, and on
        page.keyboard.press("ArrowRight")
    assert reached == parameters(data)


def test_arrow_keys_follow_a_signal_and_its_way_back(show):
    page = show(explorer())
    line(page, "w1_1_1").focus()
    path = []
    for key in [
        "ArrowRight",
        "ArrowDown",
        "ArrowRight",
        "ArrowRight",
        "ArrowLeft",
        "ArrowLeft",
        "ArrowLeft",
        "ArrowLeft",
        "ArrowLeft",
        "ArrowUp",
    ]:
        page.keyboard.press(key)
        path.append(focused(page))
    assert path == ["a1_1", "a1_2", "w2_2_1", "a2_1", "w2_1_1", "a1_1", "w1_1_1", "x1", "x1", "x1"]


def test_the_keyboard_alone_reaches_every_cell_of_the_matrix(show):
    widget = explorer()
    page = show(widget)
    line(page, "w2_1_1").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "w2_1_1"
    path = []
    for key in ["ArrowRight", "ArrowDown", "Home", "ArrowDown", "ArrowDown", "End", "ArrowDown"]:
        page.keyboard.press(key)
        path.append(focused(page))
        assert agrees(look(page), widget.definition["networks"][0], path[-1])
    assert path == ["w2_1_2", "w2_2_2", "w2_2_1", "w2_3_1", "b2_1", "b2_2", "b2_2"]


def test_a_unit_lights_the_column_that_arrives_and_an_input_the_row_that_leaves(show):
    page = show(explorer())
    line(page, "a2_1").focus()
    page.keyboard.press("Enter")
    arriving = ["w2_1_1", "w2_2_1", "w2_3_1", "b2_1"]
    seen = look(page)
    assert sorted(seen["lines"]) == sorted(seen["cells"]) == sorted(arriving)
    assert seen["terms"] == arriving * 2 and seen["code"] == "forward.a[2][0, 0]"
    line(page, "x2").focus()
    page.keyboard.press("Enter")
    seen = look(page)
    assert sorted(seen["lines"]) == sorted(seen["cells"]) == ["w1_2_1", "w1_2_2", "w1_2_3"]
    assert seen["code"] == "X[0, 1]"
    assert page.locator(".ne-formula .bp-lines").is_hidden()


def test_two_views_stay_in_step(show):
    widget = explorer()
    page = show(widget, views=2)
    page.locator('.ne-cell[data-q="w1_2_3"]').first.click()
    assert agrees(look(page, 0), widget.definition["networks"][0], "w1_2_3") and agrees(
        look(page, 1), widget.definition["networks"][0], "w1_2_3"
    )
    page.locator(".ne-explorer").nth(1).get_by_label("Quiz").check(force=True)
    assert page.locator(".ne-question").evaluate_all("all => all.map((each) => each.checkVisibility())") == [True, True]


# The quiz


def begin_quiz(page):
    page.get_by_label("Quiz").check(force=True)


def question_of(page, data):
    """Name of what is asked for, by its symbol."""
    symbol = page.locator(".ne-question math").text_content()
    return next(
        name for name in parameters(data) if re.sub("<[^>]*>", "", data["quantities"][name]["symbol"]) == symbol
    )


def test_the_quiz_can_be_gone_through_by_pointer_without_a_mistake(show):
    widget = explorer()
    data = widget.definition["networks"][0]
    page = show(widget, viewport={"width": 1000, "height": 1000})
    begin_quiz(page)
    asked = []
    for _ in data["questions"]:
        asked.append(question_of(page, data))
        if "drawing" in page.locator(".ne-question").text_content():
            page.mouse.click(*middle_of(page, asked[-1], along=0.12))
        else:
            page.locator(f'.ne-cell[data-q="{asked[-1]}"]').click()
        assert page.locator(".ne-verdict").text_content().startswith("Right.")
        assert agrees(
            look(page) | {"words": f"{data['items'][asked[-1]]['place']} {data['quantities'][asked[-1]]['words']}"},
            data,
            asked[-1],
        )
        page.get_by_role("button", name="Next question").click()
    assert sorted(asked) == sorted(parameters(data))
    assert page.locator(".ne-score").text_content() == f"Right at the first try: {len(asked)} of {len(asked)}"


def test_an_open_question_does_not_give_its_answer_away(show):
    widget = explorer()
    page = show(widget, viewport={"width": 1000, "height": 1000})
    begin_quiz(page)
    page.mouse.move(*middle_of(page, "w1_1_2", along=0.2))
    shown = page.locator(".ne-explorer").evaluate(
        """(root) => [...root.querySelectorAll(".ne-cell > *, .ne-name > *, .ne-formula .bp-line > *, .bp-edge.bp-lit")]
            .filter((each) => each.checkVisibility({ visibilityProperty: true })).length"""
    )
    assert shown == 0
    assert (
        page.locator(".bp-label .bp-value").evaluate_all(
            "all => all.filter((each) => /[wb]/.test(each.textContent)).length"
        )
        == 0
    )


MISTAKES = [
    ("w2_2_1", "w2_1_2", "you swapped from and to"),
    ("w2_3_1", "w2_3_2", "ends at another unit"),
    ("w2_3_1", "w2_1_1", "starts at another unit"),
    ("w2_1_1", "w2_2_2", "Units are counted from 1"),
    ("w2_1_2", "w1_1_2", "in the wrong layer"),
    ("w2_1_2", "w1_2_1", "you swapped from and to. The first number below is where the line starts (the row), the second where it ends "
                           "(the column). The layer"),
    ("w2_3_1", "w2_2_2", "another start and another end"),
    ("w2_1_1", "b2_1", "a bias"),
    ("b2_1", "w2_1_1", "a weight"),
    ("b2_1", "b2_2", "of another unit"),
    ("b2_1", "b1_1", "in the wrong layer"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "touched", "reason"), MISTAKES)
def test_a_wrong_answer_says_which_mistake_it_was(show, asked, touched, reason):
    widget = explorer()
    data = widget.definition["networks"][0]
    widget.quiz = True
    widget.question = next(i for i, (name, _) in enumerate(data["questions"]) if name == asked)
    page = show(widget)
    line(page, touched).focus()
    page.keyboard.press("Enter")
    said = page.locator(".ne-verdict").text_content()
    assert said.startswith("Not yet. That is ") and reason in said
    assert reason in page.locator("[aria-live]").text_content()
    line(page, asked).focus()
    page.keyboard.press(" ")
    assert page.locator(".ne-verdict").text_content().startswith("Right.")
    assert page.locator(".ne-score").text_content() == "Right at the first try: 0 of 1"


def test_in_the_quiz_arrow_keys_look_and_enter_answers(show):
    page = show(explorer())
    begin_quiz(page)
    line(page, "w1_1_1").focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == "w1_1_2"
    assert page.locator(".ne-verdict").text_content() == ""
    page.keyboard.press("Enter")
    assert page.locator(".ne-verdict").text_content() != ""


def test_a_question_can_be_skipped_and_does_not_count(show):
    widget = explorer()
    page = show(widget)
    begin_quiz(page)
    first = question_of(page, widget.definition["networks"][0])
    page.get_by_role("button", name="Skip it").click()
    assert question_of(page, widget.definition["networks"][0]) != first
    assert page.locator(".ne-score").text_content() == "Right at the first try: 0 of 0"


# How it looks


@pytest.mark.parametrize("width", [360, 1000])
def test_nothing_moves_and_nothing_sticks_out(show, width):
    widget = explorer()
    page = show(widget, viewport={"width": width, "height": 900})
    heights = set()
    for name in widget.definition["networks"][0]["items"]:
        line(page, name).focus()
        page.keyboard.press("Enter")
        heights.add(page.locator(".ne-explorer").bounding_box()["height"])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(heights) == 1
    begin_quiz(page)
    heights.clear()
    for asked, touched, _ in MISTAKES:
        for name in (touched, asked):
            line(page, name).focus()
            page.keyboard.press("Enter")
            heights.add(page.locator(".ne-explorer").bounding_box()["height"])
        page.locator(".ne-asking button").click()
    assert len(heights) == 1


def test_on_a_desk_another_network_moves_nothing_below(show):
    narrow = Network.random([1, 1, 1], ["tanh", "sigmoid"], seed=3)
    page = show(explorer(network_342(), narrow), viewport={"width": 720, "height": 900})
    heights = set()
    for place, units in enumerate((7, 9, 3)):
        page.locator(".ne-chips input").nth(place).check(force=True)
        page.wait_for_function("(units) => document.querySelectorAll('.bp-picture circle').length === units", arg=units)
        heights.add(round(page.locator(".ne-explorer").bounding_box()["height"]))
    assert len(heights) == 1


def test_on_a_phone_a_long_sum_is_scrolled_to_the_lit_term(show):
    page = show(NotationExplorer(network_342()), viewport={"width": 360, "height": 800})
    inside = """(term) => {
        const [box, place] = [term.closest(".bp-lines"), term].map((each) => each.getBoundingClientRect());
        return place.left >= box.left && place.right <= box.right;
    }"""
    for name in ("w1_3_2", "b1_4", "w1_1_1"):
        page.locator(f'.ne-cell[data-q="{name}"]').click()
        page.wait_for_function(f"({inside})(document.querySelector('.bp-line:nth-child(3) [data-lit=one]'))")


def test_a_finger_has_room(show):
    page = show(explorer(network_342()), has_touch=True, viewport={"width": 360, "height": 800})
    x, y = middle_of(page, "w2_1_1")
    page.touchscreen.tap(x, y - 12)  # beside the line, nearer to it than to any other
    assert look(page)["lines"] == ["w2_1_1"]
    begin_quiz(page)
    for selector in (".ne-chip label", ".ne-cell", ".ne-asking button"):
        for box in page.locator(selector).evaluate_all(
            "all => all.map((each) => each.getBoundingClientRect().toJSON())"
        ):
            assert box["width"] >= 44 and box["height"] >= 44, selector


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_finding_of_axe(show, theme):
    page = show(explorer(network_342()), color_scheme=theme)
    for act in (lambda: None, lambda: line(page, "a1_2").click(force=True), lambda: begin_quiz(page)):
        act()
        findings = Axe().run(page, context=".ne-explorer").response["violations"]
        assert [finding["id"] for finding in findings if finding["impact"] in ("serious", "critical")] == []


# In the book


def test_in_the_built_page_every_weight_can_be_pointed_at(open_page, file_book, built_book):
    page = open_page(f"{file_book}/{PAGE}.html", viewport={"width": 1280, "height": 1000})
    page.locator(".ne-explorer").scroll_into_view_if_needed()
    page.wait_for_selector(".ne-explorer .bp-edge[x1]")
    state = json.loads(
        chapter(built_book, PAGE).find("script", type="application/vnd.jupyter.widget-state+json").string
    )
    model = next(each for each in state.values() if "score" in each)
    page.locator(".ne-drawing-place").scroll_into_view_if_needed()
    for place, data in enumerate(model["definition"]["networks"]):
        page.locator('.ne-chips input[name$="network"]').nth(place).check(force=True)
        for name in parameters(data):
            page.mouse.move(*middle_of(page, name, along=0.12))
            assert agrees(look(page), data, name)
