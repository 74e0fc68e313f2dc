"""A network in a file is the network."""

import os

import numpy as np
import pytest

from lib import Network, train
from lib.data import xor

X, Y = xor()


def a_network(dtype=np.float64):
    sizes, names = [2, 3, 1], ["tanh", "sigmoid"]
    return Network.random(sizes, names, reduction="mean", train_biases=False, seed=1, dtype=dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_is_loaded_is_what_was_saved(tmp_path, dtype):
    net = a_network(dtype)
    net.save(tmp_path / "net")
    again = Network.load(str(tmp_path / "net"))
    assert (again.activations, again.loss, again.reduction, again.train_biases, again.dtype) == (
        net.activations, net.loss, net.reduction, net.train_biases, net.dtype)  # fmt: skip
    for l in (1, 2):
        np.testing.assert_array_equal(again.W[l], net.W[l])
        np.testing.assert_array_equal(again.b[l], net.b[l])


def test_training_goes_on_from_a_file_as_if_it_had_not_been_interrupted(tmp_path):
    whole, first = a_network(), a_network()
    train(whole, X, Y, epochs=6, batch_size=3, progress=False)
    train(first, X, Y, epochs=2, batch_size=3, progress=False)
    first.save(tmp_path / "net.npz")
    second = Network.load(tmp_path / "net.npz")
    train(second, X, Y, epochs=4, batch_size=3, progress=False)
    np.testing.assert_array_equal(second.W[1], whole.W[1])
    np.testing.assert_array_equal(second.predict_labels(X), whole.predict_labels(X))


def test_numpy_reads_the_file_without_pickle(tmp_path):
    a_network().save(tmp_path / "net.npz")
    with np.load(tmp_path / "net.npz", allow_pickle=False) as arrays:
        assert {"W1", "b1", "W2", "b2"} <= set(arrays)


def test_a_class_loads_its_own(tmp_path):
    class Mine(Network):
        pass

    a_network().save(tmp_path / "net.npz")
    assert type(Mine.load(tmp_path / "net.npz")) is Mine


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_beside_it(tmp_path, monkeypatch):
    a_network().save(tmp_path / "net.npz")
    before = (tmp_path / "net.npz").read_bytes()

    def full(*arguments, **arrays):
        raise OSError("no space left")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space"):
        a_network().save(tmp_path / "net.npz")
    assert os.listdir(tmp_path) == ["net.npz"]
    assert (tmp_path / "net.npz").read_bytes() == before


def test_other_files_are_told(tmp_path):
    (tmp_path / "text").write_text("W = 1")
    np.savez(tmp_path / "arrays.npz", W1=np.ones(2))
    np.save(tmp_path / "array.npy", np.ones(2))
    for name in ("text", "arrays.npz", "array.npy"):
        with pytest.raises(ValueError, match=r"path: expected a file that Network\.save has written, got"):
            Network.load(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        Network.load(tmp_path / "none")
    with pytest.raises(ValueError, match="path: expected the path of a file, got 3"):
        a_network().save(3)


def test_a_network_that_could_not_be_read_again_leaves_the_good_file(tmp_path):
    net, file = Network.random([2, 3, 1], ["tanh", "sigmoid"]), tmp_path / "net.npz"
    net.save(file)
    good = file.read_bytes()
    net.W[1][0, 0] = np.nan
    with pytest.raises(ValueError, match=r"net\.W\[1\]: expected finite numbers only, got nan at index \(0, 0\)"):
        net.save(file)
    assert file.read_bytes() == good


def test_a_file_with_any_one_byte_changed_is_read_or_refused_in_words(tmp_path):
    file = tmp_path / "net.npz"
    Network.random([2, 3, 1], ["tanh", "sigmoid"]).save(file)
    good = file.read_bytes()
    for place in range(0, len(good), 7):
        file.write_bytes(good[:place] + bytes([good[place] ^ 255]) + good[place + 1 :])
        try:
            Network.load(file)
        except ValueError as error:
            assert "path: expected a file that Network.save has written" in str(error)


def test_what_a_class_of_the_reader_s_own_does_wrong_is_not_laid_on_the_file(tmp_path):
    class Mine(Network):
        def __init__(self, *args, **settings):
            raise RuntimeError("mine")

    Network.random([1, 1], ["tanh"]).save(tmp_path / "net.npz")
    with pytest.raises(RuntimeError, match="mine"):
        Mine.load(tmp_path / "net.npz")
