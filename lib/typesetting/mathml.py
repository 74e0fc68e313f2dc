r"""LaTeX to MathML, for the book's equations and the widgets' formulas alike.

One set of macros rules both, so that a symbol looks the same wherever it stands:

``\Cost``
    the cost, upright;
``\fwd{...}``, ``\err{...}``, ``\upd{...}``
    the three roles: forward values, errors flowing back, updates;
``\sha{...}``, ``\shb{...}``, ``\shc{...}``
    the palette for shared factors and inserted terms;
``\onwide{...}``, ``\onphone{...}``
    what stands in the formula on a wide page only, or on a phone only: most often the end of a row.

math-core knows only fixed colours, while a page has a light and a dark set. Each colour macro therefore paints in a
colour that nothing else uses, and the converter turns that colour into a class and a CSS variable.
"""

import re
from functools import cache
from xml.etree import ElementTree

from lib.typesetting.roles import ROLES

__all__ = ["COLOUR_MACROS", "WIDTHS", "for_width", "latex_to_mathml", "with_breaks", "without_macros"]

# macro -> (CSS class and variable, the colour that stands for it on the way through math-core)
COLOUR_MACROS = {
    "fwd": ("role-forward", "Magenta"),
    "err": ("role-error", "Orchid"),
    "upd": ("role-update", "Plum"),
    "sha": ("shared-a", "Cyan"),
    "shb": ("shared-b", "Mahogany"),
    "shc": ("shared-c", "Salmon"),
}

MACROS = {"Cost": r"\operatorname{Cost}"} | {
    macro: rf"{{\color{{{stand_in}}}#1}}" for macro, (_, stand_in) in COLOUR_MACROS.items()
}

# The widths that a formula can be written for, the one first that print, notebooks and other renderers take.
WIDTHS = ("wide", "phone")

# What would go wrong in silence, each with what is expected instead.
REFUSED = {
    r"\\\\\s*\[": r"rows that end in a bare \\, not in \\[...]",
    r"\n\s*\n": "no blank line",
    r"\\(cancel|bcancel|xcancel|boxed|fbox|enclose)\b": "no boxes and strokes, which MathML Core does not have",
}
COLOUR = re.compile(r'style="color:(#[0-9A-Fa-f]{6});"')
WIDTH_MACRO = re.compile(rf"\\on({'|'.join(WIDTHS)})\{{")
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)  # a backslash takes the sign after it along: \{ is no bracket
# An accent that is told not to stretch stands far above its letter in WebKit; untold, it is right in every browser.
ACCENT = re.compile(r'<mo stretchy="false">(.)</mo></mover>')
BREAKS = set("+−=≈≠<>≤≥→⟶")
ROW_TOKENS = re.compile(r"\\begin\{|\\end\{|\\\\|\\&|&")


def for_width(latex, width="wide"):
    r"""Write a formula for one width of the page.

    Parameters
    ----------
    latex : str
        A formula, or a text with formulas, in which ``\onwide{...}`` and ``\onphone{...}`` may stand.
    width : str
        ``"wide"`` or ``"phone"``.

    Returns
    -------
    str
        The same without these macros: the content of the one is there, the other is left out with its content.

    Raises
    ------
    ValueError
        If `width` is neither, or a macro's bracket is never closed.
    """
    if width not in WIDTHS:
        raise ValueError(f"width: expected one of {', '.join(WIDTHS)}, got {width!r}")
    while macro := WIDTH_MACRO.search(latex):
        end = _closing_brace(latex, macro.end())
        content = latex[macro.end() : end] if macro[1] == width else ""
        latex = latex[: macro.start()] + content + latex[end + 1 :]
    return latex


def without_macros(latex):
    r"""Write a formula in the LaTeX that MathJax and KaTeX know, without the book's own macros.

    Parameters
    ----------
    latex : str
        A formula as the chapters have it.

    Returns
    -------
    str
        The form for a wide page, with ``\textcolor`` for the roles' colours and bare rows in an environment.

    Raises
    ------
    ValueError
        If a macro's bracket is never closed.

    Examples
    --------
    >>> print(without_macros(r"\err{\delta} = \frac{\partial \Cost}{\partial z}"))
    \textcolor{#b3261e}{\delta} = \frac{\partial \operatorname{Cost}}{\partial z}
    """
    latex = _with_plain_rows(for_width(latex, "wide"))
    latex = re.sub(r"\\Cost\b", lambda _: MACROS["Cost"], latex)
    for macro, (role, _) in COLOUR_MACROS.items():
        latex = latex.replace(rf"\{macro}{{", rf"\textcolor{{{ROLES[role].light}}}{{")
    return latex


