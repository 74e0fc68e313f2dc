"""What the stepper draws: units and edges on a grid, and which quantity stands where.

A label is a place and its variants, each [prefix, name, role]: the first for the phases up to the errors, the second
for the gradients, the third for the update. Names are those of a single sample: the page takes the sample that it shows.
"""

from lib.figures.graph_layout import graph_layout
from lib.worksheet import names


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
        {
            "column": l,
            "row": (rows - sizes[l]) / 2 + k - 1,
            "shape": "circle",
            "labels": _unit_labels(l, k, L),
            "valve": names.slope(l, None, k).name,
            "ring": names.error(l, None, k).name,
        }
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
            {"column": 0, **_label("note", "α", names.LEARNING_RATE.name, "plain")},
            {"column": L / 2, **_label("note", "L", names.loss(None).name, "error")},
            {"column": L, **_label("note", "Cost", names.COST.name, "error")},
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
         "labels": [_label("inside", "", names.value(l, None, k).name, "forward")]}
        for l, k in units
    ]  # fmt: skip
    nodes += [
        {"column": l, "row": rows - 1, "shape": "square", "labels": [_label("inside", "", f"one{l}", "plain")]}
        for l, _ in biases
    ]
    edges = [
        {"from": place[l - 1, j], "to": place[l, k],
         "labels": [_label("start", "", _arriving(l, j, k).name, "plain")]}
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
    derivative_of = {(q.key.kind, q.key.of, q.key.by): q for q in sheet}
    columns = _in_columns(values)
    rows = max(map(len, columns))
    place = {q.name: index for index, q in enumerate(q for column in columns for q in column)}
    words = " → ".join(" and ".join(q.text for q in column) for column in columns)
    return {
        "nodes": [
            {**_function_place(columns, c, row), "shape": "box", "labels": _function_labels(q, derivative_of)}
            for c, column in enumerate(columns)
            for row, q in enumerate(column)
        ],
        "edges": [
            {
                "from": place[source],
                "to": place[q.name],
                "labels": [_slope_label(sheet[source].key, q.key, derivative_of)],
            }
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
    adjoint_of = {q.key.of: q for q in sheet if q.key.kind == "adjoint"}
    local = {(q.key.of, q.key.by): q.name for q in sheet if q.key.kind == "local derivative"}
    values = [q for q in sheet if q.key in adjoint_of]
    pairs = [(source, q.name) for q in values for source in q.depends_on]
    places, number = graph_layout(pairs), {q.name: i for i, q in enumerate(values)}
    return {
        "nodes": [
            {**places[q.name]._asdict(), "shape": "circle", "labels": _value_labels(q, adjoint_of[q.key])}
            for q in values
        ],
        "edges": [
            {
                "from": number[source],
                "to": number[name],
                "labels": [_label("end", "", local[sheet[name].key, sheet[source].key], "update")],
            }
            for source, name in pairs
        ],
        "notes": [],
        "columns": [],
        "rows": max(place.row for place in places.values()) + 1,
        "right_labels": False,
        "close": True,
        "words": f"Drawing of a computational graph of {len(values)} values. The table below holds the same numbers.",
    }


def _value_labels(quantity, adjoint):
    operation = "" if quantity.expression is None else quantity.expression.operation
    title = f"{quantity.text} {SIGNS.get(operation, operation)}".strip()
    return [
        _label("inside", "", quantity.name, "forward"),
        _label("above", title, "", "forward"),
        _label("below", adjoint.text, adjoint.name, "error"),
    ]


def _in_columns(values):
    """The values, each in the column behind the last one that it depends on."""
    column = {}
    for q in values:
        column[q.name] = 1 + max((column[source] for source in q.depends_on), default=-1)
    return [[q for q in values if column[q.name] == c] for c in range(max(column.values()) + 1)]


def _function_place(columns, column, row):
    """Where a box stands: short columns stand in the middle beside the longest."""
    return {"column": column, "row": (max(map(len, columns)) - len(columns[column])) / 2 + row}


def _function_labels(q, derivative_of):
    """The value in the box; below it the derivative of the whole by it, above it what its path contributes."""
    labels = [_label("inside", "", q.name, "forward"), _label("above", q.text, "", "forward")]
    for place, key in (("higher", ("path", q.key, None)), ("below", ("derivative", None, q.key))):
        if key in derivative_of:
            labels.append(_label(place, derivative_of[key].text, derivative_of[key].name, "error"))
    return labels


def _slope_label(inner, outer, derivative_of):
    """How the value at the end of a line moves with the one at its start; the last function may be the whole itself."""
    slope = derivative_of.get(("slope", outer, inner)) or derivative_of["derivative", None, inner]
    return _label("middle", slope.text, slope.name, "update")


def _label(place, *variant):
    return {"place": place, "variants": [list(variant)]}


def _unit_labels(l, k, L):
    value = names.value(l, None, k)
    if l == 0:
        return [_label("inside", "", value.name, "forward"), _label("above", value.text, "", "forward")]
    b = names.bias(l, k)
    labels = [
        _label("inside", "", value.name, "forward"),
        _label("above", "z", names.weighted_sum(l, None, k).name, "forward"),
        {
            "place": "higher",
            "variants": [
                ["b", b.name, "plain"],
                ["∂b", names.gradient(b).name, "update"],
                ["b →", names.updated(b).name, "update"],
            ],
        },
        _label("below", "δ", names.error(l, None, k).name, "error"),
        _label("lower", "f′", names.slope(l, None, k).name, "error"),
    ]
    if l == L:
        labels.append(_label("right", "y", names.target(None, k).name, "plain"))
        labels.append(_label("lower right", "L′", names.loss_derivative(l, None, k).name, "error"))
    return labels


def _edge_labels(l, j, k):
    w = names.weight(l, j, k)
    moved = [None, ["∂", names.gradient(w).name, "update"], ["→", names.updated(w).name, "update"]]
    return [_label("start", "", w.name, "plain"), {"place": "end", "variants": moved}]


def _arriving(l, j, k):
    """The weight of an edge; that of the bias node, 0, is the bias."""
    return names.weight(l, j, k) if j else names.bias(l, k)
