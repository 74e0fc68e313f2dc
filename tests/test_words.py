"""One word for each thing: what the book settled on stands everywhere in its text."""

import re

import pytest

from tests.book_pages import CHAPTERS
from tools import ROOT

CODE = re.compile(r"^(`{3,})\{code-cell\}.*?^\1$", re.MULTILINE | re.DOTALL)
# A word that the book has another one for, and where it is something else.
SETTLED = {
    "book": r"(?<!of )\bcourse\b",
    "keep fixed": r"\b(?:hold|holds|held) \S*\s?fast\b",
}
# Where a step is one of the algorithm's, and nothing else: not a click, not an update, not a nudge.
FREE_OF_STEPS = ["book/intro", "book/ingredients/loss-and-cost"]
NO_STEP = re.compile(r"step[- ]by[- ]step|step through|stepper", re.IGNORECASE)


def prose(name):
    return CODE.sub("", (ROOT / f"{name}.md").read_text("utf-8"))


@pytest.mark.parametrize("name", CHAPTERS)
@pytest.mark.parametrize("word", SETTLED)
def test_a_chapter_has_one_word_for_one_thing(name, word):
    assert re.findall(f".*{SETTLED[word]}.*", prose(name), re.IGNORECASE) == []


@pytest.mark.parametrize("name", FREE_OF_STEPS)
def test_before_the_algorithm_nothing_else_is_called_a_step(name):
    text = (ROOT / f"{name}.md").read_text("utf-8").replace("StepThrough", "")
    assert [line for line in text.splitlines() if "step" in NO_STEP.sub("", line).lower()] == []
