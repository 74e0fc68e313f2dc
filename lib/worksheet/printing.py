"""Expressions as formulas.

There is one printer. It writes LaTeX and leaves to its caller how a quantity and a product sign look, so the same
rules of brackets give the formula in symbols, the formula in numbers, and the MathML template with holes.
"""

import re
from collections import namedtuple

from lib.typesetting.mathml import latex_to_mathml
from lib.worksheet.expression import as_expression

Style = namedtuple("Style", ["quantity", "number", "times"])
Style.__doc__ = """How a formula is written.

``quantity(name, place)`` and ``number(value, place)`` give LaTeX; ``place`` is "plain", "inner" where a minus
sign would need brackets, or "base" where it carries an exponent. ``times`` is the sign between two factors.
"""

# How tightly an operation holds together: brackets go round what holds less tightly than its surroundings.
SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(5)
TIGHTNESS = {"+": SUM, "-": SUM, "softplus": SUM, "neg": NEGATIVE, "*": PRODUCT, "^": POWER, "exp": POWER}


def to_latex(expression, style):
    """The formula of an expression in a `Style`."""
    return _print(expression, style, "plain")


def to_summands(expression, style):
    """The same formula as a list: one summand each, to be joined by plus signs; what is subtracted follows the one before."""
    return _summands(expression, style, "plain")


def to_factors(product, style):
    """The factors of a product, each as LaTeX."""
    return _factors(style, "plain", *product.arguments)


def _summands(expression, style, place):
    split = SUMS.get(expression.operation)
    return split(style, place, *expression.arguments) if split else [_print(expression, style, place)]


def _print(expression, style, place):
    if expression.is_quantity:
        return style.quantity(expression.arguments[0], place)
    if expression.is_number:
        return style.number(expression.arguments[0], place)
    return PRINTERS[expression.operation](style, place, *expression.arguments)


def _held(expression, style, tightness, place):
    """An argument, in brackets where it would fall apart."""
    if TIGHTNESS.get(expression.operation, ATOM) < tightness:
        return _brackets(_print(expression, style, "plain"))
    return _print(expression, style, place)


def _brackets(latex):
    tall = r"\frac" in latex or r"\begin" in latex
    return rf"\left({latex}\right)" if tall else f"({latex})"


def _print_sum(split):
    return lambda style, place, *arguments: " + ".join(split(style, place, *arguments))


def _summands_of_sum(style, place, first, *others):
    summands = _summands(first, style, place)
    for term in others:
        if term.operation == "neg":
            summands[-1] += " - " + _held(term.arguments[0], style, PRODUCT, "inner")
        else:
            summands.append(_held(term, style, NEGATIVE, "inner"))
    return summands


def _summands_of_difference(style, place, left, right):
    *others, last = _summands(left, style, place)
    return [*others, last + " - " + _held(right, style, PRODUCT, "inner")]


def _summands_of_softplus(style, place, value):
    # As it is evaluated: ln(1 + e^v) itself would overflow for a large v. And |−v| is |v|.
    size = value.arguments[0] if value.operation == "neg" else value
    largest = _print_maximum(style, place, value, as_expression(0))
    return [largest, r"\ln(1 + e^{-\lvert " + _print(size, style, "plain") + r" \rvert})"]


def _print_negative(style, place, value):
    text = "-" + _held(value, style, PRODUCT, "inner")
    return _brackets(text) if place == "inner" else text


def _print_product(style, place, *factors):
    return style.times.join(_factors(style, place, *factors))


def _factors(style, place, first, *others):
    return [_held(first, style, PRODUCT, place), *(_held(factor, style, POWER, "inner") for factor in others)]


def _print_quotient(style, place, top, bottom):
    return rf"\frac{{{_print(top, style, 'plain')}}}{{{_print(bottom, style, 'plain')}}}"


def _print_power(style, place, base, exponent):
    bare = base.is_quantity or base.is_number
    text = _print(base, style, "base") if bare else _brackets(_print(base, style, "plain"))
    return f"{text}^{{{_print(exponent, style, 'plain')}}}"


def _print_exponential(style, place, exponent):
    return f"e^{{{_print(exponent, style, 'plain')}}}"


def _print_function(name):
    return lambda style, place, value: rf"\{name}" + _brackets(_print(value, style, "plain"))


def _print_maximum(style, place, *values):
    return r"\max(" + ", ".join(_print(value, style, "plain") for value in values) + ")"


