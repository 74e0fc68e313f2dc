"""One notation: every symbol is on the notation page, and within a chapter a letter has one sense, or two that are listed.

What is held here: each letter in a formula, with the kind of its indices (a layer at the top, so many below), is in a
table of the page: for all chapters, as a second use, or as a chapter's own. What only a reader can hold is that it is
*used* in the sense that its row gives.
"""

import pytest

from lib import Network
from lib.widgets.shapes.views import KINDS, views_of
from lib.worksheet import Worksheet, exp
from tests.notation import (
    HERE,
    Formula,
    Notation,
    Symbol,
    complaints,
    formulas_in_text,
    formulas_of,
    symbols_of,
    unlisted,
)
from tools import ROOT
from tools.book import chapters

BOOK = ROOT / "book"
PAGE = (BOOK / f"{HERE}.md").read_text(encoding="utf-8")
CHAPTERS = [path.removeprefix("book/") for path in chapters()]
LIB = [path for kind in ("py", "js") for path in sorted((ROOT / "lib").rglob(f"*.{kind}"))]


@pytest.fixture(scope="module")
def notation():
    return Notation(PAGE)


def source_of(chapter, notation):
    return notation.prose if chapter == HERE else (BOOK / f"{chapter}.md").read_text(encoding="utf-8")


def from_latex(*formulas):
    return [Formula(line, latex) for line, latex in enumerate(formulas, 1)]


# The book, the worksheets and the code


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_symbol_of_the_chapter_is_on_the_notation_page_and_no_letter_has_a_sense_that_is_not(chapter, notation):
    found = complaints(chapter, formulas_of(source_of(chapter, notation)), notation)
    assert not found, "\n" + "\n".join(found)


def worksheets():
    """Every kind of worksheet, with the chapter whose letters it may use."""
    for activations, loss in ((["tanh", "sigmoid"], "squared_error"), (["relu", "softmax"], "cross_entropy")):
        net = Network.random([2, 3, 2], activations, loss=loss, seed=0)
        for m in (1, 2):
            yield f"{loss}, {m} samples", "", Worksheet.from_network(net, [[0.1, 0.2]] * m, [[1.0, 0.0]] * m)
    chain = {"g": lambda x: 3 * x + 1, "f": lambda u: u**2, "h": lambda v: exp(-v)}
    yield "functions", "ingredients/chain-rule", Worksheet.from_functions(chain, x=0.1)
    branches = {"u": lambda x: 3 * x + 1, "v": lambda x: x**2}
    yield "paths", "ingredients/chain-rule", Worksheet.from_paths(branches, {"F": lambda u, v: u * v}, x=0.1)
    yield "sizes", "backpropagation/why-it-is-fast", Worksheet.from_sizes([3, 4, 2])


@pytest.mark.parametrize(("chapter", "sheet"), [pytest.param(*rest, id=name) for name, *rest in worksheets()])
def test_every_symbol_of_a_worksheet_is_on_the_notation_page(chapter, sheet, notation):
    formulas = from_latex(*(formula for quantity in sheet for formula in (quantity.symbol, quantity.latex)))
    assert complaints(chapter, formulas, notation, whole=False) == []


def test_every_symbol_of_the_shape_explorer_is_on_the_notation_page(notation):
    net = Network.random([3, 4, 2], ["tanh", "sigmoid"], seed=0)
    views = views_of(net, 2)
    shown = [text for view in views for text in (view.formula, view.shapes(lambda size: size.latex))]
    assert complaints("", from_latex(*KINDS.values(), *shown), notation, whole=False) == []


