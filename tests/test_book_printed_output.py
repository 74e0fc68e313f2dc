"""What a cell prints stands in the page as it was printed."""

import re

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.small_book import build


def test_a_line_that_the_kernel_sent_in_two_pieces_is_one_line(tmp_path):
    pieces = ["path 1: ", "0.25", "\npath 2: 0.5\n", "\nboth:   0.75\n"]
    cell = new_code_cell("print()", outputs=[new_output("stream", name="stdout", text=piece) for piece in pieces])
    metadata = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    notebook = nbformat.writes(new_notebook(cells=[new_markdown_cell("# Title"), cell], metadata=metadata))
    settings = {"extensions": ["myst_nb", "theme_mending"], "nb_execution_mode": "off", "nb_merge_streams": True}
    finished = build(tmp_path, notebook, name="index.ipynb", html_math_renderer="mathjax", **settings)
    assert finished.returncode == 0, finished.stderr
    html = (tmp_path / "html" / "index.html").read_text()
    [shown] = re.findall(r'<div class="output stream.*?<pre>(.*?)</pre>', html, re.DOTALL)
    assert re.sub(r"<[^>]*>", "", shown) == "path 1: 0.25\npath 2: 0.5\n\nboth:   0.75\n"
