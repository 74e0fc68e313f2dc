"""Expressions: what a quantity is computed from, written down instead of carried out.

An expression is a number, the name of a quantity, or an operation on expressions. It is built with the ordinary
operators and the functions below, so ``1 / (1 + exp(-z))`` reads as on paper, and it can then be evaluated,
differentiated, printed as a formula and sent to the page.
"""

import numpy as np

from lib import checks

MOST_NESTED, MOST_OPERATIONS = 100, 1000  # of one formula; what a page can show is far less


class Expression:
    """A number, the name of a quantity, or an operation.

    Attributes
    ----------
    operation : str
        "number", "quantity", or one of the keys of `OPERATIONS`.
    arguments : tuple
        The number, the name, or the expressions that the operation works on.
    """

    __slots__ = ("arguments", "operation")

    def __init__(self, operation, *arguments):
        self.operation, self.arguments = operation, arguments

    def _branch(self, *others):
        raise ValueError(
            "a formula takes no branches: it can't compare its numbers or ask for them (if, and, or, not, in, ==, <, max, sorted)"
        )

    # Python's own == would compare the two objects, which are never equal, and so one branch would be taken in silence.
    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _branch
    __hash__ = object.__hash__

    def __add__(self, other):
        return Expression("+", *_terms(self, "+"), as_expression(other))

    def __radd__(self, other):
        return as_expression(other) + self

    def __sub__(self, other):
        return Expression("-", self, as_expression(other))

    def __rsub__(self, other):
        return as_expression(other) - self

    def __mul__(self, other):
        return Expression("*", *_terms(self, "*"), as_expression(other))

    def __rmul__(self, other):
        return as_expression(other) * self

    def __truediv__(self, other):
        return Expression("/", self, as_expression(other))

    def __rtruediv__(self, other):
        return as_expression(other) / self

    def __pow__(self, other):
        return Expression("^", self, as_expression(other))

    def __neg__(self):
        return Expression("neg", self)

    def __repr__(self):
        return repr(self.to_json())

    def write_operation(self, name, *values):
        """What `lib.operations` asks for, so that the functions of `lib.activations` and `lib.losses` write themselves."""
        if name == "number":
            return as_expression(*values)
        return Expression(name, *map(as_expression, values))

    @property
    def is_number(self):
        return self.operation == "number"

    @property
    def is_quantity(self):
        return self.operation == "quantity"

    @property
    def is_sum_times_factor(self):
        return self.operation == "*" and self.arguments[0].operation == "+"

    @property
    def operands(self):
        """The expressions that it works on; a number and a quantity have none."""
        return () if self.is_number or self.is_quantity else self.arguments

    def parts(self):
        """Its parts, each once and after those that it is made of; the last one is the whole."""
        done, waiting = set(), [self]
        while waiting:
            missing = [operand for operand in waiting[-1].operands if id(operand) not in done]
            waiting += reversed(missing)
            if not missing:
                part = waiting.pop()
                if id(part) not in done:
                    done.add(id(part))
                    yield part

    def depends_on(self):
        """Names of the quantities in it, each once, in the order in which they are written."""
        names, seen, waiting = {}, set(), [self]
        while waiting:
            part = waiting.pop()
            if part.is_quantity:
                names[part.arguments[0]] = None
            elif not part.is_number and id(part) not in seen:  # a part that is used twice is looked at once
                seen.add(id(part))
                waiting.extend(reversed(part.arguments))
        return list(names)

    def evaluate(self, values):
        """Its value where ``values[name]`` is the value of each quantity.

        What overflows is infinite and what has no value is NaN, as IEEE 754 has it; nothing is raised.
        """
        if self.is_number:
            return np.float64(self.arguments[0])
        if self.is_quantity:
            return np.float64(values[self.arguments[0]])
        with np.errstate(all="ignore"):
            return OPERATIONS[self.operation](*(argument.evaluate(values) for argument in self.arguments))

    def substitute(self, replacements):
        """The same with some quantities replaced.

        Parameters
        ----------
        replacements : dict
            Name of a quantity -> what stands in its place, an expression or a number.
        """
        if self.is_number:
            return self
        if self.is_quantity:
            return as_expression(replacements.get(self.arguments[0], self))
        return Expression(self.operation, *(argument.substitute(replacements) for argument in self.arguments))

    def to_json(self):
        """A number, a name, or a list of the operation and its arguments: what the page computes with."""
        if self.is_number or self.is_quantity:
            return self.arguments[0]
        return [self.operation, *(argument.to_json() for argument in self.arguments)]


