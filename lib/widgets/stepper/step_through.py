"""The stepper: a training step, one quantity at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import traitlets

from lib import checks
from lib.network import Network
from lib.widgets.shared.fixed import fixed
from lib.widgets.shared.javascript import join_modules
from lib.widgets.shared.style import widget_style
from lib.widgets.shared.widget import Widget
from lib.widgets.stepper.definitions import (
    choice_key,
    given_numbers,
    network_definition,
    together,
    variants_of,
    worksheet_definition,
)
from lib.widgets.stepper.pool import names_in
from lib.worksheet import PHASES, Worksheet, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

MOST_UNITS, MOST_LAYERS, MOST_SAMPLES = 8, 6, 16


class StepThrough(Widget):
    """Step through one training step of a network, see every number, change any of them, and train.

    Parameters
    ----------
    net : Network
        With real weights, at most 8 units a layer and 6 layers of weights. It is only read.
    X, Y : array_like
        As for `Network.cost`; at most 16 samples.
    learning_rate : float
        α at the start.
    activations : list of str, optional
        Activations of the hidden layers to choose from, besides the network's own.
    losses : list of str or of (activation, loss), optional
        Losses to choose from, besides the network's own, each with the activation of the last layer.
    sample : int
        Which sample is shown at first, counted from 0 as the rows of `X` are.
    which : {"one", "all"}
        Whether cost and gradient are those of one sample or the sum over all of them.
    start : str, optional
        Where the cursor stands at first: a phase, or the name of a quantity. By default nothing is computed yet.
    starts : dict, optional
        Name -> network of the same shape and functions, for the reader to start from.
    until : str
        The last phase that is shown, such as "forward" or "loss"; without the update there is no training, and
        what ends before the loss shows one sample at a time.
    equations : dict of str to str, optional
        Which equation each formula links to, where the page has its own: ``{"zfunceq": "forwardscalareq"}`` links every
        weighted sum to ``forwardscalareq``. The keys are the labels that the worksheet gives its quantities.

    Attributes
    ----------
    given, samples, sample, epoch, used, mode, choice, cursor, selected, start_from, cost_history
        The state, in step with the page: the weights, biases and α by name; X and Y; which sample (from 0); the
        epoch (from 1); the samples already used in it; "one" or "all"; the functions chosen; the quantity computed
        last; the number selected for a change; the name of the start; the cost over all samples at the start and after
        each update.

    Raises
    ------
    ValueError
        If an argument is not as described, or the data do not fit the network.
    """

    _esm = join_modules("stepper/stepper")
    _css = widget_style(
        "shared/common.css",
        "shared/transport.css",
        "shared/drawing.css",
        "shared/flows.css",
        "shared/formula.css",
        "shared/formula_panel.css",
        "stepper/stepper.css",
        root=".bp-stepper",
    )

    definition = traitlets.Dict().tag(sync=True)
    given = traitlets.Dict().tag(sync=True)
    samples = traitlets.Dict().tag(sync=True)
    sample = traitlets.Int(0).tag(sync=True)
    epoch = traitlets.Int(1).tag(sync=True)
    used = traitlets.List().tag(sync=True)
    mode = traitlets.Unicode("one").tag(sync=True)
    choice = traitlets.Unicode("").tag(sync=True)
    cursor = traitlets.Unicode("").tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)
    start_from = traitlets.Unicode("").tag(sync=True)
    cost_history = traitlets.List().tag(sync=True)

    def __init__(
        self,
        net: Network,
        X: ArrayLike,
        Y: ArrayLike,
        learning_rate: float = 0.5,
        *,
        activations: Sequence[str] | None = None,
        losses: Sequence[str | tuple[str, str]] | None = None,
        sample: int = 0,
        which: str = "one",
        start: str | None = None,
        starts: dict[str, Network] | None = None,
        until: str = "update",
        equations: dict[str, str] | None = None,
    ):
        X, Y = _check_size(net, X, Y)
        checks.positive_number("learning_rate", learning_rate)
        starts = _check_starts(net, starts)
        self._variants = variants_of(net, activations, losses)
        self._sheet, self._until = None, checks.one_of("until", until, PHASES[1:])
        definition = network_definition(self._variants, X, Y, learning_rate, starts, until, equations)
        first = definition["starts"][0]
        super().__init__(
            definition=definition,
            given=first["given"],
            samples=definition["samples"],
            mode=checks.one_of("which", which, ("one", "all")) if together(len(X), until) else "one",
            choice=choice_key(net),
            selected=names.weight(1, 1, 1).name,
            start_from=first["name"],
            cost_history=[next(iter(starts.values())).cost(X, Y)],
        )
        self.sample = checks.whole_number("sample", sample, least=0)
        self.cursor = _cursor(self.sheet, start)

    @classmethod
    def from_worksheet(cls, sheet: Worksheet, start: str | None = None) -> StepThrough:
        """Step through a worksheet that is no training step: a chain of functions, or an expression with its adjoints.

        Parameters
        ----------
        sheet : Worksheet
        start : str, optional
            As for `StepThrough`.
        """
        if not isinstance(sheet, Worksheet):
            raise checks.expected("sheet", "a Worksheet", type(sheet).__name__)
        stepper = cls.__new__(cls)
        stepper._variants, stepper._sheet = {}, sheet
        Widget.__init__(
            stepper,
            definition=worksheet_definition(sheet),
            given=sheet.given,
            selected=next(iter(sheet.given), ""),
            start_from="the start",
            cursor=_cursor(sheet, start),
        )
        return stepper

    _check_fixed = fixed("definition")

    @traitlets.validate("given")
    def _check_given(self, proposal):
        names = self.definition["starts"][0]["given"]
        if proposal.value.keys() != names.keys():
            raise checks.expected(
                "given", f"a number for each of {', '.join(names)}", ", ".join(map(str, proposal.value))
            )
        return {name: checks.finite_number(f"given[{name!r}]", value) for name, value in proposal.value.items()}

    @traitlets.validate("samples")
    def _check_samples(self, proposal):
        at_first = self.definition["samples"]
        if proposal.value.keys() != at_first.keys():
            raise checks.expected("samples", f"a dict of {' and '.join(at_first)}", ", ".join(map(str, proposal.value)))
        samples = {name: checks.finite_array(name, value, float) for name, value in proposal.value.items()}
        for name, array in samples.items():
            wanted = np.shape(at_first[name])
            if array.shape != wanted:
                raise checks.expected(name, f"shape {wanted}, as at the start", f"shape {array.shape}")
        return {name: array.tolist() for name, array in samples.items()}

    @traitlets.validate("epoch")
    def _check_epoch(self, proposal):
        return checks.whole_number("epoch", proposal.value, least=1)

    @traitlets.validate("used")
    def _check_used(self, proposal):
        count = len(self.samples.get("X", []))
        used = [checks.whole_number("used", sample, least=0) for sample in proposal.value]
        if len({*used}) < len(used) or any(sample >= count for sample in used):
            raise checks.expected("used", f"different samples from 0 to {count - 1}", checks.shortened(used))
        return used

    @traitlets.validate("mode")
    def _check_mode(self, proposal):
        return checks.one_of("mode", proposal.value, self.definition["modes"])

    @traitlets.validate("choice")
    def _check_choice(self, proposal):
        return checks.one_of("choice", proposal.value, list(self._variants) or [""])

    @traitlets.validate("sample")
    def _check_sample(self, proposal):
        count = max(1, len(self.samples.get("X", [])))
        if checks.whole_number("sample", proposal.value, least=0) >= count:
            raise checks.expected("sample", f"a sample from 0 to {count - 1}", proposal.value)
        return proposal.value

    @traitlets.validate("cursor")
    def _check_cursor(self, proposal):
        if proposal.value and proposal.value not in names_in(self.definition["pool"]):
            raise checks.expected("cursor", "the name of a quantity, or an empty text", repr(proposal.value))
        return proposal.value

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        if proposal.value and proposal.value not in names_in(self.definition["pool"], given_only=True):
            raise checks.expected("selected", "the name of a given number, or an empty text", repr(proposal.value))
        return proposal.value

    @traitlets.validate("start_from")
    def _check_start_from(self, proposal):
        return checks.one_of("start_from", proposal.value, [start["name"] for start in self.definition["starts"]])

    @traitlets.validate("cost_history")
    def _check_cost_history(self, proposal):
        for cost in proposal.value:  # one that the page could not compute is None
            if cost is not None and (isinstance(cost, bool) or not isinstance(cost, (int, float))):
                raise checks.expected("cost_history", "a list of numbers", checks.shortened(proposal.value))
        return proposal.value

    @property
    def network(self) -> Network:
        """The network as it is now, with the reader's changes: a new `Network`."""
        if not self._variants:
            raise ValueError("network: expected a stepper made from a network, got one made from a worksheet")
        net = self._variants[self.choice]
        weights = [
            [[self.given[names.weight(l, j, k).name] for k in _units(net, l)] for j in _units(net, l - 1)]
            for l in _layers(net)
        ]
        biases = [[self.given[names.bias(l, k).name] for k in _units(net, l)] for l in _layers(net)]
        return Network(weights, biases, net.activations, net.loss, net.reduction, net.train_biases)

    @property
    def sheet(self) -> Worksheet:
        """The `Worksheet` as it is now, with the reader's changes: of the present sample or of all samples."""
        if self._sheet is not None:
            return self._sheet.evaluate(self.given)
        X, Y = self.samples["X"], self.samples["Y"]
        if self.mode == "one":
            X, Y = [X[self.sample]], [Y[self.sample]]
        return Worksheet.from_network(self.network, X, Y, self.given[names.LEARNING_RATE.name]).until(self._until)

    def to_html(self) -> str:
        """The worksheet as a table: see `Worksheet.to_html`."""
        return self.sheet.to_html()


