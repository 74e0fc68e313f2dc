"""Widgets that run in JupyterLab and, with no kernel, in the built page."""

from lib.widgets.shape_explorer import ShapeExplorer
from lib.widgets.step_through import StepThrough

__all__ = ["ShapeExplorer", "StepThrough"]
