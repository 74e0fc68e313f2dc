"""A chain of functions written out: its values from inside out, each slope, and their product."""

from lib import checks
from lib.worksheet.differentiation import derivative
from lib.worksheet.expression import as_expression, quantity
from lib.worksheet.quantity import Definition


def write_chain(functions, x, variable, composite):
    """Definitions and given values for `Worksheet.from_functions`."""
    x = checks.finite_number(variable, x)
    _check_names(functions, variable, composite)
    values = [Definition(variable, variable, variable, variable, "given", 0)]
    slopes = []
    inside = variable
    for name, function in functions.items():
        expression = _written_out(name, function, inside)
        words = f"{name}, from {inside}"
        values.append(Definition(name, name, name, words, "forward", 1, "compositioneq", expression))
        slopes.append(_slope(name, inside, expression))
        inside = name
    return [*values, *slopes, _whole_derivative(slopes, variable, composite)], {variable: x}, None


def _slope(name, inside, expression):
    # The prime is the derivative with respect to what stands in the brackets.
    return Definition(
        f"{name}_prime",
        f"{name}'({inside})",
        f"{name}′({inside})",
        f"slope of {name} with respect to {inside}",
        "gradient",
        3,
        "chainrulemanyeq",
        derivative(expression, inside),
    )


def _whole_derivative(slopes, variable, composite):
    product = quantity(slopes[-1].name)
    for slope in reversed(slopes[:-1]):
        product = product * quantity(slope.name)
    return Definition(
        f"d{composite}_d{variable}",
        rf"\frac{{d{composite}}}{{d{variable}}}",
        f"d{composite}/d{variable}",
        f"derivative of {composite} with respect to {variable}",
        "gradient",
        3,
        "chainrulemanyeq",
        product,
    )


def _check_names(functions, variable, composite):
    if not functions:
        raise checks.expected("functions", "at least one function", "none")
    for name in [*functions, variable, composite]:
        if not isinstance(name, str) or not name.isidentifier() or len(name) != 1:
            raise checks.expected("functions", "names of one letter, as in an equation", repr(name))
    if len({*functions, variable}) < len(functions) + 1:
        raise checks.expected("functions", f"names other than that of the variable, {variable}", variable)


def _written_out(name, function, inside):
    try:
        return as_expression(function(quantity(inside)))
    except (TypeError, ValueError) as error:
        wanted = "a function made of + − * / ** and exp, ln, tanh, sin, cos of lib.worksheet"
        raise checks.expected(f"functions[{name!r}]", wanted, f"one that fails: {error}") from None
