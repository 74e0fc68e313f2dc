"""Small repairs to the pages that the theme and the extensions write."""

import re
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from myst_nb.core import render
from sphinx.errors import ExtensionError

NEEDS_NETWORK = "needs the network"
THEME = "sphinx_book_theme"
THEME_SCRIPT = "_static/scripts/pydata-sphinx-theme.js"
LEFT_TO_PAGE_JS = "/* tab stops: page.js */"
ASKING_ALL_SIZES = ',"complete"===document.readyState?I():window.addEventListener("load",I)'


def say_what_needs_the_network(app, pagename, templatename, context, doctree):
    """Mark the buttons that open the page on another host: all else in the page works without."""
    for group in context.get("header_buttons", []):
        if group.get("label") == "launch-buttons":
            group["tooltip"] = f"Run this page as a notebook ({NEEDS_NETWORK})"
            for button in group["buttons"]:
                button["text"] += f" ({NEEDS_NETWORK})"
                button["tooltip"] += f" ({NEEDS_NETWORK})"


def drop_repeated_ids(app, pagename, templatename, context, doctree):
    """sphinx-proof and sphinx-exercise give the same id to each of their blocks' contents."""
    for repeated in ("proof-content", "exercise-content", "solution-content"):
        context["body"] = context.get("body", "").replace(f' id="{repeated}"', "")


def list_sources_as_items(app, pagename, templatename, context, doctree):
    """docutils puts the bibliography's entries into a list under a role that ARIA has given up: no item of a list."""
    context["body"] = context.get("body", "").replace('role="doc-biblioentry"', 'role="listitem"')


def let_folded_code_name_itself(app, pagename, templatename, context, doctree):
    """myst-nb hides the words on its fold, "Show code cell source", from a screen reader behind others."""
    context["body"] = context.get("body", "").replace(' aria-label="Toggle hidden content"', "")


HEAD_OF_MATH = re.compile(r"<th(?=[ >])(?![^>]*aria-label)([^>]*)>((?:<p>)?(<math.*?</math>)(?:</p>)?)</th>", re.DOTALL)


def name_heads_of_formulas(app, pagename, templatename, context, doctree):
    """A row or column whose head is a formula and nothing else has no name for a screen reader: say the formula's text."""

    def named(head):
        attributes, content, math = head.groups()
        return f'<th{attributes} aria-label="{escape(in_a_line(math))}">{content}</th>'

    context["body"] = HEAD_OF_MATH.sub(named, context.get("body", ""))


def in_a_line(math):
    """A formula of MathML as one line of text."""

    def line(element):
        parts = [element.text or "", *(line(part) + (part.tail or "") for part in element)]
        return "/".join(filter(None, parts)) if element.tag == "mfrac" else "".join(parts)

    return line(ElementTree.fromstring(math)).strip()


def join_streams(outputs, finish=render.coalesce_streams):
    """Put what a cell prints together as it was written, before myst-nb looks at it.

    A kernel may send a line and its end in two pieces. myst-nb ends each piece with a line end of its own, so that an
    empty line would stand in the page, or not, as the kernel's clock has it.
    """
    first, joined = {}, []
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] in first:
            first[output["name"]]["text"] += output["text"]
        else:
            joined.append(output)
            if output["output_type"] == "stream":
                first[output["name"]] = output
    return finish(joined)


def leave_tab_stops_to_page_js(app, exception):
    """Take out of the theme's script what asks every block of code for its size, at the start and after each change.

    The answer makes the browser lay out the whole page, which book.css lets it do section by section. page.js offers
    the same tab stops as the sections come.
    """
    if exception or app.builder.format != "html" or app.config.html_theme != THEME:
        return
    script = Path(app.outdir, THEME_SCRIPT)
    text = script.read_text("utf-8")
    if LEFT_TO_PAGE_JS in text:  # Sphinx has not copied it anew
        return
    if ASKING_ALL_SIZES not in text:
        raise ExtensionError(f"{THEME_SCRIPT}: expected the call that page.js replaces, {ASKING_ALL_SIZES}")
    script.write_text(text.replace(ASKING_ALL_SIZES, LEFT_TO_PAGE_JS), "utf-8")


def setup(app):
    render.coalesce_streams = join_streams
    app.connect("html-page-context", say_what_needs_the_network, priority=600)  # after the theme has made its buttons
    app.connect("html-page-context", drop_repeated_ids)
    app.connect("html-page-context", list_sources_as_items)
    app.connect("html-page-context", name_heads_of_formulas)
    app.connect("html-page-context", let_folded_code_name_itself)
    app.connect("build-finished", leave_tab_stops_to_page_js, priority=900)  # after Sphinx has copied the theme's files
    return {"parallel_read_safe": True, "parallel_write_safe": True}
