"""The counter of multiplications: its counts are lib's, in Python and on the page, and a reader can change every layer."""

import json
import math

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st

from lib import counting
from lib.widgets import MultiplicationCounter
from lib.worksheet import Worksheet
from tests.book_pages import chapter
from tests.widget_pages import figures, write_page

LETTERS = ["P", "F", "R", "G", "D", "Q"]
CHAPTER = "book/backpropagation/why-it-is-fast"
MEASURED = [
    {"sizes": [64, 32, 10], "backpropagation": 2.41, "finite_differences": 1710.0},
    {"sizes": [64, 512, 512, 10], "backpropagation": 2.9},
]

any_sizes = st.lists(st.integers(1, 9999), min_size=2, max_size=9)
small_sizes = st.lists(st.integers(1, 12), min_size=2, max_size=7)


# In Python


@given(small_sizes)
def test_the_written_out_counts_are_those_of_lib(sizes):
    values = Worksheet.from_sizes(sizes).values
    assert {letter: values[letter] for letter in LETTERS} == counting.all_counts(sizes)


@given(any_sizes)
def test_beyond_the_reach_of_floats_a_count_is_rounded_and_not_wrong(sizes):
    values = Worksheet.from_sizes(sizes).values
    for letter, count in counting.all_counts(sizes).items():
        exact = count <= 2**53
        assert values[letter] == count if exact else values[letter] == pytest.approx(count, rel=1e-14), letter


def test_the_formulas_read_as_in_the_chapter():
    sheet = Worksheet.from_sizes([2, 3, 4])
    assert sheet["F"].latex == r"F = n_{0} \, n_{1} + n_{1} \, n_{2}"
    assert sheet["R"].latex == r"R = n_{2} + n_{1} \, (n_{2} + 1) + F"
    assert sheet["G"].latex_with_numbers == r"G = 18 + 37"
    assert sheet["D"].latex == r"D = (1 + P) \, F"
    assert sheet["Q"].latex_with_numbers == r"Q = 4 \cdot 2 \cdot 3 \cdot 4 + 2 \cdot 3 \cdot 4"


@given(any_sizes)
def test_backpropagation_costs_between_two_and_four_forward_passes_and_differences_never_less(sizes):
    count = counting.all_counts(sizes)
    assert 2 * count["F"] < count["G"] < 4 * count["F"]
    assert count["D"] >= count["G"]


def counter(**options):
    options = {
        "examples": [[1, 1, 1, 1, 1], [784, 100, 100, 10]],
        "measured": MEASURED,
        "conditions": "On one machine.",
    } | options
    return MultiplicationCounter(options.pop("sizes", [64, 32, 10]), **options)


def test_counts_and_worksheet_follow_the_sizes():
    widget = counter()
    widget.sizes = [3, 4, 2]
    assert widget.counts == counting.all_counts([3, 4, 2])
    assert widget.sheet["R"].value == 34


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sizes": [3]}, "sizes: expected the input's size and at least one layer's"),
        ({"sizes": [3, 0]}, r"sizes\[1\]: expected a whole number, 1 or above, got 0"),
        ({"sizes": [3, 2.5]}, r"sizes\[1\]: expected a whole number"),
        ({"sizes": "3-2"}, "sizes: expected a list of whole numbers"),
        ({"sizes": [1] * 10}, "sizes: expected at most 8 layers of weights, got 9"),
        ({"sizes": [10000, 1]}, "sizes: expected at most 9,999 units a layer, got 10,000"),
        ({"examples": [[3, 2], [3]]}, r"examples\[1\]: expected"),
        ({"measured": [{"sizes": [3, 2]}]}, r"measured\[0\]: expected a dict of sizes, backpropagation"),
        (
            {"measured": [{"sizes": [3, 2], "backpropagation": 0}]},
            r"measured\[0\]\['backpropagation'\]: expected a finite",
        ),
        (
            {"measured": [{"sizes": [3, 2], "backpropagation": 2, "finite_differences": math.nan}]},
            "'finite_differences'",
        ),
        ({"conditions": None}, "conditions: expected a text, got NoneType"),
    ],
)
def test_what_it_cannot_show_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        counter(**options)


@pytest.mark.parametrize(("trait", "value"), [("sizes", [3]), ("layer", 9), ("layer", -1), ("count", "X")])
def test_a_state_that_makes_no_sense_is_refused_and_the_old_one_stays(trait, value):
    widget = counter()
    before = getattr(widget, trait)
    with pytest.raises(ValueError, match=trait):
        setattr(widget, trait, value)
    assert getattr(widget, trait) == before


