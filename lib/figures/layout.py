"""Where the units of a network stand on the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.figures.canvas import Point


@dataclass(frozen=True)
class Layout:
    """Layers are columns from left to right, units are numbered from the top.

    Units are counted from 1, as in the equations; unit 0 of a layer is the bias node that feeds the next layer. The bias
    nodes stand in one row below the units.

    Parameters
    ----------
    sizes : sequence of int
        Number of units of each layer, the input first.
    biases : bool
        Whether there are bias nodes.
    column, row : float
        Distance between layers, and between units.
    margin : float
        Space around the outermost units' centres.
    """

    sizes: Sequence[int]
    biases: bool = False
    column: float = 96.0
    row: float = 64.0
    margin: float = 32.0

    @property
    def last(self) -> int:
        """Index of the last layer."""
        return len(self.sizes) - 1

    @property
    def width(self) -> float:
        return 2 * self.margin + self.last * self.column

    @property
    def height(self) -> float:
        return 2 * self.margin + (max(self.sizes) - 1 + self.biases) * self.row

    def place(self, layer: int, unit: int) -> Point:
        """Centre of a unit (from 1), or of the layer's bias node (0)."""
        x = self.margin + layer * self.column
        if unit == 0:
            return Point(x, self.margin + max(self.sizes) * self.row)
        return Point(x, self.margin + ((max(self.sizes) - self.sizes[layer]) / 2 + unit - 1) * self.row)

    def units(self) -> Iterator[tuple[int, int]]:
        """All units as (layer, unit)."""
        return ((layer, unit) for layer, size in enumerate(self.sizes) for unit in range(1, size + 1))

    def edges(self) -> Iterator[tuple[int, int, int]]:
        """All edges as (l, j, k): from unit j of layer l - 1 to unit k of layer l; j = 0 is the bias."""
        first = 0 if self.biases else 1
        return (
            (layer, j, k)
            for layer in range(1, len(self.sizes))
            for j in range(first, self.sizes[layer - 1] + 1)
            for k in range(1, self.sizes[layer] + 1)
        )
