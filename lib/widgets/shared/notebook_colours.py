"""Colours of the formulas in a notebook whose theme is dark.

A notebook's text is written once, for light themes: its formulas have fixed colours. On a dark ground these are hard to
read, so a style gives each of them the colour that the same role has on a dark page.
"""

from lib.typesetting.roles import ROLES
from lib.widgets.shared.style import DARK

__all__ = ["NotebookColours", "notebook_colours"]


class NotebookColours:
    """A style for the whole notebook; showing it makes it hold."""

    def __repr__(self):
        return "Formulas are readable on a dark theme too."

    def _repr_html_(self):
        rules = (
            f"{DARK} :is({_drawn_in(colour.light)}) {{color: {colour.dark} !important}}" for colour in ROLES.values()
        )
        return f"<style>{' '.join(rules)}</style>"


def notebook_colours():
    """The style that makes coloured formulas readable on a dark theme.

    Returns
    -------
    NotebookColours
        What a notebook shows as the result of a cell. JupyterLab, Notebook and others that show formulas by MathJax or
        KaTeX then draw each role in its colour for dark pages, whenever their theme is dark.
    """
    return NotebookColours()


def _drawn_in(colour):
    """What MathJax and KaTeX draw in a colour: the one keeps the name that was written, the other gives its numbers."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f'[style*="color: rgb({red}, {green}, {blue})"], [style*="color:{colour}"], [style*="color: {colour}"]'
