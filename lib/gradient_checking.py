"""The gradient of backpropagation against one that knows nothing of backpropagation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lib import checks
from lib.activations import ACTIVATIONS
from lib.by_layer import ByLayer
from lib.gradient_check_result import METHODS, GradientCheck, at
from lib.network import Network
from lib.numeric_derivatives import central_difference, complex_step
from lib.round_off import UNIT_ROUND_OFF, Gradient, RoundOff, arrays

if TYPE_CHECKING:  # NumPy's names for types cost time to load
    from numpy.typing import ArrayLike

TOLERANCES = {"central": 1e-8, "complex": 1e-11}
SINGLE_TOLERANCE = 1e-4  # of a float32 gradient beside the same in float64
STEPS = {"central": 1e-5, "complex": 1e-20}
# The longest and the shortest ε that do anything. Half of w + ε is lost where ε is near u w; a product of a derivative
# with a complex ε below 1e-290 leaves the range of float64.
STEP_BOUNDS = {"central": (1e-15, 0.1), "complex": (1e-290, 1e-10)}
OTHER_STEPS = (1, 3, 0.1, 10, 0.01, 100, 1e-3, 1e-4)  # times 1e-5
SAFETY = 16  # the round-off of a gradient is estimated; so many times that is what it may be
COST_SAFETY = 6  # the same for the cost
CLEARLY = 100  # a difference so many times its doubt needs no other ε
ALL_UP_TO = 5000  # weights and biases
SOME = 100  # of each array, beyond that


def gradient_check(
    net: Network,
    X: ArrayLike,
    Y: ArrayLike,
    method: str = "central",
    eps: float | None = None,
    entries: int | None = None,
    seed: int = 0,
) -> GradientCheck:
    """Compare ``net.backward`` with a derivative taken numerically, weight by weight. ``net`` is not changed.

    A difference is a mistake if it is above the tolerance and above what can't be known: the round-off of both
    gradients and, for central differences, their truncation. Both are measured: truncation by the difference with 2ε,
    round-off by shaking all numbers (`lib.round_off`). So a right gradient passes also where units are flat, inputs
    are huge or the targets are hit, and nothing is hidden by a floor.

    What it can't see: a mistake that changes every derivative by less than the tolerance or less than round-off; one
    in derivatives that are counted as too small, as all of them are at a perfect fit; one in entries that are left
    out at a kink or not drawn; one that is zero for these samples or weights (a wrong m with a single sample, a missing
    transpose of a symmetric matrix, a wrong slope where the slope is multiplied by 0); and a cost that has the same
    mistake. The kinks of relu and leaky_relu are seen, those of a cost of your own are not.

    Parameters
    ----------
    net : Network
        Of a subclass too: what is checked is its own ``backward``, by its own ``cost``.
    X, Y : array_like
        As for `Network.cost`.
    method : {"central", "complex"}
        (C(w + ε) − C(w − ε)) / 2ε, or Im C(w + iε) / ε, which subtracts nothing and so loses no digits
        (Squire and Trapp, *SIAM Review* 40, 1998).
    eps : float, optional
        ε for weights of up to 1, and ε |w| for larger ones. By default 1e-20 for the complex step, and for central
        differences 1e-5 or, where both do not agree there, what leaves the least doubt between 1e-9 and 1e-3.
    entries : int, optional
        Compare so many of each array, drawn at random. By default all, while the network has no more than 5000 weights
        and biases, and otherwise 100 of each array.
    seed : int
        For the drawing.

    Returns
    -------
    GradientCheck

    Raises
    ------
    ValueError
        If the method is unknown, ε is out of the range where it does anything, X and Y do not fit, a weight is not
        finite, or a step of the network's own returns what it must not, such as a gradient of another shape.

    Notes
    -----
    A float32 network is checked in float64, with the same weights: in single precision a difference has no digits to
    judge by. Its own gradient has then to agree with that one as far as single precision can.

    Examples
    --------
    >>> from lib import Network, gradient_check
    >>> from lib.data import xor
    >>> X, Y = xor()
    >>> net = Network.random([2, 3, 1], activations=["tanh", "sigmoid"], seed=0)
    >>> check = gradient_check(net, X, Y)
    >>> check.passed, check.compared, check.tolerance
    (True, 13, 1e-08)
    """
    checks.instance("net", net, Network)
    checks.one_of("method", method, METHODS)
    checks.generator("seed", seed)
    checks.real_weights(net)
    checks.finite_weights(net)
    steps = _steps(method, eps)
    drawn = _places(net, _how_many(net, entries), seed)
    twin = net.copy(dtype=np.float64)
    X = twin.samples(X)
    Y = twin.targets(Y, len(X))
    twin.steps.cost(X, Y)  # a cost of a class's own is called often: here it is checked
    analytic = _analytic(twin, X, Y)
    with np.errstate(over="ignore", invalid="ignore"):
        round_off = RoundOff(twin, X, Y, seed)
    moved = net.copy(dtype=np.complex128) if method == "complex" else twin
    read = _by_complex_step if method == "complex" else _by_central_difference
    sides = _sides(twin, X)
    single = _analytic(net.copy(dtype=np.float32), X, Y) if net.dtype == np.float32 else None
    found = {}
    for place in dict.fromkeys([*drawn, *_not_finite(analytic), *_not_finite(single)]):
        own = at(analytic, place).item()
        noise = SAFETY * at(round_off.gradient, place).item()
        weight = _Weight(moved, X, Y, place, sides)
        numeric, doubt, kinks = read(weight, steps, own, round_off)
        found[place] = _Entry.of(own, numeric, doubt + noise, kinks, TOLERANCES[method])
    if single is not None:
        comparable = _same(sides, _sides(net.copy(dtype=np.float32), X))
        _hold_to_single(found, single, round_off, comparable)
    return _result(net, method, analytic, found)


def _steps(method, eps):
    """The ε to try, in this order."""
    if eps is None:
        return [STEPS[method] * factor for factor in (OTHER_STEPS if method == "central" else (1,))]
    shortest, longest = STEP_BOUNDS[method]
    if not shortest <= checks.positive_number("eps", eps) <= longest:
        wanted = f"a number from {shortest:g} to {longest:g} for {METHODS[method]}"
        raise checks.expected("eps", wanted, repr(eps))
    return [float(eps)]


def _analytic(net, X, Y):
    """What the network's own backward pass gives; if a class has written it anew, it is checked."""
    steps, X = net.steps, net.samples(X)
    return steps.backward(steps.forward(X), net.targets(Y, len(X)))


