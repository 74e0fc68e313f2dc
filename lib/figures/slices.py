"""A surface in perspective, and the two curves that its partial derivatives are the slopes of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lib import checks
from lib.figures.arguments import words
from lib.figures.inline_svg import InlineSVG
from lib.figures.perspective import seen
from lib.figures.plots import as_svg
from lib.typesetting.roles import ROLES

LINES, POINTS = 15, 65  # lines of the net in each direction, and points of a cut
HALF_WIDTHS, HEIGHT = np.array([1.5, 1.2]), 1.5  # of the box that the surface stands in
SURFACE = ROLES["role-forward"].light
CUTS = [(ROLES["shared-a"].light, "solid"), (ROLES["shared-b"].light, (0, (5, 2)))]


def draw_slices(
    cost: Callable,
    point: Sequence[float],
    slopes: Sequence[float],
    frame: Sequence[tuple[float, float]],
    alt: str,
) -> InlineSVG:
    """Draw a cost of two weights as a surface, cut open in both directions at a point, and below it both cuts.

    Each cut keeps one weight fixed. What it shows is a curve of the other one, with its tangent at the point.

    Parameters
    ----------
    cost : callable
        ``cost(w1, w2)``, for arrays too.
    point : sequence of two floats
        Where the surface is cut.
    slopes : sequence of two floats
        The partial derivatives at the point; the tangents are drawn with them.
    frame : sequence of two (low, high)
        The part of the map that is shown.
    alt : str
        What the figure shows, in words.

    Returns
    -------
    InlineSVG

    Raises
    ------
    ValueError
        If ``alt`` is empty, the point is not inside the frame, a cost is not finite, or an argument is not as described.
    """
    words("alt", alt)
    frame = checks.finite_array("frame", frame, float)
    if frame.shape != (2, 2) or (frame[:, 0] >= frame[:, 1]).any():
        raise checks.expected("frame", "two pairs (low, high) with low below high", checks.shortened(frame.tolist()))
    point, slopes = _two("point", point), _two("slopes", slopes)
    if not all(low < value < high for value, (low, high) in zip(point, frame)):
        raise checks.expected("point", f"a place inside the frame {frame.tolist()}", tuple(point))
    if not callable(cost):
        raise checks.expected("cost", "a function of two weights", checks.kind_of(cost))
    from matplotlib.figure import Figure  # not pyplot's, which would keep it where something fails

    figure = Figure(figsize=(4.2, 5), layout="constrained")
    parts = figure.subplot_mosaic("AA;BC", height_ratios=[1.75, 1])
    cuts = [_cut(cost, point, frame, i) for i in (0, 1)]
    _draw_surface(parts["A"], cost, point, frame, cuts)
    for i, axis in enumerate([parts["B"], parts["C"]]):
        _draw_cut(axis, cuts[i], i, cost(*point), point, slopes[i])
    top = max(cost for *_, cost in np.concatenate(cuts)) * 1.05
    for axis in (parts["B"], parts["C"]):
        axis.set_ylim(0, top)
    return as_svg(figure, alt)


def _two(argument, values):
    """Two finite numbers, one for each weight."""
    values = checks.finite_array(argument, values, float)
    if values.shape != (2,):
        raise checks.expected(argument, "two numbers, one for each weight", f"shape {values.shape}")
    return values.tolist()


def _cut(cost, point, frame, i, points=POINTS):
    """Points (w1, w2, cost) along which only the weight i varies, shape (points, 3)."""
    weights = np.tile(np.asarray(point, dtype=float), (points, 1))
    weights[:, i] = np.linspace(*frame[i], points)
    costs = checks.finite_array("cost", cost(*weights.T), float)
    if costs.shape != (points,):
        raise checks.expected("cost", "a number for each place of two arrays of weights", f"shape {costs.shape}")
    return np.column_stack([weights, costs])


def _draw_surface(axis, cost, point, frame, cuts):
    net = [
        _cut(cost, [w, w], frame, 1 - i, 25)  # all lines of the net are cuts, too
        for i in (0, 1)
        for w in np.linspace(*frame[i], LINES)
    ]
    top = max(line[:, 2].max() for line in net)

    def place(points):
        points = np.asarray(points, dtype=float)
        low, high = np.transpose(frame)
        flat = HALF_WIDTHS * (2 * (points[..., :2] - low) / (high - low) - 1)
        return seen(np.concatenate([flat, HEIGHT * (points[..., 2:] / top - 0.5)], axis=-1))

    for line in net:
        axis.plot(*place(line), color=SURFACE, linewidth=0.5, alpha=0.55)
    for line, (colour, style) in zip(cuts, CUTS):
        ground = line * [1, 1, 0]
        axis.fill(*place(np.concatenate([line, ground[::-1]])), color=colour, alpha=0.18, linewidth=0)
        axis.plot(*place(line), color=colour, linewidth=2.2, linestyle=style)
    axis.plot(*place([*point, cost(*point)]), "o", color="black", markersize=6)
    _draw_box(axis, place, frame, top)
    axis.set_aspect("equal")
    axis.axis("off")


def _draw_box(axis, place, frame, top):
    """The edges on the ground nearest to the eye, and one upwards, with what they measure."""
    (left, right), (near, far) = frame
    edges = {
        "w₁": ([left, near, 0], [right, near, 0], (0, -10)),
        "w₂": ([right, near, 0], [right, far, 0], (12, -6)),
        "Cost": ([left, near, 0], [left, near, top], (0, 0)),
    }
    for name, (start, end, away) in edges.items():
        axis.plot(*place([start, end]), color="black", linewidth=0.8)
        where = place(end) if name == "Cost" else place(np.mean([start, end], axis=0))
        axis.annotate(
            name, where, away, textcoords="offset points", ha="center", va="bottom" if name == "Cost" else "top"
        )
    for value, corner, away, ha in [
        (left, [left, near, 0], (0, -12), "right"),
        (right, [right, near, 0], (0, -12), "center"),
        (near, [right, near, 0], (6, 0), "left"),
        (far, [right, far, 0], (6, 0), "left"),
    ]:
        axis.annotate(_written(value), place(corner), away, textcoords="offset points", ha=ha, fontsize=9)


def _draw_cut(axis, cut, i, height, point, slope):
    colour, style = CUTS[i]
    varying, fixed = ["w₁", "w₂"][i], ["w₂", "w₁"][i]
    axis.plot(cut[:, i], cut[:, 2], color=colour, linewidth=2.2, linestyle=style)
    ends = np.array([cut[0, i], cut[-1, i]])
    axis.plot(ends, height + slope * (ends - point[i]), color="black", linewidth=1, linestyle=(0, (4, 3)))
    axis.plot(point[i], height, "o", color="black", markersize=6)
    axis.set_title(f"{fixed} = {_written(point[1 - i])}: slope {_written(slope)}", fontsize=11)
    axis.set(xlabel=varying, ylabel="cost" if i == 0 else "", xlim=ends)
    axis.set_xticks(np.linspace(*ends, 5))
    axis.spines[["top", "right"]].set_visible(False)


def _written(number):
    return f"{number:g}".replace("-", "−")
