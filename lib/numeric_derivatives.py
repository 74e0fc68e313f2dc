"""Derivatives of a cost of one number, taken with nothing but the cost."""

import numpy as np


def central_difference(cost, w, step):
    """(C(w + ε) − C(w − ε)) / 2ε, and the larger of both costs, with which the round-off goes.

    The error is ε² C‴/6 by truncation, and the round-off of the costs divided by ε. What stands below is how far apart
    w + ε and w − ε are after they have been rounded.
    """
    above, below = w + step, w - step
    cost_above, cost_below = cost(above), cost(below)
    return (cost_above - cost_below) / (above - below), max(abs(cost_above), abs(cost_below))


def complex_step(cost, w, step):
    """Im C(w + iε) / ε, whose error is ε² C‴/6; nothing is subtracted (Squire and Trapp, *SIAM Review* 40, 1998)."""
    return np.imag(cost(complex(w, step))) / step
