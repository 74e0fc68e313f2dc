"""A drawing refuses what it can't draw, by the name of the argument: nothing is drawn at NaN, and nothing fails within."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from lib.figures import InlineSVG, as_svg, draw_graph, draw_network, draw_slices
from lib.figures.parallel import draw_ring

NAN = float("nan")
DRAWINGS = {
    draw_network: {"sizes": [2, 1], "title": "a network"},
    draw_graph: {"edges": [("a", "b")], "title": "a graph"},
    draw_slices: {
        "cost": lambda u, v: u**2 + v**2,
        "point": (1, 1),
        "slopes": (2, 2),
        "frame": [(-2, 2), (-2, 2)],
        "alt": "a bowl",
    },
    as_svg: {"figure": Figure(), "alt": "a plot"},
    draw_ring: {"workers": 4},
    InlineSVG: {"markup": "<svg/>"},
}
OPTIONS = {
    draw_network: [
        "description",
        "units",
        "notes",
        "edges",
        "layers",
        "biases",
        "highlight",
        "label_at",
        "column",
        "row",
    ],
    draw_graph: ["description", "nodes", "above", "below", "labels", "highlight", "label_at", "column", "row"],
}
NEVER = [NAN, [NAN], "x$", -1.5, {1: 2}, {"forward": 3}, {"forward": [[1]]}, np.full(3, NAN), object(), [(1, 2, 3)]]
EMPTY_OR_NONE = {"units", "notes", "edges", "nodes", "above", "below", "labels", "highlight"}
TEXTS = {"description", "markup", "title", "alt"}
CASES = [
    (draw, argument, value)
    for draw, needed in DRAWINGS.items()
    for argument in [*needed, *OPTIONS.get(draw, [])]
    for value in [*NEVER, None]
    if not (value is None and argument in EMPTY_OR_NONE and argument not in needed)
    and not (isinstance(value, str) and argument in TEXTS)
]


@pytest.mark.parametrize(("draw", "argument", "value"), CASES)
def test_what_is_no_such_thing_is_refused_by_its_name(draw, argument, value):
    with pytest.raises(ValueError, match=rf"^{argument}\b.*: expected .*, got "):
        draw(**DRAWINGS[draw] | {argument: value})


@pytest.mark.parametrize(
    ("draw", "changes", "message"),
    [
        (draw_network, {"sizes": {2, 1}}, "sizes: expected a list"),
        (draw_network, {"sizes": [1000, 1000]}, "sizes: expected a network of at most 10,000 lines, got 1,001,000"),
        (draw_network, {"units": {(1, 1): 5}}, r"units\[\(1, 1\)\]: expected a str, got int"),
        (draw_network, {"layers": [1, 2]}, r"layers\[0\]: expected a str, got int"),
        (draw_network, {"layers": "ab"}, "layers: expected a list"),
        (draw_graph, {"edges": [("a", "b", "c")]}, r"edges\[0\]: expected a pair"),
        (draw_graph, {"edges": [(1, 2)]}, r"edges\[0\]: expected a pair \(source, target\) of texts, got \(1, 2\)"),
        (draw_graph, {"edges": ["ab"]}, r"edges\[0\]: expected a pair"),
        (draw_graph, {"labels": {("a", "b"): None}}, r"labels\[\('a', 'b'\)\]: expected a str, got NoneType"),
        (draw_slices, {"cost": lambda u, v: u * NAN}, "cost: expected finite numbers only, got nan"),
        (draw_slices, {"cost": lambda u, v: 1.0}, "cost: expected a number for each place"),
        (draw_slices, {"slopes": (1, 2, 3)}, "slopes: expected two numbers"),
        (draw_slices, {"frame": [(2, -2), (-2, 2)]}, "frame: expected two pairs"),
    ],
)
def test_it_says_what_was_expected(draw, changes, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        draw(**DRAWINGS[draw] | changes)
