"""The worksheet: a computation as an ordered list of quantities, each written out as on paper."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from lib import checks
from lib.typesetting.mathml import latex_to_mathml, with_breaks
from lib.worksheet.expression import Expression
from lib.worksheet.printing import number_text, to_latex
from lib.worksheet.quantity import PHASES, Definition, Quantity
from lib.worksheet.written_out import WrittenOut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Self

    from numpy.typing import ArrayLike

    from lib.network import Network


class Worksheet:
    """Quantities in the order in which they are computed.

    Make one with `from_network`, `from_functions`, `from_paths`, `from_expression` or `from_sizes`;
    ``sheet["delta1_1"]`` is a `Quantity`, and iterating gives all of them in order.

    Parameters
    ----------
    definitions : list of Definition
        Each computed one after what it depends on.
    given : dict
        The value of each definition that has no expression.
    updates : dict, optional
        Name of a parameter -> name of the quantity that is its new value.

    Attributes
    ----------
    values : dict
        Name -> value, of every quantity.
    symbols : dict
        Name -> LaTeX.
    updates : dict
        As given.
    """

    def __init__(self, definitions: list[Definition], given: dict[str, float], updates: dict[str, str] | None = None):
        self._definitions = {definition.name: definition for definition in definitions}
        self.symbols = {name: definition.symbol for name, definition in self._definitions.items()}
        self.updates = dict(updates or {})
        self.values = {}
        for name, definition in self._definitions.items():
            expression = definition.expression
            self.values[name] = float(given[name] if expression is None else expression.evaluate(self.values))

    @classmethod
    def from_network(cls, net: Network, X: ArrayLike, Y: ArrayLike, learning_rate: float = 0.5) -> Self:
        r"""One training step of ``net`` on the samples X, Y: forward, loss, errors, gradients, update.

        Parameters
        ----------
        net : Network
            With real weights. It is only read.
        X, Y : array_like
            As for `Network.cost`; one row is one sample.
        learning_rate : float
            α.

        Returns
        -------
        Worksheet
            Names are those of the symbols, layer first: z1_2 is z of unit 2 in layer 1; with several samples
            z1_3_2 is that of sample 3.

        Raises
        ------
        ValueError
            If X, Y or the learning rate do not fit, or the weights are complex or not finite.

        Examples
        --------
        >>> from lib import Network
        >>> net = Network([[[2.0], [-1.0]]], [[0.5]], ["identity"])
        >>> sheet = Worksheet.from_network(net, [[1.0, 3.0]], [[0.0]], learning_rate=0.1)
        >>> sheet["z1_1"].value, sheet["delta1_1"].value
        (-0.5, -0.5)
        >>> print(sheet["z1_1"].latex)
        z^{(1)}_{1} = x_{1} \, w^{(1)}_{11} + x_{2} \, w^{(1)}_{21} + b^{(1)}_{1}
        """
        from lib.worksheet.network_step import write_step

        return cls(*write_step(net, X, Y, learning_rate))

    @classmethod
    def from_functions(
        cls, functions: dict[str, Callable], x: float, variable: str = "x", composite: str = "k"
    ) -> Self:
        """A chain of functions, and its derivative by the chain rule.

        Parameters
        ----------
        functions : dict
            Name -> function of one argument, the inner one first, such as
            ``{"g": lambda x: 3 * x + 1, "f": lambda u: u**2, "h": lambda v: exp(-v)}``. They are written with
            operators and with exp, ln, tanh, sin, cos of `lib.worksheet`.
        x : float
            Where the chain is evaluated.
        variable, composite : str
            Names of the variable and of the whole chain.

        Returns
        -------
        Worksheet
            Quantities x; g, f, h; then back from the end, h_prime, dk_df; f_prime, dk_dg; g_prime, dk_dx. A last
            function with the name of the whole has no slope besides: it is the first derivative.

        Raises
        ------
        ValueError
            If there is no function, a name is taken twice, x is not finite, or a function can't be written out.

        Examples
        --------
        >>> sheet = Worksheet.from_functions({"g": lambda x: 3 * x + 1, "f": lambda u: u**2}, x=2)
        >>> sheet["f"].value, sheet["dk_dx"].value
        (49.0, 42.0)
        """
        from lib.worksheet.function_chain import write_chain

        return cls(*write_chain(functions, x, variable, composite))

    @classmethod
    def from_expression(cls, function: Callable, inputs: dict[str, float]) -> Self:
        """An expression written out operation by operation, and all its derivatives by the reverse mode.

        Equal parts of the expression are computed once; what uses such a part several times adds to its adjoint
        several times.

        Parameters
        ----------
        function : callable
            Of the inputs, by name, such as ``lambda x1, x2, x3: (x1 + x2) * x3``. It is written with operators and
            with exp, ln, tanh, sin, cos of `lib.worksheet`.
        inputs : dict
            Name (one letter other than v, with or without a number) -> where it is evaluated.

        Returns
        -------
        Worksheet
            Quantities x1, x2, …; the values v1, v2, … of the single operations, the last one the result;
            d_v2_v1, the derivative of v2 with respect to its operand v1; the adjoints v2_bar, v1_bar, x1_bar, …,
            each the derivative of the result with respect to that value. Inputs that are not used have none.

        Raises
        ------
        ValueError
            If there is no input or no operation, a name does not fit, a value is not finite, or the function can't
            be written out or differentiated.

        Examples
        --------
        >>> sheet = Worksheet.from_expression(lambda x1, x2, x3: (x1 + x2) * x3, {"x1": 1, "x2": 2, "x3": 4})
        >>> sheet["x1_bar"].value, sheet["x3_bar"].value
        (4.0, 3.0)
        """
        from lib.worksheet.expression_graph import write_expression

        return cls(*write_expression(function, inputs))

    @classmethod
    def from_paths(
        cls,
        branches: dict[str, Callable],
        outer: dict[str, Callable],
        x: float,
        variable: str = "x",
        composite: str = "k",
    ) -> Self:
        """Functions of one variable that meet in one function, and the derivative as a sum over the paths.

        Parameters
        ----------
        branches : dict
            Name -> function of the variable, such as ``{"u": lambda x: 3 * x + 1, "v": lambda x: x**2}``: one path goes
            through each.
        outer : dict
            Name -> the function in which they meet, of as many arguments, such as ``{"F": lambda u, v: u * v}``.
        x : float
            Where everything is evaluated.
        variable, composite : str
            Names of the variable and of the whole function.

        Returns
        -------
        Worksheet
            Quantities x; u, v; F; for each path its factors and their product, dF_du, u_prime, path_u, …; their sum dk_dx.

        Raises
        ------
        ValueError
            If there is no branch, not exactly one outer function, a name is taken twice, x is not finite, or a function
            can't be written out.

        Examples
        --------
        >>> branches = {"u": lambda x: 3 * x + 1, "v": lambda x: x**2}
        >>> sheet = Worksheet.from_paths(branches, {"F": lambda u, v: u * v}, x=2)
        >>> sheet["path_u"].value, sheet["path_v"].value, sheet["dk_dx"].value
        (12.0, 28.0, 40.0)
        """
        from lib.worksheet.function_paths import write_paths

        return cls(*write_paths(branches, outer, x, variable, composite))

    @classmethod
    def from_sizes(cls, sizes: Sequence[int]) -> Self:
        """How many multiplications the ways to a gradient take, by the rules of `lib.counting`.

        Parameters
        ----------
        sizes : list of int
            ``[n_0, …, n_L]``.

        Returns
        -------
        Worksheet
            Quantities n0, n1, …; P, F, R, G, D, Q, as `lib.counting.all_counts` names them. Their values are floats:
            exact up to 2⁵³.

        Raises
        ------
        ValueError
            If there are fewer than two layers, or a size is not a positive integer.

        Examples
        --------
        >>> Worksheet.from_sizes([2, 3, 2])["F"].value
        12.0
        """
        from lib.worksheet.multiplications import write_counts

        return cls(*write_counts(sizes))

    def __getitem__(self, name: str) -> Quantity:
        if not isinstance(name, str) or name not in self._definitions:
            known = ", ".join(list(self._definitions)[:12])
            raise KeyError(f"sheet[name]: expected a quantity of the worksheet ({known}, …), got {name!r}")
        return Quantity(self._definitions[name], self)

    def __contains__(self, name: str) -> bool:
        return name in self._definitions

    def __iter__(self) -> Iterator[Quantity]:
        return (Quantity(definition, self) for definition in self._definitions.values())

    def __len__(self) -> int:
        return len(self._definitions)

    def __repr__(self):
        return f"<Worksheet of {len(self)} quantities>"

    @property
    def definitions(self) -> list[Definition]:
        """What the quantities are, whatever their values."""
        return list(self._definitions.values())

    @property
    def given(self) -> dict[str, float]:
        """Name -> value of what is not computed: inputs, targets, weights, biases, the learning rate."""
        return {q.name: q.value for q in self if q.expression is None}

    def evaluate(self, changes: dict[str, float]) -> Worksheet:
        """The same worksheet with other values given.

        Parameters
        ----------
        changes : dict
            Name of a given quantity -> its new value.

        Returns
        -------
        Worksheet
            A new one; this one stays as it is.

        Raises
        ------
        ValueError
            If a name is unknown or that of a computed quantity, or a value is not a finite number.

        Examples
        --------
        >>> sheet = Worksheet.from_functions({"g": lambda x: x**2}, x=2)
        >>> sheet.evaluate({"x": 5})["g"].value, sheet["g"].value
        (25.0, 4.0)
        """
        given = self.given
        for name, value in checks.instance("changes", changes, dict).items():
            if name not in given:
                what = "a computed quantity" if name in self else "an unknown name"
                raise checks.expected("changes", "names of given quantities", f"{what}, {name!r}")
            given[name] = checks.finite_number(f"changes[{name!r}]", value)
        return Worksheet(list(self._definitions.values()), given, self.updates)

    def until(self, phase: str) -> Worksheet:
        """The part that can be computed up to and with a phase.

        Parameters
        ----------
        phase : str
            One of `PHASES`, such as "forward": what the network makes of the inputs, and nothing behind it.

        Returns
        -------
        Worksheet
            A new one, with those given quantities that are still used, and with no updates unless it has their phase.

        Examples
        --------
        >>> from lib import Network
        >>> sheet = Worksheet.from_network(Network([[[2.0]]], [[0.5]], ["identity"]), [[1.0]], [[0.0]])
        >>> [quantity.name for quantity in sheet.until("forward") if quantity.expression is not None]
        ['z1_1', 'a1_1']
        """
        last = PHASES.index(checks.one_of("phase", phase, PHASES))
        kept = [q for q in self if q.expression is not None and PHASES.index(q.phase) <= last]
        names = {q.name for q in kept}.union(*(q.depends_on for q in kept))
        definitions = [definition for name, definition in self._definitions.items() if name in names]
        return Worksheet(definitions, self.given, self.updates if phase == "update" else {})

    def written_out(self, *names: str, decimals: int | None = 9) -> WrittenOut:
        """Some computed quantities as on paper: each in symbols, in numbers, and its value.

        Parameters
        ----------
        *names : str
        decimals : int or None
            Decimals of the values; None writes them as they stand in the formulas, with four significant digits.

        Returns
        -------
        WrittenOut
            A notebook shows it as formulas.

        Raises
        ------
        ValueError
            If a name is that of a given quantity, or decimals is no whole number from 0 on.
        """
        if decimals is not None:
            checks.whole_number("decimals", decimals, least=0)
        return WrittenOut([self[name] for name in names], decimals)

    def rewrite(self, expressions: dict[str, Expression]) -> Worksheet:
        """The same worksheet with some quantities computed in another way: what a mistake is, and what mends it.

        Parameters
        ----------
        expressions : dict
            Name of a computed quantity -> its new expression.

        Returns
        -------
        Worksheet
            A new one; this one stays as it is. Where a new expression needs what was computed later, the order
            changes, as little as it must.

        Raises
        ------
        ValueError
            If a name is unknown or that of a given quantity, an expression uses an unknown name, or quantities would
            depend on each other in a circle.
        """
        definitions = dict(self._definitions)
        for name, expression in checks.instance("expressions", expressions, dict).items():
            if name not in definitions or definitions[name].expression is None:
                what = "a given quantity" if name in definitions else "an unknown name"
                raise checks.expected("expressions", "names of computed quantities", f"{what}, {name!r}")
            checks.instance(f"expressions[{name!r}]", expression, Expression)
            unknown = [used for used in expression.depends_on() if used not in definitions]
            if unknown:
                raise checks.expected(f"expressions[{name!r}]", "quantities of the worksheet", repr(unknown[0]))
            definitions[name] = replace(definitions[name], expression=expression)
        return Worksheet(_in_order(definitions), self.given, self.updates)

    def to_program(self) -> list[dict]:
        """What it takes to compute, for JSON: each quantity after what it depends on; one without an expression is given."""
        return [
            {"name": q.name} if q.expression is None else {"name": q.name, "expression": q.expression.to_json()}
            for q in self
        ]

    def to_dict(self) -> dict:
        """All of it as plain data, ready for JSON: the quantities in order, and the updates."""
        return {"quantities": [quantity.to_dict() for quantity in self], "updates": self.updates}

    def to_json(self) -> str:
        """`to_dict` as a text."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_csv(self) -> str:
        """A table as a text: name, phase, value with all its digits, and the formula as LaTeX."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["name", "phase", "value", "formula", "with numbers"])
        for quantity in self:
            writer.writerow(
                [quantity.name, quantity.phase, repr(quantity.value), quantity.latex, quantity.latex_with_numbers]
            )
        return text.getvalue()

    def to_html(self) -> str:
        """A table for reading: symbol, formula, the formula with numbers, and the value."""
        rows = "".join(_row(quantity) for quantity in self)
        head = "".join(f'<th scope="col">{title}</th>' for title in ("Quantity", "Formula", "With numbers", "Value"))
        return f'<table class="worksheet"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'

    _repr_html_ = to_html


def _in_order(definitions):
    """The definitions, each after what it depends on and otherwise in the order they have."""
    ordered, open_names = {}, []

    def place(name):
        if name in ordered:
            return
        if name in open_names:
            circle = " -> ".join([*open_names[open_names.index(name) :], name])
            raise checks.expected("expressions", "no quantity that depends on itself", circle)
        open_names.append(name)
        expression = definitions[name].expression
        for used in [] if expression is None else expression.depends_on():
            place(used)
        ordered[open_names.pop()] = definitions[name]

    for name in definitions:
        place(name)
    return list(ordered.values())


def _row(quantity):
    cells = [""] * 2
    if quantity.expression is not None:
        styles = quantity.in_symbols, quantity.in_numbers
        cells = [with_breaks(latex_to_mathml(to_latex(quantity.expression, style))) for style in styles]
    symbol, value = latex_to_mathml(quantity.symbol), number_text(quantity.value)
    cells = "".join(f"<td>{cell}</td>" for cell in [*cells, value])
    return f'<tr class="phase-{quantity.phase}"><th scope="row">{symbol}</th>{cells}</tr>'
