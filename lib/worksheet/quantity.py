"""One quantity of a worksheet."""

from dataclasses import dataclass

from lib.typesetting.mathml import latex_to_mathml
from lib.worksheet import printing
from lib.worksheet.expression import Expression, as_expression
from lib.worksheet.key import Key

PHASES = ("given", "forward", "loss", "error", "gradient", "update")


@dataclass(frozen=True)
class Definition:
    """What a quantity is, whatever its value.

    Attributes
    ----------
    key : Key
        What kind of quantity it is, and where it belongs.
    name, symbol, text, words : str
        Those of the key.
    phase : str
        One of `PHASES`.
    line : int
        The step of the algorithm (see `lib.worksheet.algorithm`).
    equation : str or None
        Label of the equation in the book that it comes from.
    expression : Expression or None
        What it is computed from; None where it is given.
    """

    key: Key
    phase: str
    line: int
    equation: str | None = None
    expression: Expression | None = None

    @property
    def name(self):
        return self.key.name

    @property
    def symbol(self):
        return self.key.symbol

    @property
    def text(self):
        return self.key.text

    @property
    def words(self):
        return self.key.words


class Quantity:
    """A quantity with its value, as ``sheet["delta1_2"]`` gives it.

    Attributes
    ----------
    value : float
        Infinite or NaN where the computation overflowed.
    key, name, symbol, text, words, phase, line, equation, expression
        See `Definition`.
    """

    __slots__ = ("_definition", "_sheet")

    def __init__(self, definition, sheet):
        self._definition, self._sheet = definition, sheet

    def __getattr__(self, attribute):
        if attribute.startswith("_"):  # while a copy is made there is no definition yet to ask
            raise AttributeError(attribute)
        return getattr(self._definition, attribute)

    @property
    def value(self):
        return self._sheet.values[self.name]

    @property
    def depends_on(self):
        """Names of the quantities that it is computed from."""
        return [] if self.expression is None else self.expression.depends_on()

    @property
    def in_symbols(self):
        """The style in which its expression is printed in symbols."""
        return printing.symbols_style(self._sheet.symbols)

    @property
    def in_numbers(self):
        """The style in which its expression is printed with numbers put in."""
        return printing.numbers_style(self._sheet.values)

    @property
    def latex(self):
        """The formula in symbols, such as z = a w + b; for a given quantity its symbol."""
        return self._formula(self.in_symbols)

    @property
    def latex_with_numbers(self):
        """The formula with numbers put in; for a given quantity its symbol and value."""
        if self.expression is None:
            return f"{self.symbol} = {printing.number_latex(self.value)}"
        return self._formula(self.in_numbers)

    @property
    def latex_with_summands(self):
        """Of a formula that is a sum times a factor, the numbers with each summand worked out; None for any other."""
        if self.expression is None or not self.expression.is_sum_times_factor:
            return None
        summed, *factors = self.expression.arguments
        summands = [as_expression(float(summand.evaluate(self._sheet.values))) for summand in summed.arguments]
        worked_out = Expression("*", Expression("+", *summands), *factors)
        return printing.to_latex(worked_out, self.in_numbers)

    @property
    def mathml_symbol(self):
        """The symbol as the inside of a MathML element."""
        return latex_to_mathml(self.symbol, inner=True)

    @property
    def mathml_template(self):
        """The right-hand side as MathML with a hole for each quantity; None where it is given."""
        if self.expression is None:
            return None
        return printing.to_template(self.expression, self._sheet.symbols)

    def to_dict(self):
        """What the page needs of it: plain data, ready for JSON."""
        data = {
            "name": self.name,
            "phase": self.phase,
            "line": self.line,
            "equation": self.equation,
            "words": self.words,
            "text": self.text,
            "symbol": self.mathml_symbol,
            "value": json_number(self.value),
        }
        if self.expression is not None:
            data["expression"] = self.expression.to_json()
            data["template"] = self.mathml_template
        return data

    def __repr__(self):
        return f"<{self.name} = {self.value!r}, {self.phase}>"

    def _formula(self, style):
        if self.expression is None:
            return self.symbol
        return f"{self.symbol} = {printing.to_latex(self.expression, style)}"


def json_number(value):
    """A float as JSON has it, where NaN and infinity are text."""
    if value != value:
        return "NaN"
    if abs(value) == float("inf"):
        return "Infinity" if value > 0 else "-Infinity"
    return value
