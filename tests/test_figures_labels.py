"""Labels with indices: what is raised, what is lowered, what is italic."""

import pytest

from lib.figures.labels import plain_text, typeset


def test_plain_text_is_one_upright_piece():
    pieces, _ = typeset("layer 2")
    assert [(piece.text, piece.italic, piece.rise) for piece in pieces] == [("layer 2", False, 0.0)]


def test_letters_of_a_formula_are_italic_and_digits_upright():
    pieces, _ = typeset("$2a$")
    assert [(piece.text, piece.italic) for piece in pieces] == [("2", False), ("a", True)]


def test_superscript_stands_above_the_subscript():
    pieces, _ = typeset("$w^{(1)}_{2}$")
    base, above, below = pieces
    assert (base.text, above.text, below.text) == ("w", "(1)", "2")
    assert above.rise > 0 > below.rise
    assert above.size < base.size and abs(above.x - below.x) < 0.1


def test_what_follows_the_indices_begins_after_the_wider_one():
    pieces, width = typeset("$w^{(1)}_{2}+z$")
    plus = next(piece for piece in pieces if piece.text == "+")
    assert plus.x > pieces[1].x + 0.5
    assert width > plus.x


def test_a_space_between_words_and_a_formula_is_room_and_no_letter():
    pieces, width = typeset("layer $L − 2$")
    assert [piece.text for piece in pieces] == ["layer", "L", "− 2"]
    for piece, following in zip(pieces, pieces[1:]):
        assert following.x > piece.x + piece.width + 0.2
    assert width == pytest.approx(pieces[-1].x + pieces[-1].width)


def test_a_bar_stays_with_its_letter_and_takes_no_room():
    barred, width = typeset("$v\u0304_{1}$")
    plain, plain_width = typeset("$v_{1}$")
    assert [piece.text for piece in barred] == ["v\u0304", "1"]
    assert width == plain_width and [piece.x for piece in barred] == [piece.x for piece in plain]


def test_odd_number_of_dollars_is_refused():
    with pytest.raises(ValueError, match="label: expected an even number"):
        typeset("$w")


def test_plain_text_of_a_label():
    assert plain_text("weight $w^{(1)}_{12}$") == "weight w (1) 12"
