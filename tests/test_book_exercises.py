"""Every chapter has exercises, and every exercise has a full answer that stays closed until it is asked for."""

import re

import pytest

from tests.book_pages import CHAPTERS, chapter
from tests.small_book import build
from tools import ROOT

LOOKED_UP = {"book/reference/glossary", "book/reference/bibliography"}
WITH_EXERCISES = [name for name in CHAPTERS if name not in LOOKED_UP]


def labels(name, kind):
    """The exercises of a chapter by their labels, or the exercises that its solutions belong to."""
    text = (ROOT / f"{name}.md").read_text()
    if kind == "solution":
        return re.findall(r"^`{3,}\{solution(?:-start)?\} (\S+)", text, re.MULTILINE)
    return re.findall(r"^`{3,}\{exercise(?:-start)?\}.*\n:label: (\S+)", text, re.MULTILINE)


@pytest.mark.parametrize("name", WITH_EXERCISES)
def test_a_chapter_has_at_least_three_exercises(name):
    assert len(labels(name, "exercise")) >= 3


@pytest.mark.parametrize("name", WITH_EXERCISES)
def test_each_exercise_has_one_solution_right_after_it(name):
    assert labels(name, "solution") == labels(name, "exercise")


def test_a_solution_that_names_no_exercise_is_told_with_its_file_and_line(tmp_path):
    text = "# Page\n\n```{exercise} One\n:label: one\nWhat?\n```\n\n```{solution} on\n:class: dropdown\nThis.\n```\n"
    finished = build(tmp_path, text, extensions=["myst_parser", "mathml", "sphinx_exercise", "solution_labels"])
    assert finished.returncode != 0
    assert re.search(r"index\.md:8: WARNING: a solution names the exercise on, which this page", finished.stderr)


@pytest.mark.parametrize("name", WITH_EXERCISES)
def test_the_solutions_are_closed_on_the_page(built_book, name):
    page = chapter(built_book, name)
    solutions = page.select("details.solution")
    assert len(solutions) == len(page.select("div.exercise")) == len(labels(name, "exercise"))
    assert not any(solution.has_attr("open") for solution in solutions)
