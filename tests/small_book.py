"""Books of a page or two, built in a moment: no notebook, no theme, only the extension under test."""

import subprocess
import sys

from tools import ROOT

EXTENSIONS = ROOT / "book" / "_ext"


def build(folder, source, builder="html", name="index.md", others=None, **settings):
    """Build a page from its text into ``folder/html`` (or the builder's name); return the finished process.

    `others` are further pages, from file name to text. Built again, pages whose text is the same are not read again.
    """
    defaults = {"extensions": ["myst_parser", "mathml"], "html_math_renderer": "mathml", "html_theme": "basic"}
    settings = defaults | settings | {"myst_enable_extensions": ["amsmath", "dollarmath"]}
    lines = [f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(EXTENSIONS)!r}]"]
    lines += [f"{name} = {value!r}" for name, value in settings.items()]
    (folder / "source").mkdir(exist_ok=True)
    (folder / "source" / "conf.py").write_text("\n".join(lines))
    for file, text in {name: source, **(others or {})}.items():
        page = folder / "source" / file
        page.parent.mkdir(exist_ok=True)
        if not page.exists() or page.read_text() != text:
            page.write_text(text)
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "--keep-going", "-b", builder]
    command += [folder / "source", folder / builder, "-d", folder / "doctrees"]
    return subprocess.run(command, capture_output=True, text=True)
