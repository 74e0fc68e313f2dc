"""Formulas are set as MathML when the book is built, each symbol and colour as it was written."""

import re

import pytest

from lib.typesetting.mathml import COLOUR_MACROS, for_width, latex_to_mathml, with_breaks
from lib.typesetting.roles import ROLES
from tests.small_book import build


def text(mathml):
    return re.sub(r"<[^>]*>", "", mathml)


def test_a_formula_in_a_line_of_text():
    assert latex_to_mathml("x") == "<math><mi>x</mi></math>"


def test_a_formula_of_its_own():
    assert latex_to_mathml("x", display=True).startswith('<math display="block">')


def test_markup_for_a_larger_formula_has_no_math_element():
    assert latex_to_mathml("x + 1", inner=True) == "<mi>x</mi><mo>+</mo><mn>1</mn>"


def test_the_cost_is_upright():
    assert "<mi>Cost</mi>" in latex_to_mathml(r"\Cost(W, b)")


@pytest.mark.parametrize("macro", COLOUR_MACROS)
def test_a_colour_macro_becomes_the_page_s_own_colour(macro):
    name, _ = COLOUR_MACROS[macro]
    assert name in ROLES
    expected = f'<mrow class="{name}" style="color:var(--{name})"><mi>x</mi></mrow>'
    assert latex_to_mathml(rf"\{macro}{{x}}", inner=True) == expected


def test_the_colour_macros_can_be_nested():
    mathml = latex_to_mathml(r"\sha{a + \err{\delta}}")
    assert mathml.index("shared-a") < mathml.index("role-error")


def test_a_hole_for_a_number_passes_unchanged():
    assert latex_to_mathml(r"\text{⟦12⟧}", inner=True) == "<mtext>⟦12⟧</mtext>"


def test_a_line_may_break_before_relations_and_the_signs_of_a_sum_and_not_before_those_of_numbers():
    terms = with_breaks(latex_to_mathml(r"2 \cdot (-3) + a - 4 = -1 \approx -\frac{a = 3}{3}")).split("<wbr>")
    assert [text(term) for term in terms] == ["2⋅(−3)", "+a", "−4", "=−1", "≈−a=33"]
    assert with_breaks(latex_to_mathml("-3 a")) == latex_to_mathml("-3 a")


@pytest.mark.parametrize("environment", ["align", "align*", "gather", "equation", "equation*"])
def test_only_sphinx_numbers_equations(environment):
    assert "(1)" not in text(latex_to_mathml(rf"\begin{{{environment}}} a = b \end{{{environment}}}", display=True))


