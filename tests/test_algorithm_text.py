"""The five steps of the algorithm, as the book and the stepper print them."""

import re

import pytest

from lib.typesetting.mathml import latex_to_mathml
from lib.worksheet.algorithm import EXIT_CONDITIONS, STEPS


def test_the_steps_are_numbered_from_the_start_to_the_update():
    assert [step.number for step in STEPS] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.title)
def test_a_title_is_plain_text(step):
    assert step.title and not re.search(r"[$\\*`]", step.title)


@pytest.mark.parametrize("text", [step.text for step in STEPS] + [EXIT_CONDITIONS])
def test_every_formula_in_a_text_can_be_set(text):
    parts = text.split("$")
    assert len(parts) % 2 == 1, "an odd number of dollar signs"
    for formula in parts[1::2]:
        assert latex_to_mathml(formula).startswith("<math")


def test_only_the_last_step_uses_the_learning_rate():
    assert [step.number for step in STEPS if r"\alpha" in step.text] == [4]
