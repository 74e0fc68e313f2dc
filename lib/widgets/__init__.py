"""Widgets that run in JupyterLab and, with no kernel, in the built page."""

from lib.widgets.descent_explorer import DescentExplorer
from lib.widgets.digit_reader import DigitReader
from lib.widgets.gradient_check_explorer import GradientCheckExplorer
from lib.widgets.multiplication_counter import MultiplicationCounter
from lib.widgets.notation_explorer import NotationExplorer
from lib.widgets.notebook_colours import notebook_colours
from lib.widgets.shape_explorer import ShapeExplorer
from lib.widgets.step_through import StepThrough

__all__ = [
    "DescentExplorer",
    "DigitReader",
    "GradientCheckExplorer",
    "MultiplicationCounter",
    "NotationExplorer",
    "ShapeExplorer",
    "StepThrough",
    "notebook_colours",
]
