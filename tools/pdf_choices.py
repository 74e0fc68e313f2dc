"""What `make pdf` lets choose. It needs nothing but Python, so that a wrong choice is told before anything is made."""

import argparse
import textwrap

from tools import book


def read(arguments=None):
    """The choices on the command line: `solutions`, `paper`, and `docnames` in the order of the book."""
    docnames = {docname.rpartition("/")[2]: docname for docname in book.chapters()}
    parser = argparse.ArgumentParser(
        prog="make pdf",
        usage='make pdf PDF="[--without-solutions] [--format Letter] [--chapters NAME ...]"',
        description="The whole book, or some chapters, as one PDF in _build/pdf.",
        epilog=textwrap.fill(f"The chapters: {', '.join(docnames)}.", break_on_hyphens=False),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--without-solutions", dest="solutions", action="store_false", help="leave the solutions out")
    parser.add_argument(
        "--format", dest="paper", choices=["A4", "Letter"], default="A4", help="the paper (default: A4)"
    )
    parser.add_argument(
        "--chapters",
        dest="names",
        nargs="+",
        metavar="NAME",
        choices=docnames,
        help="these chapters alone",
    )
    chosen = parser.parse_args(arguments)
    chosen.docnames = [docname for name, docname in docnames.items() if not chosen.names or name in chosen.names]
    return chosen


def file_name(chosen):
    """The name of the file for these choices."""
    parts = [docname.rpartition("/")[2] for docname in chosen.docnames] if chosen.names else ["book"]
    return "-".join(parts if chosen.solutions else [*parts, "without-solutions"]) + ".pdf"
