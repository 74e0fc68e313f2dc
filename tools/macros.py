r"""Give a copy of the chapters the course's LaTeX macros, for JupyterLab: `python -m tools.macros FOLDER`.

The built book sets its formulas itself (lib/mathml.py). JupyterLab's MyST extension sets them with KaTeX, which reads
macros from the top of a notebook's first text cell. Binder calls this on its own copy of the book; the sources keep
clear of it.
"""

import json
import sys
from pathlib import Path

from lib.mathml import COLOUR_MACROS
from lib.roles import ROLES

HEADER = "---\n"


def katex_macros():
    r"""The macros of the course, as KaTeX wants them: ``{r"\err": r"\textcolor{##b3261e}{#1}"}``, a doubled # for one."""
    colours = {rf"\{macro}": rf"\textcolor{{#{ROLES[role].light}}}{{#1}}" for macro, (role, _) in COLOUR_MACROS.items()}
    return {r"\Cost": r"\operatorname{Cost}", **colours}


def add_macros(folder):
    """Put the macros on top of the first text cell of every notebook below `folder`, once."""
    front_matter = f"{HEADER}math: {json.dumps(katex_macros())}\n{HEADER}"
    for path in Path(folder).rglob("*.md"):
        text = path.read_text()
        if text.startswith(HEADER) and front_matter not in text:
            empty, header, chapter = text.split(HEADER, maxsplit=2)
            path.write_text(f"{HEADER}{header}{HEADER}\n{front_matter}{chapter}")


if __name__ == "__main__":
    add_macros(sys.argv[1])
