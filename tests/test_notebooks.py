"""Each chapter also runs as a notebook, cell by cell, outside the book build."""

import jupytext
import pytest
from nbclient import NotebookClient

from tools import ROOT
from tools.book import chapters

pytestmark = pytest.mark.slow
NOTEBOOKS = {path: jupytext.read(ROOT / f"{path}.md") for path in chapters()}
WITH_CODE = [path for path, notebook in NOTEBOOKS.items() if any(cell.cell_type == "code" for cell in notebook.cells)]


@pytest.mark.parametrize("chapter", WITH_CODE)
def test_chapter_runs_as_a_notebook(chapter):
    folder = (ROOT / chapter).parent
    NotebookClient(NOTEBOOKS[chapter], timeout=300, resources={"metadata": {"path": folder}}).execute()


@pytest.mark.parametrize("chapter", WITH_CODE)
def test_chapter_names_the_kernel_that_everybody_has(chapter):
    assert NOTEBOOKS[chapter].metadata.kernelspec.name == "python3"
