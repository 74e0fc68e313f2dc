"""The browser of the tests: a Chrome or Chromium of this machine, else Playwright's own, else Debian's.

Best is Chromium's headless shell, the same engine without the windows: it opens a page in half the time.
"""

import contextlib
import os
import platform
import shutil
import subprocess

from tools import ROOT
from tools.console import Problem, run
from tools.environment import Environment, install_debian_package

# What drives the two other engines: each program by the names that it may have, and Debian's packages of them.
ENGINES = {
    "firefox": [("firefox-esr", "firefox")],
    "webkit": [("WebKitWebDriver",), ("Xvfb",)],
}
DEBIAN = {"firefox": ["firefox-esr"], "webkit": ["webkit2gtk-driver", "xvfb"]}
SHELL = "chromium-headless-shell"  # the program's name and that of its Debian package
NAMES = (SHELL, "google-chrome", "google-chrome-stable", "chrome", "chromium", "chromium-browser")


def launch(playwright, **options):
    """Start the first browser that does start, without a window: this machine's, else the one Playwright downloaded.

    To be there is not enough: on Ubuntu `chromium-browser` may be a note that tells how to install it. The options
    are those of Playwright's `launch`.
    """
    from playwright.sync_api import Error

    for path in [*filter(None, map(shutil.which, NAMES)), None]:
        try:
            return playwright.chromium.launch(executable_path=path, **options)
        except Error as error:
            reason = error
    raise reason


def ensure(environment: Environment):
    """See to it that a browser starts: download or install one if none does. Returns its version.

    Raises
    ------
    Problem
        If there is no browser and none can be installed.
    """
    for install in (debians_shell, playwrights_own, debians):
        install(environment)
        version = version_in(environment)
        if version:
            return version
    raise Problem("No browser starts here. Install Google Chrome or Chromium and run the command again.")


def missing_engine(name):
    """What to do where an engine's programs are missing, or an empty text."""
    programs = [program for program in ENGINES.get(name, ()) if not any(map(shutil.which, program))]
    if not programs:
        return ""
    named = ", ".join(" or ".join(program) for program in programs)
    packages = " ".join(DEBIAN[name])
    return f"{name}: {named} not found. On Debian and Ubuntu: apt install {packages}. `make test` installs it for root."


def ensure_engines():
    """See to it that Firefox and WebKit are there for the tests that hold the pages in three engines.

    Raises
    ------
    Problem
        If one is missing and can't be installed.
    """
    for name, packages in DEBIAN.items():
        for package in packages if missing_engine(name) else ():
            install_debian_package(package, f"The tests in {name}: {package}")


def version_in(environment):
    """The version of the browser that starts, or an empty text; asked in the environment that has Playwright."""
    asked = subprocess.run(
        [environment.program("python"), "-m", "tools.browser"], cwd=ROOT, capture_output=True, text=True
    )
    return asked.stdout.strip()


def debians_shell(environment):
    """First the quick one, where it can be had for the asking; whatever starts is good enough."""
    if not shutil.which(SHELL) and _is_debian() and os.geteuid() == 0:
        with contextlib.suppress(Problem):
            install_debian_package(SHELL, "A quick browser for the tests")


def _is_debian():
    with contextlib.suppress(OSError):
        return platform.freedesktop_os_release()["ID"] == "debian"
    return False


def playwrights_own(environment):
    with contextlib.suppress(Problem):  # it can't be reached from here: Debian may have one
        run([environment.program("playwright"), "install", "chromium"], log=ROOT / "_build" / "playwright.log")


def debians(environment):
    install_debian_package("chromium", "A browser for the tests (Google Chrome or Chromium)")


def main():
    """Print the version of the browser that starts."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        print(launch(playwright).version)


if __name__ == "__main__":
    main()
