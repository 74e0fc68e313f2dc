"""A chain of functions written out: its values from inside out, then the walk back, one further slope at a time."""

from itertools import pairwise

from lib import checks
from lib.worksheet.differentiation import derivative
from lib.worksheet.expression import quantity, write_formula
from lib.worksheet.key import Key
from lib.worksheet.quantity import Definition


def write_chain(functions, x, variable, composite):
    """Definitions and given values for `Worksheet.from_functions`."""
    x = checks.finite_number(variable, x)
    checks.instance("functions", functions, dict)
    check_names("functions", functions, variable, composite)
    values = [Definition(variable_key(variable), "given", 0)]
    inside = variable
    for name, function in functions.items():
        expression = written_out("functions", name, function, inside)
        key = function_key(name, f"{name}, from {inside}")
        values.append(Definition(key, "forward", 1, "compositioneq", expression))
        inside = name
    return [*values, *walk_back(values, composite)], {variable: x}, None


def walk_back(values, composite):
    """From the last function to the first: its own slope, then the derivative of the whole by what stands inside it."""
    derivatives, so_far = [], None
    for inner, outer in reversed([*pairwise(values)]):
        own = derivative(outer.expression, inner.name)
        if outer.name != composite:  # the last function may be the whole: then its slope is the first derivative
            key = quotient_key(outer.name, inner.key, of=outer.key)
            derivatives.append(Definition(key, "gradient", 3, "chainrulemanyeq", own))
            own = quantity(key.name) if so_far is None else quantity(so_far) * quantity(key.name)
        key = quotient_key(composite, inner.key)
        derivatives.append(Definition(key, "gradient", 3, "chainrulemanyeq", own))
        so_far = key.name
    return derivatives


def variable_key(name):
    return Key(kind="variable", name=name, symbol=name, text=name, words=name)


def function_key(name, words):
    return Key(kind="function", name=name, symbol=name, text=name, words=words)


def slope_key(of, by):
    """The slope of a function of one value: the prime is the derivative by what stands in the brackets."""
    return Key(
        kind="slope",
        of=of,
        by=by,
        name=f"{of.name}_prime",
        symbol=f"{of.symbol}'({by.symbol})",
        text=f"{of.text}′({by.text})",
        words=f"slope of {of.name} with respect to {by.name}",
    )


def quotient_key(top, by, of=None, words=None):
    """The derivative of one quantity by another, where everything depends on the one variable.

    It is the slope ``of`` a function, or the derivative of the whole, which need not be a quantity itself.
    """
    return Key(
        kind="derivative" if of is None else "slope",
        of=of,
        by=by,
        name=f"d{top}_d{by.name}" if of is None else f"{top}_prime",
        symbol=rf"\frac{{\mathrm{{d}} {top}}}{{\mathrm{{d}} {by.symbol}}}",
        text=f"d{top}/d{by.text}",
        words=words or f"{'derivative' if of is None else 'slope'} of {top} with respect to {by.name}",
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
