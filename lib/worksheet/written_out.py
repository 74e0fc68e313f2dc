"""Quantities of a worksheet as a student would write them down: in symbols, in numbers, and the result.

Where a sum is multiplied by a factor, as in the error of a hidden unit, its summands are worked out in a line of their
own: their signs and sizes say which branch pulls where.
"""

from lib.mathml import latex_to_mathml
from lib.worksheet.printing import number_latex

ROLE_MACROS = {"forward": "fwd", "error": "err", "update": "upd"}
MOST_TERMS = (
    3  # of a sum in one line; a longer one goes on in the next line, two terms in each, so that it fits a phone
)


class WrittenOut:
    """Three lines for each quantity, four for a sum times a factor; a notebook and the book show them as formulas.

    Parameters
    ----------
    quantities : list of Quantity
        Computed ones.
    decimals : int or None
        Decimals of the results; None writes them as they stand in the formulas.
    """

    def __init__(self, quantities, decimals):
        self.latex = r" \\ ".join(line for quantity in quantities for line in _lines(quantity, decimals))

    def _repr_html_(self):
        return f'<div class="formula" data-name="Formula">{latex_to_mathml(self.latex, display=True)}</div>'


def _lines(quantity, decimals):
    symbol, _, formula = quantity.latex.partition(" = ")
    with_numbers = quantity.latex_with_numbers.partition(" = ")[2]
    if formula.startswith(
        "("
    ):  # a sum times a factor: in numbers the factor goes into the next line, so that it fits a phone
        bracket, _, factor = with_numbers.rpartition(r" \cdot ")
        with_numbers = rf"{bracket} \\ &\quad {{}} \cdot {factor}"
    if quantity.phase in ROLE_MACROS:
        symbol = rf"\{ROLE_MACROS[quantity.phase]}{{{symbol}}}"
    result = number_latex(quantity.value) if decimals is None else f"{quantity.value:.{decimals}f}"
    worked_out = [quantity.latex_with_summands] if quantity.latex_with_summands else []
    return [f"{symbol} &= {_broken(formula)}", *(f"&= {_broken(row)}" for row in [with_numbers, *worked_out, result])]


def _broken(formula):
    """A long sum, broken into lines."""
    terms = _terms(formula)
    if len(terms) <= MOST_TERMS:
        return formula
    return r" \\ &\: + ".join(" + ".join(terms[i : i + 2]) for i in range(0, len(terms), 2))


def _terms(formula):
    """The terms of a sum: it is cut at each plus sign that stands in no brackets."""
    terms = []
    for piece in formula.split(" + "):
        if terms and _is_open(terms[-1]):
            terms[-1] += " + " + piece
        else:
            terms.append(piece)
    return terms


def _is_open(latex):
    return sum(map(latex.count, "({[")) > sum(map(latex.count, ")}]"))
