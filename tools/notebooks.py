"""JupyterLab as Binder has it: a fresh environment and a copy of the chapters, made from the same files as there.

Binder installs requirements.txt, then the package itself, then runs postBuild in its copy of the repository; it never
sees what only tests need.
"""

import hashlib
import json
import os
import shutil
import tomllib

from tools import ROOT
from tools.console import become, run, say
from tools.environment import Environment, files_below

ENVIRONMENT = Environment(".venv-binder")
REPOSITORY = ENVIRONMENT.folder / "repository"
READERS_COPY = ROOT / "notebooks"
AS_GIVEN = ".as_given.json"  # in the reader's copy: what each file was when the reader got it


def sources():
    return [ROOT / "postBuild", ROOT / "_toc.yml", *files_below(ROOT / "book", ROOT / "lib", ROOT / "tools")]


def is_ready():
    return ENVIRONMENT.has("packages") and ENVIRONMENT.has("chapters", sources())


def prepare():
    if not ENVIRONMENT.has("packages"):
        ENVIRONMENT.create()
        ENVIRONMENT.install("-r", ROOT / "requirements.txt", *build_requirements())
        ENVIRONMENT.note("packages")
    ENVIRONMENT.install("--no-index", "--no-build-isolation", "--force-reinstall", "--no-deps", ROOT)
    shutil.rmtree(REPOSITORY, ignore_errors=True)
    for folder in ("book", "tools"):
        shutil.copytree(ROOT / folder, REPOSITORY / folder)
    shutil.copy(ROOT / "_toc.yml", REPOSITORY)
    run(
        [ENVIRONMENT.program("python"), ROOT / "postBuild"],
        log=ROOT / "_build" / "postBuild.log",
        env=ENVIRONMENT.variables(),
        cwd=REPOSITORY,
    )
    ENVIRONMENT.note("chapters", sources())


def build_requirements():
    """What builds the package, installed for good: so an edit of `lib` needs no network."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]


def is_copied():
    return READERS_COPY.is_dir() and given(READERS_COPY) == fingerprints(REPOSITORY / "book")


def copy(source=REPOSITORY / "book", target=READERS_COPY):
    """Give the reader chapters to write in, and later what is new in them.

    A chapter that the reader has changed stays as it is. If the book's has changed as well, it is put beside it.
    """
    old, new = given(target), fingerprints(source)
    for name in [*new, *(old.keys() - new.keys())]:
        present = fingerprint(target / name)
        if present in (None, old.get(name)):
            renew(source / name, target / name)
        elif old.get(name) != new.get(name) != present and name in new:
            beside = free_name(target / name)
            renew(source / name, beside)
            say(
                f"      {target.name}/{name} has your changes and stays; the book's new one is beside it: {beside.name}"
            )
    (target / AS_GIVEN).write_text(json.dumps(new, indent=1))


def free_name(path):
    """A name beside a file that no file has yet."""
    names = (path.with_stem(f"{path.stem}-new{number}") for number in ["", *range(2, 1000)])
    return next(name for name in names if not name.exists())


def renew(source, target):
    """Let the target be as the source is, which may be gone."""
    if source.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    else:
        target.unlink(missing_ok=True)


def readers_changes(folder=READERS_COPY):
    """The files of the reader's copy that are not as they were given: the reader's own."""
    old = given(folder)
    files = {path.relative_to(folder).as_posix(): fingerprint(path) for path in files_below(folder)}
    return sorted(name for name, present in files.items() if name != AS_GIVEN and old.get(name) != present)


def given(folder):
    file = folder / AS_GIVEN
    return json.loads(file.read_text()) if file.is_file() else {}


def fingerprints(folder):
    """What each file of the chapters is, {name: fingerprint}; not of what only the build needs."""
    names = (path.relative_to(folder) for path in files_below(folder))
    return {name.as_posix(): fingerprint(folder / name) for name in names if not name.parts[0].startswith("_")}


def fingerprint(path):
    """A short name for a file's content; None if there is no file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def start():
    """Become JupyterLab, with the introduction open."""
    as_root = ["--allow-root"] if os.name != "nt" and os.geteuid() == 0 else []
    become([ENVIRONMENT.program("jupyter-lab"), *as_root, READERS_COPY / "intro.md"], env=ENVIRONMENT.variables())
