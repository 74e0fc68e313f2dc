"""Link each glossary term where the running text of a page first uses it.

The terms are those of ``{glossary}``. A comment in a definition lists the other forms of its term, one entry a page for
all of them::

    % forms: weights

Running text are paragraphs, in lists and boxes too. It is not what is set apart from it or has a task of its own: titles,
links, code, formulas, captions, tables, notes in the margin, the box with the objectives, solutions, and bold words,
since a chapter explains these itself. The page with the glossary gets no such links.

A word that has another sense in one paragraph (what a program *costs*, the *shape* of a curve) is named in a comment
right above it, and not linked there::

    % other sense: cost, shape
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import solution_node

APART = (
    nodes.TextElement,  # all that holds text itself, but for paragraphs and emphasis
    addnodes.pending_xref,
    nodes.comment,
    nodes.table,
    nodes.sidebar,
    nodes.footnote,
    nodes.citation,
    solution_node,
)
WITHIN_TEXT = (nodes.paragraph, nodes.emphasis, nodes.inline)
OBJECTIVES = "tip"
LIST = r":\s*(.*)"
FORMS, OTHER_SENSE = (re.compile(name + LIST, re.DOTALL) for name in ("forms", "other sense"))


class LinkFirstUses(SphinxPostTransform):
    """Put a ``{term}`` reference round the first occurrence of each term."""

    default_priority = 5  # before Sphinx resolves references

    def run(self):
        forms = self.env.glossary_forms
        if not forms or self.env.docname in glossary_pages(self.env):
            return
        pattern, linked = any_of(forms), set()
        for paragraph in list(self.document.findall(nodes.paragraph)):
            words = other_senses(paragraph)
            paragraph["classes"] += [f"other-sense-{nodes.make_id(word)}" for word in words]  # for who checks the page
            passed = {forms[word] for word in words if word in forms}
            for text in running_text(paragraph):
                parts = list(split(text.astext(), pattern, forms, linked, passed, self.env.docname))
                if len(parts) > 1:
                    text.parent.replace(text, parts)


def running_text(paragraph):
    """The texts of a paragraph that may hold links.

    MyST makes a text of each line of the source. They are joined first, since a term may go over two lines.
    """
    for part in [paragraph, *paragraph.findall(nodes.emphasis)]:
        join_texts(part)
    return [text for text in paragraph.findall(nodes.Text) if not any(map(is_apart, ancestors(text)))]


def join_texts(node):
    joined = []
    for child in node.children:
        if isinstance(child, nodes.Text) and joined and isinstance(joined[-1], nodes.Text):
            child = nodes.Text(joined.pop() + child)
        joined.append(child)
    node[:] = joined


def split(text, pattern, forms, linked, passed, docname):
    """The text with a reference at each word whose term is neither linked yet nor to be passed over here."""
    end = 0
    for match in pattern.finditer(text):
        term = forms[plain(match[0], forms)]
        if term not in linked | passed:
            linked.add(term)
            yield nodes.Text(text[end : match.start()])
            yield reference(match[0], term, docname)
            end = match.end()
    yield nodes.Text(text[end:])


def reference(words, term, docname):
    """What ``{term}`` makes."""
    inline = nodes.inline("", words, classes=["xref", "std", "std-term"])
    target = {"refdomain": "std", "reftype": "term", "reftarget": term, "refdoc": docname}
    return addnodes.pending_xref("", inline, refexplicit=True, refwarn=True, **target)


def any_of(forms):
    """A pattern that finds whole words, the longest form first; "gradient descent" is no use of "gradient"."""
    longest_first = sorted(forms, key=len, reverse=True)
    words = (f"[{form[0]}{form[0].upper()}]" + re.escape(form[1:]).replace(r"\ ", r"\s+") for form in longest_first)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")


def plain(words, forms):
    """The form that was found: without line breaks, and without the capital letter of a sentence's first word."""
    words = " ".join(words.split())
    return words if words in forms else words[0].lower() + words[1:]


def other_senses(paragraph):
    """The words that the comment above a paragraph names."""
    place = paragraph.parent.index(paragraph)
    return listed(OTHER_SENSE, paragraph.parent[place - 1]) if place else []


def listed(pattern, node):
    """The words that a comment lists after the name of the list."""
    found = pattern.match(node.astext()) if isinstance(node, nodes.comment) else None
    return [" ".join(word.split()) for word in found[1].split(",")] if found else []


def ancestors(node):
    while node := node.parent:
        yield node


def is_apart(node):
    return (isinstance(node, APART) and not isinstance(node, WITHIN_TEXT)) or (
        isinstance(node, nodes.admonition) and OBJECTIVES in node["classes"]
    )


def glossary_pages(env):
    return {docname for _, _, kind, docname, _, _ in env.get_domain("std").get_objects() if kind == "term"}


def read_forms(env):
    """From each form to the (first) term of its entry: ``{"weight": "weight", "weights": "weight", ...}``."""
    forms = {}
    for page in sorted(glossary_pages(env)):
        for glossary in env.get_doctree(page).findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                terms = [term.astext() for term in item.findall(nodes.term)]
                forms.update(dict.fromkeys(terms, terms[0]))
                for comment in item.findall(nodes.comment):
                    forms.update(dict.fromkeys(listed(FORMS, comment), terms[0]))
    return forms


def rewrite_pages(app, env):
    """When the terms have changed, every page is written again, though none but the glossary is read again."""
    before, env.glossary_forms = getattr(env, "glossary_forms", None), read_forms(env)
    return env.found_docs if env.glossary_forms != before else []


def setup(app):
    app.add_post_transform(LinkFirstUses)
    app.connect("env-updated", rewrite_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