def test_beside_the_widget_stand_its_counts_and_what_was_measured_as_tables():
    data, _ = counter()._repr_mimebundle_()
    table = data["text/html"]
    assert all(f"<td>{count:,}</td>" in table for count in counting.all_counts([64, 32, 10]).values())
    assert "<td>2.15</td><td>2.41</td><td>2,411</td><td>1,710</td>" in table
    assert "not measured" in table and "On one machine." in table
    assert "about 1.256·10¹⁹" in counter(sizes=[784] + [100] * 7 + [10]).to_html()


def test_what_the_page_gets_is_plain_json_without_any_counts():
    definition = counter().definition
    json.dumps(definition, allow_nan=False)
    assert all("value" not in quantity for program in definition["programs"] for quantity in program)


# In the browser


@pytest.fixture
def show(open_page, tmp_path):
    def show(widget, views=1, **options):
        theme = options.get("color_scheme", "light")
        page = open_page(write_page(tmp_path, widget, views=views, theme=theme), **options)
        page.wait_for_selector(".mc-counter")
        return page

    return show


def take(page, sizes):
    page.get_by_role("button", name="-".join(map(str, sizes)), exact=True).first.click()


def numbers(page):
    """The counts that the rows show, by letter."""
    return dict(zip(LETTERS, page.locator(".mc-row .mc-number").all_text_contents()))


def widths(page):
    return [int(text) for text in page.locator(".mc-size").all_text_contents()]


def shown(count):
    """What stands for an exact count; None where it is rounded."""
    return f"{count:,}" if count < 2**53 else None


def assert_counts(page, sizes):
    assert widths(page) == sizes
    for letter, count in counting.all_counts(sizes).items():
        text = numbers(page)[letter]
        if count < 2**53:
            assert text == f"{count:,}", (sizes, letter)
        else:
            assert text.startswith("≈ ") and figures(text[2:]) == pytest.approx(count, rel=5.1e-4), (sizes, letter)


RANDOM = [
    [2, 3, 2],
    [7, 1, 9, 4],
    [1] * 9,
    [3, 4, 3, 2, 5, 6],
    [9999, 9999],
    [9999] * 9,
    [12, 250, 31, 8, 640],
    [5000, 3],
]


def test_every_count_on_the_page_is_lib_s(show):
    page = show(counter(examples=RANDOM))
    for sizes in RANDOM:
        take(page, sizes)
        assert_counts(page, sizes)


FORMULA = """() => [...document.querySelectorAll(".bp-lines > :not([hidden])")].map((line) => {
  const seen = line.cloneNode(true);
  seen.querySelectorAll('[style*="display: none"]').forEach((bracket) => bracket.remove());
  return seen.textContent.replaceAll("\u2062", "");
})"""


def test_each_row_shows_its_formula_in_symbols_and_in_numbers(show):
    page = show(counter(sizes=[2, 3, 4], examples=[]))
    seen = {}
    for letter in LETTERS:
        page.locator(".mc-row input").nth(LETTERS.index(letter)).check()
        seen[letter] = page.evaluate(FORMULA)
    assert seen["F"] == ["F", "=n0n1+n1n2", "=2·3+3·4", "=6+12", "=18"]
    assert seen["D"] == ["D", "=(1+P)F", "=(1+25)·18", "=468"]
    assert [lines[-1] for lines in seen.values()] == [f"={count}" for count in counting.all_counts([2, 3, 4]).values()]


def test_a_rounded_result_is_not_said_to_be_equal(show):
    page = show(counter(sizes=[9999] * 9))
    page.locator(".mc-row input").last.check()
    assert page.locator(".bp-lines math").last.text_content().startswith("≈")


def test_a_width_is_typed(show):
    page = show(counter())
    field = page.get_by_label("Units n₁ of layer 1", exact=True)
    field.fill("320")
    assert_counts(page, [64, 320, 10])
    field.press("Enter")
    said = page.locator(".mc-counter > [aria-live]").text_content()
    assert said.startswith("Backpropagation costs 2.1 times a forward pass, finite differences 24 thousand times")


def test_a_comma_may_part_thousands_as_in_the_counts_themselves(show):
    page = show(counter())
    field = page.get_by_label("Units n₁ of layer 1", exact=True)
    field.fill("1,000")
    field.press("Enter")
    assert_counts(page, [64, 1000, 10])


