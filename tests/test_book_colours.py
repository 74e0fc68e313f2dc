"""The book's colours can be read wherever the book's pages put them."""

import pytest

from lib.typesetting.roles import ROLES

# the grounds that the theme gives to a page, to code and tables, and to definitions and exercises
GROUNDS = {"light": ["#ffffff", "#f3f4f5", "#e5f3ff", "#ecf3ff"], "dark": ["#121212", "#222832", "#29313d"]}
WCAG_AA = 4.5


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The contrast ratio of WCAG 2: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio"""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_the_ratio_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", GROUNDS)
@pytest.mark.parametrize("name", ROLES)
def test_each_colour_is_readable_on_each_ground(name, theme):
    colour = getattr(ROLES[name], theme)
    assert min(contrast(colour, ground) for ground in GROUNDS[theme]) >= WCAG_AA


def test_the_pages_take_their_colours_from_lib(built_book):
    style = (built_book / "_static" / "roles.css").read_text()
    for name, colour in ROLES.items():
        assert f"--{name}: {colour.light};" in style
        assert f"--{name}: {colour.dark};" in style
