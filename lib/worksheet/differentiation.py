"""The derivative of an expression with respect to one quantity, as an expression again.

One rule an operation, as in any calculus text. What is multiplied by zero or by one is left out on the way, so
that the result reads as one would write it.
"""

from lib.worksheet.expression import as_expression, cos, exp, flat, maximum, positive, sin, tanh

ZERO, ONE = as_expression(0), as_expression(1)


def derivative(expression, name):
    """d(expression)/d(name), all other quantities held fixed.

    Raises
    ------
    ValueError
        For an operation with no rule here (a power whose exponent varies).
    """
    if expression.is_number:
        return ZERO
    if expression.is_quantity:
        return ONE if expression.arguments[0] == name else ZERO
    if expression.operation not in RULES:
        raise ValueError(f"expression: expected one that can be differentiated, got {expression.operation!r} in it")
    return RULES[expression.operation](name, *expression.arguments)


def _sum_rule(name, *terms):
    result = ZERO
    for term in terms:
        result = _plus(result, derivative(term, name))
    return result


def _difference_rule(name, left, right):
    left, right = derivative(left, name), derivative(right, name)
    if _is(right, 0):
        return left
    return -right if _is(left, 0) else left - right


def _negative_rule(name, value):
    return _times(as_expression(-1), derivative(value, name))


def _product_rule(name, *factors):
    result = ZERO
    for i, factor in enumerate(factors):
        term = derivative(factor, name)
        for other in factors[:i] + factors[i + 1 :]:
            term = _times(other, term)
        result = _plus(result, term)
    return result


def _quotient_rule(name, top, bottom):
    d_top, d_bottom = derivative(top, name), derivative(bottom, name)
    if _is(d_bottom, 0):
        return ZERO if _is(d_top, 0) else d_top / bottom
    d_by_bottom = -_times(top, d_bottom)
    if not _is(d_top, 0):
        d_by_bottom = _times(d_top, bottom) - _times(top, d_bottom)
    return d_by_bottom / bottom**2


def _power_rule(name, base, exponent):
    if not exponent.is_number:
        raise ValueError("expression: expected a power with a number as its exponent, got one that may vary")
    n = exponent.arguments[0]
    reduced = base if n == 2 else base ** (n - 1)
    return _times(_times(exponent, reduced), derivative(base, name)) if n != 1 else derivative(base, name)


def _chain(outer):
    """The rule of a function of one value: its derivative there, times the derivative of what stands inside."""
    return lambda name, value: _times(outer(value), derivative(value, name))


def _largest_rule(name, first, *others):
    """The derivative of the largest value; where several are the largest, of the first of them."""
    largest, slope = first, derivative(first, name)
    for value in others:
        slope = positive(value - largest, derivative(value, name), slope)
        largest = maximum(largest, value)
    return slope


def _positive_rule(name, condition, then, otherwise):
    return positive(condition, derivative(then, name), derivative(otherwise, name))


RULES = {
    "+": _sum_rule,
    "-": _difference_rule,
    "neg": _negative_rule,
    "*": _product_rule,
    "/": _quotient_rule,
    "^": _power_rule,
    "exp": _chain(exp),
    "ln": _chain(lambda value: 1 / value),
    "tanh": _chain(lambda value: 1 - tanh(value) ** 2),
    "sin": _chain(cos),
    "cos": _chain(lambda value: -sin(value)),
    "softplus": _chain(lambda value: 1 / (1 + exp(-value))),
    "max": _largest_rule,
    "positive": _positive_rule,
}


def _is(expression, number):
    return expression.is_number and expression.arguments[0] == number


def _plus(left, right):
    if _is(left, 0):
        return right
    return left if _is(right, 0) else flat("+", left, right)


def _times(left, right):
    if _is(left, 0) or _is(right, 0):
        return ZERO
    if _is(left, 1):
        return right
    if _is(right, 1):
        return left
    if _is(left, -1):
        return -right
    if _is(right, -1):
        return -left
    return flat("*", left, right)
