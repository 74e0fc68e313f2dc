"""Write constraints.txt: the version of every package that the book, its tests and its extras need, directly or not.

The same versions serve every Python that the book supports. So the oldest Python chooses, and each newer one
adds only what it needs besides. All of them must be on the search path: python3.11, python3.12, python3.13.
With `--keep` nothing that is pinned moves: a package is added, the others stay as they are.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import ROOT
from tools.console import Problem, say

PYTHONS = ("python3.11", "python3.12", "python3.13")
EXTRAS = "bench,dask,test"
# PyTorch comes with GPU libraries from one index and without them from another: pyproject.toml alone pins it.
NOT_PINNED = re.compile(r"torch$|triton$|cuda-|nvidia-")
CONSTRAINTS = ROOT / "constraints.txt"
HEADER = """\
# Every package of the book, its tests and its extras, pinned; the same for Python 3.11 to 3.13.
# Written by `make pins` from requirements.txt and pyproject.toml: don't edit.
"""


def resolve(python, pins):
    """The packages that pip would install for this Python, {name: version}, where some are pinned already."""
    if shutil.which(python) is None:
        raise Problem(f"{python} is needed to resolve the pins, and not on the search path")
    with tempfile.TemporaryDirectory() as folder:
        requirements, constraints, report = (Path(folder) / name for name in ("requirements", "constraints", "report"))
        requirements.write_text(direct_requirements())
        constraints.write_text(as_text(pins))
        subprocess.run(
            [
                python,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--dry-run",
                "--ignore-installed",
                "--only-binary=:all:",
                "--report",
                report,
                "-r",
                requirements,
                "-c",
                constraints,
                f"{ROOT}[{EXTRAS}]",
            ],
            check=True,
        )
        packages = [item["metadata"] for item in json.loads(report.read_text())["install"] if not item["is_direct"]]
    versions = {canonical(package["name"]): package["version"] for package in packages}
    return {name: version for name, version in versions.items() if not NOT_PINNED.match(name)}


def direct_requirements():
    """requirements.txt without the line that points to the constraints, which are to be found anew."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("-c"))


def canonical(name):
    """A package's name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def as_text(pins):
    return "".join(f"{name}=={version}\n" for name, version in sorted(pins.items()))


def present_pins():
    return dict(line.split("==") for line in CONSTRAINTS.read_text().splitlines() if not line.startswith("#"))


def main():
    arguments = argparse.ArgumentParser(description="Pin every package in constraints.txt.")
    arguments.add_argument("--keep", action="store_true", help="move nothing that is pinned, only add what is missing")
    pins = present_pins() if arguments.parse_args().keep else {}
    for python in PYTHONS:
        say(f"Resolving for {python} ...")
        pins |= resolve(python, pins)
    CONSTRAINTS.write_text(HEADER + as_text(pins))
    say(f"{len(pins)} packages pinned in {CONSTRAINTS.name}")


if __name__ == "__main__":
    try:
        main()
    except Problem as problem:
        sys.exit(str(problem))