def _closing_brace(latex, start):
    depth = 1
    for token in BRACE.finditer(latex, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.start()
    raise ValueError(f"latex: expected a closing bracket for each \\onwide and \\onphone, got {latex}")


def latex_to_mathml(latex, display=False, inner=False):
    r"""Convert a formula to MathML.

    Parameters
    ----------
    latex : str
        The formula, without dollar signs. Several rows (``a &= b \\ c &= d``) are aligned of themselves.
    display : bool
        Set it as a block of its own (``<math display="block">``) rather than in a line of text.
    inner : bool
        Leave out the ``<math>`` element, for markup that is put into a larger formula.

    Returns
    -------
    str
        MathML Core. Colour macros come out as ``<mrow class="role-error" style="color:var(--role-error)">``.

    Raises
    ------
    ValueError
        If `latex` is not text, or holds something that cannot be set faithfully: an unknown command, a colour
        that is not one of the macros', ``\\[1ex]``, a blank line, a box.
    """
    if not isinstance(latex, str):
        raise ValueError(f"latex: expected text, got {type(latex).__name__}")
    latex = latex.strip()
    for pattern, expected in REFUSED.items():
        if re.search(pattern, latex):
            raise ValueError(f"latex: expected {expected}, got {latex}")
    converter, refusal = _converter()
    try:
        mathml = converter.convert_with_local_state(_with_plain_rows(latex), displaystyle=display)
    except refusal as error:
        raise ValueError(f"latex: expected what math-core can set, got {latex} ({error})") from None
    mathml = COLOUR.sub(lambda match: _role_markup(match, latex), mathml)
    mathml = mathml.replace("&ApplyFunction;", "\u2061")  # an HTML entity, unknown to XML and SVG
    mathml = ACCENT.sub(r"<mo>\1</mo></mover>", mathml)
    return re.fullmatch(r"<math[^>]*>(.*)</math>", mathml, re.DOTALL)[1] if inner else mathml


def with_breaks(mathml):
    """Let the lines of a formula in running text or in a table break before its relations and its sums' signs.

    MathML Core never breaks a formula. So each term becomes a formula of its own, and ``<wbr>`` stands between them.

    Parameters
    ----------
    mathml : str
        A formula in a line of text, as `latex_to_mathml` gives it.

    Returns
    -------
    str
        The same marks in the same order, one ``<math>`` a term.
    """
    terms = [[]]
    for part in ElementTree.fromstring(mathml):
        # The sign of a negative number carries its spacing as attributes; that of a sum has none.
        if part.tag == "mo" and part.text in BREAKS and not part.attrib and terms[-1]:
            part.set("form", "infix")  # or, as the first of its formula, it would be set as a sign
            terms.append([])
        terms[-1].append(ElementTree.tostring(part, encoding="unicode"))
    return "<wbr>".join(f"<math>{''.join(term)}</math>" for term in terms)


@cache
def _converter():
    """math-core's converter and its exception, loaded when the first formula comes."""
    from math_core import LatexError, LatexToMathML

    return LatexToMathML(macros=MACROS, fancy_error=False), LatexError


@cache
def _stand_ins():
    """The fixed colours that math-core writes for the stand-ins, each with the name it stands for."""
    converter, _ = _converter()
    return {
        COLOUR.search(converter.convert_with_local_state(rf"\{macro}{{x}}", displaystyle=False))[1]: name
        for macro, (name, _) in COLOUR_MACROS.items()
    }


def _role_markup(match, latex):
    name = _stand_ins().get(match[1])
    if name is None:
        macros = " ".join(f"\\{macro}" for macro in COLOUR_MACROS)
        raise ValueError(f"latex: expected colours by {macros} only, got another one in {latex}")
    return f'class="{name}" style="color:var(--{name})"'


def _with_plain_rows(latex):
    """Undo what numbers its own rows, beside the numbers that Sphinx gives; make bare rows an environment."""
    latex = re.sub(r"\\(begin|end)\{equation\*?\}", "", latex)
    latex = re.sub(r"\\(begin|end)\{(align|gather)\*?\}", r"\\\1{\2ed}", latex)
    marks = _marks_outside_environments(latex)
    if "&" in marks:
        return rf"\begin{{aligned}}{latex}\end{{aligned}}"
    if r"\\" in marks:
        return rf"\begin{{gathered}}{latex}\end{{gathered}}"
    return latex


def _marks_outside_environments(latex):
    depth, marks = 0, set()
    for token in ROW_TOKENS.findall(latex):
        depth += {r"\begin{": 1, r"\end{": -1}.get(token, 0)
        if depth == 0:
            marks.add(token)
    return marks
