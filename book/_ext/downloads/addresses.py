"""Where a reference leads.

Jupyter knows no labels, but it finds headings: a place in the same notebook is named by the heading above it. A place on
another page is that page's address on the web, which a notebook reaches wherever it lies.
"""

from functools import cache
from urllib.parse import quote, urljoin

from docutils import nodes
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_subtitle


class Addresses:
    """What references on one page lead to.

    Parameters
    ----------
    site : str
        The address of the published book, with a slash at its end.
    page : str
        The address of the page within the book.
    env, docname
        Sphinx's environment and its name of the page.
    """

    def __init__(self, site, page, env, docname):
        self.site = site
        self.page = page
        self.title = env.titles[docname].astext()
        self.headings = headings(env, docname)

    def of(self, reference):
        """The address that a resolved reference leads to."""
        if "refid" in reference:
            return to_heading(self.headings.get(reference["refid"], self.title))
        if not reference.get("internal"):
            return reference["refuri"]
        page, _, place = urljoin(self.page, reference["refuri"]).partition("#")
        if page == self.page and place in self.headings:
            return to_heading(self.headings[place])
        return self.site + page + (f"#{place}" if place else "")


def to_heading(text):
    """The end of an address that Jupyter takes to a heading: Jupyter compares it with the heading letter by letter."""
    return "#" + quote(text.replace(" ", "-"), safe="!#$%&'()*+,/:;=?@[]^_{|}~")


@cache
def headings(env, docname):
    """For every place of a page that has a name, the heading that stands above it."""
    found = {}

    def walk(node, heading):
        if isinstance(node, nodes.section) and isinstance(node[0], nodes.title):
            heading = plain(node[0].astext())
        elif isinstance(node, exercise_enumerable_node):
            heading = exercise_heading(node, env.toc_fignumbers[docname])
        found.update(dict.fromkeys(node["ids"], heading))
        for child in node.children:
            if isinstance(child, nodes.Element):
                walk(child, heading)

    for part in env.get_doctree(docname).children:
        if isinstance(part, nodes.Element):
            walk(part, env.titles[docname].astext())
    return found


def exercise_heading(node, numbers):
    """How a notebook calls an exercise, such as ``Exercise 2.1 (Another sample, by hand)``."""
    as_read = next(node.findall(exercise_subtitle), None)  # before Sphinx has put it in brackets
    title = f" ({as_read.astext()})" if as_read else node[0].astext().rstrip()
    return plain(f"Exercise {number(node, 'exercise', numbers)}{title}")


def plain(heading):
    """A heading with the apostrophe that an address may hold as it is."""
    return heading.replace("’", "'")


def number(node, kind, numbers):
    """The number of a figure, an equation, an exercise or a statement, such as ``2.1``; empty if it has none."""
    places = (numbers.get(kind, {}).get(place) for place in node["ids"])
    return ".".join(map(str, next(filter(None, places), ())))
