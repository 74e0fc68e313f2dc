"""The figure of the notation: what every index of the book points at."""

from __future__ import annotations

from lib.figures.canvas import Canvas, Point
from lib.figures.inline_svg import InlineSVG
from lib.figures.paint import FAINT, PLAIN, Pen

RADIUS = 24.0
WIDE_RADIUS = 36.0
THICK = Pen(width=2.6, bold=True)


def draw_notation() -> InlineSVG:
    """Two neighbouring layers, one weight, one bias, and what happens inside one unit.

    Returns
    -------
    InlineSVG
    """
    canvas = Canvas(
        332,
        306,
        "The notation: layers l − 1 and l, a weight, a bias, z and a",
        "On the left three units of layer l − 1 with activations a 1, a j and a n, each joined to unit k of layer l. The "
        "line from unit j to unit k is thick and carries the weight w j k of layer l. A square with a 1 below "
        "them is joined to unit k by a line that carries its bias b k. Unit k is split: its left half holds "
        "the weighted sum z k, its right half the activation a k = f of z k, which goes on to layer l + 1.",
    )
    sources = {"1": Point(42, 40), "j": Point(42, 110), "n": Point(42, 180)}
    bias = Point(42, 250)
    unit_k, above, below = Point(212, 110), Point(212, 34), Point(212, 204)

    for name, source in sources.items():
        pen = THICK if name == "j" else FAINT
        canvas.line(source.towards(unit_k, RADIUS), unit_k.towards(source, WIDE_RADIUS), pen)
        for other in (above, below):
            canvas.line(source.towards(other, RADIUS), other.towards(source, RADIUS), FAINT)
    canvas.line(bias.towards(unit_k, 15), unit_k.towards(bias, WIDE_RADIUS), PLAIN)

    for name, source in sources.items():
        canvas.circle(source, RADIUS, THICK if name == "j" else PLAIN)
        canvas.label(source, f"$a^{{(l−1)}}_{{{name}}}$", size=16)
    for upper, lower in (("1", "j"), ("j", "n")):
        canvas.label(sources[upper].between(sources[lower], 0.5), "⋮")
    canvas.square(bias, 13, PLAIN)
    canvas.label(bias, "1", size=15)

    canvas.circle(above, RADIUS, FAINT)
    canvas.circle(below, RADIUS, FAINT)
    canvas.circle(unit_k, WIDE_RADIUS, THICK)
    canvas.line(Point(unit_k.x, unit_k.y - WIDE_RADIUS), Point(unit_k.x, unit_k.y + WIDE_RADIUS), PLAIN)
    canvas.label(Point(unit_k.x - 17, unit_k.y), "$z^{(l)}_{k}$")
    canvas.label(Point(unit_k.x + 17, unit_k.y), "$a^{(l)}_{k}$")
    end = Point(318, unit_k.y)
    canvas.line(unit_k.towards(end, WIDE_RADIUS), end, Pen(width=1.6, arrow="end"))
    canvas.label(Point(286, unit_k.y - 15), "to layer", size=15)
    canvas.label(Point(286, unit_k.y + 16), "$l + 1$", size=15)

    canvas.label(sources["j"].between(unit_k, 0.45), "$w^{(l)}_{jk}$", THICK, size=19, over_line=True)
    canvas.label(bias.between(unit_k, 0.36), "$b^{(l)}_{k}$", size=19, over_line=True)
    canvas.label(Point(unit_k.x + 4, unit_k.y + 52), "$a^{(l)}_{k} = f(z^{(l)}_{k})$", size=16, over_line=True)

    canvas.label(Point(46, 288), "layer $l − 1$", size=16)
    canvas.label(Point(unit_k.x, 288), "layer $l$", size=16)
    return canvas.finish()