@pytest.mark.parametrize("text", ["much", "0", "-3", "2.5", "10000", "∞", "1/2", "0x10", "1e400", "9" * 400])
def test_a_slip_keeps_the_old_width_and_says_so(show, text):
    page = show(counter())
    field = page.get_by_label("Units n₁ of layer 1", exact=True)
    field.fill(text)
    field.press("Enter")
    assert_counts(page, [64, 32, 10])
    assert field.input_value() == "32"
    said = page.locator(".bp-message").text_content()
    assert said.endswith("The old value 32 stays.") and len(said) < 200


def test_the_slider_gives_whole_numbers(show):
    page = show(counter())
    slider = page.get_by_label("slide the number of units")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    assert_counts(page, [64, round(10**1.54), 10])
    slider.press("End")
    assert 9000 < widths(page)[1] <= 9999


def test_the_keyboard_alone_does_everything(show):
    page = show(counter())
    page.locator("#beside").focus()
    page.keyboard.press("Tab")  # the selected layer
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")  # its width
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    assert_counts(page, [64, 32, 21])
    page.keyboard.press("Tab")  # the slider
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # add a layer
    assert_counts(page, [64, 32, 21, 21])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # and remove it
    assert_counts(page, [64, 32, 21])


def test_a_layer_is_added_after_the_chosen_one_and_only_so_many_fit(show):
    page = show(counter(sizes=[5, 4, 3]))
    page.locator(".mc-column").first.click()
    add, remove = (page.get_by_role("button", name=name) for name in ("Add a layer after it", "Remove it"))
    add.click()
    assert_counts(page, [5, 5, 4, 3])
    for _ in range(7):
        add.click(force=True)  # the last time it is marked as disabled, and says why
    assert len(widths(page)) == 9
    assert page.locator(".bp-message").text_content() == "At most 8 layers of weights fit here."
    for _ in range(9):
        remove.click(force=True)
    assert_counts(page, [5, 5])
    assert page.locator(".bp-message").text_content() == "A network has an input and an output at least."


def test_bars_are_as_long_as_their_counts_have_powers_of_ten(show):
    page = show(counter(sizes=[10, 100, 100]))
    bars = page.evaluate("""() => Object.fromEntries([...document.querySelectorAll(".mc-bar[data-count]")].map((bar) =>
        [bar.dataset.count, bar.getBoundingClientRect().width / bar.parentElement.getBoundingClientRect().width]))""")
    count = counting.all_counts([10, 100, 100])
    assert set(bars) == set(LETTERS) - {"P"}  # weights and biases are no multiplications
    for letter in LETTERS[1:]:
        assert bars[letter] / bars["F"] == pytest.approx(math.log10(count[letter]) / math.log10(count["F"]), rel=0.02)
    ticks = page.locator(".mc-axis span").all_text_contents()
    assert ticks == ["1", "10²", "10⁴", "10⁶", "10⁸", "10¹⁰"]


def marks(page, kind):
    """Where the marks of a kind stand in the plot, as (weights and biases, forward passes), read off the axes."""
    return page.evaluate(
        """(kind) => {
          const at = (node) => node.getAttribute("transform").match(/[\\d.]+/g).map(Number);
          const frame = document.querySelector(".mc-plot .bp-axis").getAttribute("d").match(/[\\d.]+/g).map(Number);
          const [left, top, bottom, right] = frame;
          const powers = [...document.querySelectorAll(".mc-plot .bp-tick")].map((tick) => tick.textContent.length > 2
            ? [...tick.textContent.slice(2)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c)).join("") : "0").map(Number);
          const decades = Math.max(...powers);
          return [...document.querySelectorAll(`.mc-plot ${kind}`)].map(at).map(([x, y]) =>
            [10 ** (decades * (x - left) / (right - left)), 10 ** (decades * (bottom - y) / (bottom - top))]);
        }""",
        kind,
    )


def test_the_plot_has_the_counted_and_the_measured_costs_where_they_belong(show):
    page = show(counter(), viewport={"width": 1000, "height": 900})
    count = counting.all_counts([64, 32, 10])
    (backpropagation,) = marks(page, ".mc-disc.mc-filled")
    (differences,) = marks(page, ".mc-square.mc-filled")
    assert backpropagation == pytest.approx([count["P"], count["G"] / count["F"]], rel=0.02)
    assert differences == pytest.approx([count["P"], 1 + count["P"]], rel=0.02)
    assert marks(page, ".mc-disc.mc-open")[0] == pytest.approx([count["P"], 2.41], rel=0.02)
    assert marks(page, ".mc-square.mc-open") == [pytest.approx([count["P"], 1710], rel=0.02)]
    assert (
        page.locator(".mc-plot svg")
        .get_attribute("aria-label")
        .endswith("backpropagation 2.15, finite differences 2,411.")
    )


