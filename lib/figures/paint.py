"""Pens: what a role looks like. Each role has its colour and its own kind of line, so that colour is never the only sign."""

from __future__ import annotations

from dataclasses import dataclass

from lib.typesetting.roles import ROLES


@dataclass(frozen=True)
class Pen:
    """How lines, outlines and text are drawn.

    Parameters
    ----------
    color : str
        A CSS colour.
    width : float
        Line width.
    dashes : str
        SVG dash pattern; empty for a solid line.
    arrow : str
        End of a line that has an arrowhead: ``"start"``, ``"end"`` or none (empty).
    tint : float
        How strongly the inside of a shape is filled, from 0 to 1.
    bold : bool
        Whether text is bold.
    opacity : float
        Of lines and outlines.
    """

    color: str = "currentColor"
    width: float = 1.2
    dashes: str = ""
    arrow: str = ""
    tint: float = 0.0
    bold: bool = False
    opacity: float = 1.0

    def stroke(self) -> str:
        """CSS for a line."""
        css = f"stroke:{self.color};stroke-width:{self.width:g};fill:none"
        if self.dashes:
            css += f";stroke-dasharray:{self.dashes}"
        return css + (f";opacity:{self.opacity:g}" if self.opacity < 1 else "")

    def outline(self) -> str:
        """CSS for a closed shape."""
        css = f"stroke:{self.color};stroke-width:{self.width:g};fill:{self.color if self.tint else 'none'}"
        return css + (f";fill-opacity:{self.tint:g}" if self.tint else "")

    def fill(self) -> str:
        """CSS for an arrowhead."""
        return f"fill:{self.color};stroke:none"

    def text(self) -> str:
        """CSS for text."""
        return f"fill:{self.color};stroke:none" + (";font-weight:bold" if self.bold else "")


PLAIN = Pen()
FAINT = Pen(opacity=0.55, width=1.0)

_LINES: dict[str, dict[str, str]] = {
    "forward": {"arrow": "end"},
    "error": {"arrow": "start", "dashes": "7 3"},
    "update": {"dashes": "2 3"},
    "shared-a": {},
    "shared-b": {"dashes": "9 3"},
    "shared-c": {"dashes": "3 2"},
}


def css_color(role: str) -> str:
    """The CSS colour of a role: the page's variable, which knows both themes, or else the light value.

    Raises
    ------
    ValueError
        If there is no such role.
    """
    if role not in _LINES:
        raise ValueError(f"role: expected one of {', '.join(_LINES)}, got {role!r}")
    variable = role if role in ROLES else f"role-{role}"
    return f"var(--{variable}, {ROLES[variable].light})"


def role_pen(role: str) -> Pen:
    """The pen of a role: its colour and its own kind of line."""
    return Pen(color=css_color(role), width=2.4, tint=0.14, bold=True, **_LINES[role])


def css_colors_by_hex() -> dict[str, str]:
    """From the light value of each role, as matplotlib writes it, to the CSS colour that stands for it."""
    return {colour.light: f"var(--{variable}, {colour.light})" for variable, colour in ROLES.items()}
