"""The gradients of shards add up to the gradient of all samples, whoever takes them, and a failure changes nothing."""

import functools
import multiprocessing
import operator
import os
import pickle
import signal
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import Network
from lib.data import xor
from lib.sharding import ShardedGradient, ShardError, sharded_gradient
from tests.networks import PAIRS, depths, pairs, random_data, random_network, reductions, seeds


class OneAfterTheOther(Executor):
    """Runs the tasks when the first result is asked for, in the given order; `interfere(number, function)` may change one."""

    def __init__(self, order=list, interfere=lambda number, function: function):
        self.order, self.interfere, self.tasks, self.futures = order, interfere, [], []

    def submit(self, function, /, *args, **kwargs):
        future = Waiting(self)
        self.futures.append(future)
        self.tasks.append((future, self.interfere(len(self.futures), function), args, kwargs))
        return future

    def run(self):
        tasks, self.tasks = self.tasks, []
        for future, function, args, kwargs in self.order(tasks):
            try:
                future.set_result(function(*args, **kwargs))
            except Exception as error:
                future.set_exception(error)


class Waiting(Future):
    def __init__(self, executor):
        super().__init__()
        self.executor = executor

    def result(self, timeout=None):
        self.executor.run()
        return super().result(timeout)


def backwards(tasks):
    return list(reversed(tasks))


def on_one_machine(net, X, Y):
    return net.backward(net.forward(X), Y)


def gradients(backward):
    return [*backward.dW, *backward.db]


def parameters(net):
    return [array.copy() for array in [*net.W, *net.b]]


def assert_equal_gradients(actual, desired):
    for part, whole in zip(gradients(actual), gradients(desired), strict=True):
        np.testing.assert_allclose(part, whole, rtol=1e-12, atol=1e-12)


@pytest.fixture(scope="module")
def threads():
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture(scope="module")
def processes():
    # New interpreters, because a fork of a process that has threads may hang.
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        yield executor


