"""The colours of the book, defined once: three roles, and a small palette for shared factors.

Equations, drawings, plots and widgets take them from here, the pages as CSS variables. Each colour has a value
for the light page and one for the dark page; both pass WCAG AA as text there, and the three roles differ in
lightness as well as in hue, so that colour-blind readers can tell them apart. Colour is never the only sign.
"""

from collections import namedtuple

Colour = namedtuple("Colour", ["light", "dark"])

ROLES = {
    "role-forward": Colour("#0b5cad", "#7ab8ff"),
    "role-error": Colour("#b3261e", "#ff9c8f"),
    "role-update": Colour("#1d6b2f", "#7fd891"),
    "shared-a": Colour("#7a3e9d", "#d3a6ef"),
    "shared-b": Colour("#8a5a00", "#e8b84a"),
    "shared-c": Colour("#00666b", "#5fd0d6"),
}


def css_variables(theme):
    """CSS declarations of all colours for ``theme``, "light" or "dark"."""
    return "".join(f"--{name}: {getattr(colour, theme)};" for name, colour in ROLES.items())
