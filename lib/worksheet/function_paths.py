"""Functions side by side that meet in one: their values, the factors of each path, the product along it, and the sum."""

from lib import checks
from lib.worksheet.differentiation import derivative
from lib.worksheet.expression import quantity, total
from lib.worksheet.function_chain import (
    check_names,
    function_key,
    quotient_key,
    slope_key,
    variable_key,
    written_out,
)
from lib.worksheet.key import Key
from lib.worksheet.quantity import Definition

EQUATION = "chainrulepathseq"


def write_paths(branches, outer, x, variable, composite):
    """Definitions and given values for `Worksheet.from_paths`."""
    x = checks.finite_number(variable, x)
    if not checks.instance("branches", branches, dict):
        raise checks.expected("branches", "at least one function", "none")
    if not isinstance(outer, dict) or len(outer) != 1:
        raise checks.expected("outer", "a dict of one name and its function", repr(outer))
    ((end, function),) = outer.items()
    check_names("branches", [*branches, end], variable, composite)
    inner = {name: written_out("branches", name, branch, variable) for name, branch in branches.items()}
    whole = written_out("outer", end, function, *inner)
    start, meet = variable_key(variable), function_key(end, f"{end}, from {' and '.join(inner)}")
    branch_keys = {name: function_key(name, f"{name}, from {variable}") for name in inner}
    values = [Definition(start, "given", 0)]
    values += [_value(branch_keys[name], expression) for name, expression in inner.items()]
    values.append(_value(meet, whole))
    derivatives, products = [], []
    for name, expression in inner.items():
        partial, inside = _partial_key(meet, branch_keys[name]), slope_key(branch_keys[name], start)
        product = _path_key(branch_keys[name])
        derivatives += [
            _derivative(partial, derivative(whole, name)),
            _derivative(inside, derivative(expression, variable)),
            _derivative(product, quantity(partial.name) * quantity(inside.name)),
        ]
        products.append(quantity(product.name))
    words = f"derivative of {composite} with respect to {variable}: the sum over the paths"
    derivatives.append(_derivative(quotient_key(composite, start, words=words), total(products)))
    return values + derivatives, {variable: x}, None


def _value(key, expression):
    return Definition(key, "forward", 1, EQUATION, expression)


def _derivative(key, expression):
    return Definition(key, "gradient", 3, EQUATION, expression)


def _partial_key(of, by):
    return Key(
        kind="slope",
        of=of,
        by=by,
        name=f"d{of.name}_d{by.name}",
        symbol=rf"\frac{{\partial {of.symbol}}}{{\partial {by.symbol}}}",
        text=f"∂{of.text}/∂{by.text}",
        words=f"partial derivative of {of.name}: {by.name} varies, the others are kept fixed",
    )


def _path_key(through):
    """The product of the factors along the path through a branch."""
    return Key(
        kind="path",
        of=through,
        name=f"path_{through.name}",
        symbol=rf"\text{{through }} {through.symbol}",
        text=f"through {through.text}",
        words=f"what the path through {through.name} contributes",
    )
