"""What the introduction says in words about numbers that its cells compute."""

import re

from tests.chapter_code import Chapter


def test_the_answer_comes_nearer_to_the_target_with_each_step():
    answers = [float(answer) for answer in re.findall(r"answer ([\d.]+),", Chapter("intro.md").printed)]
    assert len(answers) == 4
    assert answers == sorted(answers, reverse=True)
