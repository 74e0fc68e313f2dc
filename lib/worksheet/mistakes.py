"""Common mistakes. Each is the worksheet of a training step in which one equation is written wrongly.

A mistake knows the label of the equation that it gets wrong. `Mistake.made_in` changes the expression of each quantity
that comes from this equation and leaves all others alone, so what follows from the mistake follows by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lib import checks
from lib.worksheet import names
from lib.worksheet.expression import Expression, quantity
from lib.worksheet.quantity import Quantity
from lib.worksheet.worksheet import Worksheet


@dataclass(frozen=True)
class Mistake:
    """A way to write one equation of backpropagation wrongly.

    Attributes
    ----------
    name : str
        Its key in `MISTAKES`.
    words : str
        What is done wrongly, in a sentence.
    equation : str
        Label of the equation that it gets wrong.
    right, wrong : str
        That equation and what stands in its place, as LaTeX.
    symptom : str
        What a gradient check shows of it.
    change : callable
        ``change(quantity, sheet)`` is the wrong expression of a quantity that comes from the equation; None where
        the wrong formula does not fit, so that a program would stop with an error.
    """

    name: str
    words: str
    equation: str
    right: str
    wrong: str
    symptom: str
    change: Callable[[Quantity, Worksheet], Expression | None]

    def made_in(self, sheet, layer=None):
        """The worksheet with this mistake in it.

        Parameters
        ----------
        sheet : Worksheet
            Of a training step; it stays as it is.
        layer : int, optional
            Make the mistake in this layer only, not in all.

        Returns
        -------
        Worksheet

        Raises
        ------
        ValueError
            If there is no place in the worksheet where this mistake changes anything.
        """
        places = [each for each in sheet if each.equation == self.equation and layer in (None, each.key.layer)]
        wrong = {each.name: self.change(each, sheet) for each in places}
        refused = {each.key.layer for each in places if wrong[each.name] is None}
        changed = {
            each.name: wrong[each.name]
            for each in places
            if each.key.layer not in refused and wrong[each.name].to_json() != each.expression.to_json()
        }
        if not changed:
            where = "" if layer is None else f" in layer {layer}"
            raise checks.expected(
                "sheet", f"a training step in which {self.name} changes something{where}", repr(sheet)
            )
        return sheet.rewrite(changed)


def _without_slope(quantity, sheet):
    """The product without its factor f′(z)."""
    product = quantity.expression
    factors = (
        [each for each in product.arguments if not _is_slope(each, sheet)] if product.operation == "*" else [product]
    )
    return factors[0] if len(factors) == 1 else Expression("*", *factors)


def _is_slope(expression, sheet):
    return expression.is_quantity and sheet[expression.arguments[0]].key.kind == "slope"


def _slope_of_z(slope, sheet):
    """The formula that computes f′(z) from a, with z put in for a."""
    activations = _keys(slope, sheet, "activation")
    return slope.expression.substitute({a.name: quantity(_weighted_sum(a).name) for a in activations})


def _weighted_sum(activation):
    return names.weighted_sum(activation.layer, activation.sample, activation.unit)


def _with_rows_for_columns(error, sheet):
    """w⁽ˡ⁾ₖⱼ in place of w⁽ˡ⁾ⱼₖ; None where there is no such weight."""
    swapped = {w.name: names.weight(w.layer, w.unit, w.source).name for w in _keys(error, sheet, "weight")}
    fits = all(name in sheet for name in swapped.values())
    return error.expression.substitute({old: quantity(new) for old, new in swapped.items()}) if fits else None


def _with_new_weights(error, sheet):
    new = {w.name: quantity(sheet.updates[w.name]) for w in _keys(error, sheet, "weight")}
    return error.expression.substitute(new)


def _divided_by_m(gradient, sheet):
    m = len(_keys(gradient, sheet, "error"))  # the gradient of a bias adds up one error a sample
    return gradient.expression / m if m > 1 else gradient.expression


def _keys(quantity, sheet, kind):
    """Keys of the quantities of a kind that a quantity is computed from."""
    keys = [sheet[name].key for name in quantity.depends_on]
    return [key for key in keys if key.kind == kind]


RECURSION = r"\delta^{(l)} = \bigl(\delta^{(l+1)} \, W^{(l+1)\top}\bigr) \odot f'(z^{(l)})"

MISTAKES = {
    mistake.name: mistake
    for mistake in [
        Mistake(
            "output_slope_forgotten",
            "The error of the last layer lacks the factor f′(z).",
            "deltalasteq",
            r"\delta^{(L)} = L'(a^{(L)}) \odot f'(z^{(L)})",
            r"\delta^{(L)} = L'(a^{(L)})",
            "Every derivative of the network is wrong, because every error is made of those of the last layer. With one "
            "sample and one output all are wrong by the same factor, 1/f′(z) of the output.",
            _without_slope,
        ),
        Mistake(
            "hidden_slope_forgotten",
            "The error of a hidden layer lacks the factor f′(z).",
            "deltarecursioneq",
            RECURSION,
            r"\delta^{(l)} = \delta^{(l+1)} \, W^{(l+1)\top}",
            "The layers behind it are right. This layer and all before it are wrong, and by much: with one sample the "
            "derivatives of a unit of this layer are 1/f′(z) times too large, which for a sigmoid is 4 times or more.",
            _without_slope,
        ),
        Mistake(
            "slope_of_z",
            "The formula that computes f′(z) from a is given z instead.",
            "fprimeeq",
            r"f'(z) = a \, (1 - a)",
            r"f'(z) = z \, (1 - z)",
            "Every layer with such an activation is wrong, the last one too, and often in sign as well, for z (1 − z) can "
            "be negative and the slope of a sigmoid never is.",
            _slope_of_z,
        ),
        Mistake(
            "transpose_missing",
            "The weights are not transposed on the way back.",
            "deltarecursioneq",
            RECURSION,
            r"\delta^{(l)} = \bigl(\delta^{(l+1)} \, W^{(l+1)}\bigr) \odot f'(z^{(l)})",
            "It can happen unseen only where the matrix is square; elsewhere the shapes don't fit and the program stops. "
            "The layer before that matrix is wrong, and all layers before it; the others are right.",
            _with_rows_for_columns,
        ),
        Mistake(
            "updated_weights",
            "The errors of the hidden layers are computed with weights that have already been updated.",
            "deltarecursioneq",
            RECURSION,
            r"\delta^{(l)} = \bigl(\delta^{(l+1)} \, W^{(l+1)\top}_{\mathrm{new}}\bigr) \odot f'(z^{(l)})",
            "The last layer is right, all others are a little wrong: the less, the smaller the learning rate. It is the "
            "only one of these mistakes in which the learning rate shows.",
            _with_new_weights,
        ),
        Mistake(
            "bias_divided_by_m",
            "The gradients of the biases are divided by m once too often.",
            "dcostdbeq",
            r"\frac{\partial \Cost}{\partial b^{(l)}} = s \sum_i \delta^{(l)}_i",
            r"\frac{\partial \Cost}{\partial b^{(l)}} = \frac{s}{m} \sum_i \delta^{(l)}_i",
            "All weights are right and all biases are wrong by the same factor, 1/m.",
            _divided_by_m,
        ),
    ]
}