def as_expression(value):
    """``value`` itself if it is an expression, or the number as one."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return Expression("number", value if isinstance(value, int) else float(value))
    raise ValueError(f"expression: expected a number or an expression, got {type(value).__name__}")


def write_out(argument, kind, compute):
    """What ``compute()`` makes of expressions; where it can't, the error says that ``argument`` should be of a ``kind``."""
    try:
        expression = as_expression(compute())
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        wanted = f"{kind} made of + − * / ** and exp, ln, tanh, sin, cos of lib.worksheet"
        raise checks.expected(argument, wanted, f"one that fails: {error}") from None
    for part in expression.parts():
        if part.is_number:
            checks.finite_number(f"{argument}, a number in it", part.arguments[0])
    return expression


def write_formula(argument, kind, compute):
    """`write_out` for what will stand in one formula: nobody could read a longer one, and Python not walk through it."""
    expression = write_out(argument, kind, compute)
    depths, counts = {}, {}
    for part in expression.parts():
        depths[id(part)] = max((depths[id(each)] for each in part.operands), default=-1) + 1
        counts[id(part)] = sum(counts[id(each)] for each in part.operands) + bool(part.operands)
    for what, most, got in (
        ("operations inside each other", MOST_NESTED, depths[id(expression)]),
        ("operations", MOST_OPERATIONS, counts[id(expression)]),
    ):
        if got > most:
            raise checks.expected(argument, f"a formula of at most {most} {what}", f"{got:,}")
    return expression


def quantity(name):
    """The expression that is the quantity of this name."""
    return Expression("quantity", name)


def _terms(value, operation):
    """The terms of a sum (or factors of a product), so that a + b + c is one sum of three.

    Only on the left, where it makes no difference: a + (b + c) keeps its brackets, for its last digits may be others.
    """
    value = as_expression(value)
    return value.arguments if value.operation == operation else (value,)


def total(terms):
    """The sum of a list of expressions: the only one itself where there is one."""
    first, *others = terms
    return sum(others, first)


def flat(operation, left, right):
    """A sum or a product without inner brackets, for formulas that are made by rule."""
    return Expression(operation, *_terms(left, operation), *_terms(right, operation))


def exp(value):
    return Expression("exp", as_expression(value))


def ln(value):
    return Expression("ln", as_expression(value))


def tanh(value):
    return Expression("tanh", as_expression(value))


def sin(value):
    return Expression("sin", as_expression(value))


def cos(value):
    return Expression("cos", as_expression(value))


def maximum(*values):
    """The largest of the values."""
    return Expression("max", *(as_expression(value) for value in values))


def softplus(value):
    """ln(1 + exp(value)), evaluated and printed as max(value, 0) + ln(1 + exp(−|value|)), which does not overflow."""
    return Expression("softplus", as_expression(value))


def positive(condition, then, otherwise):
    """``then`` where the condition is above zero, else ``otherwise``."""
    return Expression("positive", as_expression(condition), as_expression(then), as_expression(otherwise))


def _sum(*values):
    result = values[0]
    for value in values[1:]:
        result = result + value
    return result


def _product(*values):
    result = values[0]
    for value in values[1:]:
        result = result * value
    return result


OPERATIONS = {
    "+": _sum,
    "-": np.subtract,
    "neg": np.negative,
    "*": _product,
    "/": np.divide,
    "^": np.power,
    "exp": np.exp,
    "ln": np.log,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "max": lambda *values: np.max(values),
    "softplus": lambda value: np.maximum(value, 0) + np.log1p(np.exp(-abs(value))),
    "positive": lambda condition, then, otherwise: then if condition > 0 else otherwise,
}
