"""A reader's hands: buttons, keys, touching numbers, typing, dragging, slips, training."""

import pytest

from lib import Network, train
from lib.data import xor
from lib.widgets import StepThrough
from lib.worksheet import Worksheet
from lib.worksheet.printing import number_text
from tests.widget_pages import figures, shows, write_page


def two_two_two():
    net = Network(
        [[[0.15, 0.25], [0.20, 0.30]], [[0.40, 0.50], [0.45, 0.55]]],
        [[0.35, 0.35], [0.60, 0.60]],
        ["sigmoid", "sigmoid"],
    )
    return StepThrough(net, [[0.05, 0.10]], [[0.01, 0.99]])


def xor_stepper(**options):
    X, Y = xor()
    good = Network([[[1.0, 0.5], [-0.5, -1.0]], [[1.0], [-0.5]]], [[0, 0], [0]], ["tanh", "sigmoid"])
    return StepThrough(good, X, Y, learning_rate=1.0, **options)


@pytest.fixture
def show(open_page, tmp_path):
    """Show steppers on a page; gives the page, with the first stepper's parts at hand."""

    def show(*steppers, views=1, **options):
        page = open_page(write_page(tmp_path, *steppers, views=views), **options)
        page.wait_for_selector(".bp-stepper")
        return page

    return show


def press(page, key, times=1):
    page.locator(".bp-stepper").first.focus()
    for _ in range(times):
        page.keyboard.press(key)


def status(page):
    return page.locator(".bp-status").first.text_content()


def result(page):
    return page.locator(".bp-line:last-child mn").text_content()


def formula_lines(page):
    """What is seen of the formula's right-hand side, line by line."""
    return page.locator(".bp-line").evaluate_all("""(lines) => lines
        .filter((line) => line.checkVisibility({ visibilityProperty: true }))
        .map((line) => {
            const seen = line.cloneNode(true);
            seen.querySelectorAll('[style*="display: none"]').forEach((bracket) => bracket.remove());
            return seen.textContent;
        })""")


def drawn(page, name):
    return page.locator(f'.bp-picture text[data-q="{name}"] .bp-value').text_content()


def cursor(page):
    return page.evaluate("document.querySelector('.bp-left [data-q]')?.dataset.q")


# Moving


def test_at_first_nothing_is_computed(show):
    page = show(two_two_two())
    assert status(page) == "quantity 0 of 44 · start · epoch 1"
    assert drawn(page, "z1_1") == drawn(page, "delta2_2") == drawn(page, "cost") == "?"
    assert drawn(page, "w1_1_1") == "0.15"


def test_next_and_back_go_one_quantity(show):
    page = show(two_two_two())
    page.click(".bp-next")
    assert status(page) == "quantity 1 of 44 · forward · z⁽¹⁾₁ · epoch 1"
    assert (result(page), drawn(page, "z1_1"), drawn(page, "a1_1")) == ("0.3775", "0.378", "?")
    page.click(".bp-next")
    assert (result(page), drawn(page, "a1_1")) == ("0.5933", "0.593")
    page.click(".bp-back")
    assert (result(page), drawn(page, "a1_1")) == ("0.3775", "?")


def test_the_formula_stands_in_symbols_in_numbers_and_as_a_result(show):
    stepper = two_two_two()
    page = show(stepper)
    page.click('.bp-picture text[data-q="delta1_1"]')
    symbols, numbers, products, summed, value = (page.locator(".bp-line").nth(i) for i in range(5))
    assert symbols.locator("mrow[data-q]").evaluate_all("all => all.map((node) => node.dataset.q)") == [
        "delta2_1",
        "w2_1_1",
        "delta2_2",
        "w2_1_2",
        "fprime1_1",
    ]
    visible = "all => all.filter((node) => node.style.display !== 'none').map((node) => node.textContent).join('')"
    assert numbers.locator("mo, mn").evaluate_all(visible) == "=(0.1385·0.4+(−0.03810)·0.5)·0.2413"
    assert products.locator("mo, mn").evaluate_all(visible) == "=(0.05540+(−0.01905))·0.2413"
    assert summed.locator("mo, mn").evaluate_all(visible) == "=0.03635·0.2413"
    assert value.locator("mn").text_content() == number_text(stepper.sheet["delta1_1"].value) == "0.008771"


