"""What the stepper draws: units and edges on a grid, and which quantity stands where.

A label is a place and its variants, each [prefix, name, role]: the first for the phases up to the errors, the second
for the gradients, the third for the update. Names leave the sample open: ``{i_}`` stands for "3_" and ``{i}`` for "3"
with sample 3 of several, both for nothing where there is only one.
"""

from lib.figures.graph_layout import graph_layout
from lib.worksheet.names import lowered


def network_picture(sizes):
    """The drawing of a network.

    Parameters
    ----------
    sizes : list of int
        n₀, n₁, …, n_L.

    Returns
    -------
    dict
        Plain data for ``drawing.js``.
    """
    L = len(sizes) - 1
    units = [(l, k) for l, size in enumerate(sizes) for k in range(1, size + 1)]
    place = {unit: index for index, unit in enumerate(units)}
    rows = max(sizes)
    nodes = [
        {"column": l, "row": (rows - sizes[l]) / 2 + k - 1, "shape": "circle", "labels": _unit_labels(l, k, L)}
        for l, k in units
    ]
    edges = [
        {"from": place[l - 1, j], "to": place[l, k], "labels": _edge_labels(l, j, k)}
        for l in range(1, L + 1)
        for k in range(1, sizes[l] + 1)
        for j in range(1, sizes[l - 1] + 1)
    ]
    words = " – ".join(map(str, sizes))
    return {
        "nodes": nodes,
        "edges": edges,
        "notes": [
            {"column": 0, **_label("note", "α", "alpha", "plain")},
            {"column": L / 2, **_label("note", "L", "L{i}", "error")},
            {"column": L, **_label("note", "Cost", "cost", "error")},
        ],
        "columns": ["input", *(f"layer {l}" for l in range(1, L + 1))],
        "rows": rows,
        "right_labels": True,
        "words": f"Drawing of a network with {words} units. The table below holds the same numbers.",
    }


def notation_picture(sizes):
    """The drawing of a network with the names of its parts instead of numbers, and with bias nodes.

    Parameters
    ----------
    sizes : list of int
        n₀, n₁, …, n_L.

    Returns
    -------
    dict
        Plain data for ``drawing.js``. The value 1 of the bias node in layer l goes by the name ``one{l}``.
    """
    L, rows = len(sizes) - 1, max(sizes) + 1
    units = [(l, k) for l, size in enumerate(sizes) for k in range(1, size + 1)]
    biases = [(l, 0) for l in range(L)]
    place = {node: index for index, node in enumerate(units + biases)}
    nodes = [
        {"column": l, "row": (max(sizes) - sizes[l]) / 2 + k - 1, "shape": "circle",
         "labels": [_label("inside", "", f"a{l}_{k}" if l else f"x{k}", "forward")]}
        for l, k in units
    ]  # fmt: skip
    nodes += [
        {"column": l, "row": rows - 1, "shape": "square", "labels": [_label("inside", "", f"one{l}", "plain")]}
        for l, _ in biases
    ]
    edges = [
        {"from": place[l - 1, j], "to": place[l, k],
         "labels": [_label("start", "", f"w{l}_{j}_{k}" if j else f"b{l}_{k}", "plain")]}
        for l in range(1, L + 1)
        for j in [*range(1, sizes[l - 1] + 1), 0]
        for k in range(1, sizes[l] + 1)
    ]  # fmt: skip
    return {
        "nodes": nodes,
        "edges": edges,
        "notes": [],
        "columns": [f"layer {l}" for l in range(L + 1)],
        "rows": rows,
        "row_height": 72,
        "right_labels": False,
        "words": f"network with {' – '.join(map(str, sizes))} units",
    }


def functions_picture(sheet):
    """The drawing of functions that feed one another: a box for each value, a line with its slope for each way between two.

    Parameters
    ----------
    sheet : Worksheet
        Of `Worksheet.from_functions` or `Worksheet.from_paths`: values first, then derivatives.

    Returns
    -------
    dict
        Plain data for ``drawing.js``.
    """
    values = [q for q in sheet if q.phase in ("given", "forward")]
    whole, column = [*sheet][-1].name.partition("_")[0], {}
    for q in values:
        column[q.name] = 1 + max((column[source] for source in q.depends_on), default=-1)
    side_by_side = [[q for q in values if column[q.name] == c] for c in range(max(column.values()) + 1)]
    rows = max(map(len, side_by_side))
    nodes = [
        {"column": column[q.name], "row": (rows - len(beside)) / 2 + beside.index(q), "shape": "box", "labels": labels}
        for beside in side_by_side
        for q, labels in ((q, _function_labels(q, whole, sheet)) for q in beside)
    ]
    place = {q.name: index for index, q in enumerate(q for beside in side_by_side for q in beside)}
    words = " → ".join(" and ".join(q.text for q in beside) for beside in side_by_side)
    return {
        "nodes": nodes,
        "edges": [
            {"from": place[source], "to": place[q.name], "labels": [_slope_label(source, q.name, whole, sheet)]}
            for q in values
            for source in q.depends_on
        ],
        "notes": [],
        "columns": [] if rows == 1 else ["variable", "paths", "result"],
        "rows": rows,
        "row_height": 118,
        "right_labels": False,
        "words": f"Drawing of {'the chain' if rows == 1 else 'the paths'} {words}. The table below holds the same numbers.",
    }


