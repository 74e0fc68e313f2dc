"""Fold blocks of class ``dropdown`` (the solutions) with HTML's own ``<details>``: no script, and keys work."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class details(nodes.General, nodes.Element):
    """A block that can be folded; its first child is the summary."""


class summary(nodes.TextElement):
    """The line that stays."""


class FoldDropdowns(SphinxPostTransform):
    """Rebuild each titled block of class ``dropdown`` as details and summary."""

    default_priority = 900  # after sphinx-exercise has written the titles
    formats = ("html",)

    def run(self):
        for block in list(self.document.findall(_is_dropdown)):
            title, *content = block.children
            folded = details(classes=[*block["classes"], "admonition"], ids=block["ids"])
            folded += summary("", title.astext().strip(), classes=["admonition-title"])  # a link cannot sit in it
            folded += content
            block.replace_self(folded)


def _is_dropdown(node):
    return (
        isinstance(node, nodes.Admonition)
        and "dropdown" in node["classes"]
        and isinstance(node.children[0], nodes.title)
    )


def visit(translator, node):
    translator.body.append(translator.starttag(node, type(node).__name__))


def depart(translator, node):
    translator.body.append(f"</{type(node).__name__}>\n")


def setup(app):
    app.add_node(details, html=(visit, depart))
    app.add_node(summary, html=(visit, depart))
    app.add_post_transform(FoldDropdowns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
