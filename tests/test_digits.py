"""What the chapter on handwritten digits promises of its results and says in words about them."""

import time
from statistics import median

import numpy as np
import pytest

from tests.chapter_code import Chapter

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def chapter():
    """The chapter's variables, and how many seconds of one core its cells took."""
    start = time.process_time()
    chapter = Chapter("practice/digits.md")
    return chapter, time.process_time() - start


def test_the_median_of_five_random_splits_is_at_least_97_percent(chapter):
    results = chapter[0]["results"]
    assert len(results) == 5
    assert median(results) >= 0.97


def test_a_split_by_order_gives_several_times_as_many_mistakes(chapter):
    by_order, random = (1 - median(chapter[0][name]) for name in ("by_order_results", "results"))
    assert by_order > 2 * random


def test_the_pair_is_not_chosen_at_an_end_of_what_was_tried(chapter):
    costs, (units, rate) = chapter[0]["costs"], chapter[0]["best"]
    tried_units, tried_rates = ({pair[place] for pair in costs} for place in (0, 1))
    assert min(tried_units) < units < max(tried_units)
    assert min(tried_rates) < rate < max(tried_rates)


def test_the_nearest_image_is_a_baseline_that_the_network_does_not_reach(chapter):
    share_nearest, splits, results = (chapter[0][name] for name in ("share_nearest", "splits", "results"))
    assert all(share_nearest(split) > result for split, result in zip(splits, results))
    assert share_nearest(chapter[0]["by_order"]) > median(chapter[0]["by_order_results"])


def test_the_standard_error_is_that_of_a_share(chapter):
    draws = np.random.default_rng(0).binomial(360, 0.97, size=20000) / 360
    assert chapter[0]["standard_error"](0.97, 360) == pytest.approx(draws.std(), rel=0.03)


def test_writers_that_are_new_find_the_network_surer_than_right(chapter):
    said = [line.split() for line in chapter[0].printed.splitlines() if "sure to" in line]
    (sure, right), (sure_of_new, right_of_new) = (
        [float(word.strip("%,")) for word in words if "%" in word] for words in said
    )
    assert abs(sure - right) < 1
    assert sure_of_new - right_of_new > 2


def test_validating_by_order_keeps_the_last_samples_apart(chapter):
    (first, _), (last, _) = chapter[0]["cut_by_order"](np.arange(100).reshape(-1, 1), np.arange(100), 0)
    assert first.max() < last.min() and len(last) == 20


def test_the_chapter_takes_less_than_a_minute_of_one_core(chapter):
    assert chapter[1] < 60


def test_hyperparameters_are_chosen_without_the_held_out_samples(chapter):
    choose, splits, pairs = (chapter[0][name] for name in ("choose", "splits", "pairs"))
    scrambled = splits[1]._replace(X_test=np.full_like(splits[1].X_test, np.nan), Y_test=None)
    assert choose(scrambled, 1) == pairs[1]


def test_the_confusion_matrix_counts_every_held_out_sample(chapter):
    confusion, data = chapter[0]["confusion"], chapter[0]["data"]
    assert confusion.sum() == len(data.Y_test)
    assert (confusion.sum(axis=1) == np.bincount(data.Y_test)).all()
    assert np.trace(confusion) == chapter[0]["right"].sum()


def test_mini_batches_get_further_than_the_full_batch(chapter):
    first, second = (
        float(line.split("-> ")[1].split()[0]) for line in chapter[0].printed.splitlines() if "an update:" in line
    )
    assert second < first / 2


def test_the_training_cost_goes_on_falling_while_the_validation_cost_stays(chapter):
    history = chapter[0]["history"]
    assert history.cost[-1] < history.cost[20] / 1.5
    assert history.validation_cost[-1] > history.validation_cost[20] / 1.5


def test_scikit_learn_gets_nearly_the_same(chapter):
    rows = [
        line.split()
        for line in chapter[0].printed.splitlines()
        if line.count("%") == 2 and line.split()[0].isdigit() and len(line.split()) == 3
    ]
    differences = [float(ours.strip("%")) - float(theirs.strip("%")) for _, ours, theirs in rows]
    assert len(differences) == 5
    assert abs(np.mean(differences)) < 0.5 and max(map(abs, differences)) < 1.5


def test_weights_of_pixels_that_are_always_white_never_move(chapter):
    always_white, never_moved = chapter[0]["always_white"], chapter[0]["never_moved"]
    assert len(always_white) > 0
    assert set(always_white) == set(never_moved)


def test_unscaled_pixels_saturate_most_hidden_units(chapter):
    shares = [
        float(line.split("in ")[1].split("%")[0]) for line in chapter[0].printed.splitlines() if "f' below 0.1" in line
    ]
    assert shares[0] < 5 and shares[1] > 60


def test_the_hidden_layer_is_further_ahead_on_what_it_learnt_from(chapter):
    share, linear, deep = (chapter[0][name] for name in ("share_correct", "linear", "deep"))
    ahead = [share(deep, *chapter[0][part]) - share(linear, *chapter[0][part]) for part in ("training", "validation")]
    assert ahead[0] > ahead[1]


def test_the_same_seed_gives_the_same_result(chapter):
    judge, splits, pairs, results = (chapter[0][name] for name in ("judge", "splits", "pairs", "results"))
    assert judge(splits[2], pairs[2], 2) == results[2]
