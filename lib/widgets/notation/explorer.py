"""The notation explorer: point at a weight and see its name, its place in the matrix and its term in z."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import traitlets

from lib import checks
from lib.network import Network
from lib.widgets.notation.views import items_of, network_data
from lib.widgets.shared.javascript import join_modules
from lib.widgets.shared.style import widget_style
from lib.widgets.shared.widget import Widget, html_head, html_row
from lib.worksheet.printing import number_text

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

MOST_UNITS, MOST_LAYERS = 6, 4
PARAMETERS = ("weight", "bias")


class NotationExplorer(Widget):
    """Explore the names of a network's weights, biases and units.

    A weight is shown in four ways at once: as a line of the drawing, by its name in symbols and in code, as a cell of
    the matrix W⁽ˡ⁾, and as a term of the sum z⁽ˡ⁾ₖ. Touching any of them lights the others. A quiz asks for names.

    Parameters
    ----------
    *networks : Network or (Network, x)
        The networks to choose from, each with the inputs x of one sample, shape (n₀,); by default 1, 2, 3, …. At most
        6 units a layer and 4 layers of weights. They are only read.

    Attributes
    ----------
    network : int
        Which of the networks is shown, from 0.
    selected : str
        Name of the weight, bias or unit that is lit, such as "w2_1_1", "b1_2", "a2_1" or "x1".
    quiz : bool
        Whether the reader is asked.
    question, answer : int, str
        Which question, from 0, and the name that was touched last, "" before the first try.
    score : list of int
        How many questions were answered right at the first try, and how many were answered.

    Raises
    ------
    ValueError
        If there is no network, one is too large, or x does not fit it.
    """

    _esm = join_modules("notation/explorer")
    _css = widget_style(
        "shared/common.css", "shared/drawing.css", "shared/formula.css", "notation/explorer.css", root=".ne-explorer"
    )

    network = traitlets.Int(0).tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)
    quiz = traitlets.Bool(False).tag(sync=True)
    question = traitlets.Int(0).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    score = traitlets.List([0, 0]).tag(sync=True)

    def __init__(self, *networks: Network | tuple[Network, ArrayLike]):
        if not networks:
            raise checks.expected("networks", "at least one Network", "none")
        entries = [_checked(f"networks[{i}]", entry) for i, entry in enumerate(networks)]
        self._items = [{item["name"]: item for item in items_of(net)} for net, _ in entries]
        super().__init__(definition={"networks": [network_data(net, x) for net, x in entries]}, selected="w1_1_1")

    @traitlets.validate("network")
    def _check_network(self, proposal):
        return checks.whole_number("network", proposal.value, least=0, most=len(self._items) - 1)

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        known = self._items[self.network]
        if proposal.value not in known:
            raise checks.expected("selected", f"one of {', '.join(known)}", repr(proposal.value))
        return proposal.value

    @traitlets.validate("question")
    def _check_question(self, proposal):
        return checks.whole_number("question", proposal.value, least=0)

    @traitlets.validate("answer")
    def _check_answer(self, proposal):
        asked = [name for name, item in self._items[self.network].items() if item["kind"] in PARAMETERS]
        if proposal.value and proposal.value not in asked:
            raise checks.expected("answer", f"an empty text or one of {', '.join(asked)}", repr(proposal.value))
        return proposal.value

    @traitlets.validate("score")
    def _check_score(self, proposal):
        value = proposal.value
        if len(value) != 2 or not all(isinstance(n, int) for n in value) or not 0 <= value[0] <= value[1]:
            raise checks.expected("score", "two whole numbers, right at once and answered", value)
        return value

    @traitlets.observe("network")
    def _begin_anew(self, change):
        """Names of another network need not be there: back to its first weight and its first question."""
        known = self._items[self.network]
        if self.selected not in known:
            self.selected = "w1_1_1"
        if self.answer not in known:
            self.answer = ""

    def to_html(self) -> str:
        """All weights and biases as a table, network by network: symbol, code, from, to, value."""
        titles = ("Symbol", "In code", "From", "To", "Value")
        bodies = "".join(self._table_body(data) for data in self.definition["networks"])
        return f'<table class="notation">{html_head(titles)}{bodies}</table>'

    def _table_body(self, data):
        title = f'<tr><th colspan="5" scope="rowgroup">{data["sizes"]} network</th></tr>'
        items = (item for item in data["items"].values() if item["kind"] in PARAMETERS)
        return f"<tbody>{title}{''.join(_table_row(item, data['quantities'][item['name']]) for item in items)}</tbody>"


def _table_row(item, quantity):
    cells = [
        f"<code>{item['code']}</code>",
        _start(item),
        f"unit {item['to']} of layer {item['layer']}",
        number_text(quantity["value"]),
    ]
    return html_row(f"<math>{quantity['symbol']}</math>", *cells)


def _start(item):
    if item["kind"] == "bias":
        return "1 (bias node)"
    return f"input {item['from']}" if item["layer"] == 1 else f"unit {item['from']} of layer {item['layer'] - 1}"


def _checked(argument, entry):
    """A network and its inputs."""
    net, x = entry if isinstance(entry, (tuple, list)) and len(entry) == 2 else (entry, None)
    if not isinstance(net, Network):
        raise checks.expected(argument, "a Network or a pair (Network, x)", type(net).__name__)
    if max(net.sizes) > MOST_UNITS or net.depth > MOST_LAYERS:
        limits = f"at most {MOST_UNITS} units a layer and {MOST_LAYERS} layers"
        raise checks.expected(argument, limits, f"sizes {net.sizes}")
    checks.finite_weights(net)
    if x is None:
        x = np.arange(1.0, net.sizes[0] + 1)
    x = checks.finite_array(f"{argument}: x", x, float)
    if x.shape != (net.sizes[0],):
        raise checks.expected(
            f"{argument}: x", f"shape ({net.sizes[0]},), the inputs of one sample", f"shape {x.shape}"
        )
    return net, x
