"""The stepper: a training step, one quantity at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib import checks
from lib.network import Network
from lib.widgets.stepper.definitions import (
    choice_key,
    given_numbers,
    network_definition,
    together,
    variants_of,
    worksheet_definition,
)
from lib.widgets.stepper.stepper import Stepper, cursor_at
from lib.worksheet import PHASES, Worksheet, names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

MOST_UNITS, MOST_LAYERS, MOST_SAMPLES = 8, 6, 16


class StepThrough(Stepper):
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
        self._until = checks.one_of("until", until, PHASES[1:])
        sample = checks.whole_number("sample", sample, least=0)
        definition = network_definition(self._variants, X, Y, learning_rate, starts, until, equations)
        super().__init__(
            definition | {"sample": sample},  # where a reset goes back to
            list(self._variants),
            mode=checks.one_of("which", which, ("one", "all")) if together(len(X), until) else "one",
            selected=names.weight(1, 1, 1).name,
            cost_history=[next(iter(starts.values())).cost(X, Y)],
        )
        self.sample = sample
        self.cursor = cursor_at(self.sheet, start)

    @staticmethod
    def from_worksheet(sheet: Worksheet, start: str | None = None) -> WorksheetStepper:
        """Step through a worksheet that is no training step: a chain of functions, or an expression with its adjoints.

        Parameters
        ----------
        sheet : Worksheet
        start : str, optional
            As for `StepThrough`.
        """
        return WorksheetStepper(sheet, start)

    @property
    def network(self) -> Network:
        """The network as it is now, with the reader's changes: a new `Network`."""
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
        X, Y = self.samples["X"], self.samples["Y"]
        if self.mode == "one":
            X, Y = [X[self.sample]], [Y[self.sample]]
        return Worksheet.from_network(self.network, X, Y, self.given[names.LEARNING_RATE.name]).until(self._until)


class WorksheetStepper(Stepper):
    """What `StepThrough.from_worksheet` makes."""

    def __init__(self, sheet: Worksheet, start: str | None = None):
        self._sheet = checks.instance("sheet", sheet, Worksheet)
        super().__init__(
            worksheet_definition(sheet), [""], selected=next(iter(sheet.given), ""), cursor=cursor_at(sheet, start)
        )

    @property
    def network(self) -> Network:
        """There is none: a ValueError says so."""
        raise ValueError("network: expected a stepper made from a network, got one made from a worksheet")

    @property
    def sheet(self) -> Worksheet:
        """The `Worksheet` as it is now, with the reader's changes."""
        return self._sheet.evaluate(self.given)


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
