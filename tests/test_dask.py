"""The shards' gradients from a real Dask cluster: two worker processes on this machine, one of which is killed."""

import os
import signal

import numpy as np
import pytest

from lib import Network
from lib.data import xor
from lib.sharding import ShardError, sharded_gradient
from tests.networks import PAIRS, random_data, random_network

pytest.importorskip("distributed", reason="Dask is an extra: pip install -c constraints.txt '.[dask]'")
from distributed.scheduler import KilledWorker

from tools.record_dask import LosesAWorker, cluster_of, workers_of


@pytest.fixture(scope="module")
def client():
    with cluster_of(workers=2) as client:
        yield client


@pytest.fixture
def executor(client):
    client.wait_for_workers(2)  # a test before may have killed one, and it has to be back
    return client.get_executor()


def xor_network():
    return Network.random([2, 3, 1], ["tanh", "sigmoid"], reduction="mean", seed=1)


def on_one_machine(net, X, Y):
    return net.backward(net.forward(X), Y)


def parameters(net):
    return [array.copy() for array in [*net.W, *net.b]]


def assert_equal(these, those):
    for one, other in zip(these, those, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def take_and_die(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_workers_are_two_processes_that_only_this_machine_can_reach(client):
    workers = workers_of(client)
    assert len(workers) == 2 and os.getpid() not in workers
    addresses = [client.scheduler.address, *client.scheduler_info()["workers"]]
    assert all(address.startswith("tcp://127.0.0.1:") for address in addresses)


@pytest.mark.parametrize("reduction", ["sum", "mean"])
@pytest.mark.parametrize("pair", PAIRS, ids=" with ".join)
def test_the_gradient_is_that_of_one_machine(executor, pair, reduction):
    net = random_network(5, 3, pair, reduction=reduction)
    X, Y = random_data(5, net, 11)
    sharded, alone = sharded_gradient(net, X, Y, executor, shards=4), on_one_machine(net, X, Y)
    assert_equal([*sharded.dW, *sharded.db], [*alone.dW, *alone.db])
    assert sharded.cost == pytest.approx(net.cost(X, Y), rel=1e-12)


def test_a_worker_killed_in_mid_epoch_changes_nothing_in_the_result(client, executor):
    X, Y = xor()
    alone, together = xor_network(), xor_network()
    before = workers_of(client)
    losing = LosesAWorker(client, executor)
    for workers in [executor, losing, executor]:
        alone.update(on_one_machine(alone, X, Y), learning_rate=0.5)
        together.update(sharded_gradient(together, X, Y, workers, shards=4), learning_rate=0.5)
    assert losing.killed.result() in before  # it was a worker of this cluster that began with a task and was killed
    assert_equal(parameters(together), parameters(alone))


def test_an_exception_in_a_worker_reaches_the_caller_with_the_shard_named(executor):
    net = xor_network()
    before = parameters(net)
    executor.submit = replace_second(executor.submit, divide_by_zero)
    with pytest.raises(ShardError, match=r"^shard 2 of 2 \(samples 3 to 4\): ZeroDivisionError: division by zero$"):
        net.update(sharded_gradient(net, *xor(), executor, shards=2), learning_rate=0.5)
    assert_equal(parameters(net), before)


def test_a_shard_that_kills_every_worker_is_a_clear_error_and_the_weights_are_those_of_before_the_step(
    client, executor, monkeypatch
):
    monkeypatch.setattr(client.cluster.scheduler, "allowed_failures", 0)
    net = xor_network()
    before = parameters(net)
    executor.submit = replace_second(executor.submit, take_and_die)
    with pytest.raises(ShardError, match=r"^shard \d of 2 .*: KilledWorker: ") as caught:
        net.update(sharded_gradient(net, *xor(), executor, shards=2), learning_rate=0.5)
    assert isinstance(caught.value.__cause__, KilledWorker)
    assert_equal(parameters(net), before)


def divide_by_zero(*_):
    return 1 / 0


def replace_second(submit, instead):
    """A `submit` that hands on `instead` where the second task should go."""
    submitted = []

    def submit_all_but_the_second(function, *args):
        submitted.append(function)
        return submit(instead if len(submitted) == 2 else function, *args)

    return submit_all_but_the_second


def test_when_the_cluster_is_closed_no_process_of_it_is_left():
    with cluster_of(workers=2) as client:
        workers = workers_of(client)
    assert len(workers) == 2
    for process in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
