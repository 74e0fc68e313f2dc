"""Two drawings of workers: shards whose gradients are added up in one place, and a ring in which all of them get the sum."""

from __future__ import annotations

import math
from dataclasses import replace

from lib import checks
from lib.figures.canvas import Canvas, Point
from lib.figures.inline_svg import InlineSVG
from lib.figures.paint import PLAIN, role_pen

BOX = 40.0  # half a side
RADIUS = 23.0


def draw_data_parallel() -> InlineSVG:
    """One step with two workers: the weights go out, the parts of the gradient come back and are added up.

    Returns
    -------
    InlineSVG
    """
    canvas = Canvas(
        336,
        292,
        "One training step with two workers",
        "At the top the weights W and b. A solid arrow takes them to worker 1, which has samples 1 and 2, another one to "
        "worker 2, which has samples 3 and 4. Dotted arrows take the workers' parts of the gradient to a plus sign at "
        "the bottom, where they are added up. A dotted arrow leads from there back to the weights: the update.",
    )
    weights, plus = Point(142, 32), Point(142, 260)
    workers = [Point(62, 140), Point(222, 140)]
    there, back = role_pen("forward"), replace(role_pen("update"), arrow="end")
    shaft = replace(back, arrow="")

    for worker in workers:
        canvas.line(weights.towards(worker, 32), worker.towards(weights, BOX + 10), there)
        canvas.line(worker.towards(plus, BOX + 10), plus.towards(worker, RADIUS + 4), back)
    corners = [Point(plus.x + RADIUS + 3, plus.y), Point(316, plus.y), Point(316, weights.y)]
    for start, end in zip(corners, corners[1:]):
        canvas.line(start, end, shaft)
    canvas.line(corners[-1], Point(weights.x + 30, weights.y), back)

    canvas.square(weights, 24, PLAIN)
    canvas.label(weights, "$W, b$")
    for number, worker in enumerate(workers, 1):
        canvas.square(worker, BOX, PLAIN)
        for line, text in enumerate([f"worker {number}", "samples", f"{2 * number - 1} and {2 * number}"]):
            canvas.label(Point(worker.x - BOX + 9, worker.y - 21 + 21 * line), text, size=15, anchor="start")
    canvas.label(Point(80, 64), "weights", there, size=15, anchor="end")
    canvas.label(Point(78, 222), "gradients", back, size=15, anchor="end")
    canvas.circle(plus, RADIUS, PLAIN)
    canvas.label(plus, "+", size=24)
    canvas.label(Point(290, 242), "update", back, size=15, anchor="end")
    return canvas.finish()


def draw_ring(workers: int = 4) -> InlineSVG:
    """Workers in a ring: each sends to the next one only, and each begins with another piece of its gradient.

    Parameters
    ----------
    workers : int
        From 3 to 6.

    Returns
    -------
    InlineSVG

    Raises
    ------
    ValueError
        If so many workers do not make a ring that can be drawn.
    """
    if not 3 <= checks.whole_number("workers", workers, least=0) <= 6:
        raise checks.expected("workers", "3 to 6", workers)
    canvas = Canvas(
        336,
        300,
        f"{workers} workers in a ring",
        f"{workers} circles, numbered clockwise. A dotted arrow leads from each to the next, and from the last to the first. "
        "At the first step each worker sends the piece of its gradient that has its own number.",
    )
    centre, radius = Point(168, 150), 96.0
    places = [
        Point(
            centre.x + radius * math.sin(2 * math.pi * k / workers),
            centre.y - radius * math.cos(2 * math.pi * k / workers),
        )
        for k in range(workers)
    ]
    pen = replace(role_pen("update"), arrow="end")
    for number, place in enumerate(places, 1):
        following = places[number % workers]
        canvas.line(place.towards(following, RADIUS + 4), following.towards(place, RADIUS + 5), pen)
        middle = place.between(following, 0.5)
        outside = centre.towards(middle, math.dist(centre, middle) + 22)
        canvas.label(outside, f"piece {number}", pen, size=15, anchor=_side(outside.x - centre.x))
        canvas.circle(place, RADIUS, PLAIN)
        canvas.label(place, str(number), size=19)
    canvas.label(centre, "first step", size=15)
    return canvas.finish()


def _side(offset: float) -> str:
    """Which end of a label stands at its place, so that it reaches away from the middle of the drawing."""
    if abs(offset) < 1:
        return "middle"
    return "start" if offset > 0 else "end"
