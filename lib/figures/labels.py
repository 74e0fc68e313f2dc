r"""Short labels with indices: ``"unit $w^{(l)}_{jk}$"`` becomes pieces of text, each with its place.

SVG has no subscripts. A superscript and a subscript that stand one above the other, as in print, must each be told
where to stand, so the width of a letter has to be known before the page is shown. The widths below are those of the
Times family (and of the fonts that share its metrics), in units of the font size.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FONT_FAMILY = "'Times New Roman', 'Liberation Serif', Tinos, 'STIX Two Text', serif"

SCRIPT_SIZE = 0.72
SUPERSCRIPT_RISE = 0.38
SUBSCRIPT_DROP = 0.24

_WIDTHS = {
    0.00: "\u0304\u0307",  # a bar and a dot above the letter before
    0.28: "ijltfIJ.,;:!|'/ ()[]",
    0.33: "rs-",
    0.44: "acezkvxy",
    0.56: "+−=<>×·→←⋯⋮",
    0.60: "L",
    0.64: "ABCEFGHKPRSTUVXYZwασΣ",
    0.72: "mDNOQ…",
    0.83: "MW",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}

_MATH = re.compile(r"\$([^$]*)\$")
_SCRIPTED = re.compile(r"([^_^]*)((?:[_^]\{[^{}]*\})*)")
_SCRIPT = re.compile(r"([_^])\{([^{}]*)\}")
_LETTERS = re.compile(r"(?:[^\W\d_][\u0304\u0307]?)+|(?:[\W\d_])+")


class Piece(NamedTuple):
    """A run of text in one style: where it begins, how far it is raised, how large and how wide it is (in font sizes).

    It neither begins nor ends with a space: a space between two runs is only room, whatever the reader's font.
    """

    text: str
    x: float
    rise: float
    size: float
    italic: bool
    width: float


def typeset(label: str) -> tuple[list[Piece], float]:
    r"""Break a label into pieces and say how wide it is.

    Parameters
    ----------
    label : str
        Plain text, with formulas between dollar signs. In a formula single letters are italic, ``^{...}`` raises and
        ``_{...}`` lowers; a superscript and a subscript that follow one letter stand one above the other. A bar or a dot
        above a letter is the combining character after it (U+0304, U+0307).

    Returns
    -------
    pieces : list of Piece
    width : float
        In units of the font size.

    Raises
    ------
    ValueError
        If the dollar signs do not come in pairs.
    """
    if label.count("$") % 2:
        raise ValueError(f"label: expected an even number of dollar signs, got {label!r}")
    pieces: list[Piece] = []
    x = 0.0
    for position, part in enumerate(_MATH.split(label)):
        x = _set_formula(part, x, pieces) if position % 2 else _set_run(part, x, 0.0, 1.0, False, pieces)
    return pieces, x


def plain_text(label: str) -> str:
    """The label as one line of plain text, for a title or a description."""
    return re.sub(r"[${}]", "", label).replace("^", " ").replace("_", " ")


def _set_formula(formula: str, x: float, pieces: list[Piece]) -> float:
    for base, scripts in _SCRIPTED.findall(formula):
        x = _set_letters(base, x, 0.0, 1.0, pieces)
        ends = [x]
        for kind, script in _SCRIPT.findall(scripts):
            rise = SUPERSCRIPT_RISE if kind == "^" else -SUBSCRIPT_DROP
            start = x + 0.07 if kind == "^" else x + 0.02
            ends.append(_set_letters(script, start, rise, SCRIPT_SIZE, pieces))
        x = max(ends)
    return x


def _set_letters(text: str, x: float, rise: float, size: float, pieces: list[Piece]) -> float:
    for run in _LETTERS.findall(text):
        x = _set_run(run, x, rise, size, run[0].isalpha(), pieces)
    return x


def _set_run(text: str, x: float, rise: float, size: float, italic: bool, pieces: list[Piece]) -> float:
    shown = text.strip()
    if shown:
        before = text[: text.index(shown)]
        pieces.append(Piece(shown, x + size * _width(before), rise, size, italic, size * _width(shown)))
    return x + size * _width(text)


def _width(text: str) -> float:
    return sum(_WIDTH.get(letter, 0.5) for letter in text)
