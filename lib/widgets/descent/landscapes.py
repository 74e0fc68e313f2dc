"""Costs to walk down: functions of one weight (curves) or of two (surfaces), written as worksheets.

A `Landscape` is a worksheet that ends in new weights: the cost, its slopes, the steps −α · slope, the weights after the
step. The slopes come from `lib.worksheet`: by differentiating a function's expression, or from the training step of a
network.
"""

from __future__ import annotations

import inspect
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lib import checks
from lib.network import Network
from lib.worksheet import Worksheet, names, tanh
from lib.worksheet.differentiation import derivative
from lib.worksheet.expression import quantity, write_formula
from lib.worksheet.key import Key
from lib.worksheet.network_step import write_step
from lib.worksheet.quantity import Definition

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Stop:
    """Where a walk has come to, and the step that it takes from there.

    Attributes
    ----------
    point, slopes, steps, new : tuple of float
        The weights; ∂Cost/∂w, −α ∂Cost/∂w and w − α ∂Cost/∂w of each of them.
    cost : float
    """

    point: tuple
    cost: float
    slopes: tuple
    steps: tuple
    new: tuple

    @property
    def is_finite(self) -> bool:
        return all(math.isfinite(value) for value in (self.cost, *self.slopes, *self.new))


@dataclass(frozen=True)
class Landscape:
    """A cost as a function of one or two weights. Make one with `from_function` or `from_network`.

    Attributes
    ----------
    name : str
        What the reader chooses it by.
    sheet : Worksheet
        For each of the ``variables`` w it has w, dw, w_step and w_new, and besides "alpha" and "cost".
    variables : tuple of str
    frame : tuple of (float, float)
        From where to where the picture goes, for each variable.
    start : tuple of float
    rates : dict
        Name -> learning rate, such as {"too small": 0.01, "good": 0.1}.
    shown : tuple of str
        Quantities whose formulas are shown; of the others only the value.
    """

    name: str
    sheet: Worksheet
    variables: tuple
    frame: tuple
    start: tuple
    rates: dict
    shown: tuple = field(default=())

    @classmethod
    def from_function(
        cls,
        name: str,
        function: Callable,
        *,
        frame: Sequence[tuple[float, float]],
        start: Sequence[float],
        rates: dict[str, float],
    ) -> Landscape:
        """The cost is a function of its arguments.

        Parameters
        ----------
        name : str
        function : callable
            Of one or two arguments, each a letter or a letter and a figure, such as ``lambda w1, w2: w1**2 + w2**2``.
            It is written with operators and with exp, ln, tanh, sin, cos of `lib.worksheet`.
        frame : list of (float, float)
        start : list of float
        rates : dict

        Raises
        ------
        ValueError
            If the function can't be written out or differentiated, or an argument does not fit it.
        """
        variables = _arguments(function)
        frame, start, rates = _check_view(variables, frame, start, rates)
        parameters = [_parameter(variable) for variable in variables]
        cost = write_formula("function", "one", lambda: function(*map(quantity, variables)))
        slopes = [_slope_of_curve(parameters[0])] if len(parameters) == 1 else map(names.gradient, parameters)
        definitions = [
            *(Definition(parameter, "given", 0) for parameter in parameters),
            Definition(names.LEARNING_RATE, "given", 0),
            Definition(names.COST, "loss", 2, None, cost),
            *(
                Definition(slope, "gradient", 4, None, derivative(cost, variable))
                for slope, variable in zip(slopes, variables)
            ),
        ]
        given = dict(zip(variables, start))
        sheet = _with_updates(definitions, given, variables, rates)
        shown = ("cost", *slope_names(variables), *new_names(variables))
        return cls(checks.instance("name", name, str), sheet, variables, frame, start, rates, shown)

    @classmethod
    def from_network(
        cls,
        name: str,
        net: Network,
        X: ArrayLike,
        Y: ArrayLike,
        *,
        varying: Sequence[str],
        frame: Sequence[tuple[float, float]],
        start: Sequence[float],
        rates: dict[str, float],
    ) -> Landscape:
        """The cost is that of a network, over one or two of its weights and biases; the others stay as they are.

        Parameters
        ----------
        name : str
        net : Network
            With real weights. It is only read.
        X, Y : array_like
            As for `Network.cost`.
        varying : list of str
            Names of the weights as in a worksheet, such as ["w1_1_1", "b1_1"].
        frame, start, rates
            As for `from_function`.

        Raises
        ------
        ValueError
            If X or Y do not fit, ``varying`` names no weight of the network, or another argument does not fit.
        """
        if not isinstance(net, Network):
            raise checks.expected("net", "a Network", type(net).__name__)
        definitions, given, _ = write_step(net, X, Y, 1.0)
        parameters = [each.name for each in definitions if each.key.kind in ("weight", "bias")]
        wanted = "one or two names of weights or biases"
        varying = checks.listed("varying", varying, wanted)
        if not 1 <= len(varying) <= 2:
            raise checks.expected("varying", wanted, checks.shortened(varying))
        variables = tuple(checks.one_of("varying", variable, parameters) for variable in varying)
        frame, start, rates = _check_view(variables, frame, start, rates)
        needed = _needed(definitions, ["cost", "alpha", *variables, *slope_names(variables)])
        given |= dict(zip(variables, start))
        sheet = _with_updates(needed, given, variables, rates)
        return cls(checks.instance("name", name, str), sheet, variables, frame, start, rates, new_names(variables))

    @property
    def good_rate(self) -> float:
        """The rate called "good", or else the first one."""
        return self.rates.get("good", next(iter(self.rates.values())))

    def stop(self, point: Sequence[float], rate: float) -> Stop:
        """The `Stop` at a point."""
        values = self.sheet.evaluate({**dict(zip(self.variables, point)), "alpha": rate}).values
        slopes, steps, new = (
            tuple(values[name] for name in names_of(self.variables))
            for names_of in (slope_names, step_names, new_names)
        )
        return Stop(tuple(point), values["cost"], slopes, steps, new)

    def descend(self, start: Sequence[float], rate: float, steps: int) -> list[Stop]:
        """Walk down: the stops from ``start`` on, ``steps`` + 1 of them or fewer where a number overflows."""
        checks.whole_number("steps", steps, least=0)
        stops = [self.stop(check_start(self.variables, start), rate)]
        while len(stops) <= steps and stops[-1].is_finite:
            stops.append(self.stop(stops[-1].new, rate))
        return stops


