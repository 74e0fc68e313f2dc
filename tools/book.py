"""The book: built from its sources, and built again only when one of them has changed."""

import re
import shutil
from pathlib import Path

from tools import ROOT
from tools.console import COLOUR, Problem, run
from tools.environment import PIN_FILES, Environment, digest, files_below

HTML = ROOT / "_build" / "html"
STAMP = ROOT / "_build" / "html.stamp"


def sources():
    """Everything that the pages are made of: text, library, configuration and pins."""
    configuration = [ROOT / "_config.yml", ROOT / "_toc.yml", Path(__file__)]
    return configuration + PIN_FILES + files_below(ROOT / "book", ROOT / "lib")


def is_built():
    return (HTML / "index.html").is_file() and STAMP.is_file() and STAMP.read_text() == digest(*sources())


def build(environment: Environment):
    """Build the whole book, each cell executed.

    Always from nothing: Sphinx tells of a warning only when it reads a page, so that a page that was read in a
    failed build would pass in the next one.
    """
    key = digest(*sources())
    STAMP.unlink(missing_ok=True)
    for leftover in ("html", ".doctrees", "jupyter_execute"):
        shutil.rmtree(HTML.parent / leftover, ignore_errors=True)
    try:
        run(
            [environment.program("jupyter-book"), "build", "--builder", "html", "-W", "-n", "--keep-going", ROOT],
            env={**environment.variables(), "NO_COLOR": "1"},
            log=ROOT / "_build" / "book.log",
            tick="Executing notebook using",
            total=len(chapters()),
            of="of {} pages",
        )
    except Problem as problem:
        raise Problem("\n\n".join([str(problem), *failed_cells()])) from None
    STAMP.write_text(key)


def failed_cells(reports=HTML / "reports"):
    """For each page on which a cell raised, its file and what the exception says, which the build keeps to itself."""
    for report in sorted(reports.rglob("*.err.log")):
        text = COLOUR.sub("", report.read_text()).rstrip()
        sentence = re.split(r"\n(?=[\w.]+(?:Error|Exception|Interrupt|Warning)\b)", text)[-1]
        page = report.relative_to(reports).as_posix().replace(".err.log", ".md")
        yield f"A cell of {page} failed:\n    {sentence}\nThe cell is in {report}"


def chapters(root=ROOT):
    """The files that the table of contents lists, in its order, without suffix."""
    entries = (line.strip(" -").partition(":") for line in Path(root, "_toc.yml").read_text().splitlines())
    return [value.strip() for key, _, value in entries if key in ("root", "file")]
