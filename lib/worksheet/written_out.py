"""Quantities of a worksheet as a student would write them down: in symbols, in numbers, and the result."""

from lib.mathml import latex_to_mathml

ROLE_MACROS = {"forward": "fwd", "error": "err", "update": "upd"}


class WrittenOut:
    """Three lines for each quantity; a notebook and the book show them as formulas.

    Parameters
    ----------
    quantities : list of Quantity
        Computed ones.
    decimals : int
        Decimals of the results.
    """

    def __init__(self, quantities, decimals):
        self.latex = r" \\ ".join(line for quantity in quantities for line in _lines(quantity, decimals))

    def _repr_html_(self):
        return f'<div class="formula" data-name="Formula">{latex_to_mathml(self.latex, display=True)}</div>'


def _lines(quantity, decimals):
    symbol, _, formula = quantity.latex.partition(" = ")
    with_numbers = quantity.latex_with_numbers.partition(" = ")[2]
    if quantity.phase in ROLE_MACROS:
        symbol = rf"\{ROLE_MACROS[quantity.phase]}{{{symbol}}}"
    return [f"{symbol} &= {formula}", f"&= {with_numbers}", f"&= {quantity.value:.{decimals}f}"]
