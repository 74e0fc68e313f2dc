"""`python -m tests.benchmarks`: measure, say it, and write it to lib/records/benchmark.json."""

import argparse
import json
import os
import sys
import time
from datetime import date
from pathlib import Path

# Read when a library is loaded: so set before any is.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
    "JAX_PLATFORMS": "cpu",
}
# Where a machine sets these, OpenBLAS runs another kernel than the one made for its processor.
OPENBLAS_OWN_CHOICE = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
os.environ.update(ONE_THREAD)
for name in OPENBLAS_OWN_CHOICE:
    os.environ.pop(name, None)
# JAX makes as many threads as there are processors that it may use, whatever it is told. Linux can keep it to one.
ONE_PROCESSOR = hasattr(os, "sched_setaffinity")
if ONE_PROCESSOR:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

import torch  # noqa: E402

from lib.network import BLOCK  # noqa: E402
from lib.records import FOLDER  # noqa: E402
from tests.benchmarks import products, with_autograd, with_jax, with_lib, with_sklearn, with_torch  # noqa: E402
from tests.benchmarks.machine import blas, machine, torch_blas, versions  # noqa: E402
from tests.benchmarks.rounds import compare, rounded, summary, take_turns  # noqa: E402
from tests.benchmarks.workloads import WORKLOADS  # noqa: E402
from tools import ROOT  # noqa: E402
from tools.console import Problem, say  # noqa: E402

RECORD = FOLDER / "benchmark.json"


def sides_of(workload):
    """Every side that can do a workload, {name: Side}."""
    if not workload.is_training:
        return {
            "lib": with_lib.one_gradient(workload),
            "torch": with_torch.one_gradient(workload),
            "jax": with_jax.one_gradient(workload),
            "autograd": with_autograd.one_gradient(workload),
        }
    sides = {
        "lib": with_lib.training(workload),
        "torch": with_torch.training(workload),
        "jax": with_jax.training(workload),
        "jax-whole": with_jax.whole_training(workload),
        "sklearn": with_sklearn.training(workload),
        "autograd": with_autograd.training(workload),
    }
    if workload.bound:
        sides["torch-blocks"] = with_torch.training(workload, block=BLOCK)
        sides["products"] = products.training(workload)
    return sides


def measure(workload, rounds):
    """The record of a workload."""
    say(f"{workload.title}")
    sides = sides_of(workload)
    first = compare(workload, sides)
    say("      all sides come to the same numbers")
    start = time.monotonic()
    samples = take_turns(
        sides, rounds, lambda done: say(f"      round {done} of {rounds}, {time.monotonic() - start:.0f} s")
    )
    of_lib = samples["lib"]
    record = {
        "title": workload.title,
        "sizes": workload.sizes,
        "activations": workload.activations,
        "loss": workload.loss,
        "samples": len(workload.arrays()[0]),
        "epochs": workload.epochs,
        "batch_size": workload.batch_size,
        "learning_rate": workload.learning_rate,
        "dtype": workload.dtype,
        "rounds": rounds,
        "sides": {},
    }
    for name, taken in samples.items():
        sample, cost = first[name]
        record["sides"][name] = {
            "first_run": rounded(sample.seconds),
            "final_cost": cost,
            "processors": rounded(sum(each.worked for each in taken) / sum(each.seconds for each in taken)),
            "seconds": summary([each.seconds / workload.repeats for each in taken]),
            "ratio": summary([each.seconds / ours.seconds for each, ours in zip(taken, of_lib)]),
        }
        told = record["sides"][name]
        say(f"      {name:<10} {told['seconds']['median']:>10.4g} s   ÷ lib {told['ratio']['median']:>7.4g}")
    return record


def main():
    arguments = argparse.ArgumentParser(prog="make bench", description="Measure lib beside its peers.")
    arguments.add_argument(
        "--only",
        nargs="+",
        metavar="KEY",
        choices=[workload.key for workload in WORKLOADS],
        help="these workloads alone: " + ", ".join(workload.key for workload in WORKLOADS),
    )
    arguments.add_argument("--rounds", type=int, metavar="N", help="another number of rounds, for a trial")
    arguments.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help=f"where to write (default: {RECORD.relative_to(ROOT)}; after a trial: nowhere)",
    )
    asked = arguments.parse_args()
    torch.set_num_threads(1)
    load = os.getloadavg()[0]
    workloads = [workload for workload in WORKLOADS if not asked.only or workload.key in asked.only]
    measured = {workload.key: measure(workload, asked.rounds or workload.rounds) for workload in workloads}
    record = {
        "command": "make bench",
        "date": date.today().isoformat(),
        "machine": {**machine(), "load_before": rounded(load)},
        "versions": versions(),
        "settings": {
            **ONE_THREAD,
            "torch.set_num_threads": 1,
            "jax_enable_x64": True,
            "kept to one processor": ONE_PROCESSOR,
        },
        "blas": blas(),
        "torch_blas": torch_blas(),
        "workloads": measured,
    }
    file = asked.record or (None if asked.only or asked.rounds else RECORD)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
        say(f"Written to {file}")


if __name__ == "__main__":
    try:
        main()
    except Problem as problem:
        sys.exit(f"\n{problem}")
