"""JupyterLab as Binder has it: a fresh environment and a copy of the chapters, made from the same files as there.

Binder installs requirements.txt, then the package itself, then runs postBuild in its copy of the repository; it never
sees what only tests need.
"""

import os
import shutil

from tools import ROOT
from tools.console import run
from tools.environment import Environment, files_below

ENVIRONMENT = Environment(".venv-binder")
REPOSITORY = ENVIRONMENT.folder / "repository"
READERS_COPY = ROOT / "notebooks"


def variables():
    """The environment's variables; JupyterLab's settings stay inside it instead of in the home folder."""
    return {**ENVIRONMENT.variables(), "JUPYTER_CONFIG_DIR": str(ENVIRONMENT.folder / "jupyter")}


def sources():
    return [ROOT / "postBuild", ROOT / "_toc.yml", *files_below(ROOT / "book", ROOT / "lib", ROOT / "tools")]


def is_ready():
    return ENVIRONMENT.has("packages") and ENVIRONMENT.has("chapters", sources())


def prepare():
    if not ENVIRONMENT.has("packages"):
        ENVIRONMENT.create()
        ENVIRONMENT.install("-r", ROOT / "requirements.txt")
        ENVIRONMENT.note("packages")
    ENVIRONMENT.install("--force-reinstall", "--no-deps", ROOT)
    shutil.rmtree(REPOSITORY, ignore_errors=True)
    for folder in ("book", "tools"):
        shutil.copytree(ROOT / folder, REPOSITORY / folder)
    shutil.copy(ROOT / "_toc.yml", REPOSITORY)
    run([ROOT / "postBuild"], log=ROOT / "_build" / "postBuild.log", env=variables(), cwd=REPOSITORY)
    ENVIRONMENT.note("chapters", sources())


def is_copied():
    return READERS_COPY.is_dir()


def copy():
    """Give the reader chapters to write in; they stay as the reader leaves them."""
    shutil.copytree(REPOSITORY / "book", READERS_COPY, ignore=shutil.ignore_patterns("_*"))


def start():
    """Become JupyterLab, so that Ctrl+C is for it alone."""
    program = str(ENVIRONMENT.program("jupyter-lab"))
    os.execve(program, [program, str(READERS_COPY)], variables())
