"""The drawing of a computational graph: arrows go to the right, nothing lies on anything else, what is not there is refused."""

import math
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from lib.figures import draw_graph
from lib.figures.graph_layout import graph_layout
from lib.worksheet import Worksheet, exp, ln, sin, tanh

SVG = "{http://www.w3.org/2000/svg}"
CIRCUIT = [("x1", "v1"), ("x2", "v1"), ("v1", "v2"), ("x3", "v2")]
EXPRESSIONS = {
    "circuit": (lambda x1, x2, x3: (x1 + x2) * x3, 3),
    "used twice": (lambda x1, x2, x3: (x1 + x2) * x3 + (x1 + x2) ** 2, 3),
    "survey": (lambda x1, x2: ln(x1) + x1 * x2 - sin(x2), 2),
    "neuron": (lambda x1, x2, x3, x4, x5: 1 / (1 + exp(-(x1 * x2 + x3 * x4 + x5))), 5),
    "many uses": (lambda x1, x2: tanh(x1 * x2) * (x1 + exp(x1 * x2)) + x2, 2),
}


def edges_of(function, count):
    sheet = Worksheet.from_expression(function, {f"x{i}": 1.0 for i in range(1, count + 1)})
    return [(source, q.name) for q in sheet if q.phase == "forward" for source in q.depends_on]


def drawn(**arguments):
    return ET.fromstring(str(draw_graph(**({"edges": CIRCUIT, "title": "a circuit"} | arguments))))


def texts(root):
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}g") if text.get("class") == "figure-label"]


@pytest.mark.parametrize("case", EXPRESSIONS)
def test_every_edge_goes_to_the_right(case):
    edges = edges_of(*EXPRESSIONS[case])
    places = graph_layout(edges)
    assert all(places[source].column < places[target].column for source, target in edges)


@pytest.mark.parametrize("case", EXPRESSIONS)
def test_nodes_are_apart_and_no_edge_runs_over_one(case):
    edges = edges_of(*EXPRESSIONS[case])
    places = graph_layout(edges)
    assert all(math.dist(*pair) > 0.99 for pair in combinations(places.values(), 2))
    for source, target in edges:
        start, end = places[source], places[target]
        for place in places.values():
            if start.column < place.column < end.column:
                share = (place.column - start.column) / (end.column - start.column)
                assert abs(start.row + share * (end.row - start.row) - place.row) > 0.4, (source, target)


def test_an_input_stands_just_before_its_first_use():
    places = graph_layout(CIRCUIT)
    assert places["x3"].column == places["v2"].column - 1


def test_a_circle_a_node_and_a_line_with_an_arrowhead_an_edge():
    root = drawn()
    assert len(list(root.iter(f"{SVG}circle"))) == 5
    assert len(list(root.iter(f"{SVG}line"))) == len(list(root.iter(f"{SVG}polygon"))) == 4


def test_labels_stand_in_at_and_on_nodes_and_edges():
    root = drawn(nodes={"v1": "+", "v2": "×"}, above={"v1": "$v_{1}$"}, below={"v1": "3"}, labels={("v1", "v2"): "−4"})
    assert set(texts(root)) == {"x1", "x2", "x3", "+", "×", "v1", "3", "−4"}


def test_a_highlighted_edge_differs_in_colour_and_in_kind_of_line():
    markup = str(draw_graph(CIRCUIT, "a circuit", highlight={"error": [("v1", "v2")]}))
    assert "var(--role-error" in markup and "stroke-dasharray" in markup


def test_it_is_an_image_with_a_name():
    root = drawn(description="Five nodes.")
    assert root.get("role") == "img"
    names = {element.get("id"): element.text for element in root.iter()}
    assert [names[key] for key in root.get("aria-labelledby").split()] == ["a circuit", "Five nodes."]


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"edges": []}, "edges: expected at least one"),
        ({"edges": [("a", "b"), ("b", "a")]}, "edges: expected a graph without cycles"),
        ({"edges": [("a", "a")]}, "edges: expected a graph without cycles"),
        ({"nodes": {"v9": "?"}}, "nodes: expected nodes .* got 'v9'"),
        ({"labels": {("x1", "v2"): "?"}}, r"labels: expected .* got \('x1', 'v2'\)"),
        ({"highlight": {"error": ["v9"]}}, "highlight: expected .* got 'v9'"),
        ({"title": " "}, "title: expected words"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        drawn(**arguments)