def test_a_sum_of_products_shows_its_products_and_then_what_they_add_up_to(show):
    page = show(two_two_two())
    page.click(".bp-next")
    assert formula_lines(page)[1:] == ["=0.05·0.15+0.1·0.2+0.35", "=0.0075+0.02+0.35", "=0.3775"]
    page.click('.bp-picture text[data-q="a1_1"]')
    assert len(formula_lines(page)) == 3


def test_the_products_follow_an_edit(show):
    page = show(two_two_two())
    page.click('.bp-picture text[data-q="delta1_1"]')
    page.get_by_label("Change").select_option("w2_1_2")
    page.get_by_label("to the number").fill("0")
    page.get_by_label("to the number").press("Enter")
    _, _, products, summed, value = formula_lines(page)
    first = products.removeprefix("=(").partition("+")[0]
    assert products.startswith(f"=({first}+0)·") and summed.startswith(f"={first}·")
    assert float(value[1:]) == pytest.approx(float(first) * 0.2413, rel=1e-3)


def test_no_line_of_the_formula_repeats_the_one_before(show):
    sheet = Worksheet.from_expression(lambda x, y: (x + 2) * y, {"x": 1.0, "y": -4.0})
    page = show(StepThrough.from_worksheet(sheet))
    said = {}
    for _ in range(len(list(sheet)) - 2):  # all but the inputs
        page.click(".bp-next")
        said[cursor(page)] = formula_lines(page)
    assert said["d_v1_x"] == ["=1"]
    assert said["d_v2_v1"] == ["=y", "=−4"]
    assert len(said["v1"]) == len(said["v1_bar"]) == 3


def test_what_feeds_the_quantity_is_lit(show):
    page = show(two_two_two())
    page.click('.bp-picture text[data-q="delta1_1"]')
    lit = page.locator(".bp-picture .bp-feeds").evaluate_all("all => all.map((node) => node.dataset.q).sort()")
    assert lit == ["delta2_1", "delta2_2", "fprime1_1", "w2_1_1", "w2_1_2"]
    assert page.locator(".bp-edge.bp-lit").count() == 2
    assert page.locator('.bp-node[data-lit="current"]').count() == 1


@pytest.mark.parametrize(
    "phase, name",
    [("forward", "z1_1"), ("loss", "L"), ("errors", "dL_1"), ("gradients", "dw2_1_1"), ("update", "w2_1_1_new")],
)
def test_a_phase_is_reached_by_its_button(show, phase, name):
    page = show(two_two_two())
    page.get_by_role("button", name=phase, exact=True).click()
    assert cursor(page) == name
    assert page.locator(".bp-phase[aria-current]").text_content() == phase


def test_the_line_of_the_algorithm_is_lit(show):
    page = show(two_two_two())
    for phase, line in [
        ("start", "0"),
        ("forward", "1"),
        ("loss", "2"),
        ("errors", "2"),
        ("gradients", "4"),
        ("update", "4"),
    ]:
        page.get_by_role("button", name=phase, exact=True).click()
        assert page.locator(".bp-algorithm li[aria-current]").get_attribute("value") == line
    page.click('.bp-picture text[data-q="delta1_2"]')
    assert page.locator(".bp-algorithm li[aria-current]").get_attribute("value") == "3"


def test_touching_a_number_in_the_formula_goes_there(show):
    page = show(two_two_two())
    page.click('.bp-picture text[data-q="delta2_1"]')
    page.click('.bp-line:nth-child(3) [data-q="fprime2_1"]')
    assert cursor(page) == "fprime2_1"


def test_touching_a_row_of_the_table_goes_there(show):
    page = show(two_two_two())
    page.click(".bp-table summary")
    assert page.locator('.bp-table [data-q="dw1_2_1"]').text_content() == "?"
    page.click('.bp-table [data-q="dw1_2_1"]')
    assert cursor(page) == "dw1_2_1"
    assert page.locator('.bp-table [data-q="dw1_2_1"]').text_content() == "0.0008771"
    assert page.locator(".bp-table tr[aria-current]").count() == 1
    assert page.locator('.bp-table [data-q="w1_1_1_new"]').text_content() == "?"


def test_an_equations_name_stands_where_there_are_no_numbers(show):
    page = show(two_two_two())
    page.click('.bp-picture text[data-q="delta1_1"]')
    assert page.locator(".bp-source").text_content() == "equation: recursion of the errors"


