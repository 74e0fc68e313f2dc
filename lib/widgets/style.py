"""A widget's style, with the course's colours for where the book's own style is absent."""

from pathlib import Path

from lib.roles import css_variables

DARK = ':where([data-theme="dark"], [data-jp-theme-light="false"])'


def widget_style(file_name, root):
    """The CSS of a file in this folder, below the variables of `lib.roles`.

    Parameters
    ----------
    file_name : str
    root : str
        Selector of the widget's outermost element. The book has the same variables for its whole page.
    """
    light, dark = css_variables("light"), css_variables("dark")
    text = (Path(__file__).parent / file_name).read_text(encoding="utf-8")
    return f":where({root}) {{{light}}}\n{DARK} :where({root}) {{{dark}}}\n{text}"