def curves() -> list[Landscape]:
    """Four costs of one weight: a parabola, one with two minima, a flat bottom, a plateau."""
    make = Landscape.from_function
    return [
        make("parabola", lambda w: (w - 2) ** 2, frame=[(-2, 6)], start=[-1],
             rates={"too small": 0.02, "good": 0.3, "overshooting": 0.95, "diverging": 1.05}),
        make("two minima", lambda w: 0.1 * w**4 - 0.8 * w**2 + 0.4 * w + 2.6, frame=[(-4, 4)], start=[3.5],
             rates={"too small": 0.005, "good": 0.05, "overshooting": 0.4, "diverging": 0.65}),
        make("flat bottom", lambda w: w**4, frame=[(-2.5, 2.5)], start=[2],
             rates={"too small": 0.001, "good": 0.05, "overshooting": 0.12, "diverging": 0.14}),
        make("plateau", lambda w: 0.5 * (tanh(w) - 0.5) ** 2, frame=[(-4, 6)], start=[-2],
             rates={"too small": 0.1, "good": 2.0, "far too large": 10.0}),
    ]  # fmt: skip


def surfaces() -> list[Landscape]:
    """Five costs of two weights: a bowl, a valley, a saddle, and two networks."""
    make = Landscape.from_function
    unit = Network([[[0.0]]], [[0.0]], ["tanh"])
    chain = Network([[[0.0]], [[0.0]]], [[0.0], [0.0]], ["tanh", "identity"], train_biases=False)
    return [
        make("round bowl", lambda w1, w2: w1**2 + w2**2, frame=[(-4, 4), (-3, 3)], start=[3, 2],
             rates={"too small": 0.02, "good": 0.3, "overshooting": 0.95, "diverging": 1.05}),
        make("narrow valley", lambda w1, w2: w1**2 + 10 * w2**2, frame=[(-4, 4), (-3, 3)], start=[3.5, 1],
             rates={"too small": 0.002, "good": 0.08, "overshooting": 0.095, "diverging": 0.105}),
        make("saddle between two minima", lambda w1, w2: (w1**2 - 1) ** 2 + w2**2,
             frame=[(-2.4, 2.4), (-1.8, 1.8)], start=[0.02, 1.5],
             rates={"too small": 0.01, "good": 0.1, "overshooting": 0.24, "diverging": 0.6}),
        Landscape.from_network("network: one tanh unit, three samples", unit, [[-1.0], [0.5], [1.5]], [-0.9, -0.2, 0.6],
                               varying=["w1_1_1", "b1_1"], frame=[(-3.4, 3.8), (-3, 2.4)], start=[-1.5, 1],
                               rates={"too small": 0.02, "good": 0.5, "overshooting": 1.0, "far too large": 3.0}),
        Landscape.from_network("network 1-1-1, one sample", chain, [[1.0]], [0.8], varying=["w1_1_1", "w2_1_1"],
                               frame=[(-3.2, 3.2), (-2.4, 2.4)], start=[-0.5, 1.2],
                               rates={"too small": 0.05, "good": 0.5, "overshooting": 2.0, "diverging": 3.0}),
    ]  # fmt: skip


