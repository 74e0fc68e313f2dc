"""Join small ES modules into the one text that a widget needs. No Node, no bundler."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "js"
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
TOP_LEVEL_NAME = re.compile(r"^(?:export )?(?:const|let|function|class) (\w+)", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


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
    return COMMENT.sub("", "".join(plain))


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
