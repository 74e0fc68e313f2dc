"""What the introduction says in words about numbers that its cells compute."""

import re

import numpy as np
import pytest

from lib.widgets import StepThrough
from tests.chapter_code import Chapter
from tools.measure.pages import weight

PAGE = "book/intro.html"


@pytest.fixture(scope="module")
def chapter():
    return Chapter("intro.md")


@pytest.fixture
def shown(chapter):
    """The pictures of the digit reader and the network that reads them."""
    data, reader = chapter["data"], chapter["reader"]
    return data.X_test[chapter["one_of_each"]], reader


def changed(picture, row, column):
    picture = picture.copy().reshape(8, 8)
    picture[row - 1, column - 1] = 1 if picture[row - 1, column - 1] < 0.5 else 0
    return picture.ravel()


def test_the_network_reads_each_digit_that_is_offered(shown):
    pictures, reader = shown
    assert reader.predict_labels(pictures).tolist() == list(range(10))


def test_one_pixel_turns_the_nine_into_a_three(shown):
    pictures, reader = shown
    shares = reader.predict([changed(pictures[9], 4, 6)])[0]
    assert shares.argmax() == 3 and shares.max() > 0.8


def test_it_does_not_know_what_an_empty_picture_is(shown):
    assert shown[1].predict([np.zeros(64)]).max() < 0.5


def test_more_than_a_thousand_numbers_were_found(chapter):
    assert 1000 < chapter["numbers"] < 2000
    assert f"{chapter['numbers']:,} weights and biases" in chapter.printed


def test_the_page_s_network_reads_as_that_of_the_chapter(open_page, book_url, shown):
    pictures, reader = shown
    page = open_page(f"{book_url}/{PAGE}")
    widget = page.locator(".dr-reader")
    for digit in (0, 4, 9):
        widget.get_by_role("button", name=f"a handwritten {digit}").click()
        values = widget.locator("data").evaluate_all("all => all.map((each) => each.value)")
        assert [float(value) for value in values] == pytest.approx(
            reader.predict(pictures[[digit]])[0], rel=1e-12, abs=1e-12
        )
    widget.locator("[role=row]:nth-child(4) [role=gridcell]:nth-child(6)").click()
    assert widget.locator(".dr-answer").text_content() == "The network reads 3"
    widget.get_by_role("button", name="Clear").click()
    best = max(float(value) for value in widget.locator("data").evaluate_all("all => all.map((each) => each.value)"))
    assert best < 0.5


def test_one_iteration_is_33_quantities_and_its_phases_are_those_of_the_text(chapter):
    stepper = StepThrough(chapter["net"], chapter["X"], chapter["Y"], learning_rate=2.0)
    assert sum(quantity.expression is not None for quantity in stepper.sheet) == 33
    assert list(stepper.definition["phases"].values()) == ["start", "forward", "loss", "errors", "gradients", "update"]


def test_the_two_things_to_try_come_out_as_said(chapter):
    net, X = chapter["net"].copy(), chapter["X"]
    errors = {y: StepThrough(net, X, [[y]]).sheet["delta2_1"].value for y in (0.0, 1.0)}
    assert errors[0.0] > 0 > errors[1.0]
    moves = {}
    for alpha in (0.5, 2.0):
        sheet = StepThrough(net, X, chapter["Y"], learning_rate=alpha).sheet
        moves[alpha] = abs(sheet["w1_1_1_new"].value - sheet["w1_1_1"].value)
    assert moves[0.5] < moves[2.0]


def test_the_answer_comes_nearer_to_the_target_with_each_iteration(chapter):
    answers = [float(answer) for answer in re.findall(r"answer ([\d.]+),", chapter.printed)]
    assert len(answers) == 4
    assert answers == sorted(answers, reverse=True)


def test_the_updates_of_the_exercise_halve_the_distance_and_the_large_ones_lead_back(chapter):
    places = re.findall(r"alpha ([\d.]+), updates \d: u = ([\d.]+)", chapter.printed)
    assert [float(place) for alpha, place in places if alpha == "0.5"] == [5, 4, 3.5]
    assert [float(place) for alpha, place in places if alpha == "2.0"] == [5, 1, 5]


def test_the_page_is_light_with_both_networks(chromium, http_book):
    assert weight(chromium, f"{http_book}/{PAGE}") <= 450
