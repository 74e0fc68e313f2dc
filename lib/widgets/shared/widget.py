"""What every widget is."""

import anywidget
import traitlets

from lib import checks


class Widget(anywidget.AnyWidget):
    """A widget with its content as a table beside it: for print, for screen readers, for pages without JavaScript.

    A widget sets ``_esm`` with `join_modules` and ``_css`` with `widget_style`, gives its `definition` when it is made, has
    a trait for each part of its state that the reader or Python can change, and writes its table in `to_html`.

    Attributes
    ----------
    definition : dict
        What the widget was made with, as plain data for the page. The rest of the state depends on it, so it never changes.
    """

    definition = traitlets.Dict().tag(sync=True)

    def to_html(self) -> str:
        """The widget's numbers as a table for reading."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **options):
        bundle, metadata = super()._repr_mimebundle_(**options)
        return bundle | {"text/html": self.to_html()}, metadata

    @traitlets.validate("definition")
    def _check_definition(self, proposal):
        if proposal.value != self.definition:
            wanted = "what the widget was made with; make another widget for something else"
            raise checks.expected("definition", wanted, checks.shortened(proposal.value))
        return proposal.value


def html_table(head, rows, *, caption="", kind=""):
    """A table for `Widget.to_html`: titles of the columns, and rows whose first cell is a heading. Cells are HTML."""
    kind = f' class="{kind}"' if kind else ""
    caption = f"<caption>{caption}</caption>" if caption else ""
    body = "".join(html_row(*row) for row in rows)
    return f"<table{kind}>{caption}{html_head(head)}<tbody>{body}</tbody></table>"


def html_head(titles):
    """The head of such a table."""
    cells = "".join(f'<th scope="col">{title}</th>' for title in titles)
    return f"<thead><tr>{cells}</tr></thead>"


def html_row(heading, *cells):
    """A row of such a table."""
    return f'<tr><th scope="row">{heading}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
