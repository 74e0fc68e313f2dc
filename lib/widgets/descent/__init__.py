"""The descent explorer: gradient descent on curves and surfaces."""

from lib.widgets.descent.explorer import DescentExplorer
from lib.widgets.descent.landscapes import Landscape, curves, surfaces

__all__ = ["DescentExplorer", "Landscape", "curves", "surfaces"]