def _print_positive(style, place, condition, then, otherwise):
    condition = _print(condition, style, "plain")
    return (
        rf"\begin{{cases}} {_print(then, style, 'plain')} & \text{{if }} {condition} > 0 \\ "
        rf"{_print(otherwise, style, 'plain')} & \text{{otherwise}} \end{{cases}}"
    )


SUMS = {"+": _summands_of_sum, "-": _summands_of_difference, "softplus": _summands_of_softplus}

PRINTERS = {
    **{operation: _print_sum(split) for operation, split in SUMS.items()},
    "neg": _print_negative,
    "*": _print_product,
    "/": _print_quotient,
    "^": _print_power,
    "exp": _print_exponential,
    "ln": _print_function("ln"),
    "tanh": _print_function("tanh"),
    "sin": _print_function("sin"),
    "cos": _print_function("cos"),
    "max": _print_maximum,
    "positive": _print_positive,
}


def number_text(value):
    """A number as it is shown: four significant digits, or all of them where they are fewer (0.4, not 0.4000).

    Round-off is no digit: 0.1 + 0.2 is shown as 0.3, as in the twelfth digit it is.
    """
    if value != value:
        return "not a number"
    if abs(value) == float("inf"):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    value = float(f"{value:.12g}")
    mantissa, exponent = f"{value:.3e}".split("e")
    if not 1e-4 <= abs(value) < 1e6:
        return f"{_shortest(float(mantissa))}·10{exponent_text(int(exponent))}".replace("-", "−")
    fixed = f"{float(f'{value:.4g}'):.{max(0, 3 - int(exponent))}f}"
    return min(_shortest(value), fixed, key=len).replace("-", "−")


def _shortest(value):
    return repr(float(value)).removesuffix(".0")


def exponent_text(number):
    """An integer in raised figures, for plain text."""
    return str(number).translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))


def number_latex(value, place="plain"):
    """A number as LaTeX, in brackets where its minus sign or its power of ten would not be clear."""
    text = number_text(value)
    if text == "not a number":
        return r"\text{not a number}"
    mantissa, dot, power = text.partition("·10")
    latex = mantissa.replace("−", "-").replace("∞", r"\infty")
    if dot:
        latex += rf" \cdot 10^{{{power.translate(str.maketrans('⁰¹²³⁴⁵⁶⁷⁸⁹⁻', '0123456789-'))}}}"
    apart = place != "plain" and (dot or latex.startswith("-"))
    return f"({latex})" if apart else latex


def symbols_style(symbols):
    """Each quantity as its symbol; factors stand side by side."""

    def symbol(name, place):
        return f"({symbols[name]})" if place == "base" and _needs_brackets(symbols[name]) else symbols[name]

    return Style(symbol, number_latex, r" \, ")


def _needs_brackets(symbol):
    # A layer's index stands where an exponent would: brackets keep the two apart.
    return "^" in symbol or "'" in symbol


def numbers_style(values):
    """Each quantity as its value, with a dot between factors."""
    return Style(lambda name, place: number_latex(values[name], place), number_latex, r" \cdot ")


HOLE = re.compile(r"<mtext>⟦([^⟧]*)⟧</mtext>")
TIMES = "×"


def to_template(expression, symbols):
    """The formula as the inside of a MathML element, with a hole for each quantity.

    A hole is ``<mn data-q="name"></mn>``; it carries ``data-p`` where a negative number needs brackets. The product
    sign is ``<mo data-times="">·</mo>``: a page that fills the holes with symbols hides it, one that fills them
    with numbers shows it.
    """
    return _as_template(to_latex(expression, _holes_style(symbols)))


def to_summand_templates(expression, symbols):
    """The summands of a formula, each as `to_template` has it."""
    return [_as_template(latex) for latex in to_summands(expression, _holes_style(symbols))]


def _holes_style(symbols):
    def hole(name, place):
        text = name.replace("_", "-")  # LaTeX text may hold no underscore, and no name holds a hyphen
        if place == "base" and _needs_brackets(symbols[name]):
            return rf"(\text{{⟦{text}⟧}})"
        return rf"\text{{⟦{text}{'' if place == 'plain' else '!'}⟧}}"

    return Style(hole, number_latex, rf"\text{{⟦{TIMES}⟧}}")


def _as_template(latex):
    return HOLE.sub(_hole_markup, latex_to_mathml(latex, inner=True))


def _hole_markup(match):
    if match[1] == TIMES:
        return '<mo data-times="">·</mo>'
    name, brackets, _ = match[1].replace("-", "_").partition("!")
    return f'<mn data-q="{name}" data-p=""></mn>' if brackets else f'<mn data-q="{name}"></mn>'
