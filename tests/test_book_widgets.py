"""What the build leaves in a page for its widgets, and how the page host draws them."""

import json
import re

import pytest

from lib.widgets.shared.javascript import as_script
from tests.book_pages import CHAPTERS, chapter, parsed
from tools import ROOT

STATE = "application/vnd.jupyter.widget-state+json"
PAGE_HOST = (ROOT / "book" / "_static" / "page-host.js").as_uri()

COUNTER = """export default {
  initialize({ model }) { model.set("initialized", model.get("initialized") + 1); },
  render({ model, el }) {
    const button = document.createElement("button");
    const show = () => { button.textContent = `count ${model.get("value")}`; };
    button.onclick = () => { model.set("value", model.get("value") + 1); model.save_changes(); };
    model.on("change:value", show);
    show();
    el.append(button);
  },
};"""


def state_of(page):
    script = page.find("script", type=STATE)
    return json.loads(script.string) if script else {}


def values_of(key, value):
    """All strings that stand under a key, however deep, in a JSON value."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = value.get(key, []) if isinstance(value, dict) else []
    found = {each for each in (found if isinstance(found, list) else [found]) if isinstance(each, str)}
    return found.union(*(values_of(key, each) for each in inside))


def with_widgets(built_book):
    pages = {name: chapter(built_book, name) for name in CHAPTERS}
    return {name: page for name, page in pages.items() if page.find(class_="widget-place")}


@pytest.fixture
def host_page(chromium, tmp_path):
    """A page from disk with nothing but the page host: `host_page(places, state, modules)`."""
    context = chromium.new_context()

    def open_page(places, state, modules):
        (tmp_path / "page.html").write_text(f"""<!DOCTYPE html><html data-content_root="../"><body>
{"".join(f'<div class="widget-place" data-model="{model}"></div>' for model in places)}
<script type="{STATE}">{json.dumps(state)}</script>
<script>{"".join(as_script(key, module) for key, module in modules.items())}
window.bookEquations = {{"deltalasteq": {{"href": "book/walk.html#equation-deltalasteq", "number": "4.4"}}}};</script>
<script src="{PAGE_HOST}"></script></body></html>""")
        page = context.new_page()
        page.goto((tmp_path / "page.html").as_uri())
        page.locator(".widget-drawn").nth(len(places) - 1).wait_for(state="attached")
        return page

    yield open_page
    context.close()


def test_a_widget_is_drawn_in_its_place_and_answers(host_page):
    page = host_page(["a"], {"a": {"_esm": "counter", "value": 3, "initialized": 0}}, {"counter": COUNTER})
    page.get_by_role("button", name="count 3").click()
    assert page.get_by_role("button", name="count 4").is_visible()


def test_two_views_of_one_model_stay_in_step_and_another_model_does_not(host_page):
    states = {
        "a": {"_esm": "counter", "value": 0, "initialized": 0},
        "b": {"_esm": "counter", "value": 0, "initialized": 0},
    }
    page = host_page(["a", "a", "b"], states, {"counter": COUNTER})
    page.get_by_role("button").nth(0).click()
    assert page.get_by_role("button").all_inner_texts() == ["count 1", "count 1", "count 0"]


def test_a_model_is_initialised_once_for_all_its_views(host_page):
    code = COUNTER.replace('${model.get("value")}', '${model.get("initialized")}')
    page = host_page(["a", "a"], {"a": {"_esm": "counter", "value": 0, "initialized": 0}}, {"counter": code})
    assert page.get_by_role("button").all_inner_texts() == ["count 1", "count 1"]


def test_a_widget_that_fails_says_so_in_its_place_and_the_next_one_works(host_page):
    broken = "export default { render() { throw new Error('no such network'); } };"
    states = {"a": {"_esm": "broken"}, "b": {"_esm": "counter", "value": 0, "initialized": 0}}
    page = host_page(["a", "b", "missing"], states, {"broken": broken, "counter": COUNTER})
    said = page.locator(".widget-failed").all_inner_texts()
    assert "could not be shown (no such network)" in said[0]
    assert "no state for widget missing" in said[1]
    assert page.get_by_role("button", name="count 0").is_visible()


def test_a_model_tells_only_of_changes_and_only_those_who_listen(host_page):
    code = """export default { render({ model, el }) {
      const heard = [];
      const hear = (model, value) => heard.push(value);
      model.on("change:x", hear);
      model.set({ x: 2, y: 5 });
      model.set("x", 2);
      model.off("change:x", hear);
      model.set("x", 3);
      el.textContent = JSON.stringify([heard, model.get("x"), model.get("y")]);
    } };"""
    page = host_page(["a"], {"a": {"_esm": "m", "x": 1}}, {"m": code})
    assert json.loads(page.locator(".widget-view").inner_text()) == [[2], 3, 5]


ENDINGS = {
    "ending": "export default { render: ({ model }) => () => localStorage.setItem('ended', model.get('name')) };",
    "idle": "export default { render() {} };",
}


def test_a_view_is_ended_when_its_page_is_left_and_not_while_it_may_come_back(host_page):
    page = host_page(["a", "b"], {"a": {"_esm": "ending", "name": "first"}, "b": {"_esm": "idle"}}, ENDINGS)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.evaluate("localStorage.getItem('ended')") is None
    page.reload()
    assert page.evaluate("localStorage.getItem('ended')") == "first"


def test_a_widget_learns_where_an_equation_stands(host_page):
    page = host_page(["a"], {"a": {"_esm": "m"}}, {"m": "export default { render() {} };"})
    assert page.evaluate("book.equation('deltalasteq')") == {
        "href": "../book/walk.html#equation-deltalasteq",
        "number": "4.4",
    }
    assert page.evaluate("book.equation('nosuch') === undefined")


@pytest.mark.parametrize(
    "name",
    ["book/intro"]
    + [f"book/ingredients/{name}" for name in
       ["network-and-notation", "forward-pass", "loss-and-cost", "gradient-descent", "chain-rule"]]
    + [f"book/backpropagation/{name}" for name in
       ["the-algorithm", "backward-walk", "shapes", "why-it-is-fast", "update", "worked-example", "same-weights"]]
    + [f"book/code/{name}" for name in ["numpy", "gradient-check", "autodiff", "how-fast", "beyond-one-machine"]],
)  # fmt: skip
def test_the_chapter_has_a_live_widget_with_its_table(built_book, name):
    page = chapter(built_book, name)
    places = page.find_all(class_="widget-place")
    assert places
    assert len(page.find_all("details", class_="widget-table")) == len(places)


def test_each_place_has_a_state_and_each_state_its_code(built_book):
    for name, page in with_widgets(built_book).items():
        state = state_of(page)
        scripts = " ".join(script.get("src", "") for script in page.find_all("script"))
        for place in page.find_all(class_="widget-place"):
            assert f"widgets/{state[place['data-model']]['_esm']}.js" in scripts, name


def test_the_widgets_code_is_in_files_that_pages_share(built_book):
    for name, page in with_widgets(built_book).items():
        assert "export default" not in page.find("script", type=STATE).string, name
    modules = [file.name for file in (built_book / "_static" / "widgets").glob("*.js")]
    assert len({module.partition("-")[0] for module in modules}) == len(modules)


def test_without_javascript_the_table_is_open(built_book):
    for name, page in with_widgets(built_book).items():
        for table in page.find_all("details", class_="widget-table"):
            assert table.has_attr("open"), name
            assert table.find("table"), name


def test_the_map_of_equations_agrees_with_the_pages(built_book):
    text = (built_book / "_static" / "equations.js").read_text("utf-8")
    equations = json.loads(re.fullmatch(r"window\.bookEquations = (.*);\n", text)[1])
    assert len(equations) > 20
    for label, equation in equations.items():
        file, _, anchor = equation["href"].partition("#")
        number = parsed(built_book / file).find(id=anchor).find(class_="eqno").find(string=True)
        assert number == f"({equation['number']})", label


def test_every_equation_that_a_worksheet_points_to_is_in_the_map(built_book):
    text = (built_book / "_static" / "equations.js").read_text("utf-8")
    equations = json.loads(re.fullmatch(r"window\.bookEquations = (.*);\n", text)[1])
    named = set().union(*(values_of("equation", state_of(page)) for page in with_widgets(built_book).values()))
    pointed_to = {name for name in named if name.endswith("eq")}  # the others are names in words
    assert {"zfunceq", "deltalasteq", "compositioneq"} <= pointed_to <= set(equations)
