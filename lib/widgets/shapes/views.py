"""What the shape explorer shows of a training step: every quantity as a box of numbers, and the product that makes it.

Nothing is computed here. A box holds *names* of a worksheet's quantities, one a cell; values and formulas come from
the worksheet.
"""

from dataclasses import dataclass, field
from functools import partial

from lib.typesetting.mathml import latex_to_mathml
from lib.worksheet import names

KINDS = {
    "z": r"\fwd{z}",
    "a": r"\fwd{a}",
    "delta": r"\err{\delta}",
    "dW": r"\upd{\partial\Cost / \partial W}",
    "db": r"\upd{\partial\Cost / \partial b}",
    "W": r"\upd{W}",
    "b": r"\upd{b}",
}
TITLES = {
    "z": "weighted sums",
    "a": "activations",
    "delta": "errors",
    "dW": "gradient of the weights",
    "db": "gradient of the biases",
    "W": "new weights",
    "b": "new biases",
}
# Where there are no numbered equations (in JupyterLab), these names stand for them.
EQUATION_NAMES = {
    "zfunceq": "weighted sum plus bias",
    "afunczeq": "activation",
    "softmaxeq": "softmax",
    "deltalastmatrixeq": "error of the last layer",
    "binarydeltaeq": "error of the last layer",
    "softmaxdeltaeq": "error of the last layer",
    "deltarecursionmatrixeq": "recursion of the errors",
    "dcostdwmatrixeq": "gradient of the weights",
    "dcostdbmatrixeq": "gradient of the biases",
    "updateweq": "update of the weights",
    "updatebeq": "update of the biases",
}


@dataclass(frozen=True)
class Size:
    """A size with its name: ``Size("n", 3, layer=1)`` is n₁ = 3."""

    letter: str
    value: int
    layer: int | None = None

    @property
    def latex(self):
        return self.letter if self.layer is None else f"{self.letter}_{{{self.layer}}}"

    @property
    def text(self):
        if self.letter == "1":
            return "1"
        layer = "" if self.layer is None else names.lowered(self.layer)
        return f"{self.letter}{layer} = {self.value}"


ONE = Size("1", 1)


@dataclass(frozen=True)
class Box:
    """A matrix as it stands in a product: transposed already where the product transposes it.

    Attributes
    ----------
    symbol : str
        LaTeX.
    role : {"forward", "error", "update", "given"}
    rows, columns : Size
        A list of numbers (a bias) is one row; its `rows` is None.
    cells : list of list of str
        Names of quantities, row by row; None stands for the number 1.
    """

    symbol: str
    role: str
    rows: Size | None
    columns: Size
    cells: list

    def shape(self, write, inner=None):
        """The shape as LaTeX; ``write`` sets a size, and the one at place ``inner`` is marked as summed."""
        sizes = [write(size) for size in (self.rows, self.columns) if size is not None]
        if inner is not None:
            sizes[inner] = rf"\sha{{{sizes[inner]}}}"
        return f"({', '.join(sizes)}{',' if self.rows is None else ''})"

    def to_dict(self):
        return {
            "symbol": latex_to_mathml(self.symbol, inner=True),
            "role": self.role,
            "rows": None if self.rows is None else self.rows.text,
            "columns": self.columns.text,
            "cells": self.cells,
        }


@dataclass(frozen=True)
class View:
    """A quantity, and where it comes from.

    Attributes
    ----------
    kind, layer : str, int
        Which quantity.
    result : Box
    formula : str
        The equation in matrices, as LaTeX.
    code : str
        The same in NumPy.
    equation : str or None
        Label in the book.
    words : str
        What is summed, in a sentence.
    product : tuple of Box
        The left and the right factor of a matrix product, or nothing.
    others : list of (str, Box)
        What joins in cell by cell, each with the sign before it.
    """

    kind: str
    layer: int
    result: Box
    formula: str
    code: str
    equation: str | None
    words: str
    product: tuple = ()
    others: list = field(default_factory=list)

    def shapes(self, write):
        """The equation's shapes as LaTeX, the summed size marked."""
        parts = []
        if self.product:
            left, right = self.product
            parts.append(rf"{left.shape(write, inner=1)} \, {right.shape(write, inner=0)}")
        for sign, box in self.others:
            parts.append(f"{SHAPE_SIGNS.get(sign, '')} {box.shape(write)}")
        result = _as_matrix(self.result) if self.is_row_of_ones else self.result
        return " ".join([*parts, "=", result.shape(write)]) if parts else result.shape(write)

    @property
    def is_row_of_ones(self):
        return bool(self.product) and self.product[0].rows is ONE

    def boxes(self):
        return [self.result, *self.product, *(box for _, box in self.others)]

    def to_dict(self):
        return {
            "kind": self.kind,
            "layer": self.layer,
            "title": f"{TITLES[self.kind]} of layer {self.layer}",
            "formula": latex_to_mathml(self.formula, inner=True),
            "shapes": latex_to_mathml(self.shapes(lambda size: size.latex), inner=True),
            "sizes": latex_to_mathml(self.shapes(lambda size: str(size.value)), inner=True),
            "code": self.code,
            "equation": self.equation and [self.equation, EQUATION_NAMES[self.equation]],
            "words": self.words,
            "result": self.result.to_dict(),
            "product": [box.to_dict() for box in self.product],
            "others": [[sign, box.to_dict()] for sign, box in self.others],
        }


