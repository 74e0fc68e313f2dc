"""An expression written out operation by operation: its values, its local derivatives, and the adjoints of all of them.

The values go from the inputs to the result. The adjoints go the other way: that of a value is the derivative of the
result with respect to it, a sum over the places where the value is used.
"""

import re

from lib import checks
from lib.worksheet.differentiation import derivative
from lib.worksheet.expression import Expression, as_expression, quantity, total, write_out
from lib.worksheet.names import lowered
from lib.worksheet.quantity import Definition

NAME = re.compile(r"([a-uw-z])([1-9]\d*)?")
KINDS = {
    "+": "a sum",
    "-": "a difference",
    "neg": "a value with the other sign",
    "*": "a product",
    "/": "a quotient",
    "^": "a power",
    "exp": "an exponential",
    "ln": "a logarithm",
    "tanh": "a hyperbolic tangent",
    "sin": "a sine",
    "cos": "a cosine",
    "max": "a largest value",
    "softplus": "a softplus",
    "positive": "one of two values",
}


def write_expression(function, inputs):
    """Definitions and given values for `Worksheet.from_expression`."""
    given = _checked(inputs)
    program = split(_written_out(function, given))
    values = [_input(name) for name in given] + [_value(name, operation) for name, operation in program.items()]
    return [*values, *_local_derivatives(program), *_adjoints(program, given)], given, None


def split(expression):
    """An expression as a program of single operations.

    Parameters
    ----------
    expression : Expression

    Returns
    -------
    dict
        Name (v1, v2, …) -> operation on inputs, numbers and earlier names. The last one is the result. Equal parts
        of the expression are one operation, which is then used several times.
    """
    program, names, name_of = {}, {}, {}
    for part in expression.parts():
        if part.is_quantity:
            name_of[id(part)] = part.arguments[0]
        elif not part.is_number:
            operands = [operand if operand.is_number else quantity(name_of[id(operand)]) for operand in part.operands]
            key = (part.operation, *map(repr, operands))
            if key not in names:
                names[key] = f"v{len(program) + 1}"
                program[names[key]] = Expression(part.operation, *operands)
            name_of[id(part)] = names[key]
    return program


def _input(name):
    return Definition(name, _symbol(name), _text(name), f"input {_text(name)}", "given", 0)


def _value(name, operation):
    words = f"{_text(name)}, {KINDS[operation.operation]}"
    return Definition(name, _symbol(name), _text(name), words, "forward", 1, "programeq", operation)


def _local_derivatives(program):
    """∂u/∂v for each value v that an operation u uses."""
    return [
        Definition(
            _local_name(name, source),
            rf"\frac{{\partial {_symbol(name)}}}{{\partial {_symbol(source)}}}",
            f"∂{_text(name)}/∂{_text(source)}",
            f"local derivative of {_text(name)} with respect to {_text(source)}",
            "gradient",
            2,
            "localderivativeeq",
            derivative(operation, source),
        )
        for name, operation in program.items()
        for source in operation.depends_on()
    ]


def _adjoints(program, inputs):
    """From the result back to the inputs: the sum, over what uses a value, of its adjoint times the local derivative."""
    result, *earlier = reversed(program)
    definitions = [_adjoint(result, "the result itself", as_expression(1))]
    for name in [*earlier, *inputs]:
        users = [user for user in reversed(program) if name in program[user].depends_on()]
        if users:
            terms = [quantity(f"{user}_bar") * quantity(_local_name(user, name)) for user in users]
            places = "the one operation that uses it" if len(users) == 1 else f"the {len(users)} operations that use it"
            definitions.append(_adjoint(name, f"from {places}", total(terms)))
    return definitions


def _adjoint(name, words, expression):
    letter, index = name[0], name[1:]
    symbol = rf"\bar{{{letter}}}" + (f"_{{{index}}}" if index else "")
    text = f"{letter}\u0304" + _text(name)[1:]
    words = f"adjoint of {_text(name)}, {words}"
    return Definition(f"{name}_bar", symbol, text, words, "error", 3, "adjointsumeq", expression)


def _local_name(name, source):
    return f"d_{name}_{source}"


def _symbol(name):
    return f"{name[0]}_{{{name[1:]}}}" if name[1:] else name


def _text(name):
    return name[0] + lowered(name[1:])


def _checked(inputs):
    if not isinstance(inputs, dict) or not inputs:
        raise checks.expected("inputs", "a dict of name -> number, at least one", repr(inputs))
    for name in inputs:
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise checks.expected("inputs", "names of one letter other than v, with or without a number", repr(name))
    return {name: checks.finite_number(f"inputs[{name!r}]", value) for name, value in inputs.items()}


def _written_out(function, inputs):
    quantities = {name: quantity(name) for name in inputs}
    expression = write_out("function", "a function of the inputs,", lambda: function(**quantities))
    if not expression.depends_on() or expression.is_quantity:
        raise checks.expected("function", "at least one operation on the inputs", repr(expression))
    return expression
