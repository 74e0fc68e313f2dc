"""Set the book's formulas as MathML when the book is built, so that no page needs a script to show them.

A formula that cannot be set stops the build after all pages are read, with file and line of each such formula.
A formula whose rows end elsewhere on a phone (``\\onphone{...}``, ``\\onwide{...}``) stands in the page once for each width;
a rule of ``book.css`` shows the right one. It has one label and one number.

To have MathJax instead, set ``html_math_renderer: mathjax`` in ``_config.yml``: the macros are handed over to it.
"""

import re

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.errors import SphinxError
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.math import get_node_equation_number

from lib.typesetting.mathml import COLOUR_MACROS, WIDTHS, for_width, latex_to_mathml, with_breaks

LONGEST_UNBROKEN = 20  # signs of a formula that stays whole in a line of text
REFUSALS = []  # what could not be set, gathered so that one build names all of it


class UnsettableFormula(SphinxError):
    """A formula that MathML cannot show as it was meant."""

    category = "Formula"


def visit_inline(translator, node):
    """Write the formula into its line; a rule of ``book.css`` lets a phone's lines break in a long one."""
    mathml = to_mathml(node)
    if len(re.sub(r"<[^>]*>", "", mathml)) > LONGEST_UNBROKEN:
        mathml = f'<span class="breaks">{with_breaks(mathml)}</span>'
    translator.body.append(mathml)
    raise nodes.SkipNode


class KeepTogether(SphinxPostTransform):
    """Keep a formula on one line with the brackets and the full stop beside it: a browser may break there."""

    default_priority = 900
    formats = ("html",)

    def run(self):
        for formula in list(self.document.findall(nodes.math)):
            line, place = formula.parent, formula.parent.index(formula)
            start = _cut(line, place - 1, r"\S*\Z")  # not "$", which also fits before a last line break
            end = _cut(line, place + 1, r"^\S*")
            if start or end:
                formula.replace_self(nodes.inline("", "", *start, formula.deepcopy(), *end, classes=["together"]))


def _cut(line, place, pattern):
    """Take what touches a formula out of the text beside it."""
    if not (0 <= place < len(line) and isinstance(line[place], nodes.Text)):
        return []
    text = line[place]
    line[place] = nodes.Text(re.sub(pattern, "", text))
    return [nodes.Text(touching)] if (touching := re.search(pattern, text)[0]) else []


def visit_display(translator, node):
    """Write the formula in a box that scrolls sideways if it has to, and its number beside the box."""
    number = get_node_equation_number(translator, node) if node.get("number") else None
    name = _("Equation %s") % number if number else _("Formula")
    add = translator.body.append
    add(translator.starttag(node, "div", CLASS="equation notranslate nohighlight"))
    for width, mathml in to_mathml_by_width(node).items():
        kind = f"formula on-{width}" if width else "formula"
        add(f'<div class="{kind}" data-name="{name}">{mathml}</div>')
    if number:
        add(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        add("</span>")
    add("</div>\n")
    raise nodes.SkipNode


def to_mathml(node):
    """Convert the formula of a docutils node; raise with its file and line if that cannot be done."""
    return _converted(node, node.astext())


def to_mathml_by_width(node):
    """The formula for each width at which it differs, or under ``None`` if one form does for all."""
    try:
        forms = {width: for_width(node.astext(), width) for width in WIDTHS}
    except ValueError as error:
        raise _refusal(node, error) from None
    if len(set(forms.values())) == 1:
        forms = {None: forms["wide"]}
    return {width: _converted(node, latex) for width, latex in forms.items()}


def _converted(node, latex):
    try:
        return latex_to_mathml(latex, display=isinstance(node, nodes.math_block))
    except ValueError as error:
        raise _refusal(node, error) from None


def _refusal(node, error):
    source, line = get_source_line(node)
    return UnsettableFormula(f"{source}:{line}: {error}")


def gather_refusals(app, document):
    """Try each formula as soon as its page is read: that is long before the page is written."""
    if getattr(app.builder, "math_renderer_name", None) != "mathml":
        return
    for node in document.findall(lambda node: isinstance(node, (nodes.math, nodes.math_block))):
        try:
            (to_mathml_by_width if isinstance(node, nodes.math_block) else to_mathml)(node)
        except UnsettableFormula as refusal:
            REFUSALS.append(str(refusal))
        if isinstance(node.parent, nodes.title):
            source, line = get_source_line(node)
            REFUSALS.append(f"{source}:{line}: a heading holds maths, which titles and search show as raw LaTeX")


def stop_at_refusals(app, env):
    if REFUSALS:
        raise UnsettableFormula("\n".join(REFUSALS))


def hand_macros_to_others(app, config):
    """Define the same macros for MathJax and for LaTeX, which are not the default but stay possible."""
    macros = {"Cost": r"\operatorname{Cost}"}
    classes = {macro: [rf"\class{{{name}}}{{#1}}", 1] for macro, (name, _) in COLOUR_MACROS.items()}
    widths = {"onwide": ["#1", 1], "onphone": ["", 1]}
    config.mathjax3_config = {"tex": {"macros": macros | classes | widths}}
    preamble = [r"\providecommand{\Cost}{\operatorname{Cost}}"]
    preamble += [rf"\providecommand{{\{macro}}}[1]{{#1}}" for macro in [*COLOUR_MACROS, "onwide"]]
    preamble += [r"\providecommand{\onphone}[1]{}"]
    config.latex_elements = {"preamble": "\n".join(preamble)} | config.latex_elements


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    app.add_post_transform(KeepTogether)
    app.connect("config-inited", hand_macros_to_others)
    app.connect("builder-inited", lambda app: REFUSALS.clear())
    app.connect("doctree-read", gather_refusals)
    app.connect("env-updated", stop_at_refusals)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
