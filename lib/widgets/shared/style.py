"""A widget's style, with the book's colours for where its own style is absent."""

import re

from lib.typesetting.roles import css_variables
from lib.widgets.shared.javascript import ROOMS

COMMENT = re.compile(r"/\*.*?\*/\n*", re.DOTALL)
# Space that says nothing. What stands in quotes stays, and the space of ".a :is(b)", which rcssmin 1.3.0 takes away.
SPACE = re.compile(r"""("[^"]*")|;?\s*([{};])\s*|([:,])\s+""")
DARK = ':where([data-theme="dark"], [data-jp-theme-light="false"])'


def widget_style(*file_names, root):
    """The CSS of some files, in order, without comments and spaces, below the variables of `lib.typesetting.roles`.

    Parameters
    ----------
    *file_names : str
        Paths in the folder of widgets: usually shared/common.css, and then the widget's own.
    root : str
        Selector of the widget's outermost element. The book has the same variables for its whole page.
    """
    light, dark = css_variables("light"), css_variables("dark")
    text = "\n".join((ROOMS / name).read_text(encoding="utf-8") for name in file_names)
    text = SPACE.sub(lambda match: match[1] or match[2] or match[3], COMMENT.sub("", text))
    return f":where({root}) {{{light}}}\n{DARK} :where({root}) {{{dark}}}\n{text}"
