"""Join small ES modules into the one text that a widget needs, and make it small. No Node, no bundler."""

import json
import re
from pathlib import Path

from rjsmin import jsmin

FOLDER = Path(__file__).parent / "js"
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
TOP_LEVEL_NAME = re.compile(r"^(?:export )?(?:const|let|function|class) (\w+)", re.MULTILINE)


def join_modules(entry, folder=FOLDER):
    """The text of a module and of all that it imports, each once and before it is used.

    Parameters
    ----------
    entry : str
        Name of the module that ends in ``export default``, without ``.js``.
    folder : pathlib.Path
        Where the modules are. They import each other by name, as in ``import { a, b } from "./c.js";``.

    Raises
    ------
    ValueError
        If a module is missing or lacks an imported name, or two modules define the same name.
    """
    texts = {}
    _collect(entry, folder, texts)
    names = [name for text in texts.values() for name in TOP_LEVEL_NAME.findall(text)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"{entry}.js: expected each top-level name once, got {', '.join(twice)} in several modules")
    plain = (re.sub(r"^export (?!default)", "", IMPORT.sub("", text), flags=re.MULTILINE) for text in texts.values())
    return jsmin("".join(plain))


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


def _collect(name, folder, texts):
    path = folder / f"{name}.js"
    if not path.is_file():
        raise ValueError(f"{name}.js: expected a module in {folder.name}, got none of this name")
    text = path.read_text(encoding="utf-8")
    for imported, source in IMPORT.findall(text):
        if source not in texts:
            _collect(source, folder, texts)
        for wanted in re.findall(r"\w+", imported):
            if not re.search(rf"^export (?:const|function|class) {wanted}\b", texts[source], re.MULTILINE):
                raise ValueError(f"{source}.js: expected it to export {wanted} for {name}.js, got no such export")
    texts[name] = text
