"""`python -m tools.measure [--record FILE]`: print every figure beside its target; record them only when asked."""

import argparse
import json
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tools.console import say
from tools.measure.building import build_time
from tools.measure.library import import_ratio, step_ratio
from tools.measure.pages import page_figures

PACKAGES = ("numpy", "jupyter-book", "anywidget", "playwright")


def main():
    arguments = argparse.ArgumentParser(description="Measure weight and speed beside their targets.")
    arguments.add_argument("--record", type=Path, metavar="FILE", help="also write the figures to this JSON file")
    file = arguments.parse_args().record
    say(f"{'measured':>12}  {'target':>10}  {'met':3}  {'n':>2}  what")
    figures = []
    for figure in measure():
        figures.append(figure)
        say(
            f"{figure.value:12.2f}  {'≤ ' + format(figure.target, 'g'):>10}  {'yes' if figure.is_met else 'NO ':3}  "
            f"{len(figure.samples):2}  {figure.name}{figure.unit and ', ' + figure.unit}"
        )
    if file:
        file.write_text(json.dumps(record(figures), indent=2, ensure_ascii=False) + "\n")


def measure():
    """The figures, one by one as they are measured."""
    yield import_ratio()
    yield step_ratio()
    yield from page_figures()
    yield build_time()


def record(figures):
    """What lib/records wants to know: the command, the versions, the date and the figures."""
    return {
        "command": "make measure",
        "date": date.today().isoformat(),
        "machine": {"system": platform.system(), "processor": platform.machine(), "python": platform.python_version()},
        "versions": {name: version(name) for name in PACKAGES},
        "figures": [{**figure._asdict(), "median": figure.value, "met": figure.is_met} for figure in figures],
    }


if __name__ == "__main__":
    main()