def _not_finite(gradient):
    """The places of what is infinite or NaN: looked for in all entries, whichever are drawn."""
    if gradient is None:
        return
    for symbol, by_layer in (("W", gradient.dW), ("b", gradient.db)):
        for l, array in enumerate(by_layer, 1):
            for index in np.argwhere(~np.isfinite(array)):
                yield symbol, l, tuple(map(int, index))


def _how_many(net, entries):
    """Entries of each array to compare; None for all."""
    if entries is not None:
        return checks.whole_number("entries", entries, least=1)
    return SOME if sum(array.size for array in arrays(net)) > ALL_UP_TO else None


def _places(net, entries, seed):
    """("W", l, (j, k)) and ("b", l, (k,)) of the weights and biases to compare."""
    generator = np.random.default_rng(seed)
    for symbol, by_layer in (("W", net.W), ("b", net.b)):
        for l, array in enumerate(by_layer, 1):
            count = array.size if entries is None else min(entries, array.size)
            for number in np.sort(generator.choice(array.size, count, replace=False)):
                yield symbol, l, tuple(int(i) for i in np.unravel_index(number, array.shape))


class _Weight:
    """One weight or bias of a network, to be moved and put back."""

    def __init__(self, net, X, Y, place, sides):
        symbol, l, self.index = place
        self.array = (net.W if symbol == "W" else net.b)[l]
        self.net, self.X, self.Y, self.sides = net, X, Y, sides

    @property
    def value(self):
        return self.array[self.index].real.item()

    def cost(self, w):
        """The cost with w in its place."""
        return self._with(w, lambda: self.net.cost(self.X, self.Y))

    def kinks(self, places):
        """The kinks (l, i, k) between the weight as it is and one of these places."""
        crossed = set()
        for w in places:
            for l, side in self._with(w, lambda: _sides(self.net, self.X)).items():
                crossed |= {(l, int(i), int(k)) for i, k in np.argwhere(side != self.sides[l])}
        return sorted(crossed)

    def _with(self, w, result):
        kept = self.array[self.index]
        self.array[self.index] = w
        try:
            return result()
        finally:
            self.array[self.index] = kept


def _sides(net, X):
    """Layer → whether each z is above its kink, where the activation has one."""
    kinked = [l for l, name in enumerate(net.activations, 1) if ACTIVATIONS[name].kinked]
    if not kinked:
        return {}
    forward = net.forward(X)
    return {l: forward.z[l].real > 0 for l in kinked}


def _same(sides, others):
    return all((side == others[l]).all() for l, side in sides.items())


def _agree(a, b, tolerance):
    return abs(a - b) <= tolerance * max(abs(a), abs(b))


def _by_complex_step(weight, steps, own, round_off):
    """The derivative, its doubt and the kinks that spoil it."""
    (step,) = steps
    found = float(complex_step(weight.cost, weight.value, step))
    if _agree(own, found, TOLERANCES["complex"]):
        return found, 0.0, []
    return found, np.finfo(float).tiny / step, weight.kinks([complex(weight.value, step)])