@pytest.mark.parametrize("path", LIB, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_marked_letter_in_the_words_of_the_code_is_on_the_notation_page(path, notation):
    assert unlisted(formulas_in_text(path.read_text(encoding="utf-8")), notation) == []


def test_an_unlisted_letter_in_the_words_of_the_code_is_found(notation):
    said = unlisted(formulas_in_text('"""Sum of δ⁽ˡ⁾ₖ aⱼ.\n\nTimes ωₖ."""'), notation)
    assert len(said) == 1 and said[0].startswith(r"line 3: $\omega_{j}$")


def test_a_letter_with_two_rows_among_the_symbols_is_listed_with_its_two_uses(notation):
    everywhere = {symbol.letter for row in notation.two_uses if "everywhere" in row.places for symbol in row.symbols}
    assert {"L", "n", "W", "b"} == everywhere


def test_the_chapters_that_the_tables_name_exist(notation):
    named = {place for row in notation.two_uses + notation.own for place in row.places} - {"everywhere"}
    assert named <= set(CHAPTERS)


# The test itself: what it finds, and that it can fail


def test_formulas_are_found_with_their_lines_in_all_the_ways_to_write_them():
    source = "\n".join([
        "Text $a$ and `$no$`.", "", "$$", "b = 1", "$$", "", "````{exercise} Title", "```{math}", ":label: some", "c", "```", "````",
        "```{code-cell} ipython3", "draw('$d_{1}$', f'$w^{{({layer})}}_{{{j}{k}}}$')  # price", "```", "$e",
        "+ f$",
    ])  # fmt: skip
    assert [(line, latex.strip()) for line, latex in formulas_of(source)] == [
        (1, "a"), (3, "b = 1"), (8, "c"), (14, "d_{1}"), (14, "w^{(1)}_{11}"), (16, "e\n+ f"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("latex", "symbols"),
    [
        (r"\err{\delta^{(l+1)}_{ik}}", [(r"\delta", True, 2), "l", "i", "k"]),
        (r"w^{(2)}_{31,\,\mathrm{new}}", [("w", True, 2)]),
        (r"W^{(l)\top}", [("W", True, 0), "l", r"\top"]),
        ("n_{l-1}", [("n", False, 1), "l"]),
        ("f_n'(u_{n-1})", [("f", False, 1), "n", ("u", False, 1), "n"]),
        (r"w^{(1)}_{j\,\pi(k)}", [("w", True, 2), "j", r"\pi", "k"]),
        (r"e^{-z} \cdot \hat{y}_k", ["e", "z", (r"\hat{y}", False, 1), "k"]),
        (r"\frac{\partial \Cost}{\partial b}", [r"\partial", r"\Cost", r"\partial", "b"]),
        (r"\underbrace{x}_{\text{the input } x} \mathrm{ReLU}(2)", ["x", "x"]),
        (r"\begin{aligned} \mathrm{d} u & = 1 \end{aligned}", [r"\mathrm{d}", "u"]),
        (r"\sum_{i=1}^{m} L_i", ["m", "i", ("L", False, 1), "i"]),
    ],
)
def test_a_formula_falls_into_letters_with_their_kind_of_index(latex, symbols):
    assert symbols_of(latex) == [Symbol(each) if isinstance(each, str) else Symbol(*each) for each in symbols]


def test_symbols_in_plain_text_are_read_like_formulas():
    found = formulas_in_text("A δ⁽ˡ⁾ᵢₖ of 2⁵³, Σₗ nₗ₋₁ and a word.\nThen α.")
    assert [(line, symbols_of(latex)[0]) for line, latex in found] == [
        (1, Symbol(r"\delta", True, 2)), (1, Symbol("n", False, 1)), (2, Symbol(r"\alpha")),
    ]  # fmt: skip


def complaint_about(notation, *formulas, chapter="code/numpy"):
    found = complaints(chapter, from_latex(*formulas), notation, whole=False)
    return found[0] if found else ""


def test_an_unknown_symbol_is_found_and_the_author_told_what_to_add_where(notation):
    said = complaint_about(notation, "a^{(l)}", r"\kappa_{j}")
    assert said.startswith(r"book/code/numpy.md:2: $\kappa_{j}$")
    assert "“The symbols”" in said
    assert r"| $\kappa_{j}$ | [numpy](../code/numpy.md) | … |" in said


def test_a_second_sense_of_a_letter_is_found_by_its_indices(notation):
    said = complaint_about(notation, r"\alpha_{k}")
    assert r"it knows this letter as $\alpha$." in said
    assert r"| $\alpha_{j}$ | … | … | [numpy](../code/numpy.md) |" in said


def test_a_letter_may_leave_out_its_layer_only_where_it_has_one(notation):
    assert complaint_about(notation, "a_k + a^{(l)}") == ""
    assert "is not on the notation page without its layer" in complaint_about(notation, "a + c")


def page_with(row, table):
    """The notation page with one more row in a table."""
    head = {"own": "| letter | where | meaning |\n|---|---|---|\n",
            "two uses": "| letter | one use | the other | where |\n|---|---|---|---|\n"}[table]  # fmt: skip
    assert head in PAGE
    return Notation(PAGE.replace(head, f"{head}{row}\n"))


CHAIN = "[the chain rule](../ingredients/chain-rule.md)"


@pytest.mark.parametrize(
    ("row", "table", "said"),
    [
        (f"| $m$ | {CHAIN} | a mass |", "own", "belongs to “Letters with two uses”"),
        (f"| $u$ | {CHAIN} | a speed |", "own", "one sense too many"),
        (f"| $x$ | input | a place | {CHAIN} |", "two uses", "one sense too many"),
        (f"| $L$ | last layer | a length | {CHAIN} |", "two uses", "one sense too many"),
        (f"| $\\zeta$ | {CHAIN} | never used |", "own", "does not use it"),
    ],
)
def test_the_page_can_not_give_a_letter_a_third_sense_nor_list_what_a_chapter_does_not_use(row, table, said):
    notation = page_with(row, table)
    found = complaints("ingredients/chain-rule", formulas_of(source_of("ingredients/chain-rule", notation)), notation)
    assert len([complaint for complaint in found if said in complaint]) >= 1, found


def test_a_row_for_one_chapter_helps_no_other(notation):
    assert complaint_about(notation, "M", chapter="ingredients/chain-rule") == ""
    assert "$M$" in complaint_about(notation, "M", chapter="backpropagation/update")


def test_a_page_without_one_of_its_tables_is_refused():
    with pytest.raises(ValueError, match="no table with the columns letter | where | meaning"):
        Notation(PAGE.replace("| letter | where | meaning |", "| letter | place | meaning |"))
