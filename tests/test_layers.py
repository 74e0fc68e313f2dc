"""Imports point down only: the algorithm knows no worksheet, the worksheet no widget, no part of lib the book, and no widget
another widget."""

import ast
import os.path

import pytest

from lib.widgets.shared.javascript import IMPORT
from tools import ROOT

# From below to above. A folder belongs to its layer whole; all other modules of lib are the algorithm's.
FOLDERS = {"typesetting": 1, "worksheet": 1, "widgets": 2, "figures": 2}
WIDGETS = ROOT / "lib" / "widgets"
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "lib").rglob("*.py"))


def layer(module):
    """The layer of a module by its dotted name, such as lib.worksheet.key."""
    return max((FOLDERS.get(part, 0) for part in module.split(".")[1:2]), default=0)


def dotted(file):
    return file.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def imports(file):
    """The full names of what a module imports when it is loaded or later."""
    for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(file.removesuffix(".py").split("/")[: -node.level]) if node.level else ""
            base = ".".join(filter(None, [package, node.module]))
            yield from (f"{base}.{name.name}" for name in node.names)


@pytest.mark.parametrize("file", MODULES)
def test_a_module_imports_from_its_own_layer_or_below(file):
    ours = [name for name in imports(file) if name.split(".")[0] == "lib"]
    assert [name for name in ours if layer(name) > layer(dotted(file))] == []


@pytest.mark.parametrize("file", MODULES)
def test_lib_knows_neither_the_book_nor_its_tools(file):
    assert {name.split(".")[0] for name in imports(file)} & {"book", "tools", "tests"} == set()


def room(path):
    """The folder of a widget, as in lib/widgets/stepper/session.js; that of what all share is no room of its own."""
    return path.split("/")[2] if path.count("/") > 2 else None


@pytest.mark.parametrize("file", [file for file in MODULES if room(file)])
def test_a_widgets_python_uses_its_own_room_and_what_all_share(file):
    rooms = {room(name.replace(".", "/") + "/") for name in imports(file) if name.startswith("lib.widgets.")}
    assert rooms <= {room(file), "shared"}


@pytest.mark.parametrize("file", sorted(path.relative_to(ROOT).as_posix() for path in WIDGETS.rglob("*.js")))
def test_a_widgets_javascript_uses_its_own_room_and_what_all_share(file):
    sources = [source for _, source in IMPORT.findall((ROOT / file).read_text("utf-8"))]
    rooms = {room(os.path.normpath(f"{file}/../{source}")) for source in sources}
    assert rooms <= {room(file), "shared"}
