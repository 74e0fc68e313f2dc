"""What the tests share: the built book, over http and from disk, in a real browser that can reach nothing else."""

from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
from playwright.sync_api import sync_playwright

from tools import book, browser, web

hypothesis.settings.register_profile("book", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("book")  # the same examples each time: red or green never by chance

SLOW = {"built_book", "chromium", "client", "jupyterlab"}


def pytest_addoption(parser):
    parser.addoption("--book", type=Path, default=book.HTML, help="folder of the built book (default: _build/html)")


def pytest_collection_modifyitems(items):
    """A test with a browser, the built book, a notebook's kernel or a cluster is slow: `make check` leaves it out."""
    for item in items:
        if SLOW & set(item.fixturenames):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def built_book(request):
    """The folder of the built HTML."""
    folder = request.config.getoption("--book").resolve()
    if not (folder / "index.html").is_file():
        pytest.fail(f"no built book in {folder}: run `make book` first", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def http_book(built_book):
    """The address of the built book over http, served by a thread on this machine."""
    with web.served(built_book) as address:
        yield address


@pytest.fixture(scope="session")
def file_book(built_book):
    """The address of the built book on disk."""
    return built_book.as_uri()


@pytest.fixture(params=["http", "file"])
def book_url(request):
    """The address of the built book; a test that asks for it runs twice, over http and from disk."""
    return request.getfixturevalue(f"{request.param}_book")


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium that knows no other host, the same for all tests of a worker."""
    with sync_playwright() as playwright:
        chromium = browser.launch(playwright, args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(chromium):
    """Open pages: `open_page(address, viewport={...}, color_scheme="dark", ...)`, each in a context of its own.

    The keyword arguments are those of Playwright's `browser.new_context`. Only the host of the address can be
    reached. When the test is over, it fails if a page reached out to another host or logged an error.
    """
    contexts, outside, errors = [], [], []

    def open_page(address, **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        here = urlsplit(address)[:2]

        def note(request):
            if urlsplit(request.url)[:2] != here and not request.url.startswith(("data:", "blob:")):
                outside.append(request.url)

        context.on("request", note)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    complaints = [f"asked another host: {url}" for url in outside] + [f"in the console: {text}" for text in errors]
    if complaints:
        pytest.fail("\n".join(complaints), pytrace=False)
