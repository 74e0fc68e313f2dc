"""Virtual environments: made once, and made again when the pins that they come from change."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

from tools import ROOT
from tools.console import Problem, run

PIN_FILES = [ROOT / name for name in ("requirements.txt", "constraints.txt", "pyproject.toml")]
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # two BLAS threads collapse under load
PROGRAMS = "Scripts" if os.name == "nt" else "bin"
# What would be in the home folder, which may be read-only, and whose settings are not the book's.
SETTINGS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR")


class Environment:
    """A virtual environment in the tree, and what has been installed into it."""

    def __init__(self, name):
        self.folder = ROOT / name

    def program(self, name):
        return self.folder / PROGRAMS / name

    def variables(self):
        """The variables for its programs: they find each other first, write nothing into the home folder, and BLAS
        keeps to one thread."""
        settings = {name: str(self.folder / "settings" / name.lower()) for name in SETTINGS}
        path = f"{self.folder / PROGRAMS}{os.pathsep}{os.environ.get('PATH', '')}"
        return {**os.environ, **ONE_THREAD, **settings, "PATH": path}

    def has(self, part, sources=()):
        """Whether a part was installed from these very sources, pins and Python, and that Python is still there."""
        stamp = self.folder / f"{part}.stamp"
        return stamp.is_file() and stamp.read_text() == digest(*PIN_FILES, *sources) and self.runs()

    def runs(self):
        """Whether its Python starts: an update of the system, or a move of the folder, may have taken it away."""
        try:
            return subprocess.run([self.program("python"), "-c", ""], capture_output=True).returncode == 0
        except OSError:
            return False

    def note(self, part, sources=()):
        (self.folder / f"{part}.stamp").write_text(digest(*PIN_FILES, *sources))

    def create(self):
        """Make it anew, empty; where Debian's Python comes without venv, install that first."""
        if importlib.util.find_spec("ensurepip") is None:
            install_debian_package(f"python3.{sys.version_info.minor}-venv", "Python's module venv")
        run([sys.executable, "-m", "venv", "--clear", self.folder], log=ROOT / "_build" / "venv.log")

    def install(self, *arguments):
        """Install with pip, from the index that pip is set up for."""
        pinned = len((ROOT / "constraints.txt").read_text().splitlines())
        run(
            [self.program("python"), "-m", "pip", "install", "--no-input", "--progress-bar", "off", *arguments],
            log=ROOT / "_build" / "pip.log",
            tick=r"^\s*(Collecting|Processing) ",
            total=pinned,
            of="of at most {} packages",
        )


def digest(*parts):
    """A short name for the content of files (paths) and for this Python: it changes when one of them does."""
    whole = hashlib.sha256(sys.version.encode())
    for path in parts:
        whole.update(str(path).encode() + path.read_bytes())
    return whole.hexdigest()


def files_below(*folders):
    """All files below some folders, in a fixed order, but for what Python and Jupyter leave behind."""
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts)
    )


def check_python():
    """Raise a Problem when this Python is too old for the book."""
    if sys.version_info < (3, 11):
        raise Problem(
            f"The book needs Python 3.11 or later; {sys.executable} is {sys.version.split()[0]}. "
            "Name another one, for example: make book PYTHON=python3.12"
        )


def install_debian_package(package, purpose):
    """Install a Debian package.

    Raises
    ------
    Problem
        If this is not Debian or Ubuntu, if we are not root, or if apt fails. It says what to install.
    """
    if shutil.which("apt-get") is None:
        raise Problem(f"{purpose} is missing. Install it and run the command again.")
    if os.geteuid() != 0:
        raise Problem(f"{purpose} is missing. Install it and run the command again:\n    sudo apt install {package}")
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = ROOT / "_build" / "apt.log"
    run(["apt-get", "update"], log=log, env=variables)
    run(["apt-get", "install", "--yes", "--no-install-recommends", package], log=log, env=variables)
