"""Matplotlib figures as inline SVG, in the colours of the page."""

from __future__ import annotations

import hashlib
import html
import io
import re
from typing import TYPE_CHECKING

from lib import checks
from lib.figures.arguments import words
from lib.figures.inline_svg import InlineSVG
from lib.figures.paint import css_colors_by_hex

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# A figure shrinks to the 312 pixels that a phone has, its text with it. What is no wider than this (in inches of 72
# units), with text of at least so many units, is drawn there with no letter smaller than so many pixels.
WIDEST = 4.2
SMALLEST_TEXT = 10
LARGEST_SCALE = 1.5  # on a desk

PAGE_BACKGROUND = "var(--pst-color-background, var(--jp-layout-color0, white))"


def as_svg(figure: Figure, alt: str) -> InlineSVG:
    """Turn a matplotlib figure into inline SVG that follows the page's theme.

    Black becomes ``currentColor``, white the page's background, and the colours of :mod:`lib.typesetting.roles` their CSS variables;
    all other colours stay. Text stays text, and can be read on a phone: a wider sheet becomes 4.2 inches wide, and smaller
    text 10 points high. The background is transparent. The figure is closed, so that a notebook does not show it a second
    time as a picture.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What the figure shows, in words: its alternative text.

    Returns
    -------
    InlineSVG

    Raises
    ------
    ValueError
        If ``alt`` is empty, or ``figure`` is none.
    """
    words("alt", alt)
    if not hasattr(figure, "savefig"):
        raise checks.expected("figure", "a matplotlib Figure", checks.kind_of(figure))
    _fit_phone(figure)
    markup = _recolour(_save(figure))
    key = "plot-" + hashlib.sha256((alt + markup).encode()).hexdigest()[:10]
    return InlineSVG(_with_alternative(_with_own_ids(markup, key), alt, key))


def _fit_phone(figure: Figure) -> None:
    from matplotlib.text import Text

    if figure.get_layout_engine() is None:
        figure.set_layout_engine("constrained")  # or a narrower sheet would cut the words at its edge off
    figure.set_figwidth(min(figure.get_figwidth(), WIDEST))
    for text in figure.findobj(Text):
        text.set_fontsize(max(text.get_fontsize(), SMALLEST_TEXT))


def _save(figure: Figure) -> str:
    """The figure as matplotlib writes it, without the file's head and without what changes from run to run."""
    import matplotlib.pyplot as plt

    with plt.rc_context({"svg.fonttype": "none", "svg.hashsalt": "figure"}), io.StringIO() as file:
        figure.savefig(
            file,
            format="svg",
            transparent=True,
            bbox_inches="tight",
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
        plt.close(figure)
        markup = file.getvalue()
    markup = markup[markup.index("<svg") :]
    return re.sub(r"<metadata>.*?</metadata>\s*", "", markup, flags=re.DOTALL).rstrip()


def _recolour(markup: str) -> str:
    colours = {"#000000": "currentColor", "#ffffff": PAGE_BACKGROUND, **css_colors_by_hex()}
    return re.sub(r"#[0-9a-fA-F]{6}\b", lambda match: colours.get(match.group().lower(), match.group()), markup)


def _with_own_ids(markup: str, key: str) -> str:
    """Ids must be unique on a page, and matplotlib names the parts of every figure alike."""
    markup = re.sub(r'\bid="', f'id="{key}-', markup)
    markup = re.sub(r"url\(#", f"url(#{key}-", markup)
    return re.sub(r'href="#', f'href="#{key}-', markup)


def _with_alternative(markup: str, alt: str, key: str) -> str:
    """A new ``<svg>`` tag: a named image that fits the width of the page."""
    opening = markup[: markup.index(">") + 1]
    view_box = re.search(r'viewBox="([^"]+)"', opening).group(1)
    width = float(view_box.split()[2]) * LARGEST_SCALE
    # Shapes that matplotlib gives no fill are meant to be black.
    new = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{view_box}" '
        f'role="img" class="figure-plot" aria-labelledby="{key}-title" fill="currentColor" '
        f'style="display:block;width:100%;max-width:{width:.0f}px;height:auto;margin:0 auto">'
        f'<title id="{key}-title">{html.escape(alt)}</title>'
    )
    return new + markup[len(opening) :]
