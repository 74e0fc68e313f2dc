"""What the chapter on several machines says in words about numbers that its cells compute or that were recorded."""

import numpy as np
import pytest

from lib import Network, counting
from lib.records import read_record
from tests.chapter_code import BOOK, Chapter

PAGE = "book/code/beyond-one-machine.html"


@pytest.fixture(scope="module")
def chapter():
    return Chapter("code/beyond-one-machine.md")


@pytest.fixture(scope="module")
def record():
    return read_record("dask")


def rows_after(chapter, heading, count):
    return [row.split() for row in chapter.printed.partition(heading)[2].splitlines()[1 : count + 1]]


def test_the_parts_of_both_workers_add_up_to_the_derivative(chapter):
    assert chapter["part1"] + chapter["part2"] == pytest.approx(chapter["backward"].dW[2][0, 0], abs=1e-15)
    table = rows_after(chapter, "a(1)   delta(2)    product", 4)
    assert [float(row[-1]) for row in table] == pytest.approx(chapter["terms"], abs=1e-5)


def test_every_way_gives_the_gradient_of_one_machine(chapter):
    for gradients in ("by_hand", "from_lib", "from_processes"):
        for one, other in zip(chapter[gradients], chapter["alone"], strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


def test_only_the_sum_of_the_sums_gives_the_mean(chapter):
    right = chapter["derivative"](chapter["averaging"], chapter["X"], chapter["Y"])
    assert (chapter["sum1"] + chapter["sum2"]) / 4 == pytest.approx(right, rel=1e-12)
    assert (chapter["mean1"] + chapter["mean2"]) / 2 != pytest.approx(right, rel=0.1)


def test_sharded_training_is_the_same_but_for_the_last_digits(chapter):
    assert chapter["gap"] < 1e-12
    X, Y = chapter["X_train"], chapter["Y_train"]
    assert chapter["together"].cost(X, Y) == pytest.approx(chapter["single"].cost(X, Y), rel=1e-12)
    assert chapter["single"].cost(X, Y) < 0.5 * chapter["digit_network"]().cost(X, Y)  # and it is training


@pytest.mark.parametrize("workers", [2, 3, 4, 7])
def test_in_a_ring_every_worker_gets_the_sum_and_sends_less_than_two_gradients(chapter, workers):
    gradients = list(np.random.default_rng(workers).normal(size=(workers, 84)))
    results, sent = chapter["ring_all_reduce"](gradients)
    for result in results:
        np.testing.assert_allclose(result, sum(gradients), rtol=0, atol=1e-12)
    assert sent == [2 * (workers - 1) * 84 // workers] * workers


def test_the_speedup_is_that_of_the_times_and_never_beyond_the_ratio_of_computing_to_sending(chapter):
    T1, C = 3.0, 0.1
    for p in (1, 2, 5, 1000):
        assert chapter["speedup"](p, C / T1) == pytest.approx(T1 / (T1 / p + C))
        assert chapter["speedup"](p, C / T1) < T1 / C
    assert chapter["speedup"](2, 0.499) > 1 > chapter["speedup"](2, 0.501)  # the second worker pays if C < T1/2


def test_a_process_that_is_gone_is_told_and_moves_no_weight(chapter):
    assert "shard 1 of 2 (samples 1 to 2): BrokenProcessPool" in chapter.printed
    assert "weights moved by 0.0" in chapter.printed


def test_the_hand_exercise_has_the_numbers_of_its_solution(chapter):
    assert (chapter["w1"], chapter["b1"], chapter["w2"], chapter["b2"]) == (3.0, 1.0, 0.5, -0.5)
    assert chapter["wrong_b"] < 0 < chapter["b1"] + chapter["b2"]


def test_the_best_number_of_workers_is_where_the_formula_says(chapter):
    T1, C1, best = chapter["T1"], chapter["C1"], chapter["best"]
    assert best == pytest.approx((T1 / C1) ** 0.5)
    assert T1 / chapter["times"][best] == pytest.approx(best / 2)


def test_bytes_of_the_exercise_are_counted_right(chapter):
    net = Network.random([784, 1024, 1024, 10], ["tanh", "tanh", "tanh"])
    assert chapter["gradient_bytes"] == 8 * counting.parameters(net.sizes) == sum(a.nbytes for a in [*net.W, *net.b])


def test_the_last_digit_depends_on_the_shards_and_not_on_who_is_ready_first(chapter):
    def differs(these, those):
        return any((one != other).any() for one, other in zip(these, those, strict=True))

    assert differs(chapter["two"], chapter["seven"])
    assert not differs(chapter["seven"], chapter["again"])


# what was recorded


def test_the_record_says_how_and_where_it_was_made(record):
    assert record["command"] == "python -m tools.record_dask"
    assert {"date", "machine", "versions", "workers"} <= record.keys()
    assert {"numpy", "dask", "distributed"} <= record["versions"].keys()


def test_the_recorded_gradient_is_that_of_one_machine(record):
    assert record["agreement"]["largest_difference"] < 1e-12
    assert record["agreement"]["largest_derivative"] > 1e-3


def test_the_recorded_run_lost_a_worker_and_ended_at_the_weights_of_one_machine(record):
    run = record["killed_worker"]
    assert run["a_worker_was_killed"]
    assert 1 < run["killed_in_epoch"] < run["epochs"] == len(run["seconds_by_epoch"])
    assert run["largest_difference_of_weights"] < 1e-12
    assert run["workers_after"] == record["workers"]


def test_the_smallest_recorded_network_loses_clearly_and_more_computing_for_each_byte_makes_it_better(record):
    def computing_per_byte(timing):
        operations = counting.forward(timing["sizes"]) + counting.backward(timing["sizes"])
        return timing["samples"] * operations / (timing["bytes_there"] + timing["bytes_back"])

    def speedup(timing):
        return timing["speedup"]["two_workers"]

    smallest, *_, largest = sorted(record["timings"], key=computing_per_byte)
    assert speedup(smallest) < 0.7
    assert speedup(largest) > 1.5 * speedup(smallest)


def test_the_smallest_network_is_done_before_its_arrays_are_sent_and_the_largest_is_not(record):
    small, large = record["timings"][0]["seconds"], record["timings"][-1]["seconds"]
    assert small["alone"] < small["sending"] / 2  # and so the line of its speedup never comes above a half
    assert large["sending"] < large["alone"] / 2


def test_a_single_worker_only_loses(record):
    assert all(timing["speedup"]["one_worker"] < 1 for timing in record["timings"])


def test_the_cores_of_one_machine_give_more_than_a_cluster_on_it(record):
    for timing in record["timings"]:
        gain = timing["speedup"]
        assert max(gain["blas_threads"], gain["two_threads"]) > gain["two_workers"]


def test_the_page_can_be_built_without_dask():
    assert "\nimport dask" not in (text := (BOOK / "code" / "beyond-one-machine.md").read_text("utf-8"))
    cells = text.split("```{code-cell}")[1:]
    assert not any("from distributed" in cell.partition("\n```")[0] for cell in cells)


# the stepper


def test_the_stepper_shows_the_four_products_and_a_target_changes_one_of_them(file_book, open_page):
    page = open_page(f"{file_book}/{PAGE}")
    stepper = page.locator(".bp-stepper")
    stepper.wait_for()
    assert (
        stepper.get_by_label("Gradient from").evaluate("select => select.selectedOptions[0].textContent")
        == "all samples"
    )

    def products():
        symbols_numbers_result = stepper.locator(".bp-lines").text_content().split("=")[1:]
        return symbols_numbers_result[1].split("+")

    before = products()
    assert len(before) == 4
    stepper.get_by_label("Change").select_option(label="y₄₁")
    stepper.get_by_label("to the number").fill("0.5")
    stepper.get_by_label("to the number").press("Enter")
    assert products()[:3] == before[:3]
    assert products()[3] != before[3]
