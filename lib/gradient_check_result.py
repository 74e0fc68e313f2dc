"""What a gradient check found: numbers, places, and a verdict in words."""

import textwrap
from dataclasses import dataclass

import numpy as np

from lib.round_off import Gradient, flat_gradient

METHODS = {"central": "central differences", "complex": "the complex step"}
LINE = 76  # characters in a line of the printed result


@dataclass(frozen=True, repr=False)
class GradientCheck:
    """How far the two gradients are apart, and whether that is a mistake. ``print`` it to read it as a sentence.

    Attributes
    ----------
    passed : bool or None
        Whether every derivative is finite and no relative error is above the tolerance. None where nothing was left to
        compare: the program may be right or wrong. The result counts as true only if it has passed.
    max_relative_error : float
        The largest of ``relative_error``, infinite where a derivative is not finite.
    tolerance : float
        1e-8 for central differences, 1e-11 for the complex step.
    worst : tuple or None
        Where the largest error is: ("W", l, (j, k)) or ("b", l, (k,)), so that ``net.W[l][j, k]`` is the weight; None
        where no derivative was compared.
    analytic, numeric : Gradient
        Both gradients, ``.dW[l]`` and ``.db[l]``; ``numeric`` is NaN where it was not taken.
    relative_error : Gradient
        |analytic − numeric| / max(|analytic|, |numeric|) of each entry. Where that is above the tolerance and ``doubt``
        explains it: tolerance · |analytic − numeric| / doubt, the tolerance at most. NaN where nothing was compared:
        at a kink, and outside a sample.
    doubt : Gradient
        How far round-off and truncation may have moved analytic − numeric: a smaller mistake can't be told from them.
    method : {"central", "complex"}
    compared : int
        How many derivatives were compared and have digits left to compare.
    too_small : list of tuple
        Places where the derivative is zero in both gradients, or so small that round-off leaves no digit of it: there is
        nothing left to compare.
    left_out : list of tuple
        Places, written as ``worst``, where no ε is so small that it crosses no kink.
    kinks : list of tuple
        The kinks that these cross: (l, i, k) is z⁽ˡ⁾ₖ of sample i, so that ``forward.z[l][i, k]`` is the number.
    not_finite : list of tuple
        Places where one of the two derivatives is infinite or NaN.
    """

    passed: bool | None
    max_relative_error: float
    tolerance: float
    worst: tuple | None
    analytic: Gradient
    numeric: Gradient
    relative_error: Gradient
    doubt: Gradient
    method: str
    compared: int
    too_small: list
    left_out: list
    kinks: list
    not_finite: list

    def __bool__(self):
        return self.passed is True

    def __str__(self):
        return "\n".join(textwrap.fill(sentence, LINE) for sentence in [self._verdict(), *self._remarks()])

    def __repr__(self):
        return f"<GradientCheck: {self._verdict()}>"

    def _verdict(self):
        judge = METHODS[self.method]
        if self.passed is False:
            analytic, numeric = (at(gradient, self.worst) for gradient in (self.analytic, self.numeric))
            wrong = _count(self.relative_error, lambda error: error > self.tolerance)
            return (
                f"Failed: for {_code(self.worst)} backpropagation gives {analytic:.6g} and {judge} {numeric:.6g}, a "
                f"relative error of {self.max_relative_error:.1e}; {wrong} of {self.compared} derivatives differ by "
                f"more than {self.tolerance:.0e}."
            )
        if self.passed is None:
            return "Nothing was left to compare, so this says nothing about the program: take other weights or samples."
        return (
            f"Passed: {self.compared} derivatives agree with {judge}; the largest relative error is "
            f"{self.max_relative_error:.1e}, the tolerance {self.tolerance:.0e}."
        )

    def _remarks(self):
        if self.not_finite:
            yield f"Not finite: {_some(map(_code, self.not_finite))}."
        if self.too_small:
            yield f"Too small beside round-off to compare: {len(self.too_small)}."
        if self.left_out:
            crossed = _some(f"z[{l}][{i}, {k}]" for l, i, k in self.kinks)
            yield f"Left out, because every ε crosses a kink ({crossed}): {_some(map(_code, self.left_out))}."
        every, drawn = (
            _count(gradient, test) for gradient, test in ((self.analytic, np.ones_like), (self.doubt, np.isfinite))
        )
        if drawn < every:
            yield f"Drawn at random: {drawn} of {every} weights and biases."


def at(gradient, place):
    """The entry of a gradient at a place such as ("W", l, (j, k))."""
    symbol, l, index = place
    return (gradient.dW if symbol == "W" else gradient.db)[l][index]


def _code(place):
    symbol, l, index = place
    return f"{symbol}[{l}][{', '.join(map(str, index))}]"


def _count(gradient, test):
    return sum(int(test(array).sum()) for array in flat_gradient(gradient))


def _some(texts, most=5):
    texts = list(texts)
    rest = len(texts) - most
    return ", ".join(texts[:most]) + (f" and {rest} more" if rest > 0 else "")