def test_the_digits_can_be_chosen(show):
    stepper = two_two_two()
    page = show(stepper)
    page.click('.bp-picture text[data-q="a1_1"]')
    page.get_by_label("Digits").select_option("10")
    assert shows(result(page), stepper.sheet["a1_1"].value, 10)
    assert len(result(page)) == len("0.5932699921")


# The keyboard


def test_the_keys_step(show):
    page = show(two_two_two())
    press(page, "ArrowRight", 3)
    assert status(page).startswith("quantity 3 ")
    press(page, "ArrowLeft")
    assert status(page).startswith("quantity 2 ")
    press(page, "End")
    assert status(page).startswith("quantity 44 ")
    press(page, "Home")
    assert status(page).startswith("quantity 0 ")


def test_space_plays_and_pauses(show):
    page = show(two_two_two())
    press(page, " ")
    assert page.locator(".bp-play").text_content() == "Pause"
    press(page, " ")
    assert page.locator(".bp-play").text_content() == "Play"


def test_keys_in_a_field_or_elsewhere_on_the_page_stay_there(show):
    page = show(two_two_two())
    press(page, "ArrowRight", 3)
    for place in [page.get_by_label("to the number"), page.get_by_label("Speed"), page.locator("#beside")]:
        place.focus()
        for key in ["ArrowRight", "End", "ArrowLeft", "Home"]:
            page.keyboard.press(key)
            assert status(page).startswith("quantity 3 ")


def test_keys_with_a_modifier_are_the_browsers(show):
    page = show(two_two_two())
    press(page, "Control+ArrowRight")
    press(page, "Shift+ArrowRight")
    assert status(page).startswith("quantity 0 ")


def test_every_control_is_reached_and_named_by_keyboard(show):
    page = show(xor_stepper(activations=["sigmoid"]))
    page.locator("#beside").focus()
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        inside, name = page.evaluate("""(() => {
            const node = document.activeElement, label = node.labels?.[0]?.textContent;
            return [Boolean(node.closest(".bp-stepper")), node.getAttribute("aria-label") ?? label ?? node.textContent];
        })()""")
        if not inside:
            break
        names.append(name)
    assert all(name.strip() for name in names)
    for wanted in [
        "Next",
        "Play",
        "forward",
        "Speed",
        "Digits",
        "Change",
        "to the number",
        "Gradient from",
        "Sample",
        "Hidden activation",
        "Run 100 epochs",
        "Reset",
        "All quantities as a table",
    ]:
        assert wanted in names, wanted


def test_a_box_that_has_nothing_to_scroll_is_no_stop_for_the_tab_key(show):
    page = show(two_two_two())
    page.wait_for_timeout(200)
    for box in page.locator(".bp-scroll").all():
        overflows = box.evaluate(
            "box => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1"
        )
        assert (box.get_attribute("tabindex") == "0") == overflows
    page.set_viewport_size({"width": 320, "height": 700})
    page.wait_for_function("document.querySelector('.bp-drawing').tabIndex === 0")


def test_a_button_that_has_nothing_to_do_keeps_the_focus(show):
    page = show(two_two_two())
    page.click(".bp-next")
    page.locator(".bp-back").focus()
    page.keyboard.press("Enter")
    assert page.locator(".bp-back").get_attribute("aria-disabled") == "true"
    assert page.evaluate("document.activeElement.classList.contains('bp-back')")


# Playing


def test_play_goes_on_by_itself_and_stops_at_the_last_quantity(show):
    page = show(two_two_two())
    page.get_by_label("Speed").select_option("15×")
    page.click(".bp-play")
    page.wait_for_function("document.querySelector('.bp-status').textContent.startsWith('quantity 44 ')")
    page.wait_for_function("document.querySelector('.bp-play').textContent === 'Play'")
    assert "epoch 1" in status(page)


def test_a_touch_stops_the_play(show):
    page = show(two_two_two())
    page.click(".bp-play")
    page.click('.bp-picture text[data-q="cost"]')
    assert page.locator(".bp-play").text_content() == "Play"


def test_play_waits_while_nobody_sees_the_page(show):
    page = show(two_two_two())
    page.clock.install()
    hide = "hidden => Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })"
    page.click(".bp-play")
    page.evaluate(hide, True)
    page.clock.run_for(20_000)
    assert status(page).startswith("quantity 1 ")
    page.evaluate(hide, False)
    page.clock.run_for(2_500)
    assert status(page).startswith("quantity 3 ")


