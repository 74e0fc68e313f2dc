"""A computation written out quantity by quantity, as a student would on paper.

One expression a quantity gives its value, its formula in symbols and in numbers, what it depends on, and what the
page computes with.
"""

from lib.worksheet.expression import cos, exp, ln, sin, tanh
from lib.worksheet.quantity import PHASES, Quantity
from lib.worksheet.worksheet import Worksheet

__all__ = ["PHASES", "Quantity", "Worksheet", "cos", "exp", "ln", "sin", "tanh"]
