"""The two fonts that the book ships hold all that its pages show, and no more than they need."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.book_pages import CHAPTERS, all_pages, chapter

# drawn as nothing: spaces, and the signs for "applied to", "times" and "and so on" between symbols
INVISIBLE = set("\u2061\u2062\u2063\u2064\u200b\ufe00") | {"\n", "\t"}


@pytest.fixture(scope="module")
def fonts(built_book):
    return {name: TTFont(built_book / "_static" / "fonts" / f"{name}.woff2") for name in ("book-math", "book-icons")}


def test_every_character_of_every_formula_is_in_the_font(built_book, fonts):
    held = set(map(chr, fonts["book-math"].getBestCmap()))
    shown = {
        sign
        for name in CHAPTERS
        for formula in chapter(built_book, name).find_all("math")
        for sign in formula.get_text()
    }
    assert shown - INVISIBLE <= held


def test_italic_letters_are_in_the_font(fonts):
    assert {ord("𝑎"), ord("𝑊"), ord("ℎ"), ord("𝛿")} <= set(fonts["book-math"].getBestCmap())


def test_brackets_and_roots_can_grow(fonts):
    variants = fonts["book-math"]["MATH"].table.MathVariants
    assert {"parenleft", "parenright"} <= set(variants.VertGlyphCoverage.glyphs)


def test_the_sign_of_a_root_is_in_the_font_though_no_formula_spells_it_out(built_book, fonts):
    roots = [name for name in CHAPTERS if chapter(built_book, name).find("msqrt")]
    assert roots
    assert ord("√") in fonts["book-math"].getBestCmap()
    assert (
        fonts["book-math"].getBestCmap()[ord("√")]
        in fonts["book-math"]["MATH"].table.MathVariants.VertGlyphCoverage.glyphs
    )


def test_one_two_and_three_primes_have_the_form_for_superscripts(fonts):
    source = Path(find_spec("ziamath").origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    whole, cut = TTFont(source), fonts["book-math"]
    width = lambda font, glyph: font["hmtx"][glyph][0]
    for prime in {0x2032, 0x2033, 0x2034} & set(cut.getBestCmap()):
        name = whole.getBestCmap()[prime]
        assert width(cut, cut.getBestCmap()[prime]) == width(whole, f"{name}.ssty") != width(whole, name)


def test_every_icon_that_a_page_names_is_in_the_font(built_book, fonts):
    style = (built_book / "_static" / "styles" / "pydata-sphinx-theme.css").read_text("utf-8")
    held = set(fonts["book-icons"].getBestCmap())
    named = {name for page in all_pages(built_book) for name in re.findall(r"\bfa-[a-z-]+", page.read_text("utf-8"))}
    codes = {name: re.search(rf'\.{name}:before[^{{]*{{content:"\\(f[0-9a-f]{{3}})"', style) for name in named}
    icons = {name: int(code[1], 16) for name, code in codes.items() if code}
    assert len(icons) >= 5
    assert {name for name, code in icons.items() if code not in held} == set()


def test_the_fonts_are_small_and_their_licence_is_beside_them(built_book):
    folder = built_book / "_static" / "fonts"
    assert sum(font.stat().st_size for font in folder.glob("*.woff2")) < 60_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text()