def _layers(net):
    return range(1, net.depth + 1)


def _units(net, l):
    return range(1, net.sizes[l] + 1)


def _check_size(net, X, Y):
    if not isinstance(net, Network):
        raise checks.expected("net", "a Network", type(net).__name__)
    if max(net.sizes) > MOST_UNITS or net.depth > MOST_LAYERS:
        raise checks.expected(
            "net", f"at most {MOST_UNITS} units a layer and {MOST_LAYERS} layers", f"sizes {net.sizes}"
        )
    checks.finite_weights(net)
    X = checks.samples(X, net.sizes[0], float)
    Y = checks.targets(Y, len(X), net.sizes[-1], net.loss, float)
    if len(X) > MOST_SAMPLES:
        raise checks.expected("X", f"at most {MOST_SAMPLES} samples", len(X))
    return X, Y


def _check_starts(net, starts):
    if starts is None:
        return {"the start": net}
    if not isinstance(starts, dict) or not starts:
        raise checks.expected("starts", "a dict of name -> Network", repr(starts))
    for name, other in starts.items():
        if not isinstance(other, Network) or other.sizes != net.sizes or choice_key(other) != choice_key(net):
            raise checks.expected(f"starts[{name!r}]", f"a network like net, {net!r}", repr(other))
    numbers = given_numbers(net, 1.0)
    own = {name: other for name, other in starts.items() if given_numbers(other, 1.0) == numbers} or {"the start": net}
    return {**own, **starts}


def _cursor(sheet, start):
    """The name of the quantity where the cursor stands: of the first in a phase, or itself."""
    if start is None:
        return ""
    computed = [quantity for quantity in sheet if quantity.expression is not None]
    for quantity in computed:
        if start in (quantity.name, quantity.phase):
            return quantity.name
    raise checks.expected("start", f"a phase ({', '.join(PHASES[1:])}) or a computed quantity", repr(start))