@pytest.fixture(params=["threads", "processes"])
def pool(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("pair", PAIRS, ids=" with ".join)
@given(seed=seeds, depth=depths, m=st.integers(1, 9), reduction=reductions, data=st.data())
def test_shards_add_up_to_the_gradient_on_one_machine(pair, seed, depth, m, reduction, data):
    net = random_network(seed, depth, pair, reduction=reduction)
    X, Y = random_data(seed, net, m)
    shards = data.draw(st.integers(1, m))
    sharded = sharded_gradient(net, X, Y, OneAfterTheOther(), shards=shards)
    assert_equal_gradients(sharded, on_one_machine(net, X, Y))
    assert sharded.cost == pytest.approx(net.cost(X, Y), rel=1e-12)


@settings(max_examples=10)
@given(seed=seeds, depth=depths, pair=pairs, reduction=reductions)
def test_a_pool_of_threads_gives_the_same(threads, seed, depth, pair, reduction):
    net = random_network(seed, depth, pair, reduction=reduction)
    X, Y = random_data(seed, net, 7)
    assert_equal_gradients(sharded_gradient(net, X, Y, threads, shards=3), on_one_machine(net, X, Y))


@settings(max_examples=10)
@given(seed=seeds, depth=depths, pair=pairs, reduction=reductions)
def test_a_pool_of_processes_gives_the_same(processes, seed, depth, pair, reduction):
    net = random_network(seed, depth, pair, reduction=reduction)
    X, Y = random_data(seed, net, 7)
    assert_equal_gradients(sharded_gradient(net, X, Y, processes, shards=3), on_one_machine(net, X, Y))


def test_the_mean_divides_by_all_samples_and_not_by_those_of_a_shard():
    net = random_network(1, 2, ("sigmoid", "squared_error"), reduction="mean")
    X, Y = random_data(1, net, 5)  # shards of 2 and 3 samples: a mean of their means would be another number
    sharded = sharded_gradient(net, X, Y, OneAfterTheOther(), shards=2)
    assert_equal_gradients(sharded, on_one_machine(net, X, Y))
    parts = [on_one_machine(net, X[part], Y[part]) for part in (slice(0, 2), slice(2, 5))]
    mean_of_means = sum(part.dW[1] for part in parts) / 2
    assert not np.allclose(sharded.dW[1], mean_of_means)


def test_the_last_digit_does_not_depend_on_who_is_ready_first():
    net = random_network(2, 3, ("tanh", "squared_error"), widest=9)
    X, Y = random_data(2, net, 40)
    first_to_last = sharded_gradient(net, X, Y, OneAfterTheOther(), shards=7)
    last_to_first = sharded_gradient(net, X, Y, OneAfterTheOther(backwards), shards=7)
    for one, other in zip(gradients(first_to_last), gradients(last_to_first), strict=True):
        np.testing.assert_array_equal(one, other)
    assert first_to_last.cost == last_to_first.cost


def test_shards_are_contiguous_and_differ_by_one_sample_at_most():
    seen = []

    def note(number, function):
        def noting(net, X, Y):
            seen.append(X[:, 0].tolist())
            return function(net, X, Y)

        return noting

    net = Network.random([1, 1], ["tanh"])
    sharded_gradient(net, np.arange(11.0).reshape(-1, 1), np.zeros(11), OneAfterTheOther(interfere=note), shards=4)
    assert functools.reduce(operator.iadd, seen, []) == list(range(11))
    assert {len(shard) for shard in seen} == {2, 3}


def test_training_with_shards_ends_at_the_same_weights(pool):
    X, Y = xor()
    alone = Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=1)
    together = alone.copy()
    for _ in range(5):
        alone.update(on_one_machine(alone, X, Y), learning_rate=0.5)
        together.update(sharded_gradient(together, X, Y, pool, shards=2), learning_rate=0.5)
    for one, other in zip(parameters(alone), parameters(together), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def test_integer_labels_are_taken_as_on_one_machine(threads):
    net = Network.random([4, 3], ["softmax"], "cross_entropy", reduction="mean", seed=1)
    X, labels = np.random.default_rng(0).normal(size=(5, 4)), np.array([0, 0, 1, 1, 1])
    assert_equal_gradients(sharded_gradient(net, X, labels, threads, shards=2), on_one_machine(net, X, labels))


def test_single_precision_stays_single(threads):
    net = Network.random([2, 3, 1], ["tanh", "sigmoid"], reduction="mean", dtype=np.float32)
    sharded = sharded_gradient(net, *xor(), threads, shards=2)
    assert {array.dtype for array in gradients(sharded)} == {np.dtype(np.float32)}


def test_nothing_of_the_caller_s_is_changed(threads):
    net = random_network(4, 3, ("sigmoid", "squared_error"))
    X, Y = random_data(4, net, 6)
    before = [*parameters(net), X.copy(), Y.copy()]
    sharded_gradient(net, X, Y, threads, shards=3)
    for now, then in zip([*parameters(net), X, Y], before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_a_running_task_does_not_see_an_update_of_the_network():
    net = Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=3)
    X, Y = xor()
    expected = on_one_machine(net, X, Y)

    def update_in_between(number, function):
        def updating(*args):
            net.update(expected, learning_rate=1.0)
            return function(*args)

        return updating

    sharded = sharded_gradient(net, X, Y, OneAfterTheOther(interfere=update_in_between), shards=2)
    assert_equal_gradients(sharded, expected)


def test_errors_of_single_samples_do_not_travel(threads):
    sharded = sharded_gradient(Network.random([2, 1], ["tanh"]), *xor(), threads, shards=2)
    assert isinstance(sharded, ShardedGradient)
    with pytest.raises(AttributeError, match="delta: the errors of the samples stay with their shards"):
        sharded.delta


@pytest.mark.parametrize("pair", PAIRS, ids=" with ".join)
def test_a_network_can_be_pickled_and_computes_the_same(pair):
    net = random_network(6, 3, pair, reduction="mean", train_biases=False)
    X, Y = random_data(6, net, 3)
    twin = pickle.loads(pickle.dumps(net))
    assert (twin.activations, twin.loss, twin.reduction, twin.train_biases) == (
        net.activations, net.loss, net.reduction, net.train_biases)  # fmt: skip
    for one, other in zip(gradients(on_one_machine(net, X, Y)), gradients(on_one_machine(twin, X, Y)), strict=True):
        np.testing.assert_array_equal(one, other)


# failures


def broken(*_):
    raise ZeroDivisionError("a planted fault")


def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)


class Interfering(Executor):
    """Hands the tasks on, but for one shard it hands on something else."""

    def __init__(self, executor, shard, instead):
        self.executor, self.shard, self.instead, self.count = executor, shard, instead, 0

    def submit(self, function, /, *args, **kwargs):
        self.count += 1
        return self.executor.submit(self.instead if self.count == self.shard else function, *args, **kwargs)


