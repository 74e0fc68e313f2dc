"""What the search page searches: the book's text in entries, in one file beside the page.

Sphinx's own index knows which page holds a word, but neither where nor in which sentence, and it holds what is no text
of the page: the map of the chapters stands on each of them. Here an entry is a place that a reader wants to be led to:
a section, a term, a definition, an exercise with its solution. It has its address and its paragraphs, folded ones too,
so that words can be found, shown with their sentence and opened at their place. The file is a script rather than data:
a page that was opened from disk may not read other files, but it may run them.

``book/search_words.yml`` adds the words of readers that the text itself does not use.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

import yaml
from bs4 import BeautifulSoup
from sphinx.errors import SphinxError

FILE = "_static/search/sections.js"
WORDS = "book/search_words.yml"
DRAWN = (
    ".tag_hide-input .cell_input, svg, .visually-hidden, .widget-table, button"  # code that draws, and what it draws
)
NO_TEXT = f"{DRAWN}, .on-phone, .chapter-place, .chapter-map, .headerlink, .toctree-wrapper, script, style, nav, .eqno"
HEADINGS = re.compile(r"h[1-6]")
PARAGRAPHS = ["p", "li", "dt", "dd", "pre", "div", "h1", "h2", "h3", "h4", "summary", "figcaption", "tr"]
NO_PROSE = "pre, .equation, .formula, .cell_output table"  # has words to be found, but no sentence to be shown
WORD = re.compile(r"[^\W\d]\w*")
STRESSED = ["em", "strong", "dfn"]  # where a word is new or meant to be seen
END = "\x1e"  # of a paragraph; not a line break, of which the source of a page has many
RAISE = str.maketrans("0123456789()+−ijklmnprxzLT⊤′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻ⁱʲᵏˡᵐⁿᵖʳˣᶻᴸᵀᵀ′")
LOWER = str.maketrans("0123456789()+−ijklmnpr", "₀₁₂₃₄₅₆₇₈₉₍₎₊₋ᵢⱼₖₗₘₙₚᵣ")
BETWEEN_CELLS = " · "
HAT = "\u0302"


class UnknownPlace(SphinxError):
    """A place in `search_words.yml` that no page has."""

    category = WORDS


class Entry(NamedTuple):
    """A place that the search leads to."""

    anchor: str  # of the place in its page; empty for the page itself
    label: str  # its kind and number, if it has one: Exercise 8.4
    title: str
    prose: str  # its paragraphs, one a line
    rest: str  # the words of its code, its formulas and what its code prints, each once
    stressed: str  # the words of the prose that stand out from it


def write_sections(app, exception):
    """Read the pages as they were written; gather their entries; write them for the search page."""
    if exception or app.builder.format != "html":
        return
    pages, entries = [], []
    for docname in sorted(app.env.found_docs, key=_reading_order(app.env)):
        file = Path(app.builder.get_outfilename(docname))
        article = BeautifulSoup(file.read_text("utf-8"), "html.parser").article
        if article is None or article.h1 is None:
            continue  # the page that only leads to the introduction
        of_page = entries_of(article)
        entries += [[len(pages), *entry] for entry in of_page]
        pages.append([app.builder.get_target_uri(docname), of_page[0].title])
    words = readers_words(Path(app.srcdir, WORDS), pages, entries)
    data = json.dumps({"pages": pages, "entries": entries, "words": words}, ensure_ascii=False, separators=(",", ":"))
    target = Path(app.outdir, FILE)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"window.bookSections = {data};\n", "utf-8")


def _reading_order(env):
    """Pages in the order of the table of contents; the others, which it does not list, first."""
    order = [env.config.root_doc, *(name for names in _followed(env, env.config.root_doc) for name in names)]
    return lambda docname: order.index(docname) if docname in order else -1


def _followed(env, docname):
    names = env.toctree_includes.get(docname, [])
    yield names
    for name in names:
        yield from _followed(env, name)


def entries_of(article):
    """The entries of a page, the page itself first. Each text is in one of them: what an entry takes is gone from the rest."""
    for apart in article.select(NO_TEXT):
        apart.decompose()
    _write_formulas_in_one_line(article)
    for cell in article.find_all(["td", "th"]):
        cell.insert_after(BETWEEN_CELLS)
        for paragraph in cell.find_all(PARAGRAPHS):
            paragraph.unwrap()
    for paragraph in article.find_all(PARAGRAPHS):
        paragraph.insert_before(END)
        paragraph.insert_after(END)
    inner = [*_exercises(article), *_boxes(article), *_terms(article)]
    return [*_sections(article), *inner]


def _exercises(article):
    """The exercises, each with its solution."""
    for exercise in article.select("div.exercise"):
        label, title = _caption(exercise)
        solution = exercise.find_next_sibling()
        if solution and "solution" in solution.get("class", []):
            solution.summary.decompose()
            exercise.append(solution)
        yield _entry(exercise["id"], label, title, exercise)
        exercise.extract()


def _boxes(article):
    """Definitions, theorems with their proofs apart, algorithms: what has a number and a name."""
    for box in article.select("div.proof[id]:has(> .admonition-title > .caption-number)"):
        yield _entry(box["id"], *_caption(box), box)
        box.extract()


def _caption(box):
    """("Exercise 8.4", "Backward walk"), out of "Exercise 8.4 (Backward walk)"."""
    caption = box.find(class_="admonition-title").extract()
    label = _line(caption.find(class_="caption-number").extract())
    return label, _line(caption).removeprefix("(").removesuffix(")")


def _terms(article):
    """The terms of a glossary."""
    for glossary in article.select("dl.glossary"):
        for term in glossary.find_all("dt", recursive=False):
            yield _entry(term["id"], "", _line(term), term.find_next_sibling("dd"))
        glossary.extract()


def _sections(article):
    """The sections with a heading of their own; left out is one of which all that it had is in entries of their own."""
    sections = [section for section in article.find_all("section") if section.find(HEADINGS, recursive=False)]
    entries = []
    for section in reversed(sections):  # the inner ones first: what is theirs is not the outer one's
        heading = section.find(HEADINGS, recursive=False).extract()
        of_page = heading.name == "h1"
        if of_page or section.get_text(strip=True).strip(END):
            title = re.sub(r"^[\d.]+ ", "", _line(heading))
            entries.append(_entry("" if of_page else section["id"], "", title, section))
        section.extract()
    return entries[::-1]


def _entry(anchor, label, title, part):
    stressed = dict.fromkeys(_line(words) for words in part.find_all(STRESSED))
    rest = dict.fromkeys(
        word for block in part.select(NO_PROSE) for word in WORD.findall(block.extract().get_text(" "))
    )
    paragraphs = [" ".join(paragraph.split()).strip(BETWEEN_CELLS) for paragraph in part.get_text().split(END)]
    return Entry(anchor, label, title, "\n".join(filter(None, paragraphs)), " ".join(rest), " ".join(stressed))


def _line(part):
    return " ".join(part.get_text().replace(END, " ").split())


def _write_formulas_in_one_line(article):
    """What stands above, below and over a bar is set so that its letters can be read in a row: w⁽ˡ⁾ⱼₖ, ∂L/∂z, ŷ."""
    for formula in reversed(article.find_all(["mfrac", "mover", "msup", "msub", "msubsup"])):  # the inner ones first
        base, *others = formula.find_all(recursive=False)
        if formula.name == "mfrac":
            base.insert_after("/")
        elif formula.name == "mover":
            formula.string = re.sub("[\\^ˆ]$", HAT, formula.get_text())
        elif formula.name == "msup":
            _set(others[0], RAISE, "^")
        else:
            _set(others[0], LOWER)
        if formula.name == "msubsup":
            _set(others[1], RAISE, "^")
            base.insert_after(others[1].extract())
    for sign in article.find_all("mo", string=re.compile("^[=≈≠≤≥<>+−·→]$")):
        before = sign.find_previous_sibling()
        if before and (before.name != "mo" or before.get_text() in ")|"):  # else it is the sign of a number
            sign.string = f" {sign.string} "


def _set(script, table, sign=""):
    text = script.get_text().strip()
    script.string = text.translate(table) if all(ord(letter) in table for letter in text) else f"{sign}{text}"


def readers_words(file, pages, entries):
    """[words, position of the entry] of each line of the file, checked against what the pages have."""
    places = {f"{pages[page][0]}{f'#{anchor}' if anchor else ''}": n for n, (page, anchor, *_) in enumerate(entries)}
    phrases = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
    unknown = [f"no page has the place {place}" for place in phrases if f"book/{place}" not in places]
    if unknown:
        raise UnknownPlace("\n".join(unknown))
    return [[words, places[f"book/{place}"]] for place, of_place in phrases.items() for words in of_place]


def leave_out_sphinx_marks(app, pagename, templatename, context, doctree):
    """Sphinx's own marking of found words splits the text of formulas; found.js marks without touching them."""
    context["script_files"] = [
        script
        for script in context["script_files"]
        if "sphinx_highlight" not in str(getattr(script, "filename", script))
    ]


def setup(app):
    app.connect("html-page-context", leave_out_sphinx_marks, priority=800)
    app.connect("build-finished", write_sections)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
