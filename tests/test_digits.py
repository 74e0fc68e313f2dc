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
    (sure, right), (sure_of_new, right_of_new) = (
        np.concatenate(chapter[0][name], axis=1).mean(axis=1) for name in ("known", "strange")
    )
    assert abs(sure - right) < 0.01
    assert sure_of_new - right_of_new > 0.02 and sure_of_new < sure


def test_the_shares_are_roughly_right_for_known_writers_and_too_high_for_new_ones(chapter):
    for name, least, most in (("known", 0.0, 0.1), ("strange", 0.1, 0.25)):
        sure, right = np.concatenate(chapter[0][name], axis=1)
        unsure = sure <= 0.9
        assert least < sure[unsure].mean() - right[unsure].mean() < most


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


def test_the_hidden_layer_learns_all_samples_and_is_one_image_ahead_on_others(chapter):
    share, linear, deep = (chapter[0][name] for name in ("share_correct", "linear", "deep"))
    training, validation = (chapter[0][part] for part in ("training", "validation"))
    assert share(deep, *training) == 1 > share(linear, *training) > 0.99
    ahead = share(deep, *validation) - share(linear, *validation)
    assert ahead * len(validation[1]) == pytest.approx(1)


def test_nothing_comes_in_where_an_image_is_shifted_out(chapter):
    image = np.arange(1.0, 65).reshape(8, 8)
    copies, labels = chapter[0]["with_shifts"](image.reshape(1, 64), np.array([7]))
    same, down, up, right, left = copies.reshape(5, 8, 8)
    assert (same == image).all() and (labels == 7).all()
    assert (down[1:] == image[:-1]).all() and (up[:-1] == image[1:]).all()
    assert (right[:, 1:] == image[:, :-1]).all() and (left[:, :-1] == image[:, 1:]).all()
    assert not (down[0].any() or up[-1].any() or right[:, 0].any() or left[:, -1].any())


def test_shifts_gain_nothing_on_the_validation_part_and_each_digit_fills_its_image(chapter):
    rows = [line.split() for line in chapter[0].printed.splitlines() if line.startswith("  start ")]
    plain, shifted = ([float(row[column].strip("%")) for row in rows] for column in (2, 3))
    assert len(rows) == 3 and np.mean(shifted) <= np.mean(plain)
    assert chapter[0]["rows"][:, [0, -1]].all()


def test_the_network_for_new_writers_keeps_its_own_pair_to_the_end(chapter):
    choose, by_order, cut = (chapter[0][name] for name in ("choose", "by_order", "cut_by_order"))
    assert chapter[0]["by_order_pair"] == choose(by_order, 0, cut)


def test_the_same_seed_gives_the_same_result(chapter):
    judge, splits, pairs, results = (chapter[0][name] for name in ("judge", "splits", "pairs", "results"))
    assert judge(splits[2], pairs[2], 2) == results[2]
