"""The gradient-check explorer: ε, round-off and planted mistakes."""

from lib.widgets.gradient_check.explorer import GradientCheckExplorer

__all__ = ["GradientCheckExplorer"]
