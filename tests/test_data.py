"""The data sets are what they say."""

import numpy as np
import pytest

from lib.data import digits, spirals, xor


def test_xor_is_one_where_exactly_one_input_is_one():
    X, Y = xor()
    np.testing.assert_array_equal(Y[:, 0], X[:, 0] != X[:, 1])


def test_spirals_wind_round_each_other():
    X, Y = spirals(50, noise=0.0)
    assert X.shape == (100, 2)
    assert Y.shape == (100, 1)
    np.testing.assert_allclose(X[:50], -X[50:])
    assert abs(np.hypot(*X.T)).max() == pytest.approx(1)
    np.testing.assert_array_equal(spirals(50, seed=1)[0], spirals(50, seed=1)[0])


def test_digits_split_keeps_every_share_and_every_sample():
    split = digits(seed=3)
    assert split.X_train.shape == (1437, 64)
    assert split.X_test.shape == (360, 64)
    assert 0 == split.X_train.min() < split.X_train.max() == 1
    shares = [np.bincount(Y, minlength=10) / len(Y) for Y in (split.Y_train, split.Y_test)]
    np.testing.assert_allclose(*shares, atol=0.003)
    assert (digits(seed=3).Y_test == split.Y_test).all()
    assert (digits(seed=4).Y_test != split.Y_test).any()


def test_digits_by_order_hold_out_the_end_of_the_file():
    split, all_of_it = digits("order"), digits("order", held_out=0.5)
    np.testing.assert_array_equal(split.X_test, all_of_it.X_test[-360:])
