"""A drawing as inline SVG: part of the page, so that it takes the page's colours and fonts."""

from __future__ import annotations

from lib import checks


class InlineSVG:
    """SVG markup that a notebook and a built page show as it stands.

    Inline (rather than in an ``<img>``) because only then ``currentColor`` and CSS variables reach it,
    and a drawing that takes the colours of the page needs no second version for dark mode.

    Parameters
    ----------
    markup : str
        One complete ``<svg>`` element.
    """

    def __init__(self, markup: str):
        if not checks.instance("markup", markup, str).lstrip().startswith("<svg"):
            raise ValueError(f"markup: expected one <svg> element, got text that begins {markup.lstrip()[:20]!r}")
        self.markup = markup

    def _repr_html_(self) -> str:
        return self.markup

    def __str__(self) -> str:
        return self.markup
