"""Quantities of a worksheet as a student would write them down: in symbols, in numbers, and the result.

Where a sum is multiplied by a factor, as in the error of a hidden unit, its summands are worked out in a line of their
own: their signs and sizes say which branch pulls where.
"""

from lib.typesetting.mathml import WIDTHS, for_width, latex_to_mathml
from lib.worksheet.printing import number_latex

ROLE_MACROS = {"forward": "fwd", "error": "err", "update": "upd"}
PHONE_TERMS = 2  # of a long sum in one line; three fit if there are no more
WIDE_TERMS = 4

BESIDE = r" \onphone{\\ &} "  # a row of its own on a phone only

# Where nothing hides it, as in a notebook, the form for phones would stand below the other.
HIDDEN = {"wide": "", "phone": ' style="display: none"'}


class WrittenOut:
    """Quantities as formulas: each in symbols, with numbers put in, and its result. A notebook and the book show them.

    A phone has a line for each of these, and more for a long sum. A wide page has the result beside the numbers, and what is
    no sum in a single line.

    Parameters
    ----------
    quantities : list of Quantity
        Computed ones.
    decimals : int or None
        Decimals of the results; None writes them as they stand in the formulas.

    Attributes
    ----------
    latex : str
        For both widths: see `lib.typesetting.mathml.for_width`.
    """

    def __init__(self, quantities, decimals):
        self.latex = r" \\ ".join(_in_rows(quantity, decimals) for quantity in quantities)

    def _repr_html_(self):
        return "".join(
            f'<div class="formula on-{width}" data-name="Formula"{HIDDEN[width]}>'
            f"{latex_to_mathml(for_width(self.latex, width), display=True)}</div>"
            for width in WIDTHS
        )


def _in_rows(quantity, decimals):
    symbol, _, formula = quantity.latex.partition(" = ")
    with_numbers = quantity.latex_with_numbers.partition(" = ")[2]
    if formula.startswith("("):  # a sum times a factor
        bracket, _, factor = with_numbers.rpartition(r" \cdot ")
        with_numbers = rf"{bracket} \onphone{{\\ &\quad {{}}}} \cdot {factor}"
    if quantity.phase in ROLE_MACROS:
        symbol = rf"\{ROLE_MACROS[quantity.phase]}{{{symbol}}}"
    worked_out = [_broken(quantity.latex_with_summands)] if quantity.latex_with_summands else []
    result = number_latex(quantity.value) if decimals is None else f"{quantity.value:.{decimals}f}"
    rows = [_broken(formula), _broken(with_numbers), *worked_out, result]
    is_short = len(_terms(formula)) == 1 and not formula.startswith("(")
    ends = [BESIDE if is_short else r" \\ &", *[r" \\ &"] * len(worked_out), BESIDE]
    return rf"{symbol} &= {rows[0]}" + "".join(f"{end}= {row}" for end, row in zip(ends, rows[1:]))


def _broken(formula):
    """A long sum, broken into lines for each width."""
    first, *others = _terms(formula)
    breaks_on_phone = len(others) > PHONE_TERMS
    for i, term in enumerate(others, 1):
        if i % WIDE_TERMS == 0:
            first += r" \\ &\:"
        elif breaks_on_phone and i % PHONE_TERMS == 0:
            first += r" \onphone{\\ &\:}"
        first += f" + {term}"
    return first


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
