"""Widgets that run in JupyterLab and, with no kernel, in the built page.

Each has a room of its own, a folder with its Python, JavaScript and CSS. They know nothing of each other: what several
need is in `lib.widgets.shared`.
"""

from lib.widgets.counter import MultiplicationCounter
from lib.widgets.descent import DescentExplorer
from lib.widgets.digits import DigitReader
from lib.widgets.gradient_check import GradientCheckExplorer
from lib.widgets.notation import NotationExplorer
from lib.widgets.shapes import ShapeExplorer
from lib.widgets.shared.notebook_colours import notebook_colours
from lib.widgets.stepper import StepThrough

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
