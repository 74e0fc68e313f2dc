"""Every stepper of the built book, from its first quantity to its last: each number shown is lib's."""

import json
from urllib.parse import unquote, urlsplit

import pytest

from lib import Network
from lib.widgets.stepper.pool import names_in
from lib.worksheet import PHASES, Worksheet
from lib.worksheet.expression import OPERATIONS
from tests.book_pages import CHAPTERS, chapter, parsed
from tests.widget_pages import shows
from tools import ROOT

PAGES = [name for name in CHAPTERS if "StepThrough" in (ROOT / f"{name}.md").read_text(encoding="utf-8")]

WALK = """(root) => {
    const all = (selector, text) => [...root.querySelectorAll(selector)].filter((node) => node.dataset.q).map(
        (node) => [node.dataset.q, text(node)]);
    const hole = (node) => node.querySelector("mn")?.textContent ?? node.textContent;
    const look = () => ({
        status: root.querySelector(".bp-status").textContent,
        cursor: root.querySelector(".bp-left [data-q]")?.dataset.q,
        result: root.querySelector(".bp-line:last-child mn").textContent,
        formula: all(".bp-lines > :nth-child(3) mrow[data-q]", hole),
        drawing: all(".bp-picture .bp-label", (node) => node.querySelector(".bp-value").textContent),
    });
    const first = root.querySelector(".bp-first"), next = root.querySelector(".bp-next"), found = [];
    first.click();
    const count = Number(/of (\\d+)/.exec(root.querySelector(".bp-status").textContent)[1]);
    for (let i = 0; i < count; i += 1) {
        next.click();
        found.push(look());
    }
    return found;
}"""


def steppers(built_book, name):
    """The state of each stepper on a page, in the order of the page."""
    page = chapter(built_book, name)
    state = json.loads(page.find("script", type="application/vnd.jupyter.widget-state+json").string)
    places = page.find_all(class_="widget-place", attrs={"data-widget": "stepper"})
    return [state[place["data-model"]] for place in places]


def values_of(state):
    """Name -> value of every quantity of the worksheet that a stepper shows at first, computed by lib."""
    if not state["samples"]:
        return chain_values(state)
    X, Y = state["samples"]["X"], state["samples"]["Y"]
    if state["mode"] == "one":
        shown = slice(state["sample"], state["sample"] + 1)
        X, Y = X[shown], Y[shown]
    sheet = Worksheet.from_network(network_of(state), X, Y, state["given"]["alpha"])
    return sheet.until([phase for phase in PHASES if phase in state["definition"]["phases"]][-1]).values


def network_of(state):
    definition, given = state["definition"], state["given"]
    *hidden, output = state["choice"].split("|")
    last, loss = output.split(", ")
    depth = len(definition["drawing"]["columns"]) - 1
    activations = [*(hidden[0].split(", ") * depth)[: depth - 1], last] if hidden else [last]
    shape = {
        l: [max(int(name.split("_")[part]) for name in given if name.startswith(f"w{l}_")) for part in (1, 2)]
        for l in range(1, depth + 1)
    }
    weights = [
        [[given[f"w{l}_{j}_{k}"] for k in range(1, n + 1)] for j in range(1, m + 1)] for l, (m, n) in shape.items()
    ]
    biases = [[given[f"b{l}_{k}"] for k in range(1, n + 1)] for l, (_, n) in shape.items()]
    train_biases = "b1_1" in definition["updates"]
    return Network(weights, biases, activations, loss, reduction_of(definition["pool"]), train_biases)


def reduction_of(pool):
    """What the cost of samples that all lose 1 is: their number (and so where there is no cost), or 1 where it is a mean."""
    costs = [
        evaluate(pool["shapes"][total][0], ["L"] * 16, {"L": 1.0})
        for name, total in zip(pool["name"], pool.get("sum", pool["shape"]))
        if name == "cost" and total is not None
    ]
    return "mean" if costs and max(costs) == 1 else "sum"


def chain_values(state):
    pool, values = state["definition"]["pool"], dict(state["given"])
    for name, shape, names in zip(pool["name"], pool["shape"], pool["names"]):
        if shape is not None:
            values[name] = evaluate(pool["shapes"][shape][0], names.split(" "), values)
    return values


def evaluate(expression, names, values):
    if isinstance(expression, str):
        return values[names[int(expression)]]
    if isinstance(expression, list):
        return OPERATIONS[expression[0]](*(evaluate(operand, names, values) for operand in expression[1:]))
    return expression


@pytest.mark.parametrize("name", PAGES)
def test_every_stepper_shows_libs_numbers_from_the_first_quantity_to_the_last(open_page, file_book, built_book, name):
    page = open_page(f"{file_book}/{name}.html")
    page.wait_for_function(
        "[...document.querySelectorAll('.widget-place')].every((place) => place.classList.contains('widget-drawn'))"
    )
    states = steppers(built_book, name)
    roots = page.locator(".bp-stepper").all()
    assert len(roots) == len(states) >= 1
    for root, state in zip(roots, states):
        values = values_of(state)
        pool = state["definition"]["pool"]
        computed = names_in(pool) - names_in(pool, given_only=True)
        order = [name for name in values if name in computed]
        steps = root.evaluate(WALK)
        assert [step["cursor"] for step in steps] == order
        for number, step in enumerate(steps, 1):
            known = set(values) - set(order[number:])
            assert step["status"].startswith(f"quantity {number} of {len(order)} ")
            assert shows(step["result"], values[step["cursor"]], 4), step
            for quantity, text in step["formula"]:
                assert shows(text, values[quantity], 4), (quantity, text)
            for quantity, text in step["drawing"]:
                assert shows(text, values[quantity], 3) if quantity in known else text == "?", (quantity, text)


