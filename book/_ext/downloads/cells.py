"""A page as a list of cells: text up to the next code or heading, code as it stands in the source."""

from docutils import nodes
from nbformat.v4 import new_code_cell, new_markdown_cell
from sphinx_exercise.nodes import exercise_enumerable_node

from downloads.addresses import exercise_heading, number

# Close what stands below a heading: JupyterLab and Notebook 7 know the first of these, older ones the second.
CLOSED = {"jp-MarkdownHeadingCollapsed": True, "heading_collapsed": True}


class Cells:
    """Gather the cells of one page.

    Parameters
    ----------
    code : list
        The code cells of the source, in order: the page itself has not all of them in view.
    markdown : callable
        Writes nodes as Markdown, given the level of the headings among them.
    numbers : dict
        Sphinx's numbers of what is numbered on the page.
    """

    def __init__(self, code, markdown, numbers):
        self.code = iter(code)
        self.markdown = markdown
        self.numbers = numbers
        self.cells = []
        self.waiting = []

    def of(self, document):
        """The cells of the page."""
        self.gather(document, 0)
        return self.cells

    def gather(self, parent, level):
        for node in parent.children:
            if is_code(node):
                self.write_text(level)
                self.write_code(node, level)
            elif isinstance(node, nodes.section) and isinstance(node[0], nodes.title):
                self.write_text(level)
                self.gather(node, level + 1)
            elif holds_code(node):
                self.write_text(level)
                self.open_up(node, level)
            else:
                self.waiting.append(node)
        self.write_text(level)

    def write_text(self, level):
        """Make one cell of the text that has been waiting for its end."""
        if text := self.markdown(self.waiting, level):
            self.cells.append(new_markdown_cell(text))
        self.waiting = []

    def write_code(self, node, level):
        source = next(self.code)
        cell = new_code_cell(source.source)
        caption = next(node.findall(nodes.caption), None)
        if caption is not None or "remove-input" in source.metadata.get("tags", ()):
            cell.metadata.jupyter = {"source_hidden": True}  # the drawing is what matters
        self.cells.append(cell)
        if caption is not None:
            name = f"**Fig. {number(caption.parent, 'figure', self.numbers)}:** "
            self.cells.append(new_markdown_cell(name + self.markdown([caption], level)))

    def open_up(self, node, level):
        """An exercise or a solution with code: a heading, then its cells; the heading of a solution is closed."""
        if isinstance(node, exercise_enumerable_node):
            self.cells.append(new_markdown_cell(f"{'#' * (level + 1)} {exercise_heading(node, self.numbers)}"))
            self.gather(node[1], level)
        else:
            summary, *content = node.children
            heading = f"{'#' * (level + 2)} {summary.astext()}"
            self.cells.append(new_markdown_cell(heading, metadata=CLOSED))
            for part in content:
                self.gather(part, level)


def is_code(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def holds_code(node):
    return isinstance(node, nodes.Element) and any(is_code(part) for part in node.findall(nodes.container))
