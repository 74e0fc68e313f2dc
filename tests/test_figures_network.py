"""The network drawing: everything that is there is drawn, named and reachable; what is not there is refused."""

import xml.etree.ElementTree as ET

import pytest

from lib.figures import draw_network, draw_notation

SVG = "{http://www.w3.org/2000/svg}"


def parse(drawing):
    return ET.fromstring(drawing._repr_html_())


def texts(drawing):
    return ["".join(text.itertext()) for text in parse(drawing).iter(f"{SVG}g") if text.get("class") == "figure-label"]


def test_a_circle_a_unit_and_a_line_a_weight():
    root = parse(draw_network([3, 2, 1], "a network"))
    assert len(list(root.iter(f"{SVG}circle"))) == 3 + 2 + 1
    assert len(list(root.iter(f"{SVG}line"))) == 3 * 2 + 2 * 1


def test_bias_nodes_bring_a_line_to_each_unit_they_feed():
    root = parse(draw_network([3, 2, 1], "a network", biases=True))
    assert len(list(root.iter(f"{SVG}line"))) == (3 + 1) * 2 + (2 + 1) * 1


def test_it_is_an_image_with_a_name_and_a_description():
    root = parse(draw_network([1, 1], "a chain", description="Two units."))
    assert root.get("role") == "img"
    name_id, description_id = root.get("aria-labelledby").split()
    by_id = {element.get("id"): element.text for element in root.iter()}
    assert by_id[name_id] == "a chain" and by_id[description_id] == "Two units."


def test_labels_stand_in_the_drawing_as_text():
    drawing = draw_network(
        [1, 1], "a chain", units={(1, 1): "$a^{(1)}$"}, edges={(1, 1, 1): "0.15"}, layers=["in", "out"]
    )
    assert texts(drawing) == ["0.15", "a(1)", "in", "out"]


def test_units_left_out_have_neither_circle_nor_edges():
    root = parse(draw_network([3, 1], "a network", units={(0, 2): "⋮"}))
    assert len(list(root.iter(f"{SVG}circle"))) == 3
    assert len(list(root.iter(f"{SVG}line"))) == 2


def test_layers_left_out_keep_their_edges():
    root = parse(draw_network([1, 1], "a network", units={(0, 1): "⋯"}))
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert len(list(root.iter(f"{SVG}line"))) == 1


def test_a_highlighted_path_differs_in_colour_and_in_kind_of_line():
    markup = str(draw_network([1, 1, 1], "a chain", highlight={"error": [(2, 1, 1)]}))
    assert "var(--role-error" in markup and "stroke-dasharray" in markup and "<polygon" in markup


def test_colours_come_from_the_page():
    markup = str(draw_network([1, 1], "a chain"))
    assert "currentColor" in markup and "black" not in markup


def test_equal_drawings_have_equal_ids_and_different_drawings_different_ones():
    def ids(drawing):
        return {element.get("id") for element in parse(drawing).iter() if element.get("id")}

    assert ids(draw_network([1, 2], "a network")) == ids(draw_network([1, 2], "a network"))
    assert not ids(draw_network([1, 2], "a network")) & ids(draw_network([2, 1], "a network"))


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"sizes": [3]}, "sizes: expected the input's size and at least one layer's"),
        ({"sizes": [3, 0]}, r"sizes\[1\]: expected a whole number, 1 or above"),
        ({"units": {(2, 1): "a"}}, r"units: expected .* got \(2, 1\)"),
        ({"edges": {(1, 0, 1): "b"}}, r"edges: expected .* got \(1, 0, 1\)"),
        ({"highlight": {"error": [(3, 1, 1)]}}, r"highlight: expected .* got \(3, 1, 1\)"),
        ({"highlight": {"wrong": [(1, 1, 1)]}}, "role: expected one of .* got 'wrong'"),
        ({"layers": ["input"]}, "layers: expected 2 names, one a layer, got 1"),
        ({"title": " "}, "title: expected words"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        draw_network(**({"sizes": [2, 1], "title": "a network"} | arguments))


def test_the_notation_figure_names_every_symbol():
    shown = texts(draw_notation())
    for symbol in ("w(l)jk", "b(l)k", "z(l)k", "a(l)k", "a(l−1)j"):
        assert symbol in shown


def test_a_long_label_is_set_smaller_so_that_it_stays_in_its_circle():
    def size(label):
        root = parse(draw_network([1, 1], "a chain", units={(1, 1): label}))
        return float(next(root.iter(f"{SVG}text")).get("style").split("font-size:")[1].split("px")[0])

    assert size("0.593269992") < size("0.59") == size("1")


def test_a_label_keeps_to_its_room_where_the_font_is_a_wider_one(open_page, tmp_path):
    drawing = draw_network([1, 1], "a chain", edges={(1, 1, 1): "$∂F/∂u$"}, layers=["layer 0", "layer 1"])
    sheet = tmp_path / "drawing.html"
    widths = []
    for font in ("serif", "monospace"):
        sheet.write_text(
            f'<style>svg {{ font-family: {font} !important }}</style><div style="width: 300px">{drawing}</div>'
        )
        page = open_page(sheet.as_uri())
        widths.append(page.evaluate("[...document.querySelectorAll('text')].map(text => text.getBBox().width)"))
    assert widths[0] == pytest.approx(widths[1], abs=1.5)  # a slanted letter leans out of its room
