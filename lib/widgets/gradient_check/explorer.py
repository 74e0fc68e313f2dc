"""The gradient check, live: the error of a numeric derivative against ε, and a planted bug to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets

from lib import checks
from lib.activations import ACTIVATIONS
from lib.gradient_checking import TOLERANCES
from lib.network import Network
from lib.typesetting.mathml import latex_to_mathml
from lib.widgets.shared.javascript import join_modules
from lib.widgets.shared.style import widget_style
from lib.widgets.shared.widget import Widget, html_table
from lib.worksheet import Worksheet
from lib.worksheet.mistakes import MISTAKES
from lib.worksheet.names import bias, gradient, weight
from lib.worksheet.printing import exponent_text, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

SMALLEST_EPS, LARGEST_EPS = 1e-15, 1e-1
MOST_PARAMETERS = 60
SMALLEST = 5e-324  # no number above 0 is smaller, so 0 beside 0 has no error


class GradientCheckExplorer(Widget):
    """A derivative by backpropagation beside the same by numbers, with the error as a curve over ε.

    The page evaluates the worksheet's cost at w + ε and w − ε, for the weight that the reader chooses, in float64. With
    ``mistakes`` one of them is planted in the worksheet, a table compares all derivatives, and the reader finds out which
    mistake it is.

    Parameters
    ----------
    net : Network
        With real weights, at most 60 weights and biases. It is only read.
    X, Y : array_like
        As for `Network.cost`.
    name : str
        What the network is called where there are several.
    others : dict, optional
        Name -> (Network, X, Y): further networks to choose from.
    parameter : str
        The weight or bias that is looked at first, by its name in the worksheet.
    eps : float
        ε at first, from 1e-15 to 0.1.
    mistakes : list of (str or (str, int)), optional
        Names in `lib.worksheet.mistakes.MISTAKES`, with the layer where the mistake is made in one layer only. The first
        one is planted at first; they are offered in alphabetical order.
    learning_rate : float
        α, which matters to one mistake only.

    Attributes
    ----------
    network, parameter, eps, given, planted, guess
        The state, in step with the page: the place of the network; the weight or bias; ε; all given numbers by name; the
        planted mistake and the reader's answer (each a key of ``definition["mistakes"]``, or an empty text).

    Raises
    ------
    ValueError
        If an argument is not as described, the data do not fit the network, or a mistake changes nothing in it.
    """

    _esm = join_modules("gradient_check/explorer")
    _css = widget_style("shared/common.css", "shared/plot.css", "gradient_check/explorer.css", root=".gc-explorer")

    network = traitlets.Int(0).tag(sync=True)
    parameter = traitlets.Unicode("").tag(sync=True)
    eps = traitlets.Float(1e-5).tag(sync=True)
    given = traitlets.Dict().tag(sync=True)
    planted = traitlets.Unicode("").tag(sync=True)
    guess = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        net: Network,
        X: ArrayLike,
        Y: ArrayLike,
        *,
        name: str = "the network",
        others: dict[str, tuple[Network, ArrayLike, ArrayLike]] | None = None,
        parameter: str = "w1_1_1",
        eps: float = 1e-5,
        mistakes: Sequence[str | tuple[str, int]] | None = None,
        learning_rate: float = 0.5,
    ):
        others = checks.instance("others", {} if others is None else others, dict)
        mistakes = [] if mistakes is None else checks.listed("mistakes", mistakes, "a list of names of mistakes")
        examples = {checks.instance("name", name, str): (net, X, Y), **others}
        for key, example in examples.items():
            _check_example(f"others[{key!r}]" if key != name else "net", example)
        self._sheets = [Worksheet.from_network(*example, learning_rate) for example in examples.values()]
        chosen = _chosen(mistakes)
        self._mistaken = [
            {key: mistake.made_in(sheet, layer) for key, (mistake, layer) in chosen.items()} for sheet in self._sheets
        ]
        super().__init__(
            definition={
                "networks": [
                    _network_data(key, example[0], sheet, mistaken)
                    for (key, example), sheet, mistaken in zip(examples.items(), self._sheets, self._mistaken)
                ],
                "mistakes": {key: _mistake_data(*chosen[key]) for key in sorted(chosen)},
                "order": list(chosen),
                "eps": [SMALLEST_EPS, LARGEST_EPS],
                "tolerance": TOLERANCES["central"],
                "formulas": _formulas(),
            },
            given=self._sheets[0].given,
            parameter=checks.instance("parameter", parameter, str),
            eps=checks.finite_number("eps", eps),
            planted=next(iter(chosen), ""),
        )

    @traitlets.validate("network")
    def _check_network(self, proposal):
        return checks.whole_number("network", proposal.value, least=0, most=len(self._sheets) - 1)

    @traitlets.observe("network")
    def _begin_anew(self, change):
        """Names and numbers of another network are others: back to its own, where they do not fit."""
        given = self._sheets[self.network].given
        if self.given.keys() != given.keys():
            self.given = given
        if self.parameter not in given:
            self.parameter = "w1_1_1"
        for name in ("planted", "guess"):
            if getattr(self, name) not in self._mistaken[self.network]:
                setattr(self, name, "")

    @traitlets.validate("parameter")
    def _check_parameter(self, proposal):
        names = [entry["name"] for entry in self.definition["networks"][self.network]["parameters"]]
        return checks.one_of("parameter", proposal.value, names)

    @traitlets.validate("eps")
    def _check_eps(self, proposal):
        if not SMALLEST_EPS <= proposal.value <= LARGEST_EPS:
            raise checks.expected("eps", f"a number from {SMALLEST_EPS} to {LARGEST_EPS}", proposal.value)
        return proposal.value

    @traitlets.validate("given")
    def _check_given(self, proposal):
        return checks.finite_numbers("given", proposal.value, self._sheets[self.network].given)

    @traitlets.validate("planted", "guess")
    def _check_mistake(self, proposal):
        return checks.one_of(proposal.trait.name, proposal.value, [*self._mistaken[self.network], ""])

    @property
    def sheet(self) -> Worksheet:
        """The `Worksheet` as it is now, with the reader's numbers and the planted mistake."""
        right = self._sheets[self.network]
        return self._mistaken[self.network].get(self.planted, right).evaluate(self.given)

    def to_html(self) -> str:
        """As tables: central differences of the chosen weight; with mistakes, all derivatives at the present ε."""
        sheet, name = self.sheet, self.parameter
        analytic = sheet[f"d{name}"].value
        symbol = latex_to_mathml(sheet[f"d{name}"].symbol)
        rows = []
        for power in range(1, 16, 2):
            central = central_difference(sheet, name, 10.0**-power)
            rows.append([f"10{exponent_text(-power)}", f"{central:.12f}", number_text(abs(central - analytic))])
        head = ["ε", f"central difference for {symbol}", f"its distance from {analytic:.6g} by backpropagation"]
        return html_table(head, rows, kind="gradient-check") + (self._comparison() if self.planted else "")

    def _comparison(self):
        sheet, parameters = self.sheet, self.definition["networks"][self.network]["parameters"]
        analytic = [sheet[f"d{entry['name']}"].value for entry in parameters]
        numeric = [central_difference(sheet, entry["name"], self.eps) for entry in parameters]
        errors = [abs(a - b) / max(abs(a), abs(b), SMALLEST) for a, b in zip(analytic, numeric)]
        rows = [
            [f"<math>{entry['gradient_symbol']}</math>", *map(number_text, numbers)]
            for entry, *numbers in zip(parameters, analytic, numeric, errors)
        ]
        head = ["derivative", "backpropagation with a bug", f"central difference, ε = {self.eps}", "relative error"]
        return html_table(head, rows, kind="gradient-check")


