"""The figure of a surface that is cut open in the directions of its two weights."""

import xml.etree.ElementTree as ET

import matplotlib
import numpy as np
import pytest

from lib.figures import draw_slices
from lib.figures.perspective import seen

matplotlib.use("agg")
SVG = "{http://www.w3.org/2000/svg}"
FRAME = [(-4, 4), (-2, 2)]


def valley(w1, w2):
    return w1**2 + 10 * w2**2


def draw(point=(3.5, 1), slopes=(7, 20), alt="A valley, cut open"):
    return draw_slices(valley, point, slopes, FRAME, alt)


def test_what_is_further_away_becomes_smaller():
    (near_left, near_right), (far_left, far_right) = (
        seen([[-1, depth, 0], [1, depth, 0]], azimuth=-90, elevation=0)[0] for depth in (-1, 1)
    )
    assert near_right - near_left > far_right - far_left > 0


def test_what_is_higher_stands_higher_in_the_picture_and_the_origin_in_its_middle():
    across, up = seen([[0, 0, 0], [0, 0, 1]])
    assert (across[0], up[0]) == (0, 0) and across[1] == pytest.approx(0) and up[1] > 0


def test_a_point_behind_the_eye_is_refused():
    with pytest.raises(ValueError, match="in front of an eye"):
        seen([0, -10, 0], azimuth=-90, elevation=0)


@pytest.mark.parametrize("variable", ["role-forward", "shared-a", "shared-b"])
def test_surface_and_cuts_have_the_colours_of_the_page(variable):
    assert f"var(--{variable}, " in str(draw())


def test_each_cut_says_what_it_keeps_fixed_and_its_slope():
    texts = ["".join(text.itertext()).strip() for text in ET.fromstring(str(draw())).iter(f"{SVG}text")]
    assert {"w₂ = 1: slope 7", "w₁ = 3.5: slope 20"} <= set(texts)
    other = [
        "".join(text.itertext()).strip() for text in ET.fromstring(str(draw((-1, 0.5), (-2, 10)))).iter(f"{SVG}text")
    ]
    assert {"w₂ = 0.5: slope −2", "w₁ = −1: slope 10"} <= set(other)


def test_a_cut_is_not_told_from_the_other_by_its_colour_alone():
    markup = str(draw())
    assert markup.count("stroke-dasharray") >= 4  # the second cut, twice, and both tangents


def test_it_is_an_image_of_little_weight_whose_name_is_the_alternative_text():
    markup = str(draw())
    assert ET.fromstring(markup).find(f"{SVG}title").text == "A valley, cut open"
    assert len(markup) < 80_000


def test_a_point_outside_the_frame_is_refused():
    with pytest.raises(ValueError, match="point: expected a place inside the frame"):
        draw(point=(5, 1))


def test_any_cost_of_two_weights_can_be_drawn():
    assert draw_slices(lambda u, v: np.tanh(u) * v + 3, (0, 1), (1, 0), FRAME, "A saddle")
