"""Rounds: every side once in each, in turns; ratios are taken within a round."""

import gc
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np

from lib import Network
from tools.console import Problem

TOLERANCE = {"float64": 1e-9, "float32": 1e-3}  # of numbers that are equal but for rounding


class Sample(NamedTuple):
    """One run of a side: the seconds that passed, and those that processors worked for it (above them: several did)."""

    seconds: float
    worked: float


def measured(run):
    """Run once; returns what it returned, and the Sample."""
    gc.collect()
    worked, start = process_time(), perf_counter()
    result = run()
    return result, Sample(perf_counter() - start, process_time() - worked)


def compare(workload, sides):
    """Run every side once: {name: (first sample, final cost)}.

    Raises
    ------
    Problem
        If a side comes to something else than `lib`: then it does other work, and its time says nothing.
    """
    first, results = {}, {}
    for name, side in sides.items():
        result, sample = measured(side.run)
        results[name] = side.result(result) if side.result else None
        first[name] = (sample, final_cost(workload, results[name]) if workload.is_training and side.result else None)
    for name, arrays in results.items():
        if arrays is not None:
            check_equal(workload, name, arrays, results["lib"])
    return first


def check_equal(workload, name, arrays, wanted):
    for ours, theirs in zip(wanted, arrays, strict=True):
        if not np.allclose(theirs, ours, rtol=TOLERANCE[workload.dtype], atol=TOLERANCE[workload.dtype]):
            raise Problem(
                f"{workload.key}: {name} does not come to what lib comes to: {abs(theirs - ours).max():g} apart"
            )


def final_cost(workload, parameters):
    """The cost over all samples, computed by `lib` from the last weights of any side."""
    net = Network(parameters[::2], parameters[1::2], workload.activations, workload.loss, workload.reduction)
    return net.cost(*workload.arrays())


def take_turns(sides, rounds, tell):
    """Samples of every side, {name: [Sample, …]}; another side begins each round."""
    samples, names = {name: [] for name in sides}, list(sides)
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            samples[name].append(measured(sides[name].run)[1])
        tell(number + 1)
    return samples


def summary(values):
    """Samples, rounded to what they are worth, with their median and quartiles."""
    lower, _middle, upper = quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    return {
        "median": rounded(median(values)),
        "quartiles": [rounded(lower), rounded(upper)],
        "samples": [rounded(value) for value in values],
    }


def rounded(value):
    return float(f"{value:.4g}")
