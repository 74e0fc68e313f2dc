"""Pages of their own for widgets: the book's page host, the widget's state, and nothing else."""

import json
import math
import re

from lib.widgets.shared.javascript import as_script, join_modules
from tools import ROOT

PAGE_HOST = ROOT / "book" / "_static" / "page-host.js"
THEME = """
html[data-theme=light] { --pst-color-text-base: #323232; --pst-color-text-muted: #48566b; --pst-color-on-background: #fff }
html[data-theme=dark] { --pst-color-text-base: #ced6dd; --pst-color-text-muted: #9ca4af; --pst-color-on-background: #222832;
  background: #14181e; color: #ced6dd }
body { font-family: sans-serif; max-width: 48rem; margin: 1rem auto; padding: 0 0.75rem }
"""
PAGE = """<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8"><title>A stepper</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style>
<main><h1>A stepper</h1><label>Beside it <input id="beside"></label>{places}<p>The end.</p></main>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script>{modules}</script><script src="{host}"></script></html>"""


def traits_of(stepper):
    """What the page gets of a stepper: its synchronised traits, without ipywidgets' own."""
    state = stepper.get_state()
    return {name: value for name, value in state.items() if not name.startswith("_") and value is not None}


def write_page(folder, *steppers, views=1, theme="light"):
    """Write a page that shows each stepper (or several views of it); returns its address."""
    states = {f"model-{i}": {**traits_of(stepper), "_esm": "stepper"} for i, stepper in enumerate(steppers)}
    places = "".join(f'<div class="widget-place" data-model="{key}"></div>' for key in states for _ in range(views))
    first = steppers[0]
    (folder / "page.html").write_text(
        PAGE.format(
            theme=theme,
            style=THEME + first._css,
            places=places,
            state=_in_script(states),
            modules=as_script("stepper", first._esm),
            host=PAGE_HOST.as_uri(),
        ),
        encoding="utf-8",
    )
    return (folder / "page.html").as_uri()


def _in_script(value):
    return json.dumps(value).replace("</", r"<\/")


def load_modules(page, *entries):
    """Make what modules of lib/widgets export reachable on a page, as ``lab.NAME``."""
    for entry in entries:
        page.add_script_tag(content=as_script(entry, join_modules(entry)))
        page.evaluate("entry => { globalThis.lab = { ...globalThis.lab, ...bookModules[entry]() }; }", entry)


def figures(text):
    """The number that a shown text says."""
    text = text.replace("−", "-").replace("∞", "inf")
    match = re.fullmatch(r"(-?[\d.]+)·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", text)
    if match:
        return float(match[1]) * 10.0 ** int(match[2].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")))
    return float(text)


def shows(text, value, digits):
    """Whether a shown text is the value, to so many significant digits."""
    if not math.isfinite(value):
        return text == {math.inf: "∞", -math.inf: "−∞"}.get(value, "not a number")
    last_place = 0 if value == 0 else 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1)
    return abs(figures(text) - value) <= 0.5000001 * last_place
