"""The examples in docstrings do what they show."""

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

import lib

MODULES = ["lib", *(module.name for module in pkgutil.walk_packages(lib.__path__, "lib."))]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    with np.printoptions(legacy=False):
        assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("public", ["Network", "Network.predict_labels", "Network.save", "train"])
def test_the_most_used_names_have_an_example(public):
    value = lib
    for part in public.split("."):
        value = getattr(value, part)
    assert ">>> " in value.__doc__