def test_what_was_measured_stands_beside_the_count(show):
    page = show(counter())
    row = page.locator(".mc-measured tr[aria-current]")
    assert row.locator("th, td").all_text_contents() == ["64-32-10", "2.15", "2.41", "2,411", "1,710"]
    assert (
        "backpropagation was 2.4 times that of a forward pass, of finite differences 1.7 thousand times"
        in page.locator(".mc-in-words").text_content()
    )
    take(page, [784, 100, 100, 10])
    assert row.count() == 0
    assert page.locator(".mc-in-words").text_content() == (
        "Backpropagation costs 2.1 times a forward pass, finite differences 90 thousand times: 42 thousand times backpropagation."
    )


def test_two_views_stay_in_step(show):
    page = show(counter(), views=2)
    take(page, [784, 100, 100, 10])
    assert page.locator(".mc-size").all_text_contents() == ["784", "100", "100", "10"] * 2


@pytest.mark.parametrize("width", [360, 1000])
def test_nothing_moves_when_numbers_change_and_nothing_sticks_out(show, width):
    networks = [[1, 1, 1], [64, 32, 10], [9000, 9000, 1000], [9999, 9999, 9999]]
    page = show(counter(examples=networks), viewport={"width": width, "height": 900})
    heights = set()
    for sizes in networks:
        take(page, sizes)
        assert page.locator(".mc-row .mc-words").evaluate_all(
            "all => all.every((each) => each.scrollWidth <= each.clientWidth)"
        )
        for row in range(len(LETTERS)):
            page.locator(".mc-row input").nth(row).check()
            heights.add(round(page.locator(".mc-counter").bounding_box()["height"]))
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(heights) == 1


def test_on_a_phone_the_formula_stays_in_sight_while_rows_are_picked(show):
    page = show(counter(), viewport={"width": 360, "height": 640}, has_touch=True)
    for row in page.locator(".mc-row input").all():
        row.tap()
        box = page.locator(".bp-formula").bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 641
        assert row.bounding_box()["height"] >= 24


def test_a_finger_picks_a_layer_and_a_count(show):
    page = show(counter(), has_touch=True, viewport={"width": 360, "height": 740})
    page.locator(".mc-column").last.tap()
    page.locator(".mc-row").nth(4).tap()
    assert page.get_by_label("Units n₂ of layer 2, the output", exact=True).input_value() == "10"
    assert page.locator(".bp-words").text_content() == "finite differences"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1000])
def test_no_serious_finding_of_axe(show, theme, width):
    page = show(counter(), color_scheme=theme, viewport={"width": width, "height": 900})
    page.locator(".mc-row input").last.check()
    findings = Axe().run(page, context=".mc-counter").response["violations"]
    assert [finding["id"] for finding in findings if finding["impact"] in ("serious", "critical")] == []


# In the built book


def test_in_the_book_the_counter_counts_and_links_to_the_equations(open_page, file_book):
    page = open_page(f"{file_book}/{CHAPTER}.html")
    page.wait_for_selector(".mc-counter")
    take(page, [784, 100, 100, 10])
    assert_counts(page, [784, 100, 100, 10])
    for letter in LETTERS:
        page.locator(".mc-row input").nth(LETTERS.index(letter)).check()
        assert page.locator(".mc-counter .bp-source a").text_content().startswith("equation (")


def test_in_the_book_measured_times_stand_beside_the_counts(open_page, file_book):
    page = open_page(f"{file_book}/{CHAPTER}.html")
    page.wait_for_selector(".mc-counter")
    rows = [row.locator("th, td").all_text_contents() for row in page.locator(".mc-measured tbody tr").all()]
    assert len(rows) == 7
    for sizes, counted, measured, *_ in rows:
        count = counting.all_counts([int(size) for size in sizes.split("-")])
        assert counted == f"{count['G'] / count['F']:.2f}"
        assert float(measured) > 1


def test_in_the_book_the_tables_are_there_without_javascript(built_book):
    place = chapter(built_book, CHAPTER).find(class_="widget-place", attrs={"data-widget": "counter"})
    tables = place.find_next("details", class_="widget-table").find_all("table")
    assert len(tables) == 2 and "5,709,248" in tables[0].get_text()
