"""What the commands say: how far a step is, and what went wrong."""

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # some programs colour their words whatever they are asked


class Problem(Exception):
    """Something the person at the keyboard has to know; its text says what and what to do about it."""


def say(text):
    print(text, flush=True)


def run(command, log, env=None, cwd=None, tick=None, total=1, of="of {}"):
    """Run a command, keep what it prints in `log`, and show how many lines match `tick`, of how many.

    Raises
    ------
    Problem
        If the command fails, with the warnings, the errors and the end of what it printed.
    """
    log = Path(log)
    log.parent.mkdir(parents=True, exist_ok=True)
    progress = Progress(total, of)
    with log.open("w") as file:
        process = subprocess.Popen(
            list(map(str, command)),
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        for line in process.stdout:
            line = COLOUR.sub("", line)
            file.write(line)
            if tick and re.search(tick, line):
                progress.advance()
    progress.close()
    if process.wait() != 0:
        raise Problem(
            f"{essence(log.read_text())}\n\nThis command failed:\n    {' '.join(map(str, command))}\n"
            f"All that it printed is in {log}"
        )


def become(command, env=None, cwd=None):
    """End as another command, so that Ctrl+C and the verdict are its own."""
    command = list(map(str, command))
    if os.name != "nt":
        os.chdir(cwd or os.getcwd())
        os.execvpe(command[0], command, env or os.environ)
    with subprocess.Popen(command, env=env, cwd=cwd) as process:  # Windows has no exec that keeps the terminal
        while process.poll() is None:
            with contextlib.suppress(KeyboardInterrupt):
                process.wait()
    sys.exit(process.returncode)


class Progress:
    """A counter: one line that is written over on a terminal, one line for each quarter elsewhere."""

    def __init__(self, total, of):
        self.total = total
        self.of = of.format(total)
        self.done = 0
        self.on_terminal = sys.stdout.isatty()

    def advance(self):
        quarter = 4 * self.done // self.total
        self.done += 1
        if self.on_terminal:
            print(f"\r      {self.done} {self.of}", end="", flush=True)
        elif 4 * self.done // self.total > quarter:
            say(f"      {self.done} {self.of}")

    def close(self):
        if self.on_terminal and self.done:
            say("")


def essence(output, last=30, most=60):
    """What matters of a failed command's output: its warnings and errors, and what exceptions say or else its end."""
    lines = output.splitlines()
    sentences = re.findall(r"^Traceback .*\n(?: .*\n)+((?:\S.*\n?)+)", output, re.MULTILINE)
    end = [] if sentences else lines[-last:]
    before = "".join(f"{line}\n" for line in lines[: len(lines) - len(end)])
    complaint = r"^.*\b(?:WARNING|ERROR):.*(?:\n[ \t]+\S.*)*"  # the lines set in below it belong to it
    complaints = re.findall(complaint, before, re.MULTILINE)
    return "\n".join([*complaints[:most], "...", *end, *map(str.strip, sentences)])
