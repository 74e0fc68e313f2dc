"""`python -m tools.record_dask`: run `lib.sharding` on a real Dask cluster and write down what came out.

The chapter on several machines draws from the record, so that the book can be built without Dask. The cluster has two
workers on this machine, each a process of its own with one thread; all of it talks over 127.0.0.1 only.
"""

import argparse
import json
import logging
import os
import platform
import signal
import tempfile
import time
import warnings
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median
from uuid import uuid4

import numpy as np
from distributed import Client, Event, LocalCluster, Variable
from threadpoolctl import threadpool_limits

from lib import Network
from lib.data import digits
from lib.records import FOLDER
from lib.sharding import sharded_gradient
from tools.console import say

RECORD = FOLDER / "dask.json"
WORKERS = 2
WORKLOADS = [  # sizes of the network, samples
    ([64, 32, 10], 1_400),
    ([64, 512, 10], 1_400),
    ([784, 128, 10], 4_096),
    ([784, 1024, 10], 4_096),
    ([784, 1024, 1024, 10], 4_096),
]
ROUNDS = 15
EPOCHS, KILLED_IN = 6, 3


@contextmanager
def cluster_of(workers):
    """A client of a real cluster on this machine: bound to 127.0.0.1, no dashboard, gone without a trace at the end."""
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            memory_limit=None,
            local_directory=folder,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(workers)
        yield client


def wait_to_be_killed(name, function, *args):
    """The first worker that gets this task tells its process id and waits for the end; the next one does the work."""
    begun = Event(f"begun-{name}")
    if not begun.is_set():
        Variable(f"victim-{name}").set(os.getpid())
        begun.set()
        Event(f"never-{name}").wait()
    return function(*args)


class LosesAWorker(Executor):
    """Hands tasks on to a Dask executor, and kills the worker that has begun with the first of them."""

    def __init__(self, client, executor):
        self.client, self.executor, self.killed, self.name = client, executor, None, uuid4().hex

    def submit(self, function, /, *args):
        if self.killed is None:
            killer = ThreadPoolExecutor(1)
            self.killed = killer.submit(self._kill)
            killer.shutdown(wait=False)
            return self.executor.submit(wait_to_be_killed, self.name, function, *args)
        return self.executor.submit(function, *args)

    def _kill(self):
        """Returns the process id of the worker that is no more."""
        if not Event(f"begun-{self.name}", client=self.client).wait(timeout=60):
            raise TimeoutError("no worker has begun with the task")
        victim = Variable(f"victim-{self.name}", client=self.client).get(timeout=60)
        os.kill(victim, signal.SIGKILL)
        return victim


class OnlySends(Executor):
    """Sends what the tasks need, and gets back as much as they would return, but computes nothing."""

    def __init__(self, executor):
        self.executor = executor

    def submit(self, function, /, *args):
        return self.executor.submit(return_parameters, *args)


def return_parameters(net, X, Y):
    return np.float64(0), list(net.W), list(net.b)


def example(sizes, samples):
    """A network with tanh units and softmax outputs, and random data of its sizes."""
    activations = ["tanh"] * (len(sizes) - 2) + ["softmax"]
    net = Network.random(sizes, activations, "cross_entropy", reduction="mean", seed=0)
    generator = np.random.default_rng(0)
    return net, generator.normal(size=(samples, sizes[0])), generator.integers(sizes[-1], size=samples)


def on_one_machine(net, X, Y):
    return net.backward(net.forward(X), Y)


def with_blas_threads(net, X, Y):
    with threadpool_limits(os.cpu_count()):
        return on_one_machine(net, X, Y)


def arrays(layered):
    return [*layered.dW, *layered.db]


def largest_difference(these, those):
    return max(float(abs(one - other).max()) for one, other in zip(these, those, strict=True))


def agreement(executor):
    """The gradient of the digits from two workers, beside the one from here."""
    net, X, Y = digit_network()
    alone = arrays(on_one_machine(net, X, Y))
    together = sharded_gradient(net, X, Y, executor, shards=4)
    return {
        "sizes": net.sizes,
        "samples": len(X),
        "shards": 4,
        "largest_derivative": max(float(abs(array).max()) for array in alone),
        "largest_difference": largest_difference(alone, arrays(together)),
        "difference_of_the_cost": abs(together.cost - net.cost(X, Y)),
    }


def digit_network():
    data = digits()
    net = Network.random([64, 32, 10], ["tanh", "softmax"], "cross_entropy", reduction="mean", seed=0)
    return net, data.X_train, data.Y_train


def seconds(work, *args, **kwargs):
    start = time.perf_counter()
    work(*args, **kwargs)
    return time.perf_counter() - start


