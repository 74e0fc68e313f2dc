"""A network in a file, as plain arrays."""

import json
import os
import tempfile
from pathlib import Path

import numpy as np

from lib import checks
from lib.labels import Labels

FORMAT = "backpropagation network 1"


def write_network(net, path):
    """Write ``net`` to ``path``; see `lib.Network.save`."""
    path = _as_path(path)
    checks.finite_weights(net)  # or the file could not be read again
    seed, generator = net.batch_order or (None, None)
    settings = {
        "format": FORMAT,
        "activations": net.activations,
        "loss": net.loss,
        "reduction": net.reduction,
        "train_biases": net.train_biases,
        "labels": net.learnt_labels and [net.learnt_labels.values, net.learnt_labels.one_hot],
        "order": generator and [seed, generator.bit_generator.state],
    }
    arrays = {f"W{l}": W for l, W in enumerate(net.W, 1)} | {f"b{l}": b for l, b in enumerate(net.b, 1)}
    # Beside its place first, then moved there in one go: who reads meanwhile, or is cut off, finds the old file whole.
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(descriptor, "wb") as file:
            np.savez(file, settings=json.dumps(settings), **arrays)
        os.chmod(beside, _usual_mode(path))
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def read_network(cls, path):
    """The network in ``path``, as one of ``cls``; see `lib.Network.load`."""
    path = _as_path(path)
    try:
        settings, weights, biases = _content(path)
        labels = settings["labels"] and Labels(tuple(settings["labels"][0]), settings["labels"][1])
        order = settings["order"] and _order(*settings["order"])
        names = [settings[name] for name in ("activations", "loss", "reduction", "train_biases")]
        dtype = weights[0].dtype
    except Exception as error:  # a damaged file can end in any, somewhere in NumPy, zipfile or json
        if isinstance(error, OSError) and not path.is_file():
            raise
        raise checks.expected("path", "a file that Network.save has written", checks.shortened(str(path))) from None
    net = cls(weights, biases, *names, dtype=dtype)
    net.learnt_labels, net.batch_order = labels, order
    return net


def _content(path):
    """The settings, the weights and the biases in a file."""
    with np.load(path, allow_pickle=False) as file:
        settings = json.loads(str(file["settings"]))
        layers = range(1, len(settings["activations"]) + 1)
        weights, biases = [file[f"W{l}"] for l in layers], [file[f"b{l}"] for l in layers]
    if settings["format"] != FORMAT:
        raise ValueError(settings["format"])
    return settings, weights, biases


def _order(seed, state):
    """The order of the mini-batches: its seed, and the generator where it stood."""
    generator = np.random.default_rng()
    generator.bit_generator.state = state
    return seed, generator


def _as_path(path):
    if not isinstance(path, (str, os.PathLike)):
        raise checks.expected("path", "the path of a file", checks.shortened(path))
    return Path(path)


def _usual_mode(path):
    """The permissions of the file that is replaced, or those of any new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
