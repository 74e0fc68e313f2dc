"""JupyterLab as Binder has it: a fresh environment made from the same files in the same order.

Binder installs requirements.txt, then the package itself, then runs postBuild; it never sees what only tests need.
"""

from tools import ROOT
from tools.console import run
from tools.environment import Environment, files_below

ENVIRONMENT = Environment(".venv-binder")


def variables():
    """The environment's variables; JupyterLab's settings stay inside it instead of in the home folder."""
    return {**ENVIRONMENT.variables(), "JUPYTER_CONFIG_DIR": str(ENVIRONMENT.folder / "jupyter")}


def sources():
    return [ROOT / "postBuild", *files_below(ROOT / "lib")]


def is_ready():
    return ENVIRONMENT.has("packages") and ENVIRONMENT.has("lib", sources())


def prepare():
    if not ENVIRONMENT.has("packages"):
        ENVIRONMENT.create()
        ENVIRONMENT.install("-r", ROOT / "requirements.txt")
        ENVIRONMENT.note("packages")
    ENVIRONMENT.install("--force-reinstall", "--no-deps", ROOT)
    run([ROOT / "postBuild"], log=ROOT / "_build" / "postBuild.log", env=variables())
    ENVIRONMENT.note("lib", sources())
