"""Run a chapter's code cells and look at what they leave behind."""

import contextlib
import io
from pathlib import Path

import jupytext

BOOK = Path(__file__).parents[1] / "book"


class Chapter:
    """The variables and the printed text after all code cells of a chapter have run, in order, in the chapter's folder.

    `text` is the source, in one line.
    `changes` goes from what stands in exactly one place of the cells to what shall stand there.
    """

    def __init__(self, path, changes=None):
        self.variables, printed = {}, io.StringIO()
        cells = jupytext.read(BOOK / path).cells
        for old, new in (changes or {}).items():
            assert sum(cell.source.count(old) for cell in cells if cell.cell_type == "code") == 1, old
            for cell in cells:
                cell.source = cell.source.replace(old, new)
        with contextlib.chdir((BOOK / path).parent), contextlib.redirect_stdout(printed):
            for cell in cells:
                if cell.cell_type == "code":
                    exec(compile(cell.source, path, "exec"), self.variables)
        self.printed = printed.getvalue()
        self.text = " ".join((BOOK / path).read_text(encoding="utf-8").split())

    def __getitem__(self, name):
        return self.variables[name]
