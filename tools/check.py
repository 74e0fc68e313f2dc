"""`make check`: in a minute or so, what a change most likely breaks: format, lint, and every test that is quick.

What needs a browser, the built book or many seconds is left to `make test`.
"""

import subprocess
import sys
import time

from tools import ROOT
from tools.console import say

CHECKS = {
    "format of the Python": ["ruff", "format", "--check", "--quiet"],
    "lint of the Python": ["ruff", "check", "--quiet"],
    "format of the JavaScript": ["deno", "fmt", "--check", "--quiet"],
    "lint of the JavaScript": ["deno", "lint", "--quiet"],
    "workflows": ["actionlint"],
    "safety of the workflows": ["zizmor", "--offline", "--strict-collection", "--quiet", "--no-progress", ".github"],
    "the quick tests": ["python", "-m", "pytest", "-q", "-n", "2", "-m", "not slow"],
}


def main():
    """Do all checks, and say of each whether it passed; ends with 1 if one did not."""
    failed = []
    for name, command in CHECKS.items():
        start = time.monotonic()
        passed = subprocess.run(command, cwd=ROOT).returncode == 0
        say(f"{'ok  ' if passed else 'FAIL'} {name} ({time.monotonic() - start:.0f} s)")
        failed += [] if passed else [name]
    if failed:
        sys.exit(f"Not passed: {', '.join(failed)}. `make format` mends the format and some of the lint.")


def mend():
    """Format everything, and mend what ruff can mend by itself."""
    for command in (["ruff", "check", "--fix"], ["ruff", "format"], ["deno", "fmt"]):
        subprocess.run(command, cwd=ROOT)


if __name__ == "__main__":
    mend() if sys.argv[1:] == ["--mend"] else main()
