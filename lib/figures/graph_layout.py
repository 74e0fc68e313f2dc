"""Where the nodes of a computational graph stand, so that every edge goes to the right and no node lies on an edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

CLEARANCE = 0.45  # how near to a node an edge may pass, in rows
HIT, CROSSING = 100.0, 10.0  # what they weigh, beside the lengths of the edges


class Place(NamedTuple):
    """Column and row of a node; both begin at 0."""

    column: float
    row: float


def graph_layout(edges: Sequence[tuple[str, str]]) -> dict[str, Place]:
    """Place the nodes of a graph without cycles.

    A node stands to the right of all that it is computed from, and an input just before its first use. Within the
    columns the nodes are moved about as long as that takes away edges that run over a node, then crossings, then
    length. It is meant for the small graphs of a page.

    Parameters
    ----------
    edges : sequence of (source, target)

    Returns
    -------
    dict
        Node -> place, in the order in which the edges name the nodes.

    Raises
    ------
    ValueError
        If there is no edge, or the edges form a cycle.
    """
    if not edges:
        raise ValueError("edges: expected at least one pair (source, target), got none")
    nodes = list(dict.fromkeys(node for edge in edges for node in edge))
    columns = _columns(nodes, edges)
    places = {}
    for column in range(max(columns.values()) + 1):
        here = [node for node in nodes if columns[node] == column]
        places |= {node: Place(column, i - (len(here) - 1) / 2) for i, node in enumerate(here)}
    places = _improved(places, edges)
    top = min(place.row for place in places.values())
    return {node: Place(places[node].column, places[node].row - top) for node in nodes}


def _columns(nodes: list[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    columns = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = {
            target: columns[source] + 1
            for source, target in sorted(edges, key=lambda edge: columns[edge[0]])
            if columns[target] <= columns[source]
        }
        if not moved:
            break
        columns |= moved
    else:
        raise ValueError(f"edges: expected a graph without cycles, got {list(edges)}")
    for node in nodes:
        if all(target != node for _, target in edges):
            columns[node] = min(columns[target] for source, target in edges if source == node) - 1
    return columns


def _improved(places: dict[str, Place], edges: Sequence[tuple[str, str]]) -> dict[str, Place]:
    """Take the best move again and again, until none is for the better."""
    while True:
        best = min(_moves(places), key=lambda moved: _cost(moved, edges), default=places)
        if _cost(best, edges) >= _cost(places, edges) - 1e-9:
            return places
        places = best


def _moves(places: Mapping[str, Place]):
    """Every exchange of two nodes of a column, and every column moved up or down by half a row."""
    for first, second in combinations(places, 2):
        if places[first].column == places[second].column:
            yield {**places, first: places[second], second: places[first]}
    for column in sorted({place.column for place in places.values()}):
        for shift in (-0.5, 0.5):
            yield {
                node: Place(place.column, place.row + shift * (place.column == column))
                for node, place in places.items()
            }


def _cost(places: Mapping[str, Place], edges: Sequence[tuple[str, str]]) -> float:
    length = sum(abs(places[source].row - places[target].row) for source, target in edges)
    middle = sum(abs(place.row) for place in places.values())
    hits = sum(
        _runs_over(places[source], places[target], place) for source, target in edges for place in places.values()
    )
    crossings = sum(_cross(places, *pair) for pair in combinations(edges, 2))
    return HIT * hits + CROSSING * crossings + length + 0.01 * middle


def _runs_over(start: Place, end: Place, place: Place) -> bool:
    return start.column < place.column < end.column and abs(_row_at(start, end, place.column) - place.row) < CLEARANCE


def _cross(places: Mapping[str, Place], first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Whether two edges change sides between the columns that both pass."""
    (a, b), (c, d) = ((places[source], places[target]) for source, target in (first, second))
    left, right = max(a.column, c.column), min(b.column, d.column)
    if left >= right:
        return False
    before = _row_at(a, b, left) - _row_at(c, d, left)
    after = _row_at(a, b, right) - _row_at(c, d, right)
    return before * after < -1e-9


def _row_at(start: Place, end: Place, column: float) -> float:
    return start.row + (end.row - start.row) * (column - start.column) / (end.column - start.column)