def timing(client, sizes, samples):
    """One gradient here, on one worker and on two; and what the sending alone takes. In turn, round by round.

    Here it is taken in three ways: on one thread; with the threads that BLAS makes of itself for a matrix product; and in
    shards on two threads of this program.
    """
    net, X, Y = example(sizes, samples)
    # With pure=False Dask takes each task for a new one and never hands out the result of an earlier round.
    first = next(iter(client.scheduler_info()["workers"]))
    one, two = client.get_executor(pure=False, workers=[first]), client.get_executor(pure=False)
    threads = ThreadPoolExecutor(WORKERS)
    ways = {
        "alone": lambda: on_one_machine(net, X, Y),
        "blas_threads": lambda: with_blas_threads(net, X, Y),
        "two_threads": lambda: sharded_gradient(net, X, Y, threads, shards=WORKERS),
        "one_worker": lambda: sharded_gradient(net, X, Y, one, shards=1),
        "two_workers": lambda: sharded_gradient(net, X, Y, two, shards=WORKERS),
        "sending": lambda: sharded_gradient(net, X, Y, OnlySends(two), shards=WORKERS),
    }
    for way in ways.values():
        way()  # once for warming up
    rounds = [{name: seconds(way) for name, way in ways.items()} for _ in range(ROUNDS)]
    threads.shutdown()
    parameters = sum(array.nbytes for array in [*net.W, *net.b])
    return {
        "sizes": sizes,
        "samples": samples,
        "bytes_there": WORKERS * parameters + X.nbytes + samples * sizes[-1] * X.itemsize,
        "bytes_back": WORKERS * parameters,
        "rounds": ROUNDS,
        "load": os.getloadavg()[0],
        "seconds": {name: median(each[name] for each in rounds) for name in ways},
        "speedup": {
            name: median(each["alone"] / each[name] for each in rounds)
            for name in ("blas_threads", "two_threads", "one_worker", "two_workers")
        },
    }


def killed_run(client):
    """Some epochs on two workers, one of which is killed in the middle of an epoch; the same epochs here."""
    alone, X, Y = digit_network()
    together, executor = alone.copy(), client.get_executor()
    before, epochs, victim = workers_of(client), [], None
    for epoch in range(1, EPOCHS + 1):
        losing = LosesAWorker(client, executor) if epoch == KILLED_IN else None
        start = time.perf_counter()
        together.update(sharded_gradient(together, X, Y, losing or executor, shards=4), learning_rate=0.1)
        epochs.append(time.perf_counter() - start)
        if losing:
            victim = losing.killed.result()
        alone.update(on_one_machine(alone, X, Y), learning_rate=0.1)
    client.wait_for_workers(WORKERS)
    after = workers_of(client)
    return {
        "sizes": alone.sizes,
        "samples": len(X),
        "shards": 4,
        "epochs": EPOCHS,
        "killed_in_epoch": KILLED_IN,
        "a_worker_was_killed": victim in before and victim not in after,
        "workers_after": len(after),
        "seconds_by_epoch": epochs,
        "largest_difference_of_weights": largest_difference([*alone.W, *alone.b], [*together.W, *together.b]),
    }


def workers_of(client):
    """The process ids of the cluster's workers."""
    return set(client.run(os.getpid).values())


def record():
    with cluster_of(WORKERS) as client:
        say("agreement ...")
        found = {"agreement": agreement(client.get_executor()), "timings": []}
        for sizes, samples in WORKLOADS:
            say(f"timing {sizes}, {samples} samples ...")
            found["timings"].append(timing(client, sizes, samples))
        say("killing a worker ...")
        found["killed_worker"] = killed_run(client)
    return found


def about():
    return {
        "command": "python -m tools.record_dask",
        "date": date.today().isoformat(),
        "machine": {
            "system": platform.system(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        },
        "versions": {name: version(name) for name in ("numpy", "dask", "distributed")},
        "workers": WORKERS,
        "threads_of_a_worker": 1,
        "blas_threads": "1 but for blas_threads, where it is one a processor core",
    }


def main():
    arguments = argparse.ArgumentParser(description="Run the shards on a Dask cluster and record what came out.")
    arguments.add_argument(
        "--record", type=Path, default=RECORD, metavar="FILE", help="where to (default: %(default)s)"
    )
    file = arguments.parse_args().record
    # Dask would rather have large arrays put on the workers beforehand. Here their way is part of what is measured.
    warnings.filterwarnings("ignore", message="Sending large graph")
    with threadpool_limits(1):
        found = about() | record()
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(found, indent=2) + "\n")
    say(f"{file}")


if __name__ == "__main__":
    main()
