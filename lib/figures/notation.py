"""The figure of the notation: what every index of the course points at."""

from __future__ import annotations

from lib.figures.canvas import Canvas, Point
from lib.figures.inline_svg import InlineSVG
from lib.figures.paint import FAINT, PLAIN, Pen, role_pen

RADIUS = 21.0
WIDE_RADIUS = 31.0
THICK = Pen(width=2.6, bold=True)


def draw_notation() -> InlineSVG:
    """Two neighbouring layers, one weight, one bias, and what happens inside one unit.

    Returns
    -------
    InlineSVG
    """
    canvas = Canvas(372, 300, "The notation: layers l − 1 and l, a weight, a bias, z and a",
                    "On the left three units of layer l − 1 with activations a 1, a j and a n, each joined to unit k of layer l. The "
                    "line from unit j to unit k is thick and carries the weight w j k of layer l. A square with a 1 below "
                    "them is joined to unit k by a line that carries its bias b k. Unit k is split: its left half holds "
                    "the weighted sum z k, its right half the activation a k = f of z k, which goes on to layer l + 1.")
    sources = {"1": Point(48, 44), "j": Point(48, 108), "n": Point(48, 172)}
    bias = Point(48, 240)
    unit_k, above, below = Point(236, 108), Point(236, 34), Point(236, 188)

    for name, source in sources.items():
        pen = THICK if name == "j" else FAINT
        canvas.line(source.towards(unit_k, RADIUS), unit_k.towards(source, WIDE_RADIUS), pen)
        for other in (above, below):
            canvas.line(source.towards(other, RADIUS), other.towards(source, RADIUS), FAINT)
    canvas.line(bias.towards(unit_k, 14), unit_k.towards(bias, WIDE_RADIUS), PLAIN)

    canvas.circle(sources["1"], RADIUS, PLAIN)
    canvas.label(sources["1"], "$a^{(l−1)}_{1}$", size=14)
    canvas.circle(sources["j"], RADIUS, THICK)
    canvas.label(sources["j"], "$a^{(l−1)}_{j}$", size=14)
    canvas.circle(sources["n"], RADIUS, PLAIN)
    canvas.label(sources["n"], "$a^{(l−1)}_{n}$", size=14)
    for upper, lower in (("1", "j"), ("j", "n")):
        canvas.label(sources[upper].between(sources[lower], 0.5), "⋮")
    canvas.square(bias, 12, PLAIN)
    canvas.label(bias, "1", size=13)

    canvas.circle(above, RADIUS, FAINT)
    canvas.circle(below, RADIUS, FAINT)
    canvas.circle(unit_k, WIDE_RADIUS, THICK)
    canvas.line(Point(unit_k.x, unit_k.y - WIDE_RADIUS), Point(unit_k.x, unit_k.y + WIDE_RADIUS), PLAIN)
    canvas.label(Point(unit_k.x - 15, unit_k.y), "$z^{(l)}_{k}$")
    canvas.label(Point(unit_k.x + 16, unit_k.y), "$a^{(l)}_{k}$")
    end = Point(340, unit_k.y)
    canvas.line(unit_k.towards(end, WIDE_RADIUS), end, Pen(width=1.6, arrow="end"))
    canvas.label(Point(318, unit_k.y - 14), "to layer", size=12)
    canvas.label(Point(318, unit_k.y + 14), "$l + 1$", size=12)

    canvas.label(sources["j"].between(unit_k, 0.45), "$w^{(l)}_{jk}$", THICK, size=17, over_line=True)
    canvas.label(bias.between(unit_k, 0.40), "$b^{(l)}_{k}$", size=17, over_line=True)
    canvas.label(Point(unit_k.x + 4, unit_k.y + 45), "$a^{(l)}_{k} = f(z^{(l)}_{k})$", size=14, over_line=True)

    canvas.label(Point(48, 282), "layer $l − 1$", size=14)
    canvas.label(Point(236, 282), "layer $l$", size=14)
    return canvas.finish()
