"""Matplotlib figures as part of the page."""

import re
import xml.etree.ElementTree as ET

import matplotlib
import matplotlib.pyplot as plt
import pytest

from lib.figures import as_svg
from lib.typesetting.roles import ROLES

matplotlib.use("agg")
SVG = "{http://www.w3.org/2000/svg}"


def plot(color="black", title="A curve"):
    figure, axes = plt.subplots()
    axes.plot([0, 1, 2], [0, 1, 4], color=color)
    axes.set_title(title)
    return figure


def test_it_is_an_image_whose_name_is_the_alternative_text():
    root = ET.fromstring(as_svg(plot(), alt="A parabola & more")._repr_html_())
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "A parabola & more"


def test_black_and_white_become_the_colours_of_the_page():
    markup = str(as_svg(plot(), alt="A parabola"))
    assert "#000000" not in markup and "#ffffff" not in markup and "currentColor" in markup


def test_text_stays_text():
    root = ET.fromstring(str(as_svg(plot(title="Cost by epoch"), alt="A parabola")))
    assert "Cost by epoch" in ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]


def test_the_same_figure_has_the_same_markup_in_every_build():
    assert str(as_svg(plot(), alt="A parabola")) == str(as_svg(plot(), alt="A parabola"))


def test_where_a_phone_shows_it_no_text_is_smaller_than_ten_pixels():
    figure, axes = plt.subplots(figsize=(6, 3))
    axes.plot([0, 1, 2], [0, 1000, 4000])
    axes.set_ylabel("the cost of all samples")
    axes.text(1, 1, "small", fontsize=6)
    root = ET.fromstring(str(as_svg(figure, alt="A line")))
    width = float(root.get("viewBox").split()[2])
    sizes = [float(re.search(r"([\d.]+)px", text.get("style"))[1]) for text in root.iter(f"{SVG}text")]
    assert len(sizes) > 8 and min(sizes) * min(1, 312 / width) >= 9.9


def test_two_figures_share_no_id_and_each_refers_to_its_own():
    first, second = (ET.fromstring(str(as_svg(plot(title=title), alt="A parabola"))) for title in ("one", "two"))

    def ids(root):
        return {element.get("id") for element in root.iter() if element.get("id")}

    assert not ids(first) & ids(second)
    for root in (first, second):
        used = {value for element in root.iter() for name, value in element.items() if name.endswith("href")}
        assert used and all(value[1:] in ids(root) for value in used)


def test_the_figure_is_closed_so_that_a_notebook_shows_it_once():
    figure = plot()
    as_svg(figure, alt="A parabola")
    assert figure.number not in plt.get_fignums()


def test_a_figure_without_words_is_refused():
    with pytest.raises(ValueError, match="alt: expected words"):
        as_svg(plot(), alt="")


@pytest.mark.parametrize("variable", ROLES)
def test_the_colours_of_the_roles_become_css_variables(variable):
    markup = str(as_svg(plot(color=ROLES[variable].light), alt="A parabola"))
    assert f"stroke: var(--{variable}, " in markup