SIGNS = {"+": "+", "-": "−", "neg": "−", "*": "×", "/": "÷", "^": "power"}


def graph_picture(sheet):
    """The drawing of a computational graph: a node for each value, its adjoint below, local derivatives on the edges.

    Parameters
    ----------
    sheet : Worksheet
        What `Worksheet.from_expression` makes.

    Returns
    -------
    dict
        Plain data for ``drawing.js``.
    """
    values = [q for q in sheet if q.phase in ("given", "forward") and f"{q.name}_bar" in sheet]
    pairs = [(source, q.name) for q in values for source in q.depends_on]
    places, number = graph_layout(pairs), {q.name: i for i, q in enumerate(values)}
    return {
        "nodes": [{**places[q.name]._asdict(), "shape": "circle", "labels": _value_labels(sheet, q)} for q in values],
        "edges": [
            {"from": number[source], "to": number[name], "labels": [_label("end", "", f"d_{name}_{source}", "update")]}
            for source, name in pairs
        ],
        "notes": [],
        "columns": [],
        "rows": max(place.row for place in places.values()) + 1,
        "right_labels": False,
        "close": True,
        "words": f"Drawing of a computational graph of {len(values)} values. The table below holds the same numbers.",
    }


def _value_labels(sheet, quantity):
    operation = "" if quantity.expression is None else quantity.expression.operation
    title = f"{quantity.text} {SIGNS.get(operation, operation)}".strip()
    return [
        _label("inside", "", quantity.name, "forward"),
        _label("above", title, "", "forward"),
        _label("below", sheet[f"{quantity.name}_bar"].text, f"{quantity.name}_bar", "error"),
    ]


def _function_labels(q, whole, sheet):
    """The value in the box; below it the derivative of the whole by it, above it what its path contributes."""
    labels = [_label("inside", "", q.name, "forward"), _label("above", q.text, "", "forward")]
    for place, name in (("higher", f"path_{q.name}"), ("below", f"{whole}_d{q.name}")):
        if name in sheet:
            labels.append(_label(place, sheet[name].text, name, "error"))
    return labels


def _slope_label(source, name, whole, sheet):
    """How the value at the end of a line moves with the one at its start."""
    slope = next(slope for slope in (f"{name}_prime", f"d{name}_d{source}", f"{whole}_d{source}") if slope in sheet)
    return _label("middle", sheet[slope].text, slope, "update")


def _label(place, *variant):
    return {"place": place, "variants": [list(variant)]}


def _unit_labels(l, k, L):
    if l == 0:
        return [_label("inside", "", f"x{{i_}}{k}", "forward"), _label("above", f"x{lowered(k)}", "", "forward")]
    labels = [
        _label("inside", "", f"a{l}_{{i_}}{k}", "forward"),
        _label("above", "z", f"z{l}_{{i_}}{k}", "forward"),
        {
            "place": "higher",
            "variants": [
                ["b", f"b{l}_{k}", "plain"],
                ["∂b", f"db{l}_{k}", "update"],
                ["b →", f"b{l}_{k}_new", "update"],
            ],
        },
        _label("below", "δ", f"delta{l}_{{i_}}{k}", "error"),
        _label("lower", "f′", f"fprime{l}_{{i_}}{k}", "error"),
    ]
    if l == L:
        labels.append(_label("right", "y", f"y{{i_}}{k}", "plain"))
        labels.append(_label("lower right", "L′", f"dL_{{i_}}{k}", "error"))
    return labels


def _edge_labels(l, j, k):
    weight = f"w{l}_{j}_{k}"
    moved = [None, ["∂", f"d{weight}", "update"], ["→", f"{weight}_new", "update"]]
    return [_label("start", "", weight, "plain"), {"place": "end", "variants": moved}]
