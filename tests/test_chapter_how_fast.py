"""What the chapter on speed says in words about the recorded benchmark: a new record that says otherwise turns these red."""

import re

import pytest

from tests.benchmarks.rounds import TOLERANCE
from tests.benchmarks.workloads import WORKLOADS
from tests.chapter_code import Chapter

SMALL, LARGE = ("gradient", "xor", "digits"), ("synthetic", "synthetic32")


@pytest.fixture(scope="module")
def chapter():
    return Chapter("code/how-fast.md")


def ratio(chapter, key, name):
    return chapter["works"][key]["sides"][name]["ratio"]["median"]


def spread(chapter, key):
    """How far the slowest library of a work is from the fastest."""
    ratios = [side["ratio"]["median"] for name, side in chapter["works"][key]["sides"].items() if name != "products"]
    return max(ratios) / min(ratios)


def test_the_record_is_that_of_the_whole_benchmark(chapter):
    record = chapter["record"]
    assert record["command"] == "make bench"
    assert record["date"] and record["machine"]["processor"] and record["versions"]["torch"] and record["blas"]
    assert list(record["workloads"]) == [workload.key for workload in WORKLOADS]
    for workload in WORKLOADS:
        recorded = record["workloads"][workload.key]
        assert recorded["title"] == workload.title and tuple(recorded["sizes"]) == workload.sizes
        for side in recorded["sides"].values():
            assert len(side["seconds"]["samples"]) == len(side["ratio"]["samples"]) == recorded["rounds"]


def test_all_sides_end_at_the_same_cost_but_for_rounding(chapter):
    for key, gap in re.findall(r"^(\w+) +cost of lib .* gap (\S+)$", chapter.printed, re.MULTILINE):
        assert float(gap) < (1e-4 if key == "synthetic32" else 1e-9), key
    assert TOLERANCE == {"float64": 1e-9, "float32": 1e-3}
    assert r"about $10^{-9}$ in float64 or $10^{-3}$ in float32" in chapter.text


def test_the_cost_is_taken_of_all_the_samples_of_the_large_works(chapter):
    assert {chapter["works"][key]["samples"] for key in LARGE} == {60_000}
    assert "the cost of all 60,000 samples" in chapter.text


def test_both_processors_had_other_work_when_the_benchmark_began(chapter):
    machine = chapter["record"]["machine"]
    assert machine["load_before"] >= machine["processors"] == 2


def test_every_side_kept_to_one_thread(chapter):
    assert chapter["busiest"][0] < 1.1
    assert all(library["threads"] == 1 for library in chapter["record"]["blas"])


def test_differences_are_large_in_small_works_in_both_directions_and_small_in_large_works(chapter):
    for key in ("gradient", "xor"):
        ratios = [side["ratio"]["median"] for side in chapter["works"][key]["sides"].values()]
        assert min(ratios) < 0.6 and max(ratios) > 3
    assert max(spread(chapter, key) for key in LARGE) < min(spread(chapter, key) for key in SMALL) / 2


def test_pytorch_and_autograd_are_behind_in_small_works_and_nearer_in_large_ones(chapter):
    for name in ("torch", "autograd"):
        nearest = min(ratio(chapter, key, name) for key in SMALL)
        assert nearest > 1
        assert all(ratio(chapter, key, name) < nearest for key in LARGE)


def test_jax_compiled_as_a_whole_is_far_ahead_on_xor(chapter):
    assert chapter["faster"]["xor"] > 10


def test_compiling_takes_longer_than_the_training(chapter):
    for key in ("xor", "digits"):
        side = chapter["works"][key]["sides"]["jax-whole"]
        assert side["first_run"] > 3 * side["seconds"]["median"]
    digits = chapter["works"]["digits"]["sides"]
    assert digits["jax-whole"]["first_run"] > digits["lib"]["seconds"]["median"]


def test_the_rate_grows_more_than_a_thousandfold(chapter):
    table = chapter.printed.partition("of lib, a second\n")[2].splitlines()[:4]
    rates = {row.split()[0]: float(row.split()[-1].replace(",", "")) for row in table}
    assert rates["synthetic"] > 1000 * rates["xor"]


def test_products_are_most_of_the_time_of_the_large_works(chapter):
    assert all(0.5 < ratio(chapter, key, "products") < 1 for key in LARGE)


def test_part_of_pytorchs_time_is_the_cost_in_one_piece(chapter):
    for key in LARGE:
        assert 1 < ratio(chapter, key, "torch-blocks") < ratio(chapter, key, "torch")
    assert chapter["record"]["torch_blas"]["library"] != "unknown"


def test_libraries_differ_far_more_in_overhead_than_in_rate(chapter):
    models = {name: chapter["overhead_and_rate"](name) for name in chapter["works"]["xor"]["sides"]}
    overheads, per_product = zip(*models.values())
    assert max(overheads) > 100 * min(overheads)
    assert max(per_product) < 6 * min(per_product)
    assert min(models, key=models.get) == "jax-whole"


def multiplying(chapter, key, name):
    """What the multiplications of an iteration take by the model, and what the whole iteration took."""
    work, (_, tau) = chapter["works"][key], chapter["overhead_and_rate"](name)
    return tau * chapter["multiplications"](work) / chapter["iterations"](work), chapter["iteration_time"](work, name)


def test_an_iteration_of_xor_is_nearly_all_overhead_and_one_of_synthetic_mostly_multiplying(chapter):
    for name in chapter["works"]["xor"]["sides"]:
        products, whole = multiplying(chapter, "xor", name)
        assert products < 0.1 * whole, name
        products, whole = multiplying(chapter, "synthetic", name)
        assert products > 0.5 * whole, name


def test_no_library_is_much_faster_than_the_model_predicts_and_jax_as_a_whole_is_far_slower(chapter):
    beyond = {}
    for name in chapter["works"]["digits"]["sides"]:
        products, whole = multiplying(chapter, "digits", name)
        beyond[name] = whole / (chapter["overhead_and_rate"](name)[0] + products)
    assert min(beyond.values()) > 0.8
    assert beyond["jax-whole"] > 2
    assert max(beyond, key=beyond.get) == "sklearn"


def test_the_count_by_hand_is_right(chapter):
    assert chapter["count"] == 32 * (2368 + 10 + 352 + 2368)
