"""The build: seconds a page, every cell executed."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools import ROOT
from tools.book import chapters
from tools.measure import Figure

ROUNDS = 5


def build_time():
    return Figure("build, executed", "s a page", 5.0, [build_seconds() / len(chapters()) for _ in range(ROUNDS)])


def build_seconds():
    """Time of a whole build, into a folder that is thrown away."""
    command = [Path(sys.executable).parent / "jupyter-book", "build", "--builder", "html", ROOT]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run([*command, "--path-output", folder], capture_output=True, check=True)
        return time.perf_counter() - start
