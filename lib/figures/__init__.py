"""Drawings and plots as inline SVG that follows the page: its text size, its light and its dark theme."""

from lib.figures.graph import draw_graph
from lib.figures.inline_svg import InlineSVG
from lib.figures.network import draw_network
from lib.figures.notation import draw_notation
from lib.figures.plots import as_svg
from lib.figures.slices import draw_slices

__all__ = ["InlineSVG", "as_svg", "draw_graph", "draw_network", "draw_notation", "draw_slices"]
