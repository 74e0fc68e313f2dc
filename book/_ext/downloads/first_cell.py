"""What each notebook begins with: a word on how to use it, and the cell that sees to it that `lib` is there, and ours."""

from nbformat.v4 import new_code_cell, new_markdown_cell

WORD = """\
*This notebook is a page of the book [Backpropagation, Step by Step]({start}). To bring it to life, choose
**Run → Run All Cells**: the cell below gets what is needed. A solution with code is closed; the arrow beside its heading
opens it.*"""

CODE = """\
# The book's package `lib` is looked for, and installed if it is missing.
import importlib
import sys
from importlib.util import find_spec
from pathlib import Path

WHEEL = "{wheel}"
beside = [folder / WHEEL for folder in (Path(), Path("..")) if (folder / WHEEL).exists()]
wheel = str(beside[0].resolve()) if beside else "{folder}/" + WHEEL


def is_ours():
    importlib.invalidate_caches()
    try:
        from lib import Network
    except ImportError:
        sys.modules.pop("lib", None)
        return False
    return True


if not is_ours():
    if other := find_spec("lib"):
        where = other.origin or list(other.submodule_search_locations)[0]
        raise ImportError(
            f"Here `lib` is another package than the book's: {{where}}. If it is a file or folder of yours, "
            "rename it. If it was installed, remove it: %pip uninstall -y lib. "
            "Then restart the kernel and run this cell again."
        )
    %pip install --quiet {{wheel}}
    if not is_ours():
        raise ImportError(
            f"The book's package could not be installed; pip says why above. With a network: %pip install {{wheel}}. "
            "Not `pip install lib`: that is another package."
        )

import lib
from lib.widgets import notebook_colours

if lib.__version__ != WHEEL.split("-")[1]:
    print(f"The book's package here is version {{lib.__version__}}, and this notebook is made for another one. "
          f"To have that: %pip install {{wheel}}, then restart the kernel.")

notebook_colours()
"""


def first_cells(wheel, folder, start):
    """The first two cells, given the wheel's name, the address of the folder where it is published, and that of
    the book's first page."""
    code = new_code_cell(CODE.format(wheel=wheel, folder=folder), metadata={"jupyter": {"source_hidden": True}})
    return [new_markdown_cell(WORD.format(start=start)), code]
