"""The commands on a machine that lacks something: they install it, or say what to install."""

import importlib.util
import os
import shutil
import sys

import pytest

from tools import browser, environment
from tools.console import Problem, run
from tools.environment import Environment, check_python, install_debian_package


@pytest.fixture
def installed(monkeypatch):
    """A Debian machine on which nothing is really run: the list of the commands that would have been."""
    commands = []
    monkeypatch.setattr(environment, "run", lambda command, **_: commands.append(list(map(str, command))))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return commands


def test_an_old_python_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    with pytest.raises(Problem, match="needs Python 3.11 or later"):
        check_python()


def test_debian_package_is_installed_when_root(installed, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    install_debian_package("chromium", "A browser")
    assert [command[:2] for command in installed] == [["apt-get", "update"], ["apt-get", "install"]]
    assert installed[-1][-1] == "chromium"


def test_debian_package_is_asked_for_when_not_root(installed, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Problem, match="A browser is missing.*\n.*sudo apt install chromium"):
        install_debian_package("chromium", "A browser")
    assert installed == []


def test_missing_venv_is_installed_before_it_is_used(installed, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    Environment("unused").create()
    assert installed[1][-1] == f"python3.{sys.version_info.minor}-venv"
    assert installed[2][1:3] == ["-m", "venv"]


def test_no_browser_at_all_is_an_error(monkeypatch):
    for way in ("playwrights_own", "debians"):
        monkeypatch.setattr(browser, way, lambda environment: None)
    monkeypatch.setattr(browser, "version_in", lambda environment: "")
    with pytest.raises(Problem, match="No browser starts here"):
        browser.ensure(Environment("unused"))


def test_a_failed_command_shows_its_warnings_and_keeps_everything(tmp_path):
    program = "print('chapter.md:7: WARNING: no such label'); print('chatter\\n' * 100); exit(1)"
    with pytest.raises(Problem, match="chapter.md:7: WARNING: no such label"):
        run([sys.executable, "-c", program], log=tmp_path / "log")
    assert (tmp_path / "log").read_text().count("chatter") == 100
