"""What steppers of networks and of other worksheets have in common: the page's part, and the state that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import traitlets

from lib import checks
from lib.widgets.shared.javascript import join_modules
from lib.widgets.shared.style import widget_style
from lib.widgets.shared.widget import Widget
from lib.widgets.stepper.pool import names_in
from lib.worksheet import PHASES

if TYPE_CHECKING:
    from lib.worksheet import Worksheet


class Stepper(Widget):
    """A cursor in a worksheet: made from a definition and the state at the start. `StepThrough` tells what the state is.

    Parameters
    ----------
    definition : dict
        As `definitions` makes it.
    choices : list of str
        The keys of the functions to choose from; the first is the choice at the start.
    **state
        The other traits that begin otherwise than the definition's first start says.
    """

    _esm = join_modules("stepper/stepper")
    _css = widget_style(
        "shared/common.css",
        "shared/transport.css",
        "shared/drawing.css",
        "shared/flows.css",
        "shared/formula.css",
        "shared/formula_panel.css",
        "stepper/stepper.css",
        root=".bp-stepper",
    )

    given = traitlets.Dict().tag(sync=True)
    samples = traitlets.Dict().tag(sync=True)
    sample = traitlets.Int(0).tag(sync=True)
    epoch = traitlets.Int(1).tag(sync=True)
    used = traitlets.List().tag(sync=True)
    mode = traitlets.Unicode("one").tag(sync=True)
    choice = traitlets.Unicode("").tag(sync=True)
    cursor = traitlets.Unicode("").tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)
    start_from = traitlets.Unicode("").tag(sync=True)
    cost_history = traitlets.List().tag(sync=True)

    def __init__(self, definition: dict, choices: list[str], **state):
        self._choices = choices
        first = definition["starts"][0]
        super().__init__(
            definition=definition,
            given=first["given"],
            start_from=first["name"],
            samples=definition["samples"],
            choice=choices[0],
            **state,
        )

    @traitlets.validate("given")
    def _check_given(self, proposal):
        return checks.finite_numbers("given", proposal.value, self.definition["starts"][0]["given"])

    @traitlets.validate("samples")
    def _check_samples(self, proposal):
        at_first = self.definition["samples"]
        if proposal.value.keys() != at_first.keys():
            raise checks.expected("samples", f"a dict of {' and '.join(at_first)}", ", ".join(map(str, proposal.value)))
        samples = {name: checks.finite_array(name, value, float) for name, value in proposal.value.items()}
        for name, array in samples.items():
            wanted = np.shape(at_first[name])
            if array.shape != wanted:
                raise checks.expected(name, f"shape {wanted}, as at the start", f"shape {array.shape}")
        return {name: array.tolist() for name, array in samples.items()}

    @traitlets.validate("epoch")
    def _check_epoch(self, proposal):
        return checks.whole_number("epoch", proposal.value, least=1)

    @traitlets.validate("used")
    def _check_used(self, proposal):
        count = len(self.samples.get("X", []))
        used = [checks.whole_number("used", sample, least=0) for sample in proposal.value]
        if len({*used}) < len(used) or any(sample >= count for sample in used):
            raise checks.expected("used", f"different samples from 0 to {count - 1}", checks.shortened(used))
        return used

    @traitlets.validate("mode")
    def _check_mode(self, proposal):
        return checks.one_of("mode", proposal.value, self.definition["modes"])

    @traitlets.validate("choice")
    def _check_choice(self, proposal):
        return checks.one_of("choice", proposal.value, self._choices)

    @traitlets.validate("sample")
    def _check_sample(self, proposal):
        count = max(1, len(self.samples.get("X", [])))
        return checks.whole_number("sample", proposal.value, least=0, most=count - 1)

    @traitlets.validate("cursor")
    def _check_cursor(self, proposal):
        if proposal.value and proposal.value not in names_in(self.definition["pool"]):
            raise checks.expected("cursor", "the name of a quantity, or an empty text", repr(proposal.value))
        return proposal.value

    @traitlets.validate("selected")
    def _check_selected(self, proposal):
        if proposal.value and proposal.value not in names_in(self.definition["pool"], given_only=True):
            raise checks.expected("selected", "the name of a given number, or an empty text", repr(proposal.value))
        return proposal.value

    @traitlets.validate("start_from")
    def _check_start_from(self, proposal):
        return checks.one_of("start_from", proposal.value, [start["name"] for start in self.definition["starts"]])

    @traitlets.validate("cost_history")
    def _check_cost_history(self, proposal):
        for cost in proposal.value:  # one that the page could not compute is None
            if cost is not None and (isinstance(cost, bool) or not isinstance(cost, (int, float))):
                raise checks.expected("cost_history", "a list of numbers", checks.shortened(proposal.value))
        return proposal.value

    @property
    def sheet(self) -> Worksheet:
        """The `Worksheet` as it is now, with the reader's changes."""
        raise NotImplementedError

    def to_html(self) -> str:
        """The worksheet as a table: see `Worksheet.to_html`."""
        return self.sheet.to_html()


def cursor_at(sheet, start):
    """The name of the quantity where the cursor stands: of the first in a phase, or itself."""
    if start is None:
        return ""
    computed = [quantity for quantity in sheet if quantity.expression is not None]
    for quantity in computed:
        if start in (quantity.name, quantity.phase):
            return quantity.name
    raise checks.expected("start", f"a phase ({', '.join(PHASES[1:])}) or a computed quantity", repr(start))
