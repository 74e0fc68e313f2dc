"""`python3 -m tools clean`: remove what was made here, and keep what a reader wrote into the notebooks."""

import shutil

from tools import ROOT
from tools.console import say
from tools.notebooks import READERS_COPY, readers_changes

MADE = ("_build", ".venv", ".venv-*", "dist", ".hypothesis", ".*_cache", "*.egg-info", ".virtual_documents")
MADE_ANYWHERE = ("__pycache__", ".ipynb_checkpoints")


def clean(root=ROOT, notebooks=READERS_COPY):
    changed = readers_changes(notebooks)
    if changed:
        say(f"{notebooks} stays: it has changes of yours, in {', '.join(changed[:3])}{' …' if changed[3:] else ''}.")
        say("Delete the folder yourself when you don't need them.")
    else:
        shutil.rmtree(notebooks, ignore_errors=True)
    for pattern in MADE:
        for path in root.glob(pattern):
            shutil.rmtree(path)
    for name in MADE_ANYWHERE:
        for path in list(root.rglob(name)):
            if notebooks not in path.parents:
                shutil.rmtree(path)
