"""What every widget's view does, whatever it shows: one drawing for each act, and an end."""

import pytest

from tests.widget_pages import load_modules

COUNTING = """() => {
  const listeners = new Map();
  const state = { a: 1, b: 1 };
  globalThis.model = {
    get: (name) => state[name],
    set(changes) {
      Object.assign(state, changes);
      for (const name of Object.keys(changes)) listeners.get(`change:${name}`)?.forEach((hear) => hear());
    },
    on: (event, hear) => listeners.set(event, [...(listeners.get(event) ?? []), hear]),
    off: (event, hear) => listeners.set(event, listeners.get(event).filter((each) => each !== hear)),
    save_changes() {},
  };
  globalThis.views = [];
  class Counting extends lab.View {
    static traits = ["a", "b"];
    build() {
      this.drawings = 0;
      this.frame({ class: "bp-widget" });
      views.push(this);
    }
    draw() {
      this.drawings += 1;
      this.shown = { ...this.state };
    }
  }
  const { render } = lab.renderWith(Counting);
  globalThis.ends = [0, 1].map(() => render({ model, el: document.body }));
}"""


@pytest.fixture
def page(open_page):
    """Two views of one model, which count how often they are drawn."""
    page = open_page("about:blank")
    load_modules(page, "shared/view")
    page.evaluate(COUNTING)
    return page


def drawings(page):
    return page.evaluate("Promise.resolve().then(() => views.map(({ drawings }) => drawings))")


def test_an_act_that_changes_several_traits_draws_each_view_once(page):
    assert drawings(page) == [1, 1]
    page.evaluate("views[0].act({ a: 2, b: 3 })")
    assert drawings(page) == [2, 2]
    assert page.evaluate("views.map(({ shown }) => shown)") == [{"a": 2, "b": 3}] * 2


def test_changes_from_elsewhere_are_drawn_together(page):
    page.evaluate("() => { model.set({ a: 5 }); model.set({ b: 6 }); model.set({ a: 7 }); }")
    assert drawings(page) == [2, 2]
    assert page.evaluate("views[1].shown") == {"a": 7, "b": 6}


def test_a_view_that_has_ended_hears_nothing_more(page):
    page.evaluate("() => { ends[0](); model.set({ a: 9 }); }")
    assert drawings(page) == [1, 2]
