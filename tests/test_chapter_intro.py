"""What the introduction says in words about numbers that its cells compute."""

import re

from tests.chapter_code import Chapter


def test_the_answer_comes_nearer_to_the_target_with_each_step():
    answers = [float(answer) for answer in re.findall(r"answer ([\d.]+),", Chapter("intro.md").printed)]
    assert len(answers) == 4
    assert answers == sorted(answers, reverse=True)


def test_the_short_steps_of_the_exercise_halve_the_distance_and_the_long_ones_lead_back():
    places = re.findall(r"alpha ([\d.]+), steps \d: u = ([\d.]+)", Chapter("intro.md").printed)
    assert [float(place) for alpha, place in places if alpha == "0.5"] == [5, 4, 3.5]
    assert [float(place) for alpha, place in places if alpha == "2.0"] == [5, 1, 5]