def test_what_is_typed_while_it_plays_stays(show):
    page = show(two_two_two())
    page.clock.install()
    page.click(".bp-play")
    field = page.get_by_label("to the number")
    field.press("Control+a")
    for text in ("0", ".", "3", "7"):
        field.press_sequentially(text)
        page.clock.run_for(1_250)
    assert page.locator(".bp-play").text_content() == "Pause"
    assert field.input_value() == "0.37"
    assert drawn(page, "w1_1_1") == "0.37"


# What a screen reader hears


def test_a_change_is_told_also_where_nothing_is_computed_yet(show):
    page = show(two_two_two())
    type_in(page, "0.3")
    live = page.locator(".bp-live")
    assert live.text_content() == (
        "weight from input 1 to unit 1 of layer 1 is now 0.3; quantity 0 of 44: nothing is computed yet"
    )
    type_in(page, "0.4")
    assert "is now 0.4;" in live.text_content()


def test_a_row_of_the_table_has_its_quantity_s_name(show):
    page = show(two_two_two())
    page.locator(".bp-table summary").click()
    page.get_by_role("rowheader", name="δ⁽¹⁾₁", exact=True).wait_for()


def test_a_step_is_told_in_a_sentence(show):
    page = show(two_two_two())
    page.click('.bp-picture text[data-q="delta1_1"]')
    assert page.locator(".bp-live").text_content() == (
        "quantity 18 of 44: error of unit 1 in layer 1, equals 0.008771: "
        "0.0554 and −0.0190, together 0.0364, times the slope 0.2413"
    )
    assert page.locator(".bp-live").get_attribute("aria-live") == "polite"
    press(page, "Home")
    assert page.locator(".bp-live").text_content() == "quantity 0 of 44: nothing is computed yet"


def test_a_quick_play_is_not_read_aloud(show):
    page = show(two_two_two())
    page.get_by_label("Speed").select_option("15×")
    page.click(".bp-play")
    page.wait_for_function("document.querySelector('.bp-status').textContent.startsWith('quantity 44 ')")
    assert page.locator(".bp-live").text_content() == ""


# Changing numbers


def type_in(page, text):
    field = page.get_by_label("to the number")
    field.fill(text)
    field.press("Enter")


@pytest.mark.parametrize(
    "name, title", [("x2", "x₂"), ("y1", "y₁"), ("w1_1_2", "w⁽¹⁾₁₂"), ("b2_1", "b⁽²⁾₁"), ("alpha", "α")]
)
def test_every_kind_of_given_number_can_be_typed(show, name, title):
    stepper = two_two_two()
    page = show(stepper)
    page.click('.bp-picture text[data-q="delta1_1"]')
    page.get_by_label("Change").select_option(title)
    type_in(page, "0.625")
    changed = stepper.sheet.evaluate({name: 0.625})
    assert drawn(page, name) == "0.625"
    for shown in ["cost", "delta2_1", "z2_2"]:
        assert shows(drawn(page, shown), changed[shown].value, 3)
    assert result(page) == number_text(changed["delta1_1"].value)
    press(page, "End")
    assert result(page) == number_text(changed["b1_2_new"].value)


def test_a_number_follows_the_keys_and_the_slider(show):
    page = show(two_two_two())
    field = page.get_by_label("to the number")
    field.press("ArrowUp")
    assert drawn(page, "w1_1_1") == "0.16"
    field.press("Shift+ArrowDown")
    assert drawn(page, "w1_1_1") == "0.06"
    page.get_by_label("slide the number").press("ArrowRight")
    assert drawn(page, "w1_1_1") == "0.07"


def test_a_number_in_the_drawing_is_dragged_sideways(show):
    stepper = two_two_two()
    page = show(stepper)
    page.click('.bp-picture text[data-q="a2_1"]')
    box = page.locator('.bp-picture text[data-q="w2_1_1"]').bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 41, y, steps=5)
    page.mouse.up()
    assert drawn(page, "w2_1_1") == "0.5"
    assert cursor(page) == "a2_1"
    assert result(page) == number_text(stepper.sheet.evaluate({"w2_1_1": 0.5})["a2_1"].value)


