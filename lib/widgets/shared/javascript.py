"""Join small ES modules into the one text that a widget needs, and make it small. No Node, no bundler."""

import json
import os
import re
from collections import namedtuple
from pathlib import Path

from rjsmin import jsmin

ROOMS = Path(__file__).parent.parent
IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[\w/-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?:const|function|class) (\w+)", re.MULTILINE)

Module = namedtuple("Module", ["name", "exports", "scope"])  # the scope is an expression, the exports are its names


def join_modules(entry, folder=ROOMS):
    """The text of a module and of all that it imports, each once, in a scope of its own and before it is used.

    Parameters
    ----------
    entry : str
        A module's path in the folder, without ``.js``, such as "stepper/stepper".
    folder : pathlib.Path
        Where the modules are. They import each other by relative paths, as in ``import { a, b } from "../shared/c.js";``.

    Returns
    -------
    str
        An ES module whose default export is that of the entry; of an entry without one, an object of all its exports.

    Raises
    ------
    ValueError
        If a module is missing or lacks an imported name, or modules import each other in a circle.
    """
    modules = {}
    _collect(entry, folder, modules, [])
    *imported, last = modules.values()
    lines = [*(f"const {each.name} = {each.scope};" for each in imported), f"export default {last.scope};"]
    return "\n".join(map(jsmin, lines))


def as_script(key, module):
    """The text of a widget's module as a plain script, which a page may load from disk and under any policy.

    Parameters
    ----------
    key : str
        The script leaves a function in ``window.bookModules[key]``; called, it gives what the module exports.
    module : str
        The text of an ES module that imports nothing and ends in ``export default``.
    """
    body = re.sub(r"^export default\b", "return ", module, flags=re.MULTILINE)
    return f'(window.bookModules ??= {{}})[{json.dumps(key)}] = () => {{ "use strict";\n{body}\n}};\n'


def _collect(path, folder, modules, importers):
    """Add what a module imports, and then the module itself, to those that are there."""
    if path in importers:
        circle = " -> ".join([*importers[importers.index(path) :], path])
        raise ValueError(f"{path}.js: expected modules that do not import each other in a circle, got {circle}")
    if path in modules:
        return
    file = folder / f"{path}.js"
    if not file.is_file():
        raise ValueError(f"{path}.js: expected a module in {folder.name}, got none of this name")
    text, bindings = file.read_text(encoding="utf-8"), ""
    for names, source in IMPORT.findall(text):
        other = Path(os.path.normpath(Path(path).parent / source)).as_posix()
        _collect(other, folder, modules, [*importers, path])
        for wanted in re.findall(r"(\w+)(?: as \w+)?", names):
            if wanted not in modules[other].exports:
                raise ValueError(f"{other}.js: expected it to export {wanted} for {path}.js, got no such export")
        bindings += f"const {{{names.replace(' as ', ': ')}}} = {modules[other].name};\n"
    modules[path] = Module(path.replace("/", "_"), EXPORT.findall(text), _scope(bindings + IMPORT.sub("", text)))


def _scope(text):
    """The module's text as a function that is called at once and returns what the module exports."""
    named = ", ".join(EXPORT.findall(text))
    text, has_default = re.subn(r"^export default\b", "return", text, flags=re.MULTILINE)
    text = re.sub(r"^export ", "", text, flags=re.MULTILINE)
    return f"(() => {{\n{text}\n{'' if has_default else f'return {{ {named} }};'}\n}})()"
