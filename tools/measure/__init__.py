"""How heavy the pages are and how fast pages, library and build: `make measure`.

Every figure is the median of several samples. The two sides of a ratio are measured in turns, in one run, so that
whatever else the machine does falls on both.
"""

from statistics import median
from typing import NamedTuple


class Figure(NamedTuple):
    """A measured figure beside its target: the median of `samples` may not exceed `target`."""

    name: str
    unit: str
    target: float
    samples: list

    @property
    def value(self):
        return median(self.samples)

    @property
    def is_met(self):
        return self.value <= self.target
