"""The counter: how many multiplications a gradient costs, as the reader changes the layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import traitlets

from lib import checks
from lib.counting import RULES, all_counts
from lib.typesetting.mathml import latex_to_mathml
from lib.widgets.shared.javascript import join_modules
from lib.widgets.shared.style import widget_style
from lib.widgets.shared.widget import Widget, html_table
from lib.worksheet import Worksheet
from lib.worksheet.printing import Style, number_text, to_latex

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LAYERS, MOST_UNITS = 8, 9999
LARGEST_EXACT = 2**53 - 1  # from here on not every whole number is a float
MEASURED = ("backpropagation", "finite_differences")

# Where there are no numbered equations (in JupyterLab), these names stand for them.
EQUATION_NAMES = {
    "forwardcounteq": "count of a forward pass",
    "backwardcounteq": "count of a backward pass",
    "backpropcounteq": "count of backpropagation",
    "finitedifferencecounteq": "count of finite differences",
    "pathcounteq": "count path by path",
}


class MultiplicationCounter(Widget):
    """Add layers, change their widths, and see what a forward pass and the ways to a gradient cost.

    The counts are exact up to 2⁵³ and rounded beyond. Rules and formulas come from `Worksheet.from_sizes`, and so from
    `lib.counting`; the page only evaluates them.

    Parameters
    ----------
    sizes : list of int
        The layers at the start, ``[n_0, …, n_L]``: at most 8 layers of weights, 9,999 units in each.
    examples : list of list of int
        Networks that the reader can choose with one click.
    measured : list of dict
        What was measured: ``{"sizes": [...], "backpropagation": 2.4, "finite_differences": 1000.0}``, both as a multiple
        of the time of a forward pass. The second may be None.
    conditions : str
        How it was measured, in a sentence.

    Attributes
    ----------
    sizes, layer, count : list of int, int, str
        The layers, the one that is selected for a change (0 is the input), and the letter of the count whose formula
        is shown. They follow the reader, and the view follows them.

    Raises
    ------
    ValueError
        If an argument is not as described.
    """

    _esm = join_modules("counter/counter")
    _css = widget_style(
        "shared/common.css",
        "shared/plot.css",
        "shared/formula.css",
        "shared/formula_panel.css",
        "counter/counter.css",
        root=".mc-counter",
    )

    sizes = traitlets.List().tag(sync=True)
    layer = traitlets.Int(1).tag(sync=True)
    count = traitlets.Unicode("G").tag(sync=True)

    def __init__(
        self,
        sizes: Sequence[int],
        *,
        examples: Sequence[Sequence[int]] = (),
        measured: Sequence[dict] = (),
        conditions: str = "",
    ):
        sizes = _checked_sizes("sizes", sizes)
        examples = checks.listed("examples", examples, "a list of lists of sizes")
        measured = checks.listed("measured", measured, "a list of dicts")
        examples = [_checked_sizes(f"examples[{i}]", example) for i, example in enumerate(examples)]
        self._measured = [_checked_measurement(f"measured[{i}]", entry) for i, entry in enumerate(measured)]
        if not isinstance(conditions, str):
            raise checks.expected("conditions", "a text", type(conditions).__name__)
        super().__init__(
            definition={
                "programs": [_program(depth) for depth in range(1, MOST_LAYERS + 1)],
                "limits": {"layers": MOST_LAYERS, "units": MOST_UNITS},
                "equations": EQUATION_NAMES,
                "examples": examples,
                "measured": self._measured,
                "conditions": conditions,
            },
            sizes=sizes,
        )

    @traitlets.validate("sizes")
    def _check_sizes(self, proposal):
        return _checked_sizes("sizes", proposal.value)

    @traitlets.validate("layer")
    def _check_layer(self, proposal):
        return checks.whole_number("layer", proposal.value, least=0, most=MOST_LAYERS)

    @traitlets.validate("count")
    def _check_count(self, proposal):
        return checks.one_of("count", proposal.value, RULES)

    @property
    def counts(self) -> dict[str, int]:
        """The counts of the present network: `lib.counting.all_counts`."""
        return all_counts(self.sizes)

    @property
    def sheet(self) -> Worksheet:
        """The counts of the present network with their formulas: `Worksheet.from_sizes`."""
        return Worksheet.from_sizes(self.sizes)

    def to_html(self) -> str:
        """The counts of the present network and their formulas as a table, and what was measured as another."""
        return _counts_table(self.sheet, self.counts) + _measured_table(self._measured, self.definition["conditions"])


def _program(depth):
    """The quantities of a network of so many layers, without values."""
    quantities = (quantity.to_dict() for quantity in Worksheet.from_sizes([1] * (depth + 1)))
    wanted = ("name", "words", "text", "equation", "symbol", "expression", "template")
    return [{key: entry[key] for key in wanted if entry.get(key) is not None} for entry in quantities]


def _checked_sizes(argument, value):
    if not isinstance(value, (list, tuple)):
        raise checks.expected(argument, "a list of whole numbers", repr(value))
    sizes = checks.layer_sizes(argument, value)
    if len(sizes) - 1 > MOST_LAYERS:
        raise checks.expected(argument, f"at most {MOST_LAYERS} layers of weights", len(sizes) - 1)
    if max(sizes) > MOST_UNITS:
        raise checks.expected(argument, f"at most {MOST_UNITS:,} units a layer", f"{max(sizes):,}")
    return sizes


def _checked_measurement(argument, entry):
    if not isinstance(entry, dict) or entry.keys() - {"sizes", *MEASURED} or not {"sizes", MEASURED[0]} <= entry.keys():
        wanted = "a dict of sizes, backpropagation and finite_differences"
        raise checks.expected(argument, wanted, repr(entry))
    checked = {"sizes": _checked_sizes(f"{argument}['sizes']", entry["sizes"])}
    for way in MEASURED:
        ratio = entry.get(way)
        if ratio is not None or way == MEASURED[0]:
            checks.positive_number(f"{argument}[{way!r}]", ratio)
        checked[way] = None if ratio is None else float(ratio)
    return checked


# The tables beside the widget


def count_text(value):
    """A count with all its figures, or rounded where the page too could no longer be exact."""
    return f"{value:,}" if value <= LARGEST_EXACT else f"about {number_text(value)}"


def _ratio_text(ratio):
    if ratio is None:
        return "not measured"
    return f"{ratio:.2f}" if ratio < 100 else f"{ratio:,.0f}"


def _counts_table(sheet, counts):
    numbers = Style(lambda name, place: count_latex(sheet.values[name]), lambda value, place: f"{value}", r" \cdot ")
    rows = []
    for letter, value in counts.items():
        quantity = sheet[letter]
        formulas = (quantity.latex, f"{quantity.symbol} = {to_latex(quantity.expression, numbers)}")
        times = "" if letter == "P" else _ratio_text(value / counts["F"])
        rows.append((quantity.words, *map(latex_to_mathml, formulas), count_text(value), times))
    title = f"Multiplications for one sample of the network {_sizes_text(sheet)}"
    return html_table(("", "Formula", "With numbers", "Count", "Forward passes"), rows, caption=title)


def _measured_table(measured, conditions):
    rows = []
    for entry in measured:
        counts = all_counts(entry["sizes"])
        cells = [
            counts["G"] / counts["F"],
            entry["backpropagation"],
            counts["D"] / counts["F"],
            entry["finite_differences"],
        ]
        rows.append(("-".join(map(str, entry["sizes"])), *map(_ratio_text, cells)))
    head = ("Network", "Backpropagation, counted", "measured", "Finite differences, counted", "measured")
    return html_table(head, rows, caption=f"In forward passes. {conditions}".strip()) if measured else ""


def count_latex(value):
    """A count as LaTeX, its figures in groups of three."""
    return f"{int(value):,}".replace(",", "{,}")


def _sizes_text(sheet):
    return "-".join(str(int(value)) for value in sheet.given.values())
