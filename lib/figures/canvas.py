"""A sheet to draw on: lines, circles, squares and labels, gathered into one accessible ``<svg>``."""

from __future__ import annotations

import hashlib
import math
import xml.etree.ElementTree as ET
from typing import NamedTuple

from lib import checks
from lib.figures.arguments import words
from lib.figures.inline_svg import InlineSVG
from lib.figures.labels import FONT_FAMILY, typeset
from lib.figures.paint import Pen

FONT_SIZE = 17.0
LARGEST_SCALE = 1.4


class Point(NamedTuple):
    """A place on the sheet; y grows downwards, as in SVG."""

    x: float
    y: float

    def towards(self, other: Point, distance: float) -> Point:
        """The point ``distance`` away from this one, on the way to ``other``."""
        length = math.dist(self, other)
        return self.between(other, distance / length)

    def between(self, other: Point, fraction: float) -> Point:
        """The point that lies ``fraction`` of the way to ``other``."""
        return Point(self.x + fraction * (other.x - self.x), self.y + fraction * (other.y - self.y))


class Canvas:
    """Shapes in the page's own colours.

    A label on a line interrupts the line (through a mask) instead of covering it with a white box: the drawing so
    needs to know nothing of the colour behind it.

    Parameters
    ----------
    width, height : float
        Size of the sheet. It shrinks to the width of the page and grows to at most 1.4 times its size.
    title : str
        The figure's name for a screen reader (its alternative text).
    description : str
        What the figure shows, in a sentence or two.
    """

    def __init__(self, width: float, height: float, title: str, description: str = ""):
        words("title", title)
        checks.instance("description", description, str)
        self.width, self.height = width, height
        self.title, self.description = title, description
        self._lines = ET.Element("g")
        self._marks = ET.Element("g")
        self._gaps: list[dict[str, str]] = []

    def line(self, start: Point, end: Point, pen: Pen) -> None:
        """A straight line; the pen says whether it has an arrowhead, and at which end."""
        _add(self._lines, "line", x1=start.x, y1=start.y, x2=end.x, y2=end.y, style=pen.stroke())
        if pen.arrow == "end":
            self._arrowhead(start, end, pen)
        elif pen.arrow == "start":
            self._arrowhead(end, start, pen)

    def _arrowhead(self, start: Point, tip: Point, pen: Pen) -> None:
        length, half_width = 4 + 2.5 * pen.width, 2 + 1.25 * pen.width
        base = tip.towards(start, length)
        across_x, across_y = (tip.y - base.y) / length * half_width, (base.x - tip.x) / length * half_width
        corners = [tip, Point(base.x + across_x, base.y + across_y), Point(base.x - across_x, base.y - across_y)]
        _add(self._marks, "polygon", points=" ".join(f"{x:.2f},{y:.2f}" for x, y in corners), style=pen.fill())

    def circle(self, centre: Point, radius: float, pen: Pen) -> None:
        """A circle, tinted if the pen tints."""
        _add(self._marks, "circle", cx=centre.x, cy=centre.y, r=radius, style=pen.outline())

    def square(self, centre: Point, half_side: float, pen: Pen) -> None:
        """A square with slightly rounded corners."""
        _add(
            self._marks,
            "rect",
            x=centre.x - half_side,
            y=centre.y - half_side,
            width=2 * half_side,
            height=2 * half_side,
            rx=3,
            style=pen.outline(),
        )

    def label(
        self,
        place: Point,
        text: str,
        pen: Pen = Pen(),
        *,
        size: float = FONT_SIZE,
        anchor: str = "middle",
        over_line: bool = False,
    ) -> None:
        """Text whose middle line runs through ``place``; ``over_line`` opens a gap in the lines beneath it.

        ``anchor`` says which part of the text stands at ``place``: its ``"start"``, ``"middle"`` or ``"end"``.
        """
        pieces, width = typeset(text)
        left = place.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width * size
        baseline = place.y + 0.32 * size
        group = _add(self._marks, "g", style=pen.text())
        group.set("class", "figure-label")
        for piece in pieces:
            text = _add(group, "text", x=left + piece.x * size, y=baseline - piece.rise * size)
            text.set("style", f"font-size:{size * piece.size:.2f}px" + (";font-style:italic" if piece.italic else ""))
            # Where the font is a wider one, it is narrowed to the room it has. (Firefox does so with a whole text only.)
            text.set("textLength", f"{piece.width * size:.2f}")
            text.set("lengthAdjust", "spacingAndGlyphs")
            text.text = piece.text
        if over_line:
            self._gaps.append(
                _attributes(x=left - 3, y=place.y - 0.72 * size, width=width * size + 6, height=1.44 * size, rx=4)
            )

    def finish(self) -> InlineSVG:
        """The drawing as one ``<svg>`` element."""
        key = self._key()
        root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {self.width:g} {self.height:g}",
                "role": "img",
                "class": "figure-drawing",
                "style": f"display:block;width:100%;max-width:{LARGEST_SCALE * self.width:.0f}px;height:auto;margin:0 auto;"
                f"font-family:{FONT_FAMILY};font-size:{FONT_SIZE:g}px",
                "aria-labelledby": f"{key}-title" + (f" {key}-description" if self.description else ""),
            },
        )
        _add(root, "title", id=f"{key}-title").text = self.title
        if self.description:
            _add(root, "desc", id=f"{key}-description").text = self.description
        if self._gaps:
            mask = _add(
                _add(root, "defs"),
                "mask",
                id=f"{key}-gaps",
                maskUnits="userSpaceOnUse",
                x=0,
                y=0,
                width=self.width,
                height=self.height,
            )
            _add(mask, "rect", x=0, y=0, width=self.width, height=self.height, fill="white")
            for gap in self._gaps:
                ET.SubElement(mask, "rect", gap | {"fill": "black"})
            self._lines.set("mask", f"url(#{key}-gaps)")
        root.extend([self._lines, self._marks])
        return InlineSVG(ET.tostring(root, encoding="unicode"))

    def _key(self) -> str:
        """A name for the ids: the same drawing has the same name in every build, two drawings have two."""
        content = [
            self.title,
            self.description,
            repr(self._gaps),
            *(ET.tostring(part, encoding="unicode") for part in (self._lines, self._marks)),
        ]
        return "figure-" + hashlib.sha256("\n".join(content).encode()).hexdigest()[:10]


def _add(parent: ET.Element, tag: str, **attributes: float | str) -> ET.Element:
    return ET.SubElement(parent, tag, _attributes(**attributes))


def _attributes(**attributes: float | str) -> dict[str, str]:
    return {name: value if isinstance(value, str) else f"{round(value, 2):g}" for name, value in attributes.items()}
