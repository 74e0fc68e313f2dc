"""The commands on a machine that lacks something: they install it, or say what to install. And they survive what
people do: two at once, Ctrl+C, an update of Python, an edit in their notebooks."""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from zipfile import ZipFile

import pytest

from tools import ROOT, browser, environment, lock
from tools.book import failed_cells
from tools.clean import clean
from tools.console import Problem, run
from tools.environment import Environment, check_python, install_debian_package
from tools.notebooks import copy, lay_out, readers_changes


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
    for way in ("debians_shell", "playwrights_own", "debians"):
        monkeypatch.setattr(browser, way, lambda environment: None)
    monkeypatch.setattr(browser, "version_in", lambda environment: "")
    with pytest.raises(Problem, match="No browser starts here"):
        browser.ensure(Environment("unused"))


def test_a_failed_command_shows_its_warnings_and_keeps_everything(tmp_path):
    program = "print('chapter.md:7: WARNING: no such label'); print('chatter\\n' * 100); exit(1)"
    with pytest.raises(Problem, match="chapter.md:7: WARNING: no such label"):
        run([sys.executable, "-c", program], log=tmp_path / "log")
    assert (tmp_path / "log").read_text().count("chatter") == 100


def test_a_command_that_ends_by_an_exception_shows_its_sentence(tmp_path):
    program = "try:\n    raise ValueError('the chapter is not in the map')\nexcept ValueError as e:\n    print(flush=True)\n    raise RuntimeError('look above ' + 'chatter\\n' * 100) from e"
    with pytest.raises(Problem, match="ValueError: the chapter is not in the map"):
        run([sys.executable, "-c", program], log=tmp_path / "log")


def test_a_failed_command_shows_a_coloured_error_and_the_lines_that_belong_to_it(tmp_path):
    program = "print('\\x1b[31mERROR: no end of the exercise\\n  it starts at line: 508\\x1b[0m\\nchatter'); print('chatter\\n' * 100); exit(1)"
    with pytest.raises(Problem) as problem:
        run([sys.executable, "-c", program], log=tmp_path / "log")
    assert str(problem.value).startswith("ERROR: no end of the exercise\n  it starts at line: 508\n...\n")
    assert "\x1b" not in (tmp_path / "log").read_text()


def test_where_an_exception_says_what_is_wrong_its_way_through_the_program_is_left_to_the_log(tmp_path):
    with pytest.raises(Problem) as problem:
        run(
            [sys.executable, "-c", "def f():\n    raise ValueError('page.md:7: no such formula')\nf()"],
            log=tmp_path / "log",
        )
    assert "ValueError: page.md:7: no such formula" in str(problem.value)
    assert "Traceback" not in str(problem.value) and "Traceback" in (tmp_path / "log").read_text()


def test_a_failed_cell_is_told_with_its_page_and_what_the_exception_says(tmp_path):
    (tmp_path / "book" / "part").mkdir(parents=True)
    report = tmp_path / "book" / "part" / "chapter.err.log"
    report.write_text(
        "Traceback ...\nNameError: not this one\n\n\x1b[31mValueError\x1b[39m: Y: expected 2 columns,\ngot 3\n\n"
    )
    assert list(failed_cells(tmp_path)) == [
        f"A cell of book/part/chapter.md failed:\n    ValueError: Y: expected 2 columns,\ngot 3\nThe cell is in {report}"
    ]


@pytest.fixture
def made(tmp_path):
    """An environment with a Python, noted as made from the present pins."""
    made = Environment(tmp_path / "environment")
    made.program("python").parent.mkdir(parents=True)
    made.program("python").symlink_to(sys.executable)
    made.note("book")
    return made


def test_an_environment_is_there_as_long_as_its_python_starts(made):
    assert made.has("book")
    made.program("python").unlink()
    made.program("python").symlink_to("/nowhere/python")
    assert not made.has("book")


def test_its_programs_write_nothing_into_the_home_folder(made):
    program = "import matplotlib, jupyter_core.paths as p; print(matplotlib.get_configdir(), p.jupyter_config_dir(), p.jupyter_data_dir(), p.jupyter_runtime_dir(), sep='\\n')"
    folders = subprocess.run(
        [sys.executable, "-c", program], env=made.variables(), capture_output=True, text=True, check=True
    ).stdout.split("\n")
    assert [folder for folder in folders if folder and not folder.startswith(str(made.folder))] == []


