"""Functions side by side that meet in one: their values, the factors of each path, the product along it, and the sum."""

from lib import checks
from lib.worksheet.differentiation import derivative
from lib.worksheet.expression import quantity, total
from lib.worksheet.function_chain import check_names, derivative_by, slope, written_out
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
    values = [Definition(variable, variable, variable, variable, "given", 0)]
    values += [
        Definition(name, name, name, f"{name}, from {variable}", "forward", 1, EQUATION, expression)
        for name, expression in inner.items()
    ]
    values.append(Definition(end, end, end, f"{end}, from {' and '.join(inner)}", "forward", 1, EQUATION, whole))
    paths = []
    for name, expression in inner.items():
        partial, inside = _partial(end, name, whole), slope(name, variable, expression, EQUATION)
        paths += [partial, inside, _along(name, partial, inside)]
    words = f"derivative of {composite} with respect to {variable}: the sum over the paths"
    sum_over_paths = total([quantity(path.name) for path in paths[2::3]])
    return (
        [*values, *paths, derivative_by(variable, composite, words, EQUATION, sum_over_paths)],
        {variable: x},
        None,
    )


def _partial(end, name, whole):
    return Definition(
        f"d{end}_d{name}",
        rf"\frac{{\partial {end}}}{{\partial {name}}}",
        f"∂{end}/∂{name}",
        f"partial derivative of {end}: {name} varies, the others are kept fixed",
        "gradient",
        3,
        EQUATION,
        derivative(whole, name),
    )


def _along(name, partial, inside):
    return Definition(
        f"path_{name}",
        rf"\text{{through }} {name}",
        f"through {name}",
        f"what the path through {name} contributes",
        "gradient",
        3,
        EQUATION,
        quantity(partial.name) * quantity(inside.name),
    )
