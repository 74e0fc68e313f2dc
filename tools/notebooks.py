"""JupyterLab with the book's notebooks, here and on Binder: `python -m tools.notebooks` after a build of the book.

The build writes all notebooks into one archive (`book/_ext/downloads`). Binder installs requirements.txt, then the
package itself, then runs postBuild, which builds the book and calls this; it never sees what only tests need. Here an
environment of its own stands for Binder's.
"""

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path
from zipfile import ZipFile

from tools import ROOT, book
from tools.console import become, run, say
from tools.environment import Environment, files_below

ENVIRONMENT = Environment(".venv-binder")
ARCHIVE = book.HTML / "notebooks" / "backpropagation-step-by-step.zip"
UNPACKED = ROOT / "_build" / "notebooks"
READERS_COPY = ROOT / "notebooks"
AS_GIVEN = ".as_given.json"  # in the reader's copy: what each file was when the reader got it

# JupyterLab as Binder has it: no question about news, no buttons over the text; and the whole notebook is laid out, or
# a link in it would miss its place, which moves while what stands above is drawn.
SETTINGS = (
    "labextension disable @jupyterlab/apputils-extension:announcements",
    "labextension disable @jupyterlab/cell-toolbar-extension",
)
OVERRIDES = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}


def sources():
    return [Path(__file__), *files_below(ROOT / "lib")]


def is_ready():
    return ENVIRONMENT.has("packages") and ENVIRONMENT.has("lib", sources())


def prepare():
    if not ENVIRONMENT.has("packages"):
        ENVIRONMENT.create()
        ENVIRONMENT.install("-r", ROOT / "requirements.txt")
        ENVIRONMENT.note("packages")
    ENVIRONMENT.install("--no-index", "--no-build-isolation", "--force-reinstall", "--no-deps", ROOT)
    settle(ENVIRONMENT.folder, ENVIRONMENT.program("jupyter"), env=ENVIRONMENT.variables())
    ENVIRONMENT.note("lib", sources())


def settle(environment, jupyter, **options):
    """Set JupyterLab's settings in the folder of its environment."""
    for setting in SETTINGS:
        run([jupyter, *setting.split()], log=ROOT / "_build" / "jupyterlab.log", **options)
    settings = Path(environment, "share", "jupyter", "lab", "settings")
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "overrides.json").write_text(json.dumps(OVERRIDES))


def unpack(archive=ARCHIVE, folder=UNPACKED):
    """Put the notebooks of the archive into a new folder; `lib` is installed, so its wheel stays packed."""
    shutil.rmtree(folder, ignore_errors=True)
    with ZipFile(archive) as packed:
        for name in packed.namelist():
            if name.endswith(".ipynb"):
                target = folder / Path(*Path(name).parts[1:])
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(packed.read(name))


def is_copied():
    unpack()
    return READERS_COPY.is_dir() and given(READERS_COPY) == fingerprints(UNPACKED)


def copy(source=UNPACKED, target=READERS_COPY):
    """Give the reader chapters to write in, and later what is new in them.

    A chapter that the reader has changed stays as it is. If the book's has changed as well, it is put beside it.
    """
    old, new = given(target), fingerprints(source)
    for name in [*new, *(old.keys() - new.keys())]:
        present = fingerprint(target / name)
        if present in (None, old.get(name)):
            renew(source / name, target / name)
        elif old.get(name) != new.get(name) != present and name in new:
            beside = free_name(target / name)
            renew(source / name, beside)
            say(
                f"      {target.name}/{name} has your changes and stays; the book's new one is beside it: {beside.name}"
            )
    (target / AS_GIVEN).write_text(json.dumps(new, indent=1))


def lay_out(archive=ARCHIVE, unpacked=UNPACKED, target=READERS_COPY):
    """Give the reader the notebooks of the archive; what the reader has written stays."""
    unpack(archive, unpacked)
    copy(unpacked, target)


def free_name(path):
    """A name beside a file that no file has yet."""
    names = (path.with_stem(f"{path.stem}-new{number}") for number in ["", *range(2, 1000)])
    return next(name for name in names if not name.exists())


def renew(source, target):
    """Let the target be as the source is, which may be gone."""
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    else:
        target.unlink(missing_ok=True)


def readers_changes(folder=READERS_COPY):
    """The files of the reader's copy that are not as they were given: the reader's own."""
    old = given(folder)
    files = {path.relative_to(folder).as_posix(): fingerprint(path) for path in files_below(folder)}
    return sorted(name for name, present in files.items() if name != AS_GIVEN and old.get(name) != present)


def given(folder):
    file = folder / AS_GIVEN
    return json.loads(file.read_text()) if file.is_file() else {}


def fingerprints(folder):
    """What each file of the chapters is, {name: fingerprint}."""
    return {path.relative_to(folder).as_posix(): fingerprint(path) for path in files_below(folder)}


def fingerprint(path):
    """A short name for a file's content; None if there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def start():
    """Become JupyterLab, with the introduction open."""
    as_root = ["--allow-root"] if os.name != "nt" and os.geteuid() == 0 else []
    become([ENVIRONMENT.program("jupyter-lab"), *as_root, READERS_COPY / "intro.ipynb"], env=ENVIRONMENT.variables())


if __name__ == "__main__":
    settle(sys.prefix, "jupyter")
    lay_out()
