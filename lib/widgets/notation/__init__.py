"""The notation explorer: what each symbol stands for."""

from lib.widgets.notation.explorer import NotationExplorer

__all__ = ["NotationExplorer"]