SHAPE_SIGNS = {"+": "+", "⊙": r"\odot", "−": "-", "− α": "-"}


def _as_matrix(box):
    return Box(box.symbol, box.role, ONE, box.columns, box.cells)


def views_of(net, m):
    """All views of one training step of a network with m samples, in the order of the algorithm."""
    step = _Step(net, m)
    layers = range(1, net.depth + 1)
    views = [step.inputs()]
    for l in layers:
        views += [step.weighted_sums(l), step.activations(l)]
    for l in reversed(layers):
        views.append(step.output_errors() if l == net.depth else step.errors(l))
    for l in layers:
        views += [step.weight_gradient(l), step.bias_gradient(l), step.new_weights(l)]
        if net.train_biases:
            views.append(step.new_biases(l))
    return views


class _Step:
    """The boxes and views of one training step."""

    def __init__(self, net, m):
        self.net, self.m, self.L = net, Size("m", m), net.depth
        self.n = [Size("n", size, layer) for layer, size in enumerate(net.sizes)]
        self.mean = net.reduction == "mean" and m > 1

    # The boxes.

    def per_unit(self, symbol, role, l, key):
        """A number for every sample and unit: ``key(i, k)`` is that at row i, column k; i is None for a single sample."""
        several = self.m.value > 1
        cells = _cells(self.m, self.n[l], lambda i, k: key(i if several else None, k))
        return Box(symbol, role, self.m, self.n[l], cells)

    def a(self, l):
        return self.per_unit(rf"\fwd{{a^{{({l})}}}}", "forward", l, partial(names.value, l))

    def z(self, l):
        return self.per_unit(rf"\fwd{{z^{{({l})}}}}", "forward", l, partial(names.weighted_sum, l))

    def delta(self, l):
        return self.per_unit(rf"\err{{\delta^{{({l})}}}}", "error", l, partial(names.error, l))

    def slopes(self, l):
        return self.per_unit(f"f'(z^{{({l})}})", "given", l, partial(names.slope, l))

    def per_weight(self, symbol, role, l, name=lambda weight: weight):
        cells = _cells(self.n[l - 1], self.n[l], lambda j, k: name(names.weight(l, j, k)))
        return Box(symbol, role, self.n[l - 1], self.n[l], cells)

    def per_bias(self, symbol, role, l, name=lambda bias: bias):
        return Box(symbol, role, None, self.n[l], _cells(ONE, self.n[l], lambda _, k: name(names.bias(l, k))))

    def W(self, l):
        return self.per_weight(f"W^{{({l})}}", "given", l)

    def b(self, l):
        return self.per_bias(f"b^{{({l})}}", "given", l)

    def dW(self, l):
        return self.per_weight(_derivative(f"W^{{({l})}}"), "update", l, names.gradient)

    def db(self, l):
        return self.per_bias(_derivative(f"b^{{({l})}}"), "update", l, names.gradient)

    # The views.

    def inputs(self):
        words = "Given: one row for each sample, one column for each input. Nothing is summed."
        return View("a", 0, self.a(0), r"\fwd{a^{(0)}} = x", "a[0] = X", None, words)

    def weighted_sums(self, l):
        return View(
            "z",
            l,
            self.z(l),
            rf"\fwd{{z^{{({l})}}}} = \fwd{{a^{{({l - 1})}}}} \, W^{{({l})}} + b^{{({l})}}",
            f"z[{l}] = a[{l - 1}] @ W[{l}] + b[{l}]",
            "zfunceq",
            f"Summed over {_feeders(l)}, which feed this unit. The biases join each row.",
            (self.a(l - 1), self.W(l)),
            [("+", self.b(l))],
        )

    def activations(self, l):
        softmax = self.net.activations[l - 1] == "softmax"
        words = "Nothing is summed: each entry depends on its own z."
        if softmax:
            words = "Softmax divides by a sum over its row: each entry depends on all z of its sample."
        return View(
            "a",
            l,
            self.a(l),
            rf"\fwd{{a^{{({l})}}}} = f^{{({l})}}(\fwd{{z^{{({l})}}}})",
            f"a[{l}] = f[{l}](z[{l}])",
            "softmaxeq" if softmax else "afunczeq",
            words,
            others=[("f of", self.z(l))],
        )

    def output_errors(self):
        L = self.L
        words = "Nothing is summed: one path leads from each output's z to its loss."
        if self.net.loss == "squared_error":
            slope_of_loss = self.per_unit(f"L'(a^{{({L})}})", "given", L, partial(names.loss_derivative, L))
            right, code, label = rf"L'(a^{{({L})}}) \odot f'(z^{{({L})}})", f"dL * fprime(z[{L}])", "deltalastmatrixeq"
            others = [("", slope_of_loss), ("⊙", self.slopes(L))]
        else:
            target = self.per_unit("y", "given", L, names.target)
            right, code, label = rf"\fwd{{a^{{({L})}}}} - y", f"a[{L}] - Y", "softmaxdeltaeq"
            if self.net.loss == "binary_cross_entropy":
                label = "binarydeltaeq"
            others = [("", self.a(L)), ("−", target)]
            words = "Nothing is summed: a difference, entry by entry."
        return View(
            "delta",
            L,
            self.delta(L),
            rf"\err{{\delta^{{({L})}}}} = {right}",
            f"delta[{L}] = {code}",
            label,
            words,
            others=others,
        )

    def errors(self, l):
        W = self.W(l + 1)
        fed = rf"\err{{\delta^{{({l + 1})}}}} \, W^{{({l + 1})\top}}"
        transposed = Box(f"W^{{({l + 1})\\top}}", "given", W.columns, W.rows, _transposed(W.cells))
        return View(
            "delta",
            l,
            self.delta(l),
            rf"\err{{\delta^{{({l})}}}} = \bigl( {fed} \bigr) \odot f'(z^{{({l})}})",
            f"delta[{l}] = (delta[{l + 1}] @ W[{l + 1}].T) * fprime(z[{l}])",
            "deltarecursionmatrixeq",
            f"Summed over the units of layer {l + 1}, which this unit feeds. Then its own slope joins, entry by entry.",
            (self.delta(l + 1), transposed),
            [("⊙", self.slopes(l))],
        )

    def weight_gradient(self, l):
        a = self.a(l - 1)
        transposed = Box(rf"\fwd{{a^{{({l - 1})\top}}}}", "forward", a.columns, a.rows, _transposed(a.cells))
        scale = r"\frac{1}{m} \, " if self.mean else ""
        return View(
            "dW",
            l,
            self.dW(l),
            rf"{_derivative(f'W^{{({l})}}')} = {scale}\fwd{{a^{{({l - 1})\top}}}} \, \err{{\delta^{{({l})}}}}",
            f"dW[{l}] = a[{l - 1}].T @ delta[{l}]" + (" / m" if self.mean else ""),
            "dcostdwmatrixeq",
            "Summed over the samples."
            if self.m.value > 1
            else "One sample, nothing left to sum: each activation times each error, the outer product.",
            (transposed, self.delta(l)),
        )

    def bias_gradient(self, l):
        ones = Box(r"\text{ones}", "given", ONE, self.m, [[None] * self.m.value])
        scale = r"\frac{1}{m} \, " if self.mean else ""
        return View(
            "db",
            l,
            self.db(l),
            rf"{_derivative(f'b^{{({l})}}')} = {scale}\sum_i \err{{\delta^{{({l})}}_i}}",
            f"db[{l}] = delta[{l}].sum(axis=0)" + (" / m" if self.mean else ""),
            "dcostdbmatrixeq",
            f"Summed over the samples: a row of ones times δ. In code it is a list of shape ({self.n[l].value},).",
            (ones, self.delta(l)),
        )

    def new_weights(self, l):
        return self.update(
            "W", l, self.per_weight(_new(f"W^{{({l})}}"), "update", l, names.updated), self.W(l), self.dW(l)
        )

    def new_biases(self, l):
        return self.update(
            "b", l, self.per_bias(_new(f"b^{{({l})}}"), "update", l, names.updated), self.b(l), self.db(l)
        )

    def update(self, letter, l, new, old, gradient):
        return View(
            letter,
            l,
            new,
            rf"{new.symbol} = {old.symbol} - \alpha \, {gradient.symbol}",
            f"{letter}[{l}] -= alpha * d{letter}[{l}]",
            f"update{letter.lower()}eq",
            "Nothing is summed: a gradient has the shape of what it is the gradient of.",
            others=[("", old), ("− α", gradient)],
        )


def _cells(rows, columns, name):
    """Names row by row; indices count from 1, as in the equations."""
    return [[name(r, c).name for c in range(1, columns.value + 1)] for r in range(1, rows.value + 1)]


def _feeders(l):
    return "the inputs" if l == 1 else f"the units of layer {l - 1}"


def _transposed(cells):
    return [list(column) for column in zip(*cells)]


def _derivative(parameter):
    return rf"\upd{{\partial\Cost / \partial {parameter}}}"


def _new(parameter):
    return rf"\upd{{{parameter}{{}}_{{\mathrm{{new}}}}}}"
