"""A list whose index is the layer index of the equations."""

from __future__ import annotations

from operator import index
from typing import TYPE_CHECKING

from lib import checks

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import ArrayLike


class ByLayer:
    """One entry a layer, from layer ``first`` to the last layer L.

    ``W[1]`` is W⁽¹⁾ and ``a[0]`` is the input. There is no W⁽⁰⁾, and ``W[-1]`` has no meaning in the
    equations, so both are errors rather than another layer's array.

    Parameters
    ----------
    name : str
        The symbol, used in error messages.
    entries : list
        ``entries[l]`` belongs to layer l; what stands before ``first`` is never shown.
    first : int
        The first layer that has an entry: 0 for a, 1 for everything else.
    """

    __slots__ = ("_entries", "_first", "_name")

    def __init__(self, name: str, entries: list, first: int = 1):
        self._name, self._entries, self._first = name, entries, first

    def __getitem__(self, layer: int) -> np.ndarray:
        try:
            layer = index(layer)
        except TypeError:
            raise TypeError(f"{self._name}[l]: expected a layer index (an integer), got {layer!r}") from None
        last = len(self._entries) - 1
        if not self._first <= layer <= last:
            raise IndexError(f"{self._name}[l]: expected a layer l from {self._first} to {last}, got {layer}")
        return self._entries[layer]

    def __setitem__(self, layer: int, value: ArrayLike) -> None:
        """Fill the array of a layer, so that ``W[1] -= …`` and ``W[1] = …`` do what they say; nothing broadcasts."""
        entry = self[layer]
        if value is entry:  # what ``-=`` hands over: it has changed the array in place already
            return
        argument = f"{self._name}[{layer}]"
        value = checks.finite_array(argument, value, entry.dtype)
        if value.shape != entry.shape:
            raise checks.expected(argument, f"shape {entry.shape}", f"shape {value.shape}")
        entry[...] = value

    def __iter__(self) -> Iterator[np.ndarray]:
        return iter(self._entries[self._first :])

    def __reversed__(self) -> Iterator[np.ndarray]:
        return reversed(self._entries[self._first :])

    def __len__(self) -> int:
        return len(self._entries) - self._first

    def __repr__(self):
        shapes = ", ".join(
            f"{self._name}[{layer}]: {getattr(entry, 'shape', entry)}" for layer, entry in enumerate(self, self._first)
        )
        return f"<{shapes}>"