def test_a_computed_number_is_short_until_the_reader_is_in_its_field_and_keeps_its_value(show):
    stepper = two_two_two()
    page = show(stepper)
    page.click('button[aria-label="Run 1 epoch"]')
    page.click('.bp-picture text[data-q="w1_1_1"]')
    field, exact = page.get_by_label("to the number"), stepper.sheet["w1_1_1_new"].value
    assert field.input_value() == number_text(exact)
    field.focus()
    assert float(field.input_value()) == pytest.approx(exact, rel=1e-15)
    page.keyboard.press("Tab")
    assert field.input_value() == number_text(exact)
    field.focus()
    assert float(field.input_value()) == pytest.approx(exact, rel=1e-15)
    field.fill("0.123456789")
    page.keyboard.press("Tab")
    assert field.input_value() == "0.123456789"


def test_an_empty_field_is_called_empty(show):
    page = show(two_two_two())
    field = page.get_by_label("to the number")
    field.fill(" ")
    field.press("Enter")
    assert page.locator(".bp-editor .bp-message").text_content().startswith("Nothing is written here. The old value")


def test_a_phone_offers_keys_with_a_minus_and_an_e(show):
    assert show(two_two_two()).get_by_label("to the number").get_attribute("inputmode") is None


def test_touching_a_given_number_selects_it_and_leaves_the_cursor(show):
    page = show(two_two_two())
    page.click('.bp-picture text[data-q="delta2_1"]')
    page.click('.bp-picture text[data-q="w2_2_1"]')
    assert cursor(page) == "delta2_1"
    assert page.get_by_label("Change").input_value() == "w2_2_1"
    assert page.get_by_label("to the number").input_value() == "0.45"


def test_reset_brings_the_same_start_back(show):
    page = show(two_two_two())
    type_in(page, "7")
    page.click('button[aria-label="Run 10 epochs"]')
    page.get_by_role("button", name="Reset").click()
    assert status(page) == "quantity 0 of 44 · start · epoch 1"
    assert (drawn(page, "w1_1_1"), drawn(page, "x1"), drawn(page, "cost")) == ("0.15", "0.05", "?")
    assert page.locator(".bp-cost figcaption").text_content() == "Cost over all samples: 0.2984"


# Slips


@pytest.mark.parametrize("text, word", [("abc", "no number"), ("1e999", "too large")])
def test_what_is_no_number_keeps_the_old_value_and_says_so(show, text, word):
    page = show(two_two_two())
    type_in(page, text)
    message = page.locator(".bp-editor .bp-message").text_content()
    assert word in message and "0.15 stays" in message
    assert page.get_by_label("to the number").input_value() == "0.15"
    assert drawn(page, "w1_1_1") == "0.15"
    type_in(page, "0.3")
    assert page.locator(".bp-editor .bp-message").text_content() == ""


def test_a_learning_rate_is_greater_than_zero(show):
    page = show(two_two_two())
    page.get_by_label("Change").select_option("α")
    type_in(page, "-1")
    assert "greater than 0" in page.locator(".bp-editor .bp-message").text_content()
    assert drawn(page, "alpha") == "0.5"


def test_half_a_number_is_no_slip_yet(show):
    page = show(two_two_two())
    page.get_by_label("to the number").fill("-")
    assert page.locator(".bp-editor .bp-message").text_content() == ""
    page.get_by_label("to the number").press_sequentially("2")
    assert drawn(page, "w1_1_1") == "−2"


def test_overflow_is_shown_as_infinity_with_a_word_on_why(show):
    net = Network([[[1.0]], [[1.0]]], [[0.0], [0.0]], ["identity", "identity"])
    page = show(StepThrough(net, [[1.0]], [[0.0]]))
    type_in(page, "1e200")
    page.click('.bp-picture text[data-q="cost"]')
    assert result(page) == "∞"
    why = page.locator(".bp-why").text_content()
    assert "too large for a number" in why and "began at L." in why


def test_targets_of_a_softmax_add_up_to_one(show):
    net = Network.random([2, 3], ["softmax"], loss="cross_entropy")
    page = show(StepThrough(net, [[1.0, 2.0]], [1]))
    page.get_by_label("Change").select_option("y₁")
    type_in(page, "0.4")
    shown = [figures(drawn(page, f"y{k}")) for k in (1, 2, 3)]
    assert shown == pytest.approx([0.4, 0.6, 0])
    type_in(page, "1.5")
    assert "between 0 and 1" in page.locator(".bp-editor .bp-message").text_content()


