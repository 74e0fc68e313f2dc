"""Arguments that several drawings have, checked."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from lib import checks
from lib.figures.paint import Pen, role_pen


def texts(argument: str, labels: Mapping[Hashable, str] | None) -> dict[Hashable, str]:
    """The labels of a drawing's parts."""
    labels = dict(checks.instance(argument, {} if labels is None else labels, Mapping))
    for part, text in labels.items():
        checks.instance(f"{argument}[{part!r}]", text, str)
    return labels


def pens_of(highlight: Mapping[str, Sequence[Hashable]] | None) -> dict[Hashable, Pen]:
    """Part of a drawing -> the pen of the role that it is drawn in."""
    pens = {}
    for role, parts in checks.instance("highlight", {} if highlight is None else highlight, Mapping).items():
        argument = f"highlight[{role!r}]"
        for part in checks.listed(argument, parts, "a list of parts of the drawing"):
            if not isinstance(part, Hashable):
                raise checks.expected(argument, "parts by their names", checks.shortened(part))
            pens[part] = role_pen(role)
    return pens


def share(argument: str, value: float) -> float:
    """A number from 0 to 1."""
    if checks.finite_number(argument, value) > 1 or value < 0:
        raise checks.expected(argument, "a number from 0 to 1", checks.shortened(value))
    return value


def words(argument: str, value: str) -> str:
    """Words that can stand for a figure."""
    if not checks.instance(argument, value, str).strip():
        raise checks.expected(argument, "words that can stand for the figure", "an empty text")
    return value
