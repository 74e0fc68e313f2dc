"""The examples in docstrings do what they show."""

import doctest
import importlib
import inspect
import pkgutil

import numpy as np
import pytest

import lib
import lib.counting
import lib.data
import lib.records
import lib.sharding
from lib.worksheet import Worksheet

MODULES = ["lib", *(module.name for module in pkgutil.walk_packages(lib.__path__, "lib."))]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    with np.printoptions(legacy=False):
        assert doctest.testmod(importlib.import_module(name)).failed == 0


PUBLIC = {
    lib: ["Network", "gradient_check", "train"],
    lib.Network: [
        "random",
        "copy",
        "forward",
        "losses",
        "cost",
        "backward",
        "update",
        "predict",
        "predict_labels",
        "save",
    ],
    lib.counting: [
        "all_counts",
        "parameters",
        "forward",
        "backward",
        "backpropagation",
        "finite_differences",
        "path_by_path",
    ],
    lib.data: ["xor", "spirals", "digits"],
    lib.records: ["read_record"],
    lib.sharding: ["sharded_gradient"],
    Worksheet: ["from_network", "from_functions", "from_expression", "from_paths", "from_sizes", "evaluate", "until"],
}


@pytest.mark.parametrize(("owner", "name"), [(owner, name) for owner, names in PUBLIC.items() for name in names])
def test_what_readers_call_has_an_example(owner, name):
    assert ">>> " in getattr(owner, name).__doc__


@pytest.mark.parametrize(("owner", "name"), [(owner, name) for owner, names in PUBLIC.items() for name in names])
def test_what_readers_call_says_its_types(owner, name):
    called = getattr(owner, name)
    parameters = inspect.signature(called).parameters.values()
    assert not inspect.isfunction(called) or "return" in called.__annotations__
    assert all(parameter.name == "self" or parameter.annotation is not parameter.empty for parameter in parameters)