# Training


def caption(page):
    return page.locator(".bp-cost figcaption").text_content()


def test_the_last_quantity_of_a_sample_leads_to_the_next_sample(show):
    page = show(xor_stepper())
    for sample in range(1, 5):
        assert f"sample {sample} of 4 · epoch 1" in status(page)
        press(page, "End")
        page.get_by_role("button", name="Next sample").click()
    assert status(page) == "quantity 0 of 33 · start · sample 1 of 4 · epoch 2"
    assert "after 4 updates" in caption(page)


def test_an_epoch_is_over_when_every_sample_was_used_wherever_it_began(show):
    page = show(xor_stepper(sample=3))
    for sample, epoch in ((4, 1), (1, 1), (2, 1), (3, 1), (1, 2)):
        assert f"sample {sample} of 4 · epoch {epoch}" in status(page)
        press(page, "End")
        page.get_by_role("button", name="Next sample").click()
    page.click('button[aria-label="Run 1 epoch"]')  # what is left of the second
    assert "epoch 3" in status(page) and "after 8 updates" in caption(page)


def test_back_to_the_start_is_back_to_the_sample_that_it_began_with(show):
    page = show(xor_stepper(sample=3))
    press(page, "End")
    page.get_by_role("button", name="Next sample").click()
    page.get_by_role("button", name="Reset").click()
    assert "sample 4 of 4 · epoch 1" in status(page)


def test_another_cost_begins_the_counting_anew(show):
    page = show(xor_stepper(losses=["binary_cross_entropy"]))
    page.click('button[aria-label="Run 10 epochs"]')
    assert "epoch 11" in status(page) and "after 40 updates" in caption(page)
    page.get_by_label("Output and loss").select_option(index=1)
    assert "epoch 1" in status(page).split(" · ") and "after" not in caption(page)


def test_no_weight_moves_before_every_gradient_is_known(show):
    stepper = xor_stepper(which="all")
    page = show(stepper)
    press(page, "End")
    assert drawn(page, "w1_1_1_new") != "?"
    page.click(".bp-table summary")
    assert page.locator('.bp-table [data-q="w1_1_1"]').text_content() == "1"
    page.get_by_role("button", name="Next epoch").click()
    moved = stepper.sheet["w1_1_1_new"].value
    assert shows(page.locator('.bp-table [data-q="w1_1_1"]').text_content(), moved, 4)


def test_xor_is_trained_to_the_end_in_the_page(show):
    stepper = xor_stepper()
    page = show(stepper)
    page.get_by_label("Gradient from").select_option("all samples")
    for _ in range(2):
        page.click('button[aria-label="Run 100 epochs"]')
    net = stepper.network
    history = train(net, *xor(), epochs=200, learning_rate=1.0, progress=False)
    first, last = number_text(history.cost[0]), number_text(history.cost[-1])
    assert caption(page) == f"Cost over all samples: {first} → {last} after 200 updates"
    predictions = page.locator(".bp-predictions tbody td:last-child").all_text_contents()
    assert [round(figures(text)) for text in predictions] == [0, 1, 1, 0]
    assert "epoch 201" in status(page)


def test_the_cost_follows_an_edit(show):
    stepper = xor_stepper()
    page = show(stepper)
    type_in(page, "-2")
    stepper.given = {**stepper.given, "w1_1_1": -2.0}
    edited = number_text(stepper.network.cost(*xor()))
    assert caption(page) == f"Cost over all samples: {edited}"
    page.click('button[aria-label="Run 1 epoch"]')
    assert caption(page).startswith(f"Cost over all samples: {edited} → ")


def test_a_start_is_chosen_by_its_name(show):
    X, Y = xor()
    good = Network([[[1.0, 0.5], [-0.5, -1.0]], [[1.0], [-0.5]]], [[0, 0], [0]], ["tanh", "sigmoid"])
    equal = Network([[[1.0, 1.0], [1.0, 1.0]], [[1.0], [1.0]]], [[0, 0], [0]], ["tanh", "sigmoid"])
    page = show(StepThrough(good, X, Y, starts={"a good start": good, "all weights equal": equal}))
    page.get_by_label("Start").select_option("all weights equal")
    assert drawn(page, "w1_2_2") == "1"
    page.get_by_role("button", name="Back to this start").click()
    assert drawn(page, "w1_2_2") == "1"
    page.get_by_label("Start").select_option("a good start")
    assert drawn(page, "w1_2_2") == "−1"