def test_bare_rows_are_aligned():
    bare = latex_to_mathml(r"a &= b \\ c &= d", display=True)
    assert bare == latex_to_mathml(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", display=True)
    assert bare.count("<mtr>") == 2


def test_rows_without_alignment_stay_rows():
    assert latex_to_mathml(r"a = b \\ c = d", display=True).count("<mtr>") == 2


def test_rows_of_a_matrix_are_left_alone():
    assert latex_to_mathml(r"W = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}").count("<mtable") == 1


@pytest.mark.parametrize(
    "latex",
    [r"\frac{1", r"\nosuchcommand", r"a \\[1ex] b", "a\n\nb", r"\color{blue} x", r"\textcolor{red}{x}", r"\cancel{x}"],
)
def test_what_cannot_be_set_is_refused_and_named(latex):
    with pytest.raises(ValueError, match="^latex: expected .* got") as refusal:
        latex_to_mathml(latex)
    assert latex in str(refusal.value)


def test_latex_has_to_be_text():
    with pytest.raises(ValueError, match="latex: expected text, got int"):
        latex_to_mathml(3)


def test_a_formula_has_another_form_on_a_phone():
    latex = r"a \onphone{\\ &} = b \onwide{\quad} \text{ if } c"
    assert for_width(latex, "wide") == r"a  = b \quad \text{ if } c"
    assert for_width(latex, "phone") == r"a \\ & = b  \text{ if } c"


def test_what_is_for_one_width_may_hold_brackets_and_what_is_for_another():
    latex = r"\onphone{\frac{1}{\{2\}} \onwide{never} \onphone{!}}\onwide{w_{12}}"
    assert for_width(latex, "phone") == r"\frac{1}{\{2\}}  !"
    assert for_width(latex, "wide") == "w_{12}"


def test_a_formula_without_such_breaks_is_the_same_at_each_width():
    assert for_width(r"\frac{a}{b}", "phone") == for_width(r"\frac{a}{b}") == r"\frac{a}{b}"


def test_a_width_s_bracket_has_to_be_closed():
    with pytest.raises(ValueError, match="latex: expected a closing bracket"):
        for_width(r"a \onphone{\\ { b }")


def test_there_are_two_widths():
    with pytest.raises(ValueError, match="width: expected one of wide, phone, got 'watch'"):
        for_width("a", "watch")


def test_only_a_long_formula_in_a_line_of_text_can_be_broken(tmp_path):
    assert build(tmp_path, "# Title\n\n$a = b$ and $a + b + c + d + e + f + g + h + i + j = k$.\n").returncode == 0
    html = (tmp_path / "html" / "index.html").read_text()
    [broken] = re.findall(r'<span class="breaks">(.*?)</span>', html)
    assert broken.count("<wbr>") == 10 and text(broken) == "a+b+c+d+e+f+g+h+i+j=k"


TWO_WIDTHS = "# Title\n\n```{math}\n:label: one\na \\onphone{\\\\} = b\n```\n\nSee {eq}`one`.\n"


def test_a_formula_for_two_widths_has_one_number_and_one_address(tmp_path):
    assert build(tmp_path, TWO_WIDTHS).returncode == 0
    html = (tmp_path / "html" / "index.html").read_text()
    forms = dict(re.findall(r'<div class="formula on-(\w+)".*?>(<math.*?</math>)', html))
    assert {width: form.count("<mtr>") for width, form in forms.items()} == {"wide": 0, "phone": 2}
    assert text(html).count("(1)") == 2  # beside the equation, and in the sentence
    assert html.count('id="equation-one"') == 1


def test_a_bracket_left_open_stops_the_build_with_file_and_line(tmp_path):
    failed = build(tmp_path, TWO_WIDTHS.replace("\\\\}", "\\\\"))
    assert failed.returncode != 0
    assert re.search(r"index\.md:[3-5]: latex: expected a closing bracket", failed.stderr)


def test_a_line_of_text_takes_its_breaks_where_it_needs_them_and_knows_no_width(tmp_path):
    failed = build(tmp_path, "# Title\n\nThe sum $a \\onphone{b}$.\n")
    assert failed.returncode != 0
    assert re.search(r"index\.md:3: latex: expected .*onphone", failed.stderr)


@pytest.mark.parametrize("builder, file", [("html", "index.html"), ("latex", "*.tex")])
def test_other_renderers_take_the_wide_form(tmp_path, builder, file):
    assert build(tmp_path, TWO_WIDTHS, builder=builder, html_math_renderer="mathjax").returncode == 0
    [written] = (tmp_path / builder).glob(file)
    wide, phone = {
        "html": (r'"onwide": ["#1", 1]', r'"onphone": ["", 1]'),
        "latex": (r"\providecommand{\onwide}[1]{#1}", r"\providecommand{\onphone}[1]{}"),
    }[builder]
    assert wide in written.read_text() and phone in written.read_text()


def test_a_formula_that_cannot_be_set_stops_the_build_with_file_and_line(tmp_path):
    failed = build(tmp_path, "# Title\n\nGood $x$, then\n\n```{math}\n:label: bad\n\\nosuchcommand\n```\n")
    assert failed.returncode != 0
    assert re.search(r"index\.md:[5-7]: latex: expected .*nosuchcommand", failed.stderr)


def test_maths_in_a_heading_stops_the_build(tmp_path):
    failed = build(tmp_path, "# Title\n\n## The weights $W$\n")
    assert failed.returncode != 0
    assert re.search(r"index\.md:3: a heading holds maths", failed.stderr)


def test_equations_are_numbered_once_and_linked(tmp_path):
    source = "# Title\n\n```{math}\n:label: one\na &= b \\\\\nc &= d\n```\n\nSee {eq}`one`.\n"
    assert build(tmp_path, source).returncode == 0
    html = (tmp_path / "html" / "index.html").read_text()
    assert text(html).count("(1)") == 2  # beside the equation, and in the sentence
    assert 'id="equation-one"' in html and 'href="#equation-one"' in html


def test_mathjax_is_one_line_away_and_knows_the_macros(tmp_path):
    assert build(tmp_path, "# Title\n\n$\\err{\\delta}$\n", html_math_renderer="mathjax").returncode == 0
    html = (tmp_path / "html" / "index.html").read_text()
    assert r"\(\err{\delta}\)" in html
    assert r"\\class{role-error}{#1}" in html


def test_the_macros_are_defined_for_latex_too(tmp_path):
    assert build(tmp_path, "# Title\n\n$\\err{\\delta} \\Cost$\n", builder="latex").returncode == 0
    [tex] = (tmp_path / "latex").glob("*.tex")
    assert r"\providecommand{\err}[1]{#1}" in tex.read_text()


def test_a_formula_keeps_its_brackets_and_full_stop_on_its_line(tmp_path):
    assert (
        build(
            tmp_path, "# Title\n\nThe sum (over $k$) of all $x_k$, of $y$, of $y$, ($u$-$v$) too: *see* $z$.\n"
        ).returncode
        == 0
    )
    html = (tmp_path / "html" / "index.html").read_text()
    kept = [text(found) for found in re.findall(r'<span class="together">.*?</span>', html)]
    assert kept == ["k)", "xk,", "y,", "y,", "(u-", "v)", "z."]
    assert "The sum (over k) of all xk, of y, of y, (u-v) too: see z." in text(html)


def test_a_formula_at_the_start_of_a_line_is_apart_from_the_word_before_it(tmp_path):
    # glossary_links joins the lines of a paragraph, so a text may end with the end of a line
    words = {"words.md": "# Words\n\n```{glossary}\nword\n  One.\n```\n"}
    page = "# Title\n\nThe sum of all\n$x_k$, and\n$y$ too.\n\n```{toctree}\nwords\n```\n"
    assert build(tmp_path, page, others=words, extensions=["myst_parser", "mathml", "glossary_links"]).returncode == 0
    html = (tmp_path / "html" / "index.html").read_text()
    assert "The sum of all xk, and y too." in " ".join(text(html).split())