def slope_names(variables):
    """Names of the slopes with respect to the variables."""
    return tuple(f"d{variable}" for variable in variables)


def step_names(variables):
    """Names of the steps, −α · slope."""
    return tuple(f"{variable}_step" for variable in variables)


def new_names(variables):
    """Names of the variables' values after the step."""
    return tuple(f"{variable}_new" for variable in variables)


def _arguments(function):
    """Names of a function's arguments."""
    try:
        variables = tuple(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        raise checks.expected("function", "a function", type(function).__name__) from None
    if not 1 <= len(variables) <= 2 or not all(re.fullmatch(r"[a-z]\d?", variable) for variable in variables):
        wanted = "a function of one or two arguments, each a letter or a letter and a figure"
        raise checks.expected("function", wanted, f"arguments {', '.join(variables) or 'none'}")
    return variables


def _check_view(variables, frame, start, rates):
    """Frame, start and rates with the right types, if they fit the variables."""
    count = len(variables)
    wanted = f"a pair (low, high) for each of {', '.join(variables)}"
    frame = [checks.listed("frame", pair, wanted) for pair in checks.listed("frame", frame, wanted)]
    if len(frame) != count or any(len(ends) != 2 for ends in frame):
        raise checks.expected("frame", wanted, checks.shortened(frame))
    ends = tuple(tuple(checks.finite_number("frame", end) for end in pair) for pair in frame)
    if any(low >= high for low, high in ends):
        raise checks.expected("frame", "pairs (low, high) with low below high", repr(frame))
    if not isinstance(rates, dict) or not rates:
        raise checks.expected("rates", "a dict of name -> learning rate", repr(rates))
    rates = {name: float(checks.positive_number(f"rates[{name!r}]", rate)) for name, rate in rates.items()}
    return ends, check_start(variables, start), rates


def check_start(variables, start):
    """A start as a tuple of floats, one for each variable."""
    wanted = f"a number for each of {', '.join(variables)}"
    start = checks.listed("start", start, wanted)
    if len(start) != len(variables):
        raise checks.expected("start", wanted, checks.shortened(start))
    return tuple(checks.finite_number("start", value) for value in start)


def _parameter(variable):
    """What the weight is called: w, or w with its number lowered."""
    letter, figure = variable[0], variable[1:]
    symbol = f"{letter}_{{{figure}}}" if figure else letter
    text = letter + names.lowered(figure)
    return Key(kind="weight", name=variable, symbol=symbol, text=text, words=f"weight {text}")


def _slope_of_curve(parameter):
    """With one variable the slope is the derivative of school."""
    return Key(
        kind="gradient",
        of=parameter,
        name=f"d{parameter.name}",
        symbol=rf"\Cost'({parameter.symbol})",
        text=f"Cost′({parameter.text})",
        words=f"slope of the cost at {parameter.text}",
    )


def _step(parameter, slope):
    """How far the weight moves: −α times its slope."""
    return Key(
        kind="step",
        of=parameter,
        name=f"{parameter.name}_step",
        symbol=rf"-\alpha \, {slope.symbol}",
        text=f"−α {slope.text}",
        words=f"move of {parameter.text}",
    )


def _with_updates(definitions, given, variables, rates):
    """The worksheet, with a step and a new weight for each variable."""
    slopes = {each.key.of.name: each.key for each in definitions if each.key.kind == "gradient"}
    alpha, updates = quantity("alpha"), []
    for variable in variables:
        slope = slopes[variable]
        decrease = alpha * quantity(slope.name)
        updates.append(Definition(_step(slope.of, slope), "update", 4, None, -decrease))
        updates.append(Definition(names.updated(slope.of), "update", 4, None, quantity(variable) - decrease))
    first_rate = rates.get("good", next(iter(rates.values())))
    used = {definition.name for definition in definitions if definition.expression is None}
    values = {name: value for name, value in given.items() if name in used} | {"alpha": first_rate}
    return Worksheet([*definitions, *updates], values, dict(zip(variables, new_names(variables))))


def _needed(definitions, wanted):
    """The definitions that some quantities are made of, in the same order."""
    by_name, needed, waiting = {definition.name: definition for definition in definitions}, set(), list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            expression = by_name[name].expression
            waiting += [] if expression is None else expression.depends_on()
    return [definition for definition in definitions if definition.name in needed]
