"""What the notation explorer shows of a network: a drawing, a matrix for each layer, and every number with its names.

Nothing is computed here. Values, symbols and formulas are those of a worksheet.
"""

import numpy as np

from lib.typesetting.mathml import latex_to_mathml
from lib.widgets.shared.pictures import notation_picture
from lib.worksheet import Worksheet, names
from lib.worksheet.printing import exponent_text, to_summand_templates


def network_data(net, x, seed=0):
    """A network with one sample as plain data for ``explorer.js``.

    Parameters
    ----------
    net : Network
    x : ndarray, shape (n₀,)
    seed : int
        For the order of the questions.
    """
    items = items_of(net)
    return {
        "sizes": "-".join(map(str, net.sizes)),
        "drawing": notation_picture(net.sizes),
        "quantities": _quantities(net, x),
        "items": {item["name"]: item for item in items},
        "matrices": [_matrix(net, l) for l in range(1, net.depth + 1)],
        "questions": _questions(items, seed),
    }


def items_of(net):
    """Everything that can be pointed at, in the order of the drawing: units, then what leads into the next layer."""
    items = []
    for l, size in enumerate(net.sizes):
        if l > 0:
            items += [_weight(l, j, k) for j in _count(net.sizes[l - 1]) for k in _count(size)]
            items += [_bias(l, k) for k in _count(size)]
        items += [_unit(net, l, k) for k in _count(size)]
    return items


def _count(size):
    """Indices from 1, as the equations have them."""
    return range(1, size + 1)


def _weight(l, j, k):
    start = f"input {j}" if l == 1 else f"unit {j} of layer {l - 1}"
    return {
        "name": names.weight(l, j, k).name,
        "kind": "weight",
        "layer": l,
        "from": j,
        "to": k,
        "code": f"net.W[{l}][{j - 1}, {k - 1}]",
        "place": f"row {j}, column {k} of {_matrix_text('W', l)}; Python counts from 0: [{j - 1}, {k - 1}]",
        "line": f"line from {start} to unit {k} of layer {l}",
        "sum": names.weighted_sum(l, None, k).name,
        "lit": [names.value(l - 1, None, j).name, names.value(l, None, k).name],
    }


def _bias(l, k):
    return {
        "name": names.bias(l, k).name,
        "kind": "bias",
        "layer": l,
        "from": 0,
        "to": k,
        "code": f"net.b[{l}][{k - 1}]",
        "place": f"entry {k} of {_matrix_text('b', l)}; Python counts from 0: [{k - 1}]",
        "line": f"line from the bias node of layer {l - 1} to unit {k} of layer {l}",
        "sum": names.weighted_sum(l, None, k).name,
        "lit": [f"one{l - 1}", names.value(l, None, k).name],
    }


def _unit(net, l, k):
    """An input lights what leaves it, a row; any other unit what arrives at it, a column."""
    item = {"name": names.value(l, None, k).name, "layer": l, "from": k, "to": k, "line": f"unit {k} of layer {l}"}
    if l == 0:
        leaving = [names.weight(1, k, other).name for other in _count(net.sizes[1])]
        return item | {
            "kind": "input",
            "code": f"X[0, {k - 1}]",
            "place": f"row {k} of {_matrix_text('W', 1)} holds the weights that leave it",
            "lit": leaving,
        }
    arriving = [names.weight(l, j, k).name for j in _count(net.sizes[l - 1])]
    return item | {
        "kind": "unit",
        "code": f"forward.a[{l}][0, {k - 1}]",
        "place": f"column {k} of {_matrix_text('W', l)} holds the weights that arrive at it",
        "sum": names.weighted_sum(l, None, k).name,
        "lit": [*arriving, names.bias(l, k).name],
    }


def _matrix_text(letter, l):
    return f"{letter}⁽{exponent_text(l)}⁾"


def _quantities(net, x):
    """What a forward pass is made of, by name."""
    sheet = Worksheet.from_network(net, [x], net.predict([x]))  # any target will do: no loss is shown
    used = {item["name"] for item in items_of(net)}
    used |= {quantity.name for quantity in sheet if quantity.phase == "forward"}
    keys = ("symbol", "text", "words", "value", "template")
    data = {name: sheet[name].to_dict() for name in used}
    for name in used:
        if sheet[name].key.kind == "weighted sum":
            data[name]["template"] = _sum_template(sheet, sheet[name])
    return {name: {key: entry[key] for key in keys if key in entry} for name, entry in sorted(data.items())}


def _sum_template(sheet, quantity):
    """The template of a weighted sum, in which each summand carries the name of its weight or bias."""
    templates = to_summand_templates(quantity.expression, sheet.symbols)
    return "<mo>+</mo>".join(
        f'<mrow class="ne-term" data-term="{_parameter_in(sheet, summand)}">{template}</mrow>'
        for summand, template in zip(quantity.expression.arguments, templates, strict=True)
    )


def _parameter_in(sheet, summand):
    """The name of the weight in a product, or of the bias."""
    return next(name for name in summand.depends_on() if sheet[name].key.kind in ("weight", "bias"))


def _matrix(net, l):
    """Names of the entries of W⁽ˡ⁾, row by row, and of the biases, which stand below."""
    n_in, n_out = net.sizes[l - 1], net.sizes[l]
    return {
        "layer": l,
        "symbol": latex_to_mathml(f"W^{{({l})}}", inner=True),
        "bias_symbol": latex_to_mathml(f"b^{{({l})}}", inner=True),
        "text": _matrix_text("W", l),
        "code": f"net.W[{l}]",
        "rows": [[names.weight(l, j, k).name for k in _count(n_out)] for j in _count(n_in)],
        "biases": [names.bias(l, k).name for k in _count(n_out)],
    }


def _questions(items, seed):
    """Every weight and bias once, in an order that looks like none; by turns to be found in the drawing and in a matrix."""
    asked = [item["name"] for item in items if item["kind"] in ("weight", "bias")]
    order = np.random.default_rng(seed).permutation(len(asked))
    return [[asked[i], ("drawing", "matrix")[turn % 2]] for turn, i in enumerate(order)]
