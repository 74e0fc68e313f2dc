"""The benchmark compares like with like: every side does the same work, in turns, and a side that does not is refused."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from lib import counting
from tests.benchmarks import products, with_lib
from tests.benchmarks.rounds import check_equal, compare, final_cost, summary, take_turns
from tests.benchmarks.side import Side
from tests.benchmarks.workloads import DIGITS, GRADIENT, SYNTHETIC, WORKLOADS, XOR
from tools.console import Problem

SHORT = [replace(XOR, epochs=20), replace(DIGITS, epochs=2)]
TRAININGS = [
    ("sklearn", "training"),
    ("autograd", "training"),
    ("torch", "training"),
    ("jax", "training"),
    ("jax", "whole_training"),
]


def peer(name):
    pytest.importorskip(name, reason=f"{name} is installed by `make bench` alone")
    return import_module(f"tests.benchmarks.with_{name}")


@pytest.mark.parametrize("workload", SHORT, ids=lambda workload: workload.key)
@pytest.mark.parametrize(("name", "way"), TRAININGS)
def test_each_side_trains_to_the_same_weights_and_cost(name, way, workload):
    sides = {"lib": with_lib.training(workload), name: getattr(peer(name), way)(workload)}
    costs = {side: cost for side, (_, cost) in compare(workload, sides).items()}
    assert costs[name] == pytest.approx(costs["lib"], rel=1e-12)


@pytest.mark.parametrize("name", ["autograd", "torch", "jax"])
def test_each_side_has_the_same_gradient(name):
    workload = replace(GRADIENT, repeats=2)
    compare(workload, {"lib": with_lib.one_gradient(workload), name: peer(name).one_gradient(workload)})


@pytest.mark.parametrize("workload", SHORT, ids=lambda workload: workload.key)
def test_a_side_can_be_run_again_from_the_same_start(workload):
    for side in (with_lib.training(workload), peer("sklearn").training(workload)):
        first = [array.copy() for array in side.result(side.run())]
        for before, after in zip(first, side.result(side.run()), strict=True):
            np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("seed", [14, 24, 26])  # draws with which 20 epochs of the next run used to end too early
def test_scikit_learn_leaves_out_no_epoch_whatever_weights_it_drew_before_the_start(seed):
    sklearn, drawn = peer("sklearn"), np.random.get_state()
    np.random.seed(seed)
    side = sklearn.training(SHORT[0])
    np.random.set_state(drawn)
    lib = with_lib.training(SHORT[0])
    for _ in range(3):
        check_equal(SHORT[0], "sklearn", side.result(side.run()), lib.result(lib.run()))


def test_a_side_that_does_other_work_is_refused():
    workload = replace(XOR, epochs=3)
    other = with_lib.training(replace(workload, learning_rate=0.6))
    with pytest.raises(Problem, match="xor: other does not come to what lib comes to"):
        compare(workload, {"lib": with_lib.training(workload), "other": other})


def test_the_final_cost_is_that_of_the_weights():
    workload = replace(XOR, epochs=3)
    net = workload.network()
    start = [array for l in (1, 2) for array in (net.W[l], net.b[l])]
    assert final_cost(workload, start) == net.cost(*workload.arrays())
    check_equal(workload, "itself", start, start)


def test_the_bound_does_the_products_of_the_training_and_no_other(monkeypatch):
    workload = replace(SYNTHETIC, data=lambda: (np.ones((300, 784)), np.arange(300) % 10))
    done = []
    matmul = np.matmul
    monkeypatch.setattr(np, "matmul", lambda u, v, out: done.append(u.size * v.shape[1]) or matmul(u, v, out=out))
    products.training(workload).run()
    forward = counting.forward(workload.sizes)
    backward = 2 * forward - workload.sizes[0] * workload.sizes[1]  # an input has no error
    assert sum(done) == 300 * (workload.epochs * (forward + backward) + (workload.epochs + 1) * forward)


def test_sides_take_turns_and_another_one_begins_each_round():
    ran = []
    sides = {name: Side(lambda name=name: ran.append(name), None) for name in "abc"}
    samples = take_turns(sides, rounds=3, tell=lambda done: None)
    assert "".join(ran) == "abcbcacab"
    assert {name: len(taken) for name, taken in samples.items()} == {"a": 3, "b": 3, "c": 3}


def test_samples_are_summed_up_by_median_and_quartiles():
    assert summary([4.0, 1.0, 2.0, 3.0, 100.0]) == {
        "median": 3.0,
        "quartiles": [2.0, 4.0],
        "samples": [4.0, 1.0, 2.0, 3.0, 100.0],
    }


def test_workloads_have_names_of_their_own():
    assert len({workload.key for workload in WORKLOADS}) == len(WORKLOADS)