HOLD = """
import sys
from pathlib import Path
from tools.lock import alone
with alone(Path(sys.argv[1])):
    print("at work", flush=True)
    input()
"""


def test_a_second_command_waits_for_the_first_and_says_so(tmp_path):
    command = [sys.executable, "-c", HOLD, tmp_path / "lock"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen(command, **pipes) as first:
        assert first.stdout.readline() == "at work\n"
        with subprocess.Popen(command, **pipes) as second:
            assert second.stdout.readline() == "Another command is at work in this folder: waiting for it ...\n"
            first.communicate("\n")
            assert second.stdout.readline() == "at work\n"
            second.communicate("\n")


def test_a_command_that_was_killed_holds_up_nobody(tmp_path):
    command = [sys.executable, "-c", HOLD, tmp_path / "lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as killed:
        assert killed.stdout.readline() == "at work\n"
        killed.kill()
    with lock.alone(tmp_path / "lock"):
        pass


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_ctrl_c_is_answered_by_one_sentence():
    program = (
        "import runpy, sys, tools.__main__ as m; from tools import clean, lock; sys.argv = ['tools', 'clean']\n"
        + (
            "import contextlib, signal, time\n"
            # a program in the background inherits that it is deaf to Ctrl-C; this one is to hear it
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "def wait():\n    print('at work', flush=True); time.sleep(60)\n"
            "lock.alone = contextlib.nullcontext; clean.clean = wait\n"
            "runpy.run_module('tools', run_name='__main__')"
        )
    )
    command = [sys.executable, "-W", "ignore", "-c", program]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "at work\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert said == "\nStopped. The same command goes on with the step that was not done.\n"
    assert process.returncode == 1


@pytest.fixture
def chapters(tmp_path):
    """Two folders, the book's chapters and the reader's copy of them, and a function that writes into one."""
    book, reader = tmp_path / "book", tmp_path / "notebooks"

    def write(folder, **texts):
        for name, text in texts.items():
            (folder / "part").mkdir(parents=True, exist_ok=True)
            (folder / "part" / f"{name}.md").write_text(text)

    write(book, one="1", two="2", three="3", four="4")
    copy(book, reader)
    return book, reader, write


def text(folder):
    return {path.stem: path.read_text() for path in folder.glob("part/*.md")}


def test_an_edit_of_the_book_reaches_the_readers_copy_and_loses_nothing_of_the_readers(chapters):
    book, reader, write = chapters
    write(reader, two="2, mine", three="3, mine", own="a page of mine")
    write(book, one="1, better", two="2, better", five="5")
    (book / "part" / "four.md").unlink()
    copy(book, reader)
    assert text(reader) == {
        "one": "1, better",
        "two": "2, mine",
        "two-new": "2, better",
        "three": "3, mine",
        "own": "a page of mine",
        "five": "5",
    }


def test_laying_out_the_notebooks_again_keeps_what_the_reader_has_written(tmp_path):
    archive, reader = tmp_path / "all.zip", tmp_path / "notebooks"

    def publish(text):
        with ZipFile(archive, "w") as packed:
            packed.writestr("all/part/one.ipynb", text)
            packed.writestr("all/part/two.ipynb", text)
        lay_out(archive, tmp_path / "unpacked", reader)

    publish("1")
    (reader / "part" / "one.ipynb").write_text("mine")
    (reader / "own.ipynb").write_text("own")
    publish("2")
    assert {path.name: path.read_text() for path in reader.rglob("*.ipynb")} == {
        "one.ipynb": "mine",
        "one-new.ipynb": "2",
        "two.ipynb": "2",
        "own.ipynb": "own",
    }


def test_clean_keeps_notebooks_with_changes_and_removes_others(chapters, tmp_path, capsys):
    _, reader, write = chapters
    (tmp_path / ".pytest_cache").mkdir()
    assert readers_changes(reader) == []
    write(reader, two="2, mine")
    clean(tmp_path, reader)
    assert text(reader)["two"] == "2, mine"
    assert "stays: it has changes of yours, in part/two.md" in capsys.readouterr().out
    assert not (tmp_path / ".pytest_cache").exists()
    write(reader, two="2")
    clean(tmp_path, reader)
    assert not reader.exists()
