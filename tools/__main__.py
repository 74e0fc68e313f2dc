"""`python3 -m tools book`, `lab`, `pdf`, `check`, `test`, `measure`, `bench` ...: what `make` calls.

Each command is a row of steps; one whose result is there already costs nothing.
"""

import sys
import time
from collections.abc import Callable
from typing import NamedTuple

from tools import ROOT, book, browser, notebooks, pdf_choices
from tools.clean import clean
from tools.console import Problem, become, say
from tools.environment import Environment, check_python
from tools.lock import alone

ENVIRONMENT = Environment(".venv")
BENCH = Environment(".venv-bench")


class Step(NamedTuple):
    makes: str
    is_done: Callable
    do: Callable


def install_book_packages():
    ENVIRONMENT.create()
    ENVIRONMENT.install("-r", ROOT / "requirements.txt", "--editable", ROOT)
    ENVIRONMENT.note("book")


def install_test_packages():
    ENVIRONMENT.install("-c", ROOT / "constraints.txt", "--editable", f"{ROOT}[check,test]")
    ENVIRONMENT.note("test")


def install_peers():
    BENCH.create()
    BENCH.install("-c", ROOT / "constraints.txt", "--editable", f"{ROOT}[bench]")
    BENCH.note("bench")


def build_book():
    book.build(ENVIRONMENT)


def find_browser():
    say(f"      Chromium {browser.ensure(ENVIRONMENT)}")


def find_engines():
    browser.ensure_engines()


def run_tests():
    hand_over("pytest", "-n", "2")


def check():
    hand_over("tools.check")


def mend_format():
    hand_over("tools.check", "--mend")


def measure():
    hand_over("tools.measure")


def print_book():
    hand_over("tools.pdf")


def bench():
    hand_over("tests.benchmarks", environment=BENCH)


def hand_over(module, *arguments, environment=ENVIRONMENT):
    """Run a module of the environment and end with its verdict; the rest of the command line is for it."""
    command = [environment.program("python"), "-m", module, *arguments, *sys.argv[2:]]
    become(command, cwd=ROOT, env=environment.variables())


def never():
    return False


BOOK = [
    Step("the book's packages in .venv", lambda: ENVIRONMENT.has("book"), install_book_packages),
    Step("the book, every cell executed", book.is_built, build_book),
]
TESTING = Step("the packages that only tests need", lambda: ENVIRONMENT.has("test"), install_test_packages)
BROWSER = [TESTING, Step("a browser", never, find_browser)]
ENGINES = Step("Firefox and WebKit, for the tests in three engines", never, find_engines)
JUPYTERLAB = Step("JupyterLab as on Binder, in .venv-binder", notebooks.is_ready, notebooks.prepare)
COMMANDS = {
    "book": BOOK,
    "lab": [
        *BOOK,
        JUPYTERLAB,
        Step("a copy of the chapters, in notebooks", notebooks.is_copied, notebooks.copy),
        Step("JupyterLab; end it with Ctrl+C", never, notebooks.start),
    ],
    "test": [*BOOK, *BROWSER, JUPYTERLAB, ENGINES, Step("the tests", never, run_tests)],
    "check": [BOOK[0], TESTING, Step("format, lint and the quick tests", never, check)],
    "format": [BOOK[0], TESTING, Step("the format of Python and JavaScript", never, mend_format)],
    "bench": [
        Step("lib and its peers, in .venv-bench", lambda: BENCH.has("bench"), install_peers),
        Step("the benchmark, less than ten minutes", never, bench),
    ],
    "pdf": [*BOOK, *BROWSER, Step("the PDF; the whole book takes a minute or two", never, print_book)],
    "measure": [*BOOK, *BROWSER, Step("the measurements, some minutes", never, measure)],
}


def main(name):
    check_python()
    if name == "clean":
        with alone():
            pass  # nobody is at work here any more; the lock itself is among what was made
        clean()
        return
    if name == "pdf":
        pdf_choices.read(sys.argv[2:])  # --help and a wrong choice are answered before anything is made
    with alone():
        take(COMMANDS[name])
    if name == "book":
        say(f"The book: {(book.HTML / 'index.html').as_uri()}")


def take(steps):
    """Go through the steps, and say of each what it makes and how long it took."""
    for number, step in enumerate(steps, start=1):
        title = f"[{number}/{len(steps)}] {step.makes}"
        if step.is_done():
            say(f"{title}: up to date")
            continue
        say(f"{title} ...")
        start = time.monotonic()
        step.do()
        say(f"      done in {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Problem as problem:
        sys.exit(f"\n{problem}")
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command goes on with the step that was not done.")
