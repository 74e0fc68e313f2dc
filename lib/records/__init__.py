"""What was measured or asked beforehand, for the chapters that can't do it while they are built or run.

Each record is a JSON file with the command that made it, the date, and the versions of what was asked. Records belong to
the package, so that a notebook finds them wherever it lies.
"""

import json
from pathlib import Path

from lib import checks

__all__ = ["FOLDER", "read_record"]

FOLDER = Path(__file__).parent


def read_record(name: str) -> dict:
    """What a record holds.

    Parameters
    ----------
    name : str
        Its file's name without ``.json``: ``"benchmark"``, for example.

    Returns
    -------
    dict
        The content of the file.

    Raises
    ------
    ValueError
        If there is no record of that name.

    Examples
    --------
    >>> read_record("benchmark")["command"]
    'make bench'
    """
    names = sorted(path.stem for path in FOLDER.glob("*.json"))
    checks.one_of("name", name, names)
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
