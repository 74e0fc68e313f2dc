"""What a quantity is, and where in the network it belongs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Key:
    """The identity of a quantity. Whoever needs to know its layer or its kind asks here, and never its name.

    Keys are made where the names are: see `lib.worksheet.names` for a training step.

    Attributes
    ----------
    kind : str
        What it is, in words: "weight", "weighted sum", "error", "gradient", …
    layer : int or None
        l. A gradient and a new value have the layer of their parameter.
    sample : int or None
        i, counted from 1; None for what belongs to no sample, and where there is only one.
    unit : int or None
        k: which unit of the layer; of a weight the unit where it ends.
    source : int or None
        j: of a weight the unit of the layer before, where it starts.
    of, by : Key or None
        A gradient and a new value are ``of`` their parameter; a derivative is ``of`` one quantity ``by`` another.
    name : str
        In plain letters, such as "delta1_2": layer first, then sample (where there are several), unit.
    single : str
        The name that it has where there is only one sample: the same for every sample.
    symbol, text, words : str
        LaTeX; plain Unicode; as one would say it.
    """

    kind: str
    layer: int | None = None
    sample: int | None = None
    unit: int | None = None
    source: int | None = None
    of: Key | None = None
    by: Key | None = None
    name: str
    single: str = field(default="", compare=False)
    symbol: str = field(compare=False)
    text: str = field(compare=False)
    words: str = field(compare=False)

    def __post_init__(self):
        if not self.single:
            object.__setattr__(self, "single", self.name)
