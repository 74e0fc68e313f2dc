"""Put the widgets into the built pages, so that they need no kernel, no server and no network.

myst-nb writes the state of a page's widgets into the page. Here

* each widget gets a place, with its table beside it: closed on screen, open in print and without JavaScript;
* the widgets' code and style, which the state repeats for each widget, go into files that all pages share;
* the numbers and addresses of all equations are written down for the widgets' links.

``page-host.js`` then draws each widget in its place.
"""

import hashlib
import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from lib.widgets.shared.javascript import as_script

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
WIDGET_STATE = "application/vnd.jupyter.widget-state+json"

# The table is open for who reads without JavaScript. Where there is JavaScript, book.css hides what is in it until
# page-host.js has drawn the widget, and closed the table.
PLACE = '<div class="widget-place" data-model="{model}"></div>\n'
TABLE = """<details class="widget-table" open><summary>The numbers at the start, as a table</summary>
<div class="widget-table-body">{table}</div></details>
"""


class PlaceWidgets(SphinxPostTransform):
    """Keep a widget *and* its table, where myst-nb would keep the widget only."""

    default_priority = 3  # myst-nb makes its choice at 4
    formats = ("html",)

    def run(self):
        for bundle in list(self.document.findall(_is_output)):
            by_type = {part["mime_type"]: part.astext() for part in bundle.children}
            if WIDGET_VIEW in by_type:
                bundle.replace_self(nodes.raw("", _place(by_type), format="html"))


def _is_output(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def _place(by_type):
    model = re.search(r'"model_id":\s*"([^"]+)"', by_type[WIDGET_VIEW])[1]
    table = TABLE.format(table=by_type["text/html"]) if "text/html" in by_type else ""
    return PLACE.format(model=model) + table


def share_widget_code(app, pagename, templatename, context, doctree):
    """Move the code and the style of the page's widgets out of its state into shared files."""
    scripts = context["script_files"]
    state_script = next((script for script in scripts if _type(script) == WIDGET_STATE), None)
    if state_script is None:
        return
    scripts.remove(state_script)
    state = json.loads(state_script.attributes["body"])["state"]
    models = {key: model["state"] for key, model in state.items() if "_esm" in model["state"]}
    for key, model in models.items():
        name = _room(model["_anywidget_id"])
        context["body"] = context["body"].replace(f'data-model="{key}"', f'data-model="{key}" data-widget="{name}"')
        model["_esm"] = _share_code(app, name, model["_esm"])
        _share_style(app, name, model.pop("_css", ""))
    app.add_js_file(None, type=WIDGET_STATE, body=_json_in_script({key: _own(model) for key, model in models.items()}))
    app.add_js_file("equations.js", loading_method="defer", priority=700)
    app.add_js_file("page-host.js", loading_method="defer", priority=800)


def _room(widget):
    """What files and places are called after: the room of a widget of ours, which several classes may share."""
    return widget.removeprefix("lib.widgets.").partition(".")[0]


def _type(script):
    return getattr(script, "attributes", {}).get("type")


def _own(model):
    """The part of a widget's state that its own code reads."""
    return {key: value for key, value in model.items() if key == "_esm" or not (key.startswith("_") or value is None)}


def _share_code(app, name, code):
    key = f"{name}-{_digest(code)}"
    _add_static(app, f"widgets/{key}.js", as_script(key, code))
    app.add_js_file(f"widgets/{key}.js", loading_method="defer", priority=600)
    return key


def _share_style(app, name, style):
    if style:
        path = f"widgets/{name}-{_digest(style)}.css"
        _add_static(app, path, style)
        app.add_css_file(path, priority=900)


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _add_static(app, path, text):
    file = Path(app.outdir, "_static", path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _json_in_script(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", r"<\/")


def write_equations(app, builder):
    """Write the map from equation label to address and number; numbers are known only after all pages are read."""
    if builder.format != "html":
        return
    equations = {}
    for label, (docname, _) in app.env.get_domain("math").equations.items():
        anchor = f"equation-{nodes.make_id(label)}"
        number = app.env.toc_fignumbers.get(docname, {}).get("displaymath", {}).get(anchor, ())
        equations[label] = {
            "href": f"{builder.get_target_uri(docname)}#{anchor}",
            "number": ".".join(map(str, number)),
        }
    _add_static(app, "equations.js", f"window.bookEquations = {_json_in_script(equations)};\n")


def setup(app):
    app.add_post_transform(PlaceWidgets)
    app.connect("html-page-context", share_widget_code, priority=600)  # after myst-nb has written the state
    app.connect("write-started", write_equations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