def test_activation_and_loss_are_chosen_among_those_the_page_was_built_with(show):
    X, Y = xor()
    net = Network.random([2, 2, 1], ["tanh", "sigmoid"], seed=3)
    stepper = StepThrough(net, X, Y, activations=["relu"], losses=["binary_cross_entropy"])
    page = show(stepper)
    page.get_by_label("Hidden activation").select_option("relu")
    page.get_by_label("Output and loss").select_option("sigmoid, binary cross entropy")
    press(page, "End")
    stepper.choice = "relu|sigmoid, binary_cross_entropy"
    assert stepper.network.activations == ("relu", "sigmoid")
    for name in ["a1_2", "L", "delta1_1"]:
        assert shows(drawn(page, name), stepper.sheet[name].value, 3)


def test_the_sample_shown_follows_the_cursor_and_the_menu(show):
    stepper = xor_stepper(which="all")
    page = show(stepper)
    page.get_by_label("Sample", exact=True).select_option("3 of 4")
    assert [drawn(page, "x3_1"), drawn(page, "x3_2")] == ["1", "0"]
    press(page, "End")
    page.click(".bp-table summary")
    page.click('.bp-table [data-q="delta1_2_1"]')
    assert page.get_by_label("Sample", exact=True).input_value() == "1"
    assert shows(drawn(page, "delta1_2_1"), stepper.sheet["delta1_2_1"].value, 3)


# Several views


def test_two_views_of_one_stepper_stay_in_step(show):
    page = show(xor_stepper(), views=2)
    first, second = page.locator(".bp-stepper").all()
    press(page, "ArrowRight", 5)
    second.locator(".bp-next").click()
    first.get_by_label("to the number").fill("0.75")
    second.get_by_label("Gradient from").select_option("all samples")
    second.locator('button[aria-label="Run 10 epochs"]').click()
    page.wait_for_timeout(50)
    assert first.locator(".bp-picture").text_content() == second.locator(".bp-picture").text_content()
    for part in [".bp-status", ".bp-predictions", ".bp-cost figcaption", ".bp-lines"]:
        assert first.locator(part).text_content() == second.locator(part).text_content()


def test_two_steppers_do_not_touch_each_other(show):
    page = show(two_two_two(), xor_stepper())
    press(page, "ArrowRight", 5)
    assert page.locator(".bp-status").nth(1).text_content().startswith("quantity 0 ")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))


# What the update brings


def remark(page):
    shown = page.locator(".bp-remark")
    return shown.inner_text() if shown.is_visible() else ""


@pytest.mark.parametrize("which", ["one", "all"])
def test_the_last_new_weight_shows_what_the_update_brings(show, which):
    stepper = xor_stepper(which=which, sample=1)
    page = show(stepper)
    height = page.locator(".bp-stepper").bounding_box()["height"]
    assert remark(page) == ""
    press(page, "End")
    X, Y = xor()
    shown = slice(1, 2) if which == "one" else slice(None)
    before = stepper.network
    after = stepper.network
    after.update(after.backward(after.forward(X[shown]), Y[shown]), learning_rate=1.0)
    costs = [[number_text(net.cost(X[rows], Y[rows])) for net in (before, after)] for rows in (shown, slice(None))]
    this_sample, all_samples = map(" → ".join, costs)
    if which == "one":
        assert remark(page) == f"With the new weights: cost of sample {this_sample}, of all {all_samples}"
    else:
        assert remark(page) == f"With the new weights: cost {all_samples}"
    assert remark(page) in page.locator(".bp-live").text_content()
    assert page.locator(".bp-stepper").bounding_box()["height"] == height
    press(page, "ArrowLeft")
    assert remark(page) == ""


# How far a click goes, and the bar over all quantities