def laid_out(page):
    """Each stepper of a page that no fold hides, when its drawing has its width; and its place on the page."""
    for place, root in enumerate(page.locator(".bp-stepper").all()):
        if root.evaluate("root => root.closest('details:not([open])') === null && root.checkVisibility()"):
            page.wait_for_function(  # what comes near above it pushes it away again
                "root => { root.scrollIntoView(); return root.querySelector('.bp-picture').hasAttribute('width'); }",
                arg=root.element_handle(),
            )
            yield place, root


IN_PANEL = """(root) => {
    const lines = root.querySelector(".bp-lines"), next = root.querySelector(".bp-next"), found = [];
    const boxes = () => [...root.querySelectorAll(".bp-picture .bp-label")]
        .filter((text) => text.textContent && getComputedStyle(text).display !== "none")
        .map((text) => [text.textContent, text.getBBox()]);
    const over = (from, size, a, b) => Math.min(a[from] + a[size], b[from] + b[size]) - Math.max(a[from], b[from]);
    const air = 6; // of a line of letters, above and below them
    const touching = () => boxes().flatMap(([one, a], i, all) => all.slice(i + 1)
        .filter(([, b]) => over("x", "width", a, b) > 1 && over("y", "height", a, b) > 1 + air)
        .map(([other]) => `${one} | ${other}`));
    root.querySelector(".bp-first").click();
    while (next.textContent === "Next" && next.ariaDisabled !== "true") {
        next.click();
        found.push([lines.scrollWidth - lines.clientWidth, lines.offsetHeight, touching().join()]);
    }
    return found;
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_the_longest_formula_has_its_room_and_no_number_of_the_drawing_runs_into_another(
    open_page, file_book, name, width
):
    page = open_page(f"{file_book}/{name}.html", viewport={"width": width, "height": 740})
    page.wait_for_selector(".bp-stepper")
    page.evaluate("document.fonts.ready")
    for _, root in laid_out(page):
        sideways, heights, touching = zip(*root.evaluate(IN_PANEL))
        assert max(sideways) <= 1 and len(set(heights)) == 1
        assert set(touching) == {""}


@pytest.mark.parametrize("size", [(1366, 650), (360, 640)], ids=["laptop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_drawing_formula_and_next_button_are_in_view_together(open_page, file_book, built_book, name, size):
    """On a laptop of drawings with at most two rows; on a phone, which shows a part of a larger one, of one sample."""
    page = open_page(f"{file_book}/{name}.html", viewport=dict(zip(("width", "height"), size)), has_touch=size[0] < 500)
    page.wait_for_selector(".bp-stepper")
    page.evaluate("document.fonts.ready")
    states = steppers(built_book, name)
    for place, root in laid_out(page):
        state = states[place]
        tall = state["definition"]["drawing"]["rows"] > 2
        if (tall and size[0] > 500) or (size[0] < 500 and state["mode"] == "all"):
            continue
        root.evaluate("root => root.querySelector('.bp-next').click()")
        height = root.evaluate("""(root) => {
            const [whole, formula, buttons] = [root, ...[".bp-formula", ".bp-transport"].map((part) => root.querySelector(part))]
                .map((part) => part.getBoundingClientRect());
            return formula.bottom - whole.top + (buttons.top > formula.top ? buttons.height : 0);
        }""")
        assert height <= size[1]


@pytest.mark.parametrize("name", PAGES)
def test_every_step_links_to_a_numbered_equation_of_the_book(open_page, file_book, built_book, name):
    page = open_page(f"{file_book}/{name}.html")
    page.wait_for_selector(".bp-stepper")
    equations = page.evaluate("window.bookEquations")
    labels = {
        label for state in steppers(built_book, name) for label in state["definition"]["pool"]["equation"] if label
    }
    assert labels and labels <= set(equations)
    page.locator(".bp-next").first.click()
    link = page.locator(".bp-source a").first
    assert link.text_content() in {f"equation ({entry['number']})" for entry in equations.values()}
    file, _, anchor = link.evaluate("link => link.href").partition("#")
    assert parsed(unquote(urlsplit(file).path)).find(id=anchor)


def test_xor_is_learnt_from_the_good_start_and_not_from_the_stalling_one(open_page, file_book):
    page = open_page(f"{file_book}/book/backpropagation/the-algorithm.html")
    stepper = page.locator(".bp-stepper").first
    stepper.get_by_label("Gradient from").select_option("all samples")
    learnt = {}
    for start in ("good start", "stalling start"):
        stepper.get_by_label("Start").select_option(start)
        stepper.get_by_role("button", name="Run 1000 epochs").click()
        predictions = stepper.locator(".bp-predictions tbody td:last-child").all_text_contents()
        learnt[start] = [abs(float(text) - target) < 0.2 for text, target in zip(predictions, [0, 1, 1, 0])]
    assert all(learnt["good start"])
    assert not all(learnt["stalling start"])


@pytest.mark.parametrize("name", PAGES)
def test_a_stepper_links_to_no_equation_that_comes_further_down_its_page(built_book, name):
    places = chapter(built_book, name).find_all(class_="widget-place", attrs={"data-widget": "stepper"})
    for place, state in zip(places, steppers(built_book, name), strict=True):
        labels = filter(None, state["definition"]["pool"]["equation"])
        assert [label for label in labels if place.find_next(id=f"equation-{label.lower()}")] == []
