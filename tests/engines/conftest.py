"""The three engines, each started once for the tests of a worker."""

import pytest

from tests.engines.drivers import Chromium, Firefox, WebKit
from tools import browser

ENGINES = ["chromium", "firefox", "webkit"]


@pytest.fixture(scope="session")
def engines(chromium):
    """Start an engine when it is first asked for: `engines("webkit")`."""
    started = {}

    def start(name):
        if name not in started:
            missing = browser.missing_engine(name)
            if missing:
                pytest.fail(missing, pytrace=False)
            started[name] = {"chromium": lambda: Chromium(chromium), "firefox": Firefox, "webkit": WebKit}[name]()
        return started[name]

    yield start
    for engine in started.values():
        engine.close()


@pytest.fixture(params=ENGINES)
def engine(request, engines):
    """Each of the three; a test that asks for it runs three times."""
    return engines(request.param)
