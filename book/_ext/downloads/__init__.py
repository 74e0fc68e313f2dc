"""Each page as a notebook that is good anywhere, and all of them in one archive.

The button of a page gives what JupyterLab, Notebook, VS Code or Colab show without any extension: plain Markdown with
the numbers of the book, code to run, solutions that are closed, and a first cell that sees to `lib`. It is written from
the page as Sphinx has resolved it, so that nothing is numbered or looked up a second time.

``addresses``
    where a reference leads: to a heading of the same notebook, or to the page on the web;
``markdown``
    what stands in a page as plain Markdown;
``cells``
    the page as a list of cells;
``first_cell``
    the code that gets `lib`;
``archive``
    `lib` as a wheel, and everything in one zip, where notebooks lead to each other.
"""

import jupytext
import nbformat
from flit_core.wheel import make_wheel_in

import lib
from downloads.addresses import Addresses
from downloads.archive import write_archive
from downloads.cells import Cells
from downloads.first_cell import first_cells
from downloads.markdown import NotebookMarkdown

FOLDER = "notebooks"
ARCHIVE = "backpropagation-step-by-step.zip"
WHEEL = f"backpropagation_step_by_step-{lib.__version__}-py3-none-any.whl"
BOOK = "book/"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def write_notebook(app, pagename, templatename, context, doctree):
    """Write the notebook of a page beside the pages, and let the page's buttons lead to it."""
    if doctree is None or not pagename.startswith(BOOK):
        return
    builder, env = app.builder, app.env
    address = app.config.html_baseurl
    addresses = Addresses(f"{address}/", builder.get_target_uri(pagename), env, pagename)

    def markdown(nodes, level):
        return NotebookMarkdown(doctree, builder, addresses).text(nodes, level)

    source = jupytext.read(env.doc2path(pagename), fmt="md:myst")
    code = [cell for cell in source.cells if cell.cell_type == "code"]
    start = f"{address}/{builder.get_target_uri(app.config.root_doc)}"
    cells = first_cells(WHEEL, f"{address}/{FOLDER}", start) + Cells(code, markdown, builder.fignumbers).of(doctree)
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"  # not by chance: the same page gives the same file
    file = app.outdir / path_of(pagename)
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), file)
    offer(context, pagename, address)


def path_of(pagename):
    """Where the notebook of a page lies among the pages."""
    return f"{FOLDER}/{pagename.removeprefix(BOOK)}.ipynb"


def offer(context, pagename, address):
    """Put the notebook in the place of the raw one that the theme offers, all of them below, and Colab beside Binder."""
    notebook = context["pathto"](path_of(pagename), 1)
    archive = context["pathto"](f"{FOLDER}/{ARCHIVE}", 1)
    on_colab = f"https://colab.research.google.com/#fileId={address}/{path_of(pagename)}"
    for group in context["header_buttons"]:
        buttons = group.get("buttons", [])
        for button in [button for button in buttons if button.get("label") == "download-notebook-button"]:
            buttons.remove(button)
        if group.get("label") == "download-buttons":
            tooltip = "Download this page as a notebook that runs anywhere"
            all_of_them = "Download all pages as notebooks, with what they need, in one archive"
            buttons[:0] = [
                link(notebook, ".ipynb", tooltip, "fas fa-code", "download-notebook-button"),
                link(archive, "All notebooks", all_of_them, "fas fa-file-zipper", "download-notebooks-button"),
            ]
        if group.get("label") == "launch-buttons":
            for binder in buttons:
                binder["url"] = binder["url"].replace(f"{pagename}.md", path_of(pagename))
            tooltip = "Launch on Colab (not tried yet: tell us whether it works)"
            buttons.append(link(on_colab, "Colab", tooltip, "_static/images/logo_colab.png", "colab-button"))


def link(url, text, tooltip, icon, label):
    return {"type": "link", "url": url, "text": text, "tooltip": tooltip, "icon": icon, "label": label}


def write_rest(app, exception):
    """The wheel and the archive, when all pages are written."""
    if exception is None and app.builder.format == "html" and (app.outdir / FOLDER).is_dir():
        folder = app.outdir / FOLDER
        make_wheel_in(app.srcdir / "pyproject.toml", folder)
        write_archive(folder, folder / ARCHIVE, app)


def setup(app):
    app.setup_extension("sphinx_markdown_builder")  # its settings, which its translator asks for
    app.connect("html-page-context", write_notebook, priority=550)  # after the theme has made its buttons
    app.connect("build-finished", write_rest)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
