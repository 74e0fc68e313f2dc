"""A widget's style, with the book's colours for where its own style is absent."""

import re
from pathlib import Path

from lib.roles import css_variables

COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)
SPACE = re.compile(r"""("[^"]*")|;?\s*([{};])\s*|([:,])\s+""")  # that says nothing; what stands in quotes stays
DARK = ':where([data-theme="dark"], [data-jp-theme-light="false"])'


def widget_style(*file_names, root):
    """The CSS of some files in this folder, in order, without comments and spaces, below the variables of `lib.roles`.

    Parameters
    ----------
    *file_names : str
        Usually common.css, which all widgets share, and then the widget's own.
    root : str
        Selector of the widget's outermost element. The book has the same variables for its whole page.
    """
    light, dark = css_variables("light"), css_variables("dark")
    text = "\n".join((Path(__file__).parent / name).read_text(encoding="utf-8") for name in file_names)
    text = SPACE.sub(lambda match: match[1] or match[2] or match[3], COMMENT.sub("", text))
    return f":where({root}) {{{light}}}\n{DARK} :where({root}) {{{dark}}}\n{text}"
