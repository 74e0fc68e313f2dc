"""Backpropagation, as small and as clear as its equations.

The names of the book's notation are the names of the code: ``W[l]``, ``b[l]``, ``z[l]``, ``a[l]``,
``delta[l]``, with the layer index l of the equations. Importing this package loads NumPy and nothing else;
the data sets, the worksheet, the figures and the widgets load when they are asked for.
"""

from lib.gradient_check_result import GradientCheck
from lib.gradient_checking import gradient_check
from lib.network import Backward, Forward, Network
from lib.training import History, train

__version__ = "0.1.0"

__all__ = ["Backward", "Forward", "GradientCheck", "History", "Network", "gradient_check", "train"]