def _by_central_difference(weight, steps, own, round_off):
    """The same, by the first ε if both agree there, or else by the one that leaves the least doubt.

    The others are not asked for agreement: one of many may agree by chance. Truncation is a third of the distance to the
    difference with 2ε, whose truncation is four times as large. All of the distance counts as doubt, because the third
    holds only where Taylor's series does.
    """
    w, cost = weight.value, weight.cost
    readings = []
    for step in steps:
        step *= max(1.0, abs(w))
        found, size = central_difference(cost, w, step)
        truncation = abs(central_difference(cost, w, 2 * step)[0] - found)
        doubt = truncation + COST_SAFETY * round_off.of_cost(size) / step
        if not readings and _agree(own, found, TOLERANCES["central"]):
            return found, doubt, []
        kinks = weight.kinks([w - step, w + step])
        readings.append((bool(kinks), doubt, found, kinks))
        if not kinks and abs(own - found) > CLEARLY * doubt:
            break
    _, doubt, found, kinks = min(readings, key=lambda reading: reading[:2])
    return found, doubt, kinks


@dataclass(frozen=True)
class _Entry:
    """One derivative, taken twice."""

    analytic: float
    numeric: float
    doubt: float
    error: float  # relative; NaN where a kink leaves nothing to compare
    too_small: bool
    kinks: list

    @classmethod
    def of(cls, analytic, numeric, doubt, kinks, tolerance):
        size, difference = max(abs(analytic), abs(numeric)), abs(analytic - numeric)
        if not np.isfinite(difference):
            return cls(analytic, numeric, doubt, np.inf, False, [])
        if kinks:
            return cls(analytic, numeric, doubt, np.nan, False, kinks)
        error = difference / size if size else 0.0
        if tolerance * size < difference <= doubt:
            error = tolerance * difference / doubt  # explained by round-off and truncation
        return cls(analytic, numeric, doubt, error, size <= doubt and error <= tolerance, [])


def _hold_to_single(found, single, round_off, comparable):
    """Fail the entries of a float32 gradient that is not the one in float64, as far as single precision can be it.

    Unless both are ``comparable``, with every z on the same side of its kink, it has to be finite only.
    """
    coarser = SAFETY * UNIT_ROUND_OFF[np.dtype(np.float32)] / UNIT_ROUND_OFF[np.dtype(np.float64)]
    for place, entry in found.items():
        own = at(single, place).item()
        doubt = max(coarser * at(round_off.gradient, place).item(), float(np.finfo(np.float32).tiny))
        off = abs(own - entry.analytic) > doubt and not _agree(own, entry.analytic, SINGLE_TOLERANCE)
        if not np.isfinite(own) or (off and comparable):
            found[place] = _Entry.of(own, entry.numeric, 0.0, [], SINGLE_TOLERANCE)


def _result(net, method, analytic, found):
    tolerance = TOLERANCES[method]
    errors = {place: entry.error for place, entry in found.items() if not np.isnan(entry.error)}
    worst = max(errors, key=errors.get, default=None)
    largest = float(errors[worst]) if errors else 0.0
    compared = sum(not found[place].too_small for place in errors)
    of_all = {name: {place: getattr(entry, name) for place, entry in found.items()} for name in _Entry.__annotations__}
    return GradientCheck(
        passed=False if largest > tolerance else True if compared else None,
        max_relative_error=largest,
        tolerance=tolerance,
        worst=worst,
        analytic=_filled([*analytic.dW], [*analytic.db], of_all["analytic"]),
        numeric=_filled(*_nothing(net), of_all["numeric"]),
        relative_error=_filled(*_nothing(net), of_all["error"]),
        doubt=_filled(*_nothing(net), of_all["doubt"]),
        method=method,
        compared=compared,
        too_small=[place for place, entry in found.items() if entry.too_small],
        left_out=[place for place, entry in found.items() if entry.kinks],
        kinks=sorted({kink for entry in found.values() for kink in entry.kinks}),
        not_finite=[place for place, entry in found.items() if np.isinf(entry.error)],
    )


def _nothing(net):
    return [[np.full(array.shape, np.nan) for array in each] for each in (net.W, net.b)]


def _filled(dW, db, values):
    """A gradient with these values put in at their places."""
    of_weights, of_biases = ([None, *(np.array(array, dtype=np.float64) for array in each)] for each in (dW, db))
    gradient = Gradient(ByLayer("dW", of_weights), ByLayer("db", of_biases))
    for (symbol, l, index), value in values.items():
        (gradient.dW if symbol == "W" else gradient.db)[l][index] = value
    return gradient
