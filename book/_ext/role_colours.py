"""Write the colours of lib/typesetting/roles.py as CSS variables, for the light and the dark page."""

from pathlib import Path

from lib.typesetting.roles import ROLES, css_variables

STYLE = """:root {{ {light} }}
html[data-theme="dark"] {{ {dark} }}
@media print {{ html[data-theme] {{ {light} }} }}
{classes}
"""


def write_colours(app, builder):
    classes = "\n".join(f".{name} {{ color: var(--{name}); }}" for name in ROLES)
    style = STYLE.format(light=css_variables("light"), dark=css_variables("dark"), classes=classes)
    Path(app.outdir, "_static").mkdir(parents=True, exist_ok=True)
    Path(app.outdir, "_static", "roles.css").write_text(style, encoding="utf-8")


def setup(app):
    app.add_css_file("roles.css")
    app.connect("write-started", write_colours)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
