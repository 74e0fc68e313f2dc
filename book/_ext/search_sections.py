"""What the search page searches: the text of every section, as a reader sees it, in one file beside the page.

Sphinx's own index knows which page holds a word, but neither where nor in which sentence, and it holds what is no text
of the page: the map of the chapters stands on each of them. This one has sections with their addresses and their text,
folded text included, so that a phrase can be found, shown with its sentence and opened at its place. It is a script
rather than data: a page that was opened from disk may not read other files, but it may run them.

``book/search_words.yml`` adds the words of readers that the text itself does not use.
"""

import json
import re
from pathlib import Path

import yaml
from bs4 import BeautifulSoup
from sphinx.errors import SphinxError

FILE = "_static/search/sections.js"
WORDS = "book/search_words.yml"
NO_TEXT = ".on-phone, .chapter-place, .chapter-map, .headerlink, .toctree-wrapper, .widget-table, script, style, title, desc, button, nav"
HEADINGS = re.compile(r"h[1-6]")
BLOCKS = "p, li, dt, dd, td, th, pre, div, h1, h2, h3, h4, summary, figcaption, tr"


class UnknownPlace(SphinxError):
    """A place in `search_words.yml` that no page has."""

    category = WORDS


def write_sections(app, exception):
    """Read the pages as they were written; gather their sections; write them for the search page."""
    if exception or app.builder.format != "html":
        return
    pages, sections = [], []
    for docname in sorted(app.env.found_docs, key=_reading_order(app.env)):
        file = Path(app.builder.get_outfilename(docname))
        article = BeautifulSoup(file.read_text("utf-8"), "html.parser").article
        if article is None or article.h1 is None:
            continue  # the page that only leads to the introduction
        href = app.builder.get_target_uri(docname)
        of_page = sections_of(article)
        sections += [[len(pages), *section] for section in of_page]
        pages.append([href, of_page[0][1]])
    words = readers_words(Path(app.srcdir, WORDS), pages, sections)
    data = json.dumps({"pages": pages, "sections": sections, "words": words}, ensure_ascii=False, separators=(",", ":"))
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


def sections_of(article):
    """[anchor, title, text] of the sections of a page and of the entries of a glossary; each text is in one of them."""
    for apart in article.select(NO_TEXT):
        apart.decompose()
    for block in article.select(BLOCKS):
        block.insert_after(" ")
    entries = list(_entries(article))
    sections = [section for section in article.find_all("section") if section.find(HEADINGS, recursive=False)]
    for section in reversed(sections):  # the inner ones first: what is theirs is not the outer one's
        heading = section.find(HEADINGS, recursive=False).extract()
        anchor = "" if heading.name == "h1" else section["id"]
        entries.append([anchor, _title(heading), _text(section)])
        section.extract()
    return entries[::-1]


def _entries(article):
    """The terms of a glossary."""
    for glossary in article.select("dl.glossary"):
        for term in glossary.find_all("dt", recursive=False):
            yield [term["id"], _title(term), _text(term.find_next_sibling("dd"))]
        glossary.extract()


def _title(heading):
    return re.sub(r"^[\d.]+ ", "", _text(heading))


def _text(part):
    return " ".join(part.get_text().split())


def readers_words(file, pages, sections):
    """[words, position of the section] of each line of the file, checked against what the pages have."""
    places = {f"{pages[page][0]}{f'#{anchor}' if anchor else ''}": n for n, (page, anchor, *_) in enumerate(sections)}
    entries = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
    unknown = [f"no page has the place {place}" for place in entries if f"book/{place}" not in places]
    if unknown:
        raise UnknownPlace("\n".join(unknown))
    return [[words, places[f"book/{place}"]] for place, phrases in entries.items() for words in phrases]


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