def central_difference(sheet, name, eps):
    """(C(w + ε) − C(w − ε)) / 2ε of a worksheet's cost, for the given quantity w of this name."""
    w = sheet[name].value
    above, below = (sheet.evaluate({name: moved})["cost"].value for moved in (w + eps, w - eps))
    return (above - below) / (2 * eps)


def _check_example(argument, example):
    try:
        net, _X, _Y = example
    except (TypeError, ValueError):
        raise checks.expected(argument, "a triple (Network, X, Y)", type(example).__name__) from None
    if not isinstance(net, Network):
        raise checks.expected(argument, "a Network", type(net).__name__)
    count = sum(entry.size for entry in [*net.W, *net.b])
    if count > MOST_PARAMETERS:
        raise checks.expected(argument, f"at most {MOST_PARAMETERS} weights and biases", count)


def _chosen(mistakes):
    """Key -> (mistake, its layer or None); a key is "name" or "name, layer"."""
    chosen = {}
    for entry in mistakes:
        try:
            name, layer = (entry, None) if isinstance(entry, str) else entry
        except (TypeError, ValueError):
            raise checks.expected("mistakes", "names, or pairs (name, layer)", checks.shortened(entry)) from None
        checks.one_of("mistakes", name, MISTAKES)
        chosen[name if layer is None else f"{name}, {layer}"] = (MISTAKES[name], layer)
    return chosen


def _mistake_data(mistake, layer):
    words = mistake.words if layer is None else f"{mistake.words.removesuffix('.')}, in layer {layer} only."
    return {"words": words, "wrong": latex_to_mathml(mistake.wrong, inner=True), "symptom": mistake.symptom}


def _network_data(name, net, sheet, mistaken):
    kinked = [l for l, activation in enumerate(net.activations, 1) if ACTIVATIONS[activation].kinked]
    return {
        "name": name,
        "quantities": sheet.to_program(),
        "given": sheet.given,
        "parameters": [_parameter_data(*parameter) for parameter in _parameters(net)],
        "kinks": [each.name for each in sheet if each.key.kind == "weighted sum" and each.key.layer in kinked],
        "mistaken": {key: other.to_program() for key, other in mistaken.items()},
    }


def _parameters(net):
    """Every weight and bias as (its names, its group), layer by layer."""
    for l in range(1, net.depth + 1):
        for j in range(1, net.sizes[l - 1] + 1):
            for k in range(1, net.sizes[l] + 1):
                yield weight(l, j, k), f"W{_in_brackets(l)}"
        for k in range(1, net.sizes[l] + 1):
            yield bias(l, k), f"b{_in_brackets(l)}"


def _parameter_data(named, group):
    return {
        "name": named.name,
        "gradient": gradient(named).name,
        "text": named.text,
        "words": named.words,
        "group": group,
        "gradient_symbol": latex_to_mathml(gradient(named).symbol, inner=True),
    }


def _formulas():
    """The central difference and the two costs in it, for a weight or bias w."""
    formulas = {
        "above": r"\Cost(w + \varepsilon)",
        "below": r"\Cost(w - \varepsilon)",
        "central": r"\frac{\Cost(w + \varepsilon) - \Cost(w - \varepsilon)}{2 \, \varepsilon}",
        "twice": r"2 \, \varepsilon",
    }
    return {name: latex_to_mathml(latex, inner=True) for name, latex in formulas.items()}


def _in_brackets(number):
    return f"⁽{exponent_text(number)}⁾"
