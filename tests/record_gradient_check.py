"""`python -m tests.record_gradient_check`: how often the gradient check is wrong, over thousands of networks.

Right networks of every kind must pass, and networks with a planted mistake must not. What is found goes into the record
that the chapter and its tests read.
"""

import json
import platform
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from importlib.metadata import version

import numpy as np

from lib import gradient_check
from lib.records import FOLDER
from tests.checked_networks import PLANTED, RIGHT, changed_by, with_mistake

RECORD = FOLDER / "gradient_check.json"
NETWORKS = 1000  # of each kind
WITH_MISTAKE = 100  # of each kind, for each mistake
METHODS = ("central", "complex")


def example(kind, seed):
    """(net, X, Y) with a right gradient."""
    return RIGHT[kind](np.random.default_rng(seed))


def right_networks(kind, method, seeds):
    """What the check says of so many right networks of a kind."""
    found = {"networks": 0, "false_alarms": 0, "compared": 0, "too_small": 0, "left_out": 0, "share_of_doubt": 0.0}
    for seed in seeds:
        check = gradient_check(*example(kind, seed), method=method)
        found["networks"] += 1
        found["false_alarms"] += check.passed is False
        found["compared"] += check.compared
        found["too_small"] += len(check.too_small)
        found["left_out"] += len(check.left_out)
        found["share_of_doubt"] = max(found["share_of_doubt"], share_of_doubt(check))
    return found


def share_of_doubt(check):
    """The largest difference beside its doubt, where it is above the tolerance: above 1 it is called a mistake."""
    largest = 0.0
    gradients = (check.analytic, check.numeric, check.doubt, check.relative_error)
    for a, b, doubt, error in zip(*([*each.dW, *each.db] for each in gradients)):
        explained = (abs(a - b) > check.tolerance * np.maximum(abs(a), abs(b))) & np.isfinite(error)
        largest = max(largest, np.max(abs(a - b)[explained] / doubt[explained], initial=0.0))
    return float(largest)


def planted_mistakes(kind, method, seeds):
    """Mistake → how many were planted, found, unseen by what the check itself says, and missed."""
    return {name_of(*planted): planted_mistake(kind, method, *planted, seeds) for planted in PLANTED}


def planted_mistake(kind, method, mistake, amount, seeds):
    """Networks whose gradients the mistake doesn't change are not counted."""
    found = {"planted": 0, "found": 0, "unseen": 0, "missed": 0}
    for seed in seeds:
        net, X, Y = example(kind, seed)
        wrong = with_mistake(net, mistake, amount)
        changes = changed_by(net, wrong, X, Y)
        if max(changes.values()) < 1e-10:
            continue
        check = gradient_check(wrong, X, Y, method=method)
        outcome = "found" if check.passed is False else "unseen" if is_unseen(changes, check) else "missed"
        found["planted"] += 1
        found[outcome] += 1
    return found


def is_unseen(changes, check):
    """Whether the check itself says of every changed derivative that it can't see so small a change, or left it out."""
    unseen = {*check.too_small, *check.left_out}
    for place, change in changes.items():
        symbol, l, index = place
        analytic, numeric, doubt = (
            (gradient.dW if symbol == "W" else gradient.db)[l][index]
            for gradient in (check.analytic, check.numeric, check.doubt)
        )
        size = max(abs(analytic), abs(numeric))
        # Twice, because the numeric derivative may be off by the doubt in the mistake's own direction.
        if place not in unseen and change * size > 2 * max(doubt, check.tolerance * size):
            return False
    return True


def name_of(mistake, amount):
    return mistake if amount is None else f"{mistake}, {amount:g}"


def _of_kind(kind):
    with np.errstate(all="ignore"):
        return {
            "right": {method: right_networks(kind, method, range(NETWORKS)) for method in METHODS},
            "wrong": {method: planted_mistakes(kind, method, range(WITH_MISTAKE)) for method in METHODS},
        }


def record():
    """The command, the versions, the date, and the numbers."""
    with ProcessPoolExecutor(2) as pool:
        kinds = dict(zip(RIGHT, pool.map(_of_kind, RIGHT)))
    return {
        "command": "python -m tests.record_gradient_check",
        "date": date.today().isoformat(),
        "machine": {"system": platform.system(), "processor": platform.machine(), "python": platform.python_version()},
        "versions": {"numpy": version("numpy")},
        "kinds": kinds,
    }


if __name__ == "__main__":
    RECORD.write_text(json.dumps(record(), indent=1) + "\n")
