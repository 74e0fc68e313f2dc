"""An expression written out operation by operation: its values, its local derivatives, and the adjoints of all of them.

The values go from the inputs to the result. The adjoints go the other way: that of a value is the derivative of the
result with respect to it, a sum over the places where the value is used.
"""

import re

from lib import checks
from lib.worksheet.differentiation import derivative
from lib.worksheet.expression import Expression, as_expression, quantity, total, write_out
from lib.worksheet.key import Key
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
    keys = {name: _input_key(name) for name in given}
    keys |= {name: _value_key(name, operation) for name, operation in program.items()}
    definitions = [Definition(keys[name], "given", 0) for name in given]
    definitions += [Definition(keys[name], "forward", 1, "programeq", program[name]) for name in program]
    return [*definitions, *_local_derivatives(program, keys), *_adjoints(program, keys)], given, None


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


def _local_derivatives(program, keys):
    """∂u/∂v for each value v that an operation u uses."""
    return [
        Definition(
            _local_key(keys[name], keys[source]), "gradient", 2, "localderivativeeq", derivative(operation, source)
        )
        for name, operation in program.items()
        for source in operation.depends_on()
    ]


def _adjoints(program, keys):
    """From the result back to the inputs: the sum, over what uses a value, of its adjoint times the local derivative."""
    *earlier, result = keys.values()
    inputs, values = earlier[: len(keys) - len(program)], earlier[len(keys) - len(program) :]
    definitions = [_adjoint(result, "the result itself", as_expression(1))]
    for key in [*reversed(values), *inputs]:
        users = [keys[user] for user in reversed(program) if key.name in program[user].depends_on()]
        if users:
            terms = [_contribution(user, key) for user in users]
            places = "the one operation that uses it" if len(users) == 1 else f"the {len(users)} operations that use it"
            definitions.append(_adjoint(key, f"from {places}", total(terms)))
    return definitions


def _contribution(user, used):
    return quantity(_adjoint_key(user, "").name) * quantity(_local_key(user, used).name)


def _adjoint(of, whence, expression):
    return Definition(_adjoint_key(of, whence), "error", 3, "adjointsumeq", expression)


def _input_key(name):
    text = name[0] + lowered(name[1:])
    return Key(kind="input", name=name, symbol=_symbol(name), text=text, words=f"input {text}")


def _value_key(name, operation):
    text = name[0] + lowered(name[1:])
    words = f"{text}, {KINDS[operation.operation]}"
    return Key(kind="value", name=name, symbol=_symbol(name), text=text, words=words)


def _local_key(of, by):
    return Key(
        kind="local derivative",
        of=of,
        by=by,
        name=f"d_{of.name}_{by.name}",
        symbol=rf"\frac{{\partial {of.symbol}}}{{\partial {by.symbol}}}",
        text=f"∂{of.text}/∂{by.text}",
        words=f"local derivative of {of.text} with respect to {by.text}",
    )


def _adjoint_key(of, whence):
    letter, index = of.name[0], of.name[1:]
    return Key(
        kind="adjoint",
        of=of,
        name=f"{of.name}_bar",
        symbol=rf"\bar{{{letter}}}" + (f"_{{{index}}}" if index else ""),
        text=f"{letter}\u0304{lowered(index)}",
        words=f"adjoint of {of.text}, {whence}",
    )


def _symbol(name):
    return f"{name[0]}_{{{name[1:]}}}" if name[1:] else name


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
