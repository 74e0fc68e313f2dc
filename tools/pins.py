"""Write constraints.txt: the version of every package that the book, its tests and its extras need, directly or not.

The same versions serve every Python that the book supports, from the first patch of the oldest on: Debian's Python is
not the latest patch, and a package may want one. `uv` resolves for all of them at once. Without `--anew` no pin moves
that can stay: a package is added, the others are as they were.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import ROOT
from tools.console import Problem, say

OLDEST_PYTHON = "3.11.0"
EXTRAS = ("bench", "check", "dask", "test")
# PyTorch comes with GPU libraries from one index and without them from another: pyproject.toml alone pins it.
NOT_PINNED = re.compile(r"torch$|triton$|cuda-|nvidia-")
CONSTRAINTS = ROOT / "constraints.txt"
HEADER = f"""\
# Every package of the book, its tests and its extras, pinned; the same for every Python from {OLDEST_PYTHON} on.
# Written by `make pins` from requirements.txt and pyproject.toml: don't edit.
"""


def resolve(present):
    """The versions that uv chooses, {name: version}, where those in the file `present` stay if they can."""
    if shutil.which("uv") is None:
        raise Problem("uv is needed to resolve the pins. It comes with the extra `check`: pip install uv")
    with tempfile.TemporaryDirectory() as folder:
        requirements, pins = Path(folder, "requirements.in"), Path(folder, "pins.txt")
        requirements.write_text(direct_requirements())
        pins.write_text(present)  # uv prefers what stands in the file that it writes
        command = ["uv", "pip", "compile", requirements, ROOT / "pyproject.toml", "--output-file", pins]
        command += [option for extra in EXTRAS for option in ("--extra", extra)]
        command += ["--universal", "--python-version", OLDEST_PYTHON, "--fork-strategy", "fewest"]
        command += ["--only-binary", ":all:", "--no-header", "--no-annotate", "--quiet"]
        if subprocess.run(command).returncode != 0:
            raise Problem("uv found no versions that go together; what it says stands above")
        return read(pins.read_text())


def read(text):
    """The pins of a file, {name: version}, without the conditions that uv writes behind them."""
    pins = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, version = line.partition(";")[0].strip().split("==")
        if NOT_PINNED.match(name):
            continue
        if pins.setdefault(name, version) != version:
            raise Problem(
                f"{name} {version} does not suit every Python. Delete its line in {CONSTRAINTS.name}, so that uv may choose "
                "another, and run the command again."
            )
    return pins


def direct_requirements():
    """requirements.txt without the line that points to the constraints, which are to be found anew."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("-c"))


def canonical(name):
    """A package's name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main():
    arguments = argparse.ArgumentParser(description="Pin every package in constraints.txt.")
    arguments.add_argument(
        "--anew", action="store_true", help="take the newest versions instead of keeping the present"
    )
    present = "" if arguments.parse_args().anew else CONSTRAINTS.read_text()
    pins = resolve(present)
    CONSTRAINTS.write_text(HEADER + "".join(f"{name}=={version}\n" for name, version in sorted(pins.items())))
    say(f"{len(pins)} packages pinned in {CONSTRAINTS.name}")


if __name__ == "__main__":
    try:
        main()
    except Problem as problem:
        sys.exit(str(problem))
