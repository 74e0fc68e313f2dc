"""Cut two fonts down to what the built book shows: STIX Two Math (formulas) and Font Awesome (icons).

Done when all pages are written, and only if the characters differ from those of the last build.
"""

import base64
import json
import re
import unicodedata
from html import unescape
from pathlib import Path

import ziamath
from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.util import logging

logger = logging.getLogger(__name__)

MATH_FONT = Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"
ICON_FONT = "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2"

FORMULA_TEXT = re.compile(r'<math.*?</math>|widget-state\+json">.*?</script>', re.DOTALL)
ALWAYS = set(map(chr, range(0x20, 0x7F)))  # what a reader may type into a widget
# A letter that stands alone in a formula is drawn with its italic twin, which the page does not spell out.
ITALICS = [chr(code) for code in (*range(0x1D434, 0x1D468), 0x210E, *range(0x1D6E2, 0x1D71C))]

PRIMES = (0x2032, 0x2033, 0x2034)  # one, two and three strokes

ICON = "[\ue000-\uf8ff]"
ICON_RULE = re.compile(rf'([^{{}}]*)\{{[^{{}}]*?content:\s*"({ICON})"')
ICON_VARIABLE = re.compile(rf'--pst-icon[\w-]*:\s*"({ICON})"')


def cut_fonts(app, exception):
    if exception or app.builder.format != "html":
        return
    outdir, recipe_file = Path(app.outdir), Path(app.doctreedir, "fonts.json")
    pages = "\n".join(page.read_text("utf-8") for page in sorted(outdir.rglob("*.html")))
    styles = "\n".join(style.read_text("utf-8") for style in sorted(outdir.glob("_static/**/*.css")))
    recipe = {"book-math": "".join(math_characters(pages)), "book-icons": "".join(icon_characters(pages, styles))}
    sources = {"book-math": MATH_FONT, "book-icons": outdir / ICON_FONT}
    last = json.loads(recipe_file.read_text()) if recipe_file.exists() else {}
    for name, characters in recipe.items():
        target = outdir / "_static" / "fonts" / f"{name}.woff2"
        if characters != last.get(name) or not target.exists():
            logger.info("cutting %s down to %d characters", sources[name].name, len(characters))
            cut(sources[name], target, characters, name)
    recipe_file.write_text(json.dumps(recipe))
    carry_icons(outdir / "_static" / "fonts")


def carry_icons(folder):
    """Write the icons into a style too, for a frame that may not fetch a font: a button with nothing on it says nothing.

    storage.js asks for it there.
    """
    font = base64.b64encode((folder / "book-icons.woff2").read_bytes()).decode()
    source = f'url("data:font/woff2;base64,{font}") format("woff2")'
    rule = f'@font-face {{ font-family: "Font Awesome 6 Free"; font-weight: 900; src: {source}; }}\n'
    (folder / "book-icons.css").write_text(rule, "utf-8")


def math_characters(pages):
    """All characters that formulas of these pages are drawn with."""
    texts = (unescape(re.sub(r"<[^>]*>", "", found)) for found in FORMULA_TEXT.findall(pages))
    written = ALWAYS.union(
        *texts, "√" if re.search("<(?:msqrt|mroot)", pages) else ""
    )  # a root's sign is not spelt out
    return sorted(written | {letter for letter in ITALICS if unicodedata.normalize("NFKC", letter) in written})


def icon_characters(pages, styles):
    """The icons that the pages name (``fa-bars``), and those that the theme's styles put somewhere themselves."""
    named = set(re.findall(r"\bfa-[a-z-]+", pages))
    styles = re.sub(r"\\([ef][0-9a-f]{3})", lambda escape: chr(int(escape[1], 16)), styles)
    icons = set(ICON_VARIABLE.findall(styles))
    for selectors, icon in ICON_RULE.findall(styles):
        names = set(re.findall(r"\.(fa-[a-z-]+):before", selectors))
        if not names or names & named:
            icons.add(icon)
    return sorted(icons)


def cut(source, target, characters, name):
    """Write the font with these characters, and what its MATH table builds from them, as woff2."""
    font = TTFont(source)
    draw_primes_in_script_size(font)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 4, 6, 13, 14])
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    for record in (1, 4, 6):  # a changed font may not bear a reserved name
        font["name"].setName(name, record, 3, 1, 0x409)
    font.flavor = "woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    font.save(target)


def draw_primes_in_script_size(font):
    """Give primes the form that is meant for superscripts: they stand nowhere else, and browsers don't ask for it."""
    for table in font["cmap"].tables:
        for prime in PRIMES:
            in_script_size = f"{table.cmap.get(prime)}.ssty"
            if in_script_size in font.getGlyphOrder():
                table.cmap[prime] = in_script_size


def setup(app):
    app.connect("build-finished", cut_fonts, priority=900)  # after Sphinx's and the extensions' files are in place
    return {"parallel_read_safe": True, "parallel_write_safe": True}
