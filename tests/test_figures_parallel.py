"""The drawings of workers say in words and in lines who sends what to whom."""

import xml.etree.ElementTree as ET

import pytest

from lib.figures.parallel import draw_data_parallel, draw_ring

SVG = "{http://www.w3.org/2000/svg}"


def words(drawing):
    return [
        "".join(text.itertext())
        for text in ET.fromstring(str(drawing)).iter(f"{SVG}g")
        if text.get("class") == "figure-label"
    ]


def lines_of(drawing, role):
    return [line for line in ET.fromstring(str(drawing)).iter(f"{SVG}line") if f"--role-{role}" in line.get("style")]


def test_each_worker_gets_the_weights_and_sends_its_gradient():
    drawing = draw_data_parallel()
    assert len(lines_of(drawing, "forward")) == 2
    assert {"weights", "gradients", "update", "worker 1", "worker 2", "1 and 2", "3 and 4"} <= set(words(drawing))


def test_weights_and_gradients_differ_in_more_than_colour():
    drawing = draw_data_parallel()
    assert not any("dasharray" in line.get("style") for line in lines_of(drawing, "forward"))
    assert all("dasharray" in line.get("style") for line in lines_of(drawing, "update"))


@pytest.mark.parametrize("workers", [3, 4, 6])
def test_in_a_ring_each_worker_sends_one_piece_to_the_next(workers):
    drawing = draw_ring(workers)
    assert len(lines_of(drawing, "update")) == workers
    numbers = {str(number) for number in range(1, workers + 1)}
    assert numbers | {f"piece {number}" for number in numbers} <= set(words(drawing))
    assert drawing.markup.count(f"{workers} workers in a ring") == 1


@pytest.mark.parametrize("workers", [2, 7])
def test_a_ring_that_cannot_be_drawn_is_refused(workers):
    with pytest.raises(ValueError, match=f"workers: expected 3 to 6, got {workers}"):
        draw_ring(workers)
