"""All notebooks in one archive, which needs no network: they lead to each other, and `lib` lies beside them."""

import json
import os
import re
from pathlib import PurePosixPath
from posixpath import relpath
from zipfile import ZIP_DEFLATED, ZipFile

from downloads.addresses import headings

LINK = re.compile(r"\]\((https://[^)\s#]+)\.html(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.*)", re.MULTILINE)


def write_archive(folder, file, app):
    """Pack the notebooks and the wheel of a folder."""
    notebooks = {
        path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8")) for path in folder.rglob("*.ipynb")
    }
    places = Places(app, notebooks)
    partial = file.with_suffix(".part")
    with ZipFile(partial, "w", ZIP_DEFLATED) as archive:
        for name, notebook in sorted(notebooks.items()):
            archive.writestr(f"{file.stem}/{name}", beside_each_other(notebook, name, places))
        for path in folder.glob("*.whl"):
            archive.write(path, f"{file.stem}/{path.name}")
    os.replace(partial, file)


class Places:
    """Where the notebooks are that the addresses on the web stand for, and in them the cells."""

    def __init__(self, app, notebooks):
        address = app.config.html_baseurl
        self.docnames = {f"{address}/{docname}": docname for docname in app.env.found_docs}
        self.env = app.env
        self.cells = {name: cells_by_heading(notebook) for name, notebook in notebooks.items()}

    def of(self, address, place, start):
        """The address of a notebook from the file `start` on, or None for what is no page of the book.

        A notebook that is just being opened has no headings yet, but it has cells.
        """
        docname = self.docnames.get(address)
        if docname is None:
            return None
        name = f"{docname.removeprefix('book/')}.ipynb"
        target = relpath(name, str(PurePosixPath(start).parent))
        heading = headings(self.env, docname).get(place)
        return f"{target}#cell-id={self.cells[name][heading]}" if heading else target


def cells_by_heading(notebook):
    """The names of the cells in which the headings stand."""
    return {
        heading: cell["id"]
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
        for heading in HEADING.findall("".join(cell["source"]))
    }


def beside_each_other(notebook, name, places):
    """The text of a notebook whose references to other pages lead to their notebooks."""

    def link(match):
        address = places.of(match[1], match[2], name)
        return f"]({address})" if address else match[0]

    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = [LINK.sub(link, line) for line in cell["source"]]
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