def test_an_exception_in_a_worker_reaches_the_caller_with_the_shard_named(pool):
    net = Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=1)
    before = parameters(net)
    with pytest.raises(
        ShardError, match=r"^shard 2 of 3 \(samples 2 to 2\): ZeroDivisionError: a planted fault$"
    ) as caught:
        sharded_gradient(net, *xor(), Interfering(pool, 2, broken), shards=3)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    for now, then in zip(parameters(net), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_after_a_failure_the_executor_works_on(pool):
    net = Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=1)
    with pytest.raises(ShardError):
        sharded_gradient(net, *xor(), Interfering(pool, 1, broken), shards=4)
    assert_equal_gradients(sharded_gradient(net, *xor(), pool, shards=4), on_one_machine(net, *xor()))


def test_after_a_failure_what_has_not_begun_is_cancelled():
    def the_first_alone(tasks):
        return tasks[:1]  # the others still stand in the queue

    executor = OneAfterTheOther(the_first_alone, lambda number, function: broken)
    with pytest.raises(ShardError, match="^shard 1 of 4"):
        sharded_gradient(Network.random([2, 1], ["tanh"]), *xor(), executor, shards=4)
    assert [future.cancelled() for future in executor.futures] == [False, True, True, True]


def test_a_process_that_dies_in_mid_epoch_is_a_clear_error_and_the_weights_are_those_of_before_the_step():
    X, Y = xor()
    net = Network.random([2, 3, 1], ["tanh", "sigmoid"], seed=1)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as executor:
        net.update(sharded_gradient(net, X, Y, executor, shards=2), learning_rate=0.5)
        before = parameters(net)
        with pytest.raises(ShardError, match=r"^shard \d of 4 .*BrokenProcessPool") as caught:
            net.update(sharded_gradient(net, X, Y, Interfering(executor, 3, killed), shards=4), learning_rate=0.5)
        assert isinstance(caught.value.__cause__, BrokenProcessPool)
        for now, then in zip(parameters(net), before, strict=True):
            np.testing.assert_array_equal(now, then)


def test_an_executor_that_takes_no_tasks_any_more_is_a_clear_error():
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(ShardError, match="^shard 1 of 2 .*cannot schedule new futures after shutdown"):
        sharded_gradient(Network.random([2, 1], ["tanh"]), *xor(), executor, shards=2)


REFUSALS = {
    "no executor": ({"executor": None}, "executor: expected a concurrent.futures.Executor.*, got NoneType"),
    "a class of executors": ({"executor": ThreadPoolExecutor}, "executor: .*, got the class ThreadPoolExecutor"),
    "no shard": ({"shards": 0}, "shards: expected a whole number, 1 or above, got 0"),
    "a shard and a half": ({"shards": 1.5}, "shards: expected a whole number, 1 or above, got 1.5"),
    "more shards than samples": ({"shards": 5}, "shards: expected at most one for each of the 4 samples, got 5"),
    "no network": ({"net": "xor"}, "net: expected a Network, got str"),
    "a sample as a vector": ({"X": [0, 1]}, "X: expected shape"),
    "targets for other samples": ({"Y": [0, 1]}, "Y: expected shape"),
    "targets that are no numbers": ({"Y": [[np.nan]] * 4}, "Y: expected finite numbers only, got nan"),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_bad_input_is_refused_before_any_work_begins(what):
    changes, message = REFUSALS[what]
    X, Y = xor()
    executor = OneAfterTheOther()
    arguments = {"net": Network.random([2, 1], ["sigmoid"]), "X": X, "Y": Y, "executor": executor, "shards": 2}
    with pytest.raises(ValueError, match=f"^{message}"):
        sharded_gradient(**arguments | changes)
    assert not executor.futures


class Careless(Executor):
    """Does not do what an executor promises: ``future`` stands for what its `submit` returns."""

    def __init__(self, future):
        self.future = future

    def submit(self, task, *arguments):
        return self.future(task(*arguments))


def holding(result):
    future = Future()
    future.set_result(result)
    return future


@pytest.mark.parametrize(
    ("future", "got"),
    {
        "no future": (lambda result: None, "returns a Future, got NoneType"),
        "the bare result": (lambda result: result, "returns a Future, got tuple"),
        "nothing in the future": (lambda result: holding(None), "got None for shard 1"),
        "too few results": (lambda result: holding(result[:2]), "for shard 1"),
        "the gradients of too few layers": (lambda result: holding((*result[:2], result[2][:1])), "for shard 1"),
        "gradients of other shapes": (lambda result: holding((result[0], result[2], result[1])), "for shard 1"),
    }.values(),
)
def test_an_executor_that_hands_back_something_else_is_told(future, got):
    net = Network.random([2, 2, 1], ["tanh", "sigmoid"])
    with pytest.raises(ValueError, match=f"executor: expected one whose .*{got}"):
        sharded_gradient(net, *xor(), Careless(future), shards=2)