def test_a_click_goes_by_number_by_unit_or_by_layer(show):
    page = show(xor_stepper())
    next_button = page.locator(".bp-next")
    reached = {}
    for grain in ("layer", "unit", "number"):
        press(page, "Home")
        page.get_by_label("By", exact=True).select_option(grain)
        reached[grain] = []
        while next_button.text_content() == "Next":
            next_button.click()
            reached[grain].append(int(status(page).split()[1]))
    assert reached["number"] == list(range(1, 34))
    assert set(reached["layer"]) < set(reached["unit"]) < set(reached["number"])
    phases_of_layers = ["forward 1", "forward 2", "loss", "error 2", "error 1"]
    assert len(reached["layer"]) == len([*phases_of_layers, "gradient 2", "gradient 1", "update 2", "update 1"])
    rows = [["w2_1_1"], ["w2_2_1"], ["b2_1"], ["w1_1_1", "w1_1_2"], ["w1_2_1", "w1_2_2"], ["b1_1", "b1_2"]]
    first = reached["number"][-1] - 2 * sum(map(len, rows))
    ends = [first + sum(map(len, rows[: i + 1])) for i in range(len(rows))]
    assert [stop for stop in reached["unit"] if first < stop <= ends[-1]] == ends  # row by row of W, then the biases
    page.get_by_label("By", exact=True).select_option("layer")
    press(page, "ArrowLeft")
    assert int(status(page).split()[1]) == reached["layer"][-2]


def test_by_layer_all_that_flows_into_it_stands_out(show):
    page = show(xor_stepper(sample=3))
    page.get_by_label("By", exact=True).select_option("layer")
    page.locator(".bp-next").click()
    assert page.locator(".bp-picture > g:first-of-type .bp-ribbon[data-now]").count() == 4


def test_a_bar_over_all_quantities_can_be_dragged_and_typed(show):
    page = show(xor_stepper())
    bar = page.get_by_label("which quantity")
    assert (bar.get_attribute("min"), bar.get_attribute("max")) == ("0", "33")
    bar.fill("15")
    assert status(page).startswith("quantity 15 of 33")
    bar.press("ArrowLeft")
    assert status(page).startswith("quantity 14 of 33")
    assert bar.get_attribute("aria-valuetext") == status(page)
    press(page, "End")
    assert bar.input_value() == "33"


# Ask me first


def test_who_wants_it_is_asked_before_each_error(show):
    stepper = xor_stepper(sample=3)
    page = show(stepper)
    page.get_by_role("button", name="Ask me first").click()
    sheet = stepper.sheet
    errors = ["delta2_1", "delta1_1", "delta1_2"]
    signs = {name: "positive" if sheet[name].value > 0 else "negative" for name in errors}
    larger = abs(sheet["delta1_2"].value) > abs(sheet["delta1_1"].value)
    asked = []
    next_button = page.locator(".bp-next")
    while next_button.text_content() == "Next":
        position = status(page)
        next_button.click()
        question = page.locator(".bp-question p")
        if question.is_visible():
            asked.append(question.text_content())
            assert status(page) == position and not page.locator(".bp-lines").is_visible()
            right = ("larger" if larger else "smaller") if "in size" in asked[-1] else signs[errors[len(asked) - 1]]
            page.get_by_role("button", name=right, exact=True).click()
            assert remark(page) == f"Right: {right}."
            assert f"error of unit {errors[len(asked) - 1][-1]}" in page.locator(".bp-words").first.text_content()
    assert len(asked) == 3
    assert "positive, negative or zero" in asked[0] and "in size" in asked[2]


def test_an_answer_can_be_typed_and_a_wrong_one_is_told_from_a_right_one(show):
    stepper = xor_stepper(sample=3)
    page = show(stepper)
    page.get_by_role("button", name="Ask me first").click()
    page.get_by_role("button", name="errors", exact=True).click()
    while not page.locator(".bp-question p").is_visible():
        page.locator(".bp-next").click()
    negative = stepper.sheet["delta2_1"].value < 0
    page.keyboard.press("+" if negative else "-")
    said, is_ = ("positive", "negative") if negative else ("negative", "positive")
    assert remark(page) == f"You said {said}. It is {is_}."
    assert page.evaluate("document.activeElement.classList.contains('bp-next')")


def test_who_presses_next_at_a_question_is_shown_the_number(show):
    page = show(xor_stepper(sample=3))
    page.get_by_role("button", name="Ask me first").click()
    page.get_by_role("button", name="errors", exact=True).click()
    while not page.locator(".bp-question p").is_visible():
        page.locator(".bp-next").click()
    page.locator(".bp-next").click()
    assert not page.locator(".bp-question p").is_visible() and "δ⁽²⁾₁" in status(page) and remark(page) == ""
