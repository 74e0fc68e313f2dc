"""The shape explorer: matrices of backpropagation as boxes."""

from lib.widgets.shapes.explorer import ShapeExplorer

__all__ = ["ShapeExplorer"]
