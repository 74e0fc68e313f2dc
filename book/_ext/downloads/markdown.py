"""What stands in a page, as plain Markdown with formulas between dollar signs."""

from docutils import nodes
from sphinx_markdown_builder.contexts import IndentContext, SubContext, SubContextParams, WrappedContext
from sphinx_markdown_builder.translator import MarkdownTranslator, pushing_context

from downloads.addresses import exercise_heading, number, plain
from lib.typesetting.mathml import without_macros


class NotebookMarkdown(MarkdownTranslator):
    """Sphinx's pages as Markdown, with what this book has besides: formulas with numbers, boxes, exercises, folded text.

    Parameters
    ----------
    document, builder
        The page, resolved, and what builds it.
    addresses : downloads.addresses.Addresses
        Where its references lead.
    """

    def __init__(self, document, builder, addresses):
        super().__init__(document, builder)
        self.addresses = addresses
        self.numbers = builder.fignumbers
        self.in_table = self.in_box = False

    def text(self, parts, level):
        """Nodes of the page as Markdown; `level` is that of the headings among them."""
        self._push_status(section_level=level)
        for part in parts:
            part.walkabout(self)
        return self.astext().strip()

    def _skip(self, node=None):
        raise nodes.SkipNode

    # comments are for the build, targets for the page
    visit_comment = visit_target = _skip

    def visit_raw(self, node):
        if node["format"] == "markdown":
            self.add(node.astext(), prefix_eol=2, suffix_eol=2)
        raise nodes.SkipNode

    # formulas

    def visit_math(self, node):
        latex = " ".join(without_macros(node.astext()).split())
        if self.in_table:
            latex = latex.replace("|", r"\vert ")  # a bar would end the column
        self.add(f"${latex}$")
        raise nodes.SkipNode

    def visit_math_block(self, node):
        latex = without_macros(node.astext()).strip()
        tag = f"\n\\tag{{{number(node, 'displaymath', self.numbers)}}}" if node.get("number") else ""
        formula = f"$$\n{latex}{tag}\n$$"
        if self.in_box:
            # On one line: Jupyter takes formulas out before it reads the mark of the box at the start of each line.
            formula = " ".join(formula.split())
        self.add(formula, prefix_eol=2, suffix_eol=2)
        raise nodes.SkipNode

    @pushing_context
    def visit_table(self, node):
        self.in_table = True
        super().visit_table(node)

    def depart_table(self, node):
        self.in_table = False
        self._pop_context(node)

    # references: a word that only leads to the glossary stays a word

    def visit_reference(self, node):
        if not leads_to_glossary(node):
            super().visit_reference(node)

    def depart_reference(self, node):
        if not leads_to_glossary(node):
            self._pop_context(node)

    visit_number_reference, depart_number_reference = visit_reference, depart_reference

    def _fetch_ref_uri(self, node):
        return self.addresses.of(node)

    # lists: they may begin at 0; Jupyter knows none of definitions

    def visit_enumerated_list(self, node):
        self._start_list(node.get("start", 1) - 1)

    def visit_definition_list(self, node):
        self._start_list("-")

    depart_definition_list = MarkdownTranslator._end_list

    def visit_definition_list_item(self, node):
        self._start_list_item()
        terms = [part for part in node.children if isinstance(part, nodes.term)]
        for term in terms:
            self.add(", " if term is not terms[0] else "")
            self._push_context(WrappedContext("**"))
            for part in term.children:
                part.walkabout(self)
            self._pop_context()
        self.add(": ")

    depart_definition_list_item = MarkdownTranslator._end_list_item
    visit_term = _skip

    @pushing_context
    def visit_definition(self, node):
        self._push_context(SubContext())

    # boxes

    def _open_box(self, title):
        self.in_box = True
        self._push_context(IndentContext("> ", empty=True, params=SubContextParams(2, 2)))
        if title:
            self.add(f"**{title}**", suffix_eol=2)

    def _close_box(self, node):
        self._pop_context(node)
        self.in_box = False

    def visit_admonition(self, node):
        self._open_box(node[0].astext() if isinstance(node[0], nodes.title) else "")

    visit_sidebar = visit_admonition

    def visit_warning(self, node):
        self._open_box("Warning")

    def visit_definition_node(self, node):
        kind = node["countertype"]
        self._open_box(f"{kind.capitalize()} {number(node, kind, self.numbers)}{node['title'].rstrip()}")

    visit_theorem_node = visit_algorithm_node = visit_definition_node
    depart_definition_node = depart_theorem_node = depart_algorithm_node = _close_box
    depart_admonition = depart_sidebar = depart_warning = _close_box

    def visit_proof_node(self, node):
        """Its box and its word are an admonition within."""

    def visit_title(self, node):
        if not isinstance(node.parent, nodes.section):
            raise nodes.SkipNode  # the title of a box, which is there already
        self.add(f"{'#' * self.status.section_level} {plain(node.astext())}", prefix_eol=2, suffix_eol=2)
        raise nodes.SkipNode

    # exercises and their solutions

    def visit_exercise_enumerable_node(self, node):
        heading = exercise_heading(node, self.numbers)
        self.add(f"{'#' * (self.status.section_level + 1)} {heading}", prefix_eol=2, suffix_eol=2)

    def visit_exercise_title(self, node):
        raise nodes.SkipNode

    def visit_details(self, node):
        self.add("<details>", prefix_eol=2, suffix_eol=1)

    def depart_details(self, node):
        self.add("</details>", prefix_eol=2, suffix_eol=2)

    def visit_summary(self, node):
        self.add(f"<summary>{node.astext()}</summary>", suffix_eol=2)
        raise nodes.SkipNode

    # figures' captions, and sources

    @pushing_context
    def visit_caption(self, node):
        self._push_context(SubContext(SubContextParams(2, 2)))

    @pushing_context
    def visit_citation(self, node):
        self._push_context(IndentContext(f"{node[0].astext()}. ", only_first=True, params=SubContextParams(1, 1)))

    def visit_label(self, node):
        raise nodes.SkipNode


def leads_to_glossary(reference):
    return any("std-term" in part["classes"] for part in reference.findall(nodes.inline))
