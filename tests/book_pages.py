"""The pages of the built book, parsed."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from tools import book

CHAPTERS = book.chapters()


@cache
def parsed(path):
    """A built HTML file."""
    return BeautifulSoup(Path(path).read_text("utf-8"), "html.parser")


def chapter(built_book, name):
    """A chapter of the built book: ``chapter(built_book, "book/backpropagation/update")``."""
    return parsed(built_book / f"{name}.html")


def all_pages(built_book):
    """Every page of the built book (the theme leaves templates of its own in `_static`)."""
    return sorted(page for page in built_book.rglob("*.html") if "_static" not in page.parts)


def is_outside(address):
    """Whether an address leads to another host."""
    return bool(urlsplit(address).netloc)


def target(page, address):
    """The file and the anchor that a link in the file `page` leads to."""
    parts = urlsplit(address)
    file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return file, unquote(parts.fragment)
