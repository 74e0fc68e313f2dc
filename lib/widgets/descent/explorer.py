"""The descent explorer: set a start and a learning rate, and watch gradient descent walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets

from lib import checks
from lib.typesetting.mathml import latex_to_mathml
from lib.widgets.descent.landscapes import Landscape, check_start, new_names, slope_names, step_names
from lib.widgets.shared.javascript import join_modules
from lib.widgets.shared.style import widget_style
from lib.widgets.shared.widget import Widget, html_table
from lib.worksheet.printing import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lib.widgets.descent.landscapes import Stop

MOST_STEPS = 1000
MOST_COLUMNS = 5  # of the table of updates; with two weights there is no room for the moves, −α times the slopes
STEPS_IN_TABLE = 8


class DescentExplorer(Widget):
    """Gradient descent on a cost of one weight (a curve) or of two (level lines), update by update and in numbers.

    The reader chooses a cost, drags or types the start and the learning rate, and updates. The page evaluates the
    expressions of the landscape's worksheet; it knows no cost and no derivative of its own.

    Parameters
    ----------
    *landscapes : Landscape
        What there is to choose from, with different names; the first one is shown.
    start : list of float, optional
        Where the walk begins, a number for each variable of the first landscape; by default the landscape's own start.
    learning_rate : float, optional
        α at the start; by default the landscape's good one.
    step : int
        How many updates are done already, at most 1000.

    Attributes
    ----------
    landscape, start, learning_rate, step : str, list of float, float, int
        The state, in step with the page. Another landscape brings its own start and learning rate.

    Raises
    ------
    ValueError
        If an argument is not as described.
    """

    _esm = join_modules("descent/explorer")
    _css = widget_style(
        "shared/common.css", "shared/plot.css", "shared/transport.css", "descent/explorer.css", root=".de-explorer"
    )

    landscape = traitlets.Unicode().tag(sync=True)
    start = traitlets.List().tag(sync=True)
    learning_rate = traitlets.Float().tag(sync=True)
    step = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        *landscapes: Landscape,
        start: Sequence[float] | None = None,
        learning_rate: float | None = None,
        step: int = 0,
    ):
        self._by_name = _check_landscapes(landscapes)
        first = landscapes[0]
        super().__init__(
            definition={"landscapes": [_landscape_data(each) for each in landscapes], "most_steps": MOST_STEPS},
            landscape=first.name,
            start=list(check_start(first.variables, first.start if start is None else start)),
            learning_rate=checks.positive_number(
                "learning_rate", first.good_rate if learning_rate is None else learning_rate
            ),
            step=checks.whole_number("step", step, least=0),
        )
        self.observe(self._begin_anew, "landscape")

    @property
    def path(self) -> list[Stop]:
        """The stops from the start to the present step; fewer where a number overflowed on the way."""
        return self._by_name[self.landscape].descend(self.start, self.learning_rate, self.step)

    def to_html(self) -> str:
        """The first updates of the present walk as a table."""
        landscape = self._by_name[self.landscape]
        sheet, variables = landscape.sheet, landscape.variables
        formulas = ", ".join(latex_to_mathml(sheet[name].latex) for name in landscape.shown)
        caption = f"{landscape.name}, α = {number_text(self.learning_rate)}: {formulas}"
        head = ["update", *(latex_to_mathml(sheet[name].symbol) for name in _columns(variables))]
        stops = landscape.descend(self.start, self.learning_rate, STEPS_IN_TABLE)
        rows = [(number, *_table_row(stop)) for number, stop in enumerate(stops)]
        return html_table(head, rows, caption=caption, kind="descent")

    def _begin_anew(self, change):
        landscape = self._by_name[change.new]
        with self.hold_trait_notifications():
            self.start, self.learning_rate, self.step = list(landscape.start), landscape.good_rate, 0

    @traitlets.validate("landscape")
    def _check_landscape(self, proposal):
        return checks.one_of("landscape", proposal.value, list(self._by_name))

    @traitlets.validate("start")
    def _check_start(self, proposal):
        return list(check_start(self._by_name[self.landscape].variables, proposal.value))

    @traitlets.validate("learning_rate")
    def _check_learning_rate(self, proposal):
        return float(checks.positive_number("learning_rate", proposal.value))

    @traitlets.validate("step")
    def _check_step(self, proposal):
        return checks.whole_number("step", proposal.value, least=0, most=MOST_STEPS)


def _check_landscapes(landscapes):
    """Name -> landscape."""
    if not landscapes:
        raise checks.expected("landscapes", "at least one Landscape", "none")
    for i, each in enumerate(landscapes):
        if not isinstance(each, Landscape):
            raise checks.expected(f"landscapes[{i}]", "a Landscape", type(each).__name__)
    by_name = {each.name: each for each in landscapes}
    if len(by_name) < len(landscapes):
        raise checks.expected("landscapes", "different names", ", ".join(each.name for each in landscapes))
    return by_name


def _columns(variables):
    """The quantities in a row of a table of updates."""
    return (*variables, "cost", *slope_names(variables), *step_names(variables))[:MOST_COLUMNS]


def _table_row(stop):
    return map(number_text, (*stop.point, stop.cost, *stop.slopes, *stop.steps)[:MOST_COLUMNS])


def _landscape_data(landscape):
    """What the page needs of a landscape: plain data, ready for JSON."""
    variables = landscape.variables
    named = {"alpha", *_columns(variables), *new_names(variables)}
    shown = set(landscape.shown)
    return {
        "name": landscape.name,
        "variables": list(variables),
        "slopes": list(slope_names(variables)),
        "updated": list(new_names(variables)),
        "frame": [list(ends) for ends in landscape.frame],
        "start": list(landscape.start),
        "rates": [[name, rate] for name, rate in landscape.rates.items()],
        "rate": landscape.good_rate,
        "formulas": ["cost", *slope_names(variables), *new_names(variables)],
        "columns": list(_columns(variables)),
        "quantities": [_quantity_data(each, each.name in named, each.name in shown) for each in landscape.sheet],
    }


def _quantity_data(quantity, named, shown):
    data = quantity.to_dict()
    keys = ["name", *(["symbol", "text", "words"] if named else []), *(["template"] if shown else [])]
    keys.append("value" if quantity.expression is None else "expression")
    return {key: data[key] for key in keys if key in data}
