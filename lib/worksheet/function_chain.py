"""A chain of functions written out: its values from inside out, then the walk back, one further slope at a time."""

from itertools import pairwise

from lib import checks
from lib.worksheet.differentiation import derivative
from lib.worksheet.expression import quantity, write_formula
from lib.worksheet.quantity import Definition


def write_chain(functions, x, variable, composite):
    """Definitions and given values for `Worksheet.from_functions`."""
    x = checks.finite_number(variable, x)
    checks.instance("functions", functions, dict)
    check_names("functions", functions, variable, composite)
    values = [Definition(variable, variable, variable, variable, "given", 0)]
    inside = variable
    for name, function in functions.items():
        expression = written_out("functions", name, function, inside)
        words = f"{name}, from {inside}"
        values.append(Definition(name, name, name, words, "forward", 1, "compositioneq", expression))
        inside = name
    return [*values, *walk_back(values, composite)], {variable: x}, None


def walk_back(values, composite):
    """From the last function to the first: its own slope, then the derivative of the whole by what stands inside it."""
    derivatives, so_far = [], None
    for inner, outer in reversed([*pairwise(values)]):
        own = derivative(outer.expression, inner.name)
        if outer.name != composite:  # the last function may be the whole: then its slope is the first derivative
            name, words = f"{outer.name}_prime", f"slope of {outer.name} with respect to {inner.name}"
            derivatives.append(derivative_by(inner.name, outer.name, words, "chainrulemanyeq", own, name=name))
            own = quantity(name) if so_far is None else quantity(so_far) * quantity(name)
        words = f"derivative of {composite} with respect to {inner.name}"
        whole = derivative_by(inner.name, composite, words, "chainrulemanyeq", own)
        derivatives.append(whole)
        so_far = whole.name
    return derivatives


def slope(name, inside, expression, equation):
    """The slope of a function of one value, named after what stands inside."""
    # The prime is the derivative with respect to what stands in the brackets.
    return Definition(
        f"{name}_prime",
        f"{name}'({inside})",
        f"{name}′({inside})",
        f"slope of {name} with respect to {inside}",
        "gradient",
        3,
        equation,
        derivative(expression, inside),
    )


def derivative_by(variable, composite, words, equation, expression, name=None):
    """The derivative of one quantity by another, where everything depends on the one variable."""
    return Definition(
        name or f"d{composite}_d{variable}",
        rf"\frac{{\mathrm{{d}} {composite}}}{{\mathrm{{d}} {variable}}}",
        f"d{composite}/d{variable}",
        words,
        "gradient",
        3,
        equation,
        expression,
    )


def check_names(argument, names, variable, composite):
    """Names are single letters, as in an equation, and each belongs to one thing."""
    if not names:
        raise checks.expected(argument, "at least one function", "none")
    for name in [*names, variable, composite]:
        if not isinstance(name, str) or not name.isidentifier() or len(name) != 1:
            raise checks.expected(argument, "names of one letter, as in an equation", repr(name))
    *inner, _ = names  # the last function may give its name to the whole, for their values are the same
    if len({*names, variable}) < len(names) + 1 or composite in [*inner, variable]:
        wanted = f"names that differ, also from the variable's, {variable}, and that of the whole, {composite}"
        raise checks.expected(argument, wanted, ", ".join(names))


def written_out(argument, name, function, *inside):
    """What a function makes of the quantities inside it, as an expression."""
    return write_formula(f"{argument}[{name!r}]", "a function", lambda: function(*map(quantity, inside)))
