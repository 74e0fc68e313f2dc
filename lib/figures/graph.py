"""The drawing of a computational graph: a node for each value, an arrow from each value to what is computed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib import checks
from lib.figures.arguments import pens_of, share, texts
from lib.figures.canvas import FONT_SIZE, Canvas, Point
from lib.figures.graph_layout import graph_layout
from lib.figures.inline_svg import InlineSVG
from lib.figures.labels import typeset
from lib.figures.paint import FAINT, PLAIN

RADIUS = 22.0
LABEL_SHARE = 0.82  # of a node's diameter that its label may take
NOTE_SIZE = 15.0
MARGIN = 34.0

Edge = tuple[str, str]


def draw_graph(
    edges: Sequence[Edge],
    title: str,
    *,
    description: str = "",
    nodes: Mapping[str, str] | None = None,
    above: Mapping[str, str] | None = None,
    below: Mapping[str, str] | None = None,
    labels: Mapping[Edge, str] | None = None,
    highlight: Mapping[str, Sequence[str | Edge]] | None = None,
    label_at: float = 0.5,
    column: float = 96.0,
    row: float = 92.0,
) -> InlineSVG:
    """Draw a computational graph. Nodes are named by short texts; their places follow from the edges.

    Labels are plain text with formulas between dollar signs, as for `draw_network`.

    Parameters
    ----------
    edges : sequence of (source, target)
        An arrow from each value to each that is computed from it.
    title : str
        The alternative text: what the figure is.
    description : str
        What it shows, in a sentence or two, for a reader who does not see it.
    nodes : mapping, optional
        Labels inside the nodes; by default their names.
    above, below : mapping, optional
        Labels above and below nodes.
    labels : mapping, optional
        Labels on edges.
    highlight : mapping, optional
        From a role, as for `draw_network`, to the nodes and edges that are drawn in its colour and kind of line. Errors
        point backwards.
    label_at : float
        How far along its edge a label stands, between 0 and 1.
    column, row : float
        Distance between columns and between rows.

    Returns
    -------
    InlineSVG

    Raises
    ------
    ValueError
        If there is no edge, the edges form a cycle, a label or a highlight belongs to a node or edge that is not there, or
        an argument is not as described.
    """
    edges = _checked_edges(edges)
    checks.positive_number("column", column)
    checks.positive_number("row", row)
    share("label_at", label_at)
    grid = graph_layout(edges)
    places = {
        node: Point(MARGIN + column * place.column, MARGIN + 20 + row * place.row) for node, place in grid.items()
    }
    nodes, above, below = texts("nodes", nodes), texts("above", above), texts("below", below)
    labels, pens = texts("labels", labels), pens_of(highlight)
    _check_names(edges, grid, nodes=nodes, above=above, below=below, labels=labels, highlight=pens)
    inside = {node: node for node in grid} | nodes

    canvas = Canvas(
        max(place.x for place in places.values()) + MARGIN,
        max(place.y for place in places.values()) + MARGIN + 14,
        title,
        description,
    )
    for edge in edges:
        pen = pens.get(edge, FAINT if pens else PLAIN)
        pen = replace(pen, arrow=pen.arrow or "end")  # errors point backwards, everything else forwards
        start, end = places[edge[0]].towards(places[edge[1]], RADIUS), places[edge[1]].towards(places[edge[0]], RADIUS)
        canvas.line(start, end, pen)
        if edge in labels:
            canvas.label(
                start.between(end, label_at), labels[edge], pens.get(edge, PLAIN), size=NOTE_SIZE, over_line=True
            )
    for node, place in places.items():
        pen = pens.get(node, PLAIN)
        canvas.circle(place, RADIUS, pen)
        _, width = typeset(inside[node])
        canvas.label(place, inside[node], pen, size=min(FONT_SIZE, LABEL_SHARE * 2 * RADIUS / width))
        for label, shift in ((above.get(node), -RADIUS - 12), (below.get(node), RADIUS + 13)):
            if label:
                canvas.label(Point(place.x, place.y + shift), label, pen, size=NOTE_SIZE, over_line=True)
    return canvas.finish()


def _checked_edges(edges: Sequence[Edge]) -> list[Edge]:
    edges = [
        tuple(checks.listed(f"edges[{i}]", edge, "a pair (source, target)"))
        for i, edge in enumerate(checks.listed("edges", edges, "a list of pairs (source, target)"))
    ]
    for i, edge in enumerate(edges):
        if len(edge) != 2 or not all(isinstance(node, str) and node for node in edge):
            raise checks.expected(f"edges[{i}]", "a pair (source, target) of texts", checks.shortened(edge))
    return edges


def _check_names(edges: Sequence[Edge], grid: Mapping[str, object], **mappings: Mapping[str | Edge, object]) -> None:
    for argument, mapping in mappings.items():
        for name in mapping:
            if name not in grid and name not in edges:
                raise ValueError(f"{argument}: expected nodes ({', '.join(grid)}) and edges of the graph, got {name!r}")
