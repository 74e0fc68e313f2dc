"""The network drawing: units as circles, weights as lines, labels and paths wherever a chapter needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib import checks
from lib.figures.arguments import pens_of, share, texts
from lib.figures.canvas import FONT_SIZE, Canvas, Point
from lib.figures.inline_svg import InlineSVG
from lib.figures.labels import typeset
from lib.figures.layout import Layout
from lib.figures.paint import FAINT, PLAIN, Pen

RADIUS = 22.0
LABEL_SHARE = 0.82  # of a unit's diameter that its label may take
BIAS_HALF_SIDE = 11.0
NOTE_SIZE = 14.0
EDGE_SIZE = 16.0
NAME_SIZE = 16.0
MOST_LINES = 10_000
LEFT_OUT_UNITS = "⋮"
LEFT_OUT_LAYERS = "⋯"

Unit = tuple[int, int]
Edge = tuple[int, int, int]


def draw_network(
    sizes: Sequence[int],
    title: str,
    *,
    description: str = "",
    units: Mapping[Unit, str] | None = None,
    notes: Mapping[Unit, str] | None = None,
    edges: Mapping[Edge, str] | None = None,
    layers: Sequence[str] = (),
    biases: bool = False,
    highlight: Mapping[str, Sequence[Unit | Edge]] | None = None,
    label_at: float = 0.34,
    column: float = 96.0,
    row: float = 64.0,
) -> InlineSVG:
    """Draw a network of fully connected layers.

    Units and edges are named as in the equations: ``(l, k)`` is unit k of layer l, ``(l, j, k)`` the edge that carries
    the weight from unit j of layer l - 1 to unit k of layer l. Layer 0 is the input; units count from 1; unit 0 is the
    bias node. Labels are plain text with formulas between dollar signs, as ``"$w^{(l)}_{jk}$"``.

    Parameters
    ----------
    sizes : sequence of int
        Number of units of each layer, the input first.
    title : str
        The alternative text: what the figure is.
    description : str
        What it shows, in a sentence or two, for a reader who does not see it.
    units : mapping, optional
        Labels inside the units. The labels ``"⋮"`` and ``"⋯"`` stand for units and for layers that are left out: they have
        no circle, and the first has no edges either.
    notes : mapping, optional
        Labels below the units.
    edges : mapping, optional
        Labels on the edges.
    layers : sequence of str, optional
        Names below the columns, one a layer.
    biases : bool
        Whether to draw the bias nodes.
    highlight : mapping, optional
        From a role (``"forward"``, ``"error"``, ``"update"``, ``"shared-a"``, ``"shared-b"``, ``"shared-c"``) to the units
        and edges that are drawn in its colour and its kind of line. Errors point backwards.
    label_at : float
        How far along its edge a label stands, between 0 and 1.
    column, row : float
        Distance between layers, and between units.

    Returns
    -------
    InlineSVG

    Raises
    ------
    ValueError
        If there are fewer than two layers, a layer has no unit, there are more than 10,000 lines to draw, the names of
        the layers do not fit, a label or a highlight belongs to a unit or edge that is not there, or an argument is not
        as described.
    """
    sizes, biases = _checked_sizes(sizes), checks.true_or_false("biases", biases)
    layout = Layout(sizes, biases, checks.positive_number("column", column), checks.positive_number("row", row))
    units, notes, edges = texts("units", units), texts("notes", notes), texts("edges", edges)
    pens, label_at = pens_of(highlight), share("label_at", label_at)
    _check_names(layout, units=units, notes=notes, edges=edges, highlight=pens)
    layers = checks.listed("layers", layers, "a list with one name a layer")
    if layers and len(layers) != len(sizes):
        raise checks.expected("layers", f"{len(sizes)} names, one a layer", len(layers))
    for l, name in enumerate(layers):
        checks.instance(f"layers[{l}]", name, str)

    drawing = _Drawing(layout, pens, units, notes, edges, layers)
    canvas = Canvas(layout.width, layout.height + drawing.height_below, title, description)
    drawing.draw_edges(canvas, label_at)
    drawing.draw_units(canvas)
    drawing.draw_bias_nodes(canvas)
    drawing.draw_layer_names(canvas)
    return canvas.finish()


@dataclass(frozen=True)
class _Drawing:
    """A network with all that is written on it, checked; what is drawn later lies on top."""

    layout: Layout
    pens: Mapping[Unit | Edge, Pen]
    units: Mapping[Unit, str]
    notes: Mapping[Unit, str]
    edges: Mapping[Edge, str]
    layers: Sequence[str]

    @property
    def height_below(self) -> float:
        """Room for the notes and the names of the layers."""
        return (26.0 if self.layers else 0.0) + (14.0 if self.notes else 0.0)

    def draw_edges(self, canvas: Canvas, label_at: float) -> None:
        for edge in self.layout.edges():
            if self._is_left_out(edge):
                continue
            pen = self.pens.get(edge, FAINT if self.pens else PLAIN)
            start, end = _edge_ends(self.layout, edge)
            canvas.line(start, end, pen)
            if edge in self.edges:
                place = start.between(end, label_at)
                canvas.label(place, self.edges[edge], _text_pen(pen), over_line=True, size=EDGE_SIZE)

    def _is_left_out(self, edge: Edge) -> bool:
        layer, j, k = edge
        return LEFT_OUT_UNITS in (self.units.get((layer - 1, j)), self.units.get((layer, k)))

    def draw_units(self, canvas: Canvas) -> None:
        for unit in self.layout.units():
            place, pen = self.layout.place(*unit), self.pens.get(unit, PLAIN)
            _draw_unit(canvas, place, self.units.get(unit, ""), pen)
            if unit in self.notes:
                below = Point(place.x, place.y + RADIUS + 0.75 * NOTE_SIZE)
                canvas.label(below, self.notes[unit], _text_pen(pen), size=NOTE_SIZE, over_line=True)

    def draw_bias_nodes(self, canvas: Canvas) -> None:
        for layer in range(self.layout.last if self.layout.biases else 0):
            place = self.layout.place(layer, 0)
            canvas.square(place, BIAS_HALF_SIDE, self.pens.get((layer, 0), PLAIN))
            canvas.label(place, "1", size=14)

    def draw_layer_names(self, canvas: Canvas) -> None:
        for layer, name in enumerate(self.layers):
            canvas.label(Point(self.layout.place(layer, 1).x, canvas.height - 14), name, size=NAME_SIZE)


def _draw_unit(canvas: Canvas, place: Point, label: str, pen: Pen) -> None:
    if label not in (LEFT_OUT_UNITS, LEFT_OUT_LAYERS):
        canvas.circle(place, RADIUS, pen)
    if label:
        # Long labels are set smaller, so that they stay inside the circle.
        _, width = typeset(label)
        canvas.label(place, label, _text_pen(pen), size=min(FONT_SIZE, LABEL_SHARE * 2 * RADIUS / width))


def _edge_ends(layout: Layout, edge: Edge) -> tuple[Point, Point]:
    """Where the edge leaves the one node's border and reaches the other's."""
    layer, j, k = edge
    source, target = layout.place(layer - 1, j), layout.place(layer, k)
    source_radius = BIAS_HALF_SIDE + 2 if j == 0 else RADIUS
    return source.towards(target, source_radius), target.towards(source, RADIUS)


def _text_pen(pen: Pen) -> Pen:
    """Faint lines have labels in full strength."""
    return PLAIN if pen is FAINT else pen


def _checked_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    sizes = checks.layer_sizes("sizes", sizes)
    lines = sum((n_in + 1) * n_out for n_in, n_out in zip(sizes, sizes[1:]))
    if lines > MOST_LINES:
        raise checks.expected("sizes", f"a network of at most {MOST_LINES:,} lines", f"{lines:,}")
    return tuple(sizes)


def _check_names(layout: Layout, **mappings: Mapping[Unit | Edge, object]) -> None:
    known = {*layout.units(), *layout.edges()}
    if layout.biases:
        known.update((layer, 0) for layer in range(layout.last))
    for argument, mapping in mappings.items():
        for name in mapping:
            if name not in known:
                raise ValueError(
                    f"{argument}: expected units (l, k) and edges (l, j, k) of a network of sizes "
                    f"{list(layout.sizes)}, got {name}"
                )
