"""Quantities of a worksheet as a student would write them down: in symbols, in numbers, and the result.

Where a sum is multiplied by a factor, as in the error of a hidden unit, its summands are worked out in a line of their
own: their signs and sizes say which branch pulls where.
"""

from lib import checks
from lib.typesetting.mathml import WIDTHS, for_width, latex_to_mathml
from lib.worksheet.printing import number_latex, to_factors, to_summands

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
    symbol, expression = quantity.symbol, quantity.expression
    if expression is None:
        raise checks.expected("names", "names of computed quantities", f"a given quantity, {quantity.name!r}")
    if quantity.phase in ROLE_MACROS:
        symbol = rf"\{ROLE_MACROS[quantity.phase]}{{{symbol}}}"
    summands = to_summands(expression, quantity.in_symbols)
    with_numbers = _factor_below(quantity) if expression.is_sum_times_factor else _numbers(quantity)
    worked_out = [quantity.latex_with_summands] if expression.is_sum_times_factor else []
    result = number_latex(quantity.value) if decimals is None else f"{quantity.value:.{decimals}f}"
    between = (
        [] if expression.is_quantity else [with_numbers, *worked_out]
    )  # the number of a quantity is the result itself
    rows = [_broken(summands), *between, result]
    is_short = len(summands) == 1 and not expression.is_sum_times_factor
    ends = [*[BESIDE if is_short else r" \\ &", *[r" \\ &"] * len(worked_out)][: len(between)], BESIDE]
    return rf"{symbol} &= {rows[0]}" + "".join(f"{end}= {row}" for end, row in zip(ends, rows[1:]))


def _numbers(quantity):
    return _broken(to_summands(quantity.expression, quantity.in_numbers))


def _factor_below(quantity):
    """A sum times a factor in numbers: on a phone the last factor has a row of its own."""
    *factors, last = to_factors(quantity.expression, quantity.in_numbers)
    return r" \cdot ".join(factors) + rf" \onphone{{\\ &\quad {{}}}} \cdot {last}"


def _broken(summands):
    """A long sum, broken into lines for each width."""
    first, *others = summands
    breaks_on_phone = len(others) > PHONE_TERMS
    for i, term in enumerate(others, 1):
        if i % WIDE_TERMS == 0:
            first += r" \\ &\:"
        elif breaks_on_phone and i % PHONE_TERMS == 0:
            first += r" \onphone{\\ &\:}"
        first += f" + {term}"
    return first
