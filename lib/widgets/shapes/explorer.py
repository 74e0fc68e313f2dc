"""The shape explorer: pick a quantity of a training step and see its shape and the product that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets

from lib import checks
from lib.network import Network
from lib.typesetting.mathml import latex_to_mathml
from lib.widgets.shapes.views import KINDS, TITLES, views_of
from lib.widgets.shared.javascript import join_modules
from lib.widgets.shared.style import widget_style
from lib.widgets.shared.widget import Widget, html_table
from lib.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike


class ShapeExplorer(Widget):
    """Every quantity of a training step as a box drawn to scale, with what it is made of.

    The reader picks a quantity, a layer and the number of samples. Factors of a matrix product stand to the left of
    the result and above it; what a number of the result is made of lights up, and its formula stands below, in
    symbols and in numbers. Shapes, values and formulas come from `Worksheet`.

    Parameters
    ----------
    *networks : tuple of (Network, array_like, array_like)
        Each with its X and Y; the reader chooses among them.
    samples : list of int
        The numbers of samples to choose from; m takes the first m rows of X and Y.
    learning_rate : float
        α, for the update.

    Attributes
    ----------
    network, samples, kind, layer, row, column : int, int, str, int, int, int
        What is shown: the place of the network, m, one of z, a, delta, dW, db, W, b with its layer, and the cell of the
        result, counted from 0. They follow the reader, and the view follows them.

    Raises
    ------
    ValueError
        If there is no network, X or Y do not fit one, or a number of samples is not among the rows of X.
    """

    _esm = join_modules("shapes/explorer")
    _css = widget_style("shapes/explorer.css", root=".se-explorer")

    network = traitlets.Int(0).tag(sync=True)
    samples = traitlets.Int().tag(sync=True)
    kind = traitlets.Unicode("z").tag(sync=True)
    layer = traitlets.Int(1).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        *networks: tuple[Network, ArrayLike, ArrayLike],
        samples: Sequence[int] = (5, 1),
        learning_rate: float = 0.5,
    ):
        if not networks:
            raise checks.expected("networks", "at least one (Network, X, Y)", "none")
        samples = checks.listed("samples", samples, "a list of numbers of samples")
        self._steps = [_steps(f"networks[{i}]", entry, samples, learning_rate) for i, entry in enumerate(networks)]
        self._deepest = max(net.depth for net, _, _ in networks)
        self._largest = max(*samples, *(size for net, _, _ in networks for size in net.sizes))
        super().__init__(
            definition={
                "networks": [
                    {"sizes": _sizes_text(entry[0]), "steps": [step_data(*step) for step in steps]}
                    for entry, steps in zip(networks, self._steps)
                ],
                "kinds": {kind: [latex_to_mathml(symbol, inner=True), TITLES[kind]] for kind, symbol in KINDS.items()},
            },
            samples=samples[0],
        )

    @traitlets.validate("network")
    def _check_network(self, proposal):
        return checks.whole_number("network", proposal.value, least=0, most=len(self._steps) - 1)

    @traitlets.validate("samples")
    def _check_samples(self, proposal):
        offered = [step["m"] for step in self.definition["networks"][0]["steps"]]
        if proposal.value not in offered or isinstance(proposal.value, bool):
            raise checks.expected("samples", f"one of {', '.join(map(str, offered))}", proposal.value)
        return proposal.value

    @traitlets.validate("kind")
    def _check_kind(self, proposal):
        return checks.one_of("kind", proposal.value, KINDS)

    @traitlets.validate("layer")
    def _check_layer(self, proposal):
        # No higher than in the largest network, as with row and column: the view takes the nearest that there is.
        return checks.whole_number("layer", proposal.value, least=0, most=self._deepest)

    @traitlets.validate("row", "column")
    def _check_cell(self, proposal):
        return checks.whole_number(proposal.trait.name, proposal.value, least=0, most=self._largest - 1)

    def to_html(self) -> str:
        """All quantities of the first choice as a table: the equation, its shapes in letters and in numbers."""
        views, _ = self._steps[0][0]
        return html_table(("Equation", "Its shapes", "In numbers"), map(_table_row, views), kind="shapes")


def step_data(views, sheet):
    """One training step as plain data: its views, and the quantities whose names stand in them."""
    drawn = {name for view in views for box in view.boxes() for row in box.cells for name in row if name}
    used = drawn | {source for name in drawn for source in sheet[name].depends_on}
    return {
        "m": len(views[0].result.cells),
        "views": [view.to_dict() for view in views],
        "quantities": {name: _quantity_data(sheet[name]) | {"sources": _sources(sheet, name, drawn)} for name in used},
    }


def _quantity_data(quantity):
    data = quantity.to_dict()
    return {key: data[key] for key in ("symbol", "words", "value", "template") if key in data}


def _sources(sheet, name, drawn):
    """What a quantity is made of, among what is drawn; the parts of a softmax are not, so theirs stand for them."""
    sources = set()
    for source in sheet[name].depends_on:
        sources |= {source} if source in drawn else set(_sources(sheet, source, drawn))
    return sorted(sources)


def _steps(argument, entry, samples, learning_rate):
    """Views and worksheet for each number of samples."""
    try:
        net, X, Y = entry
    except (TypeError, ValueError):
        raise checks.expected(argument, "a triple (Network, X, Y)", type(entry).__name__) from None
    if not isinstance(net, Network):
        raise checks.expected(argument, "a Network first", type(net).__name__)
    X = net.samples(X)
    Y = net.targets(Y, len(X))
    if not samples:
        raise checks.expected("samples", "at least one number of samples", "none")
    for m in samples:
        if checks.whole_number("samples", m, least=1) > len(X):
            raise checks.expected("samples", f"at most {len(X)}, the rows of X in {argument}", m)
    return [(views_of(net, m), Worksheet.from_network(net, X[:m], Y[:m], learning_rate=learning_rate)) for m in samples]


def _sizes_text(net):
    return "-".join(str(size) for size in net.sizes)


def _table_row(view):
    in_letters, in_numbers = view.shapes(lambda size: size.latex), view.shapes(lambda size: str(size.value))
    return map(latex_to_mathml, (view.formula, in_letters, in_numbers))
