"""Each block of the source chapter is in the book, under its label and as what it is."""

import pytest

from tests.book_pages import chapter

EQUATIONS = {
    "book/ingredients/chain-rule": ["chainruleeq", "compositioneq", "chainrulemanyeq", "chainrulepathseq"],
    "book/backpropagation/the-goal": [
        "costnnmineq", "partialdevcostWbeq", "activvalueeq", "zfunceq", "afunczeq", "lossfunceq", "costfunceq",
        "ypredwrappereq", "costlossafzeq",
    ],
    "book/backpropagation/backward-walk": [
        "dCostchaineq", "dCostlastchaineq", "dCostlastsimpleeq", "deltalasteq", "deltarecursioneq", "dcostdweq",
        "dcostdbeq", "deltalastmatrixeq", "deltarecursionmatrixeq", "dcostdwmatrixeq", "dcostdbmatrixeq",
    ],
    "book/backpropagation/update": ["updateweq", "updatebeq"],
    "book/reference/notation": ["fprimeeq", "softmaxeq", "softmaxdeltaeq"],
}  # fmt: skip
BLOCKS = [
    ("book/ingredients/forward-pass", "forwardpassdef", "definition"),
    ("book/ingredients/chain-rule", "chainruledef", "theorem"),
    ("book/ingredients/chain-rule", "chainrule3funceq", "exercise"),
    ("book/backpropagation/the-algorithm", "backpropdef", "definition"),
    ("book/backpropagation/the-algorithm", "backpropalgo", "algorithm"),
]
FIGURES = [
    ("book/reference/notation", "lec05_4_nn_notations"),
    ("book/backpropagation/backward-walk", "lec07_3_nn_lastlayers"),
]


def anchor(label):
    return label.lower().replace("_", "-")


@pytest.mark.parametrize(("name", "label"), [(name, label) for name, labels in EQUATIONS.items() for label in labels])
def test_the_equation_is_there_with_a_number(built_book, name, label):
    equation = chapter(built_book, name).find(id=f"equation-{anchor(label)}")
    assert equation is not None
    assert equation.find("math") is not None
    assert equation.find(class_="eqno").get_text().startswith("(")


@pytest.mark.parametrize(("name", "label", "kind"), BLOCKS)
def test_the_block_is_there_as_what_it_is(built_book, name, label, kind):
    block = chapter(built_book, name).find(id=anchor(label))
    assert block is not None
    assert {kind, "admonition"} <= set(block["class"])


@pytest.mark.parametrize(("name", "label"), FIGURES)
def test_the_figure_is_there_with_caption_and_number(built_book, name, label):
    figure = chapter(built_book, name).find("figure", id=anchor(label))
    assert figure is not None
    assert figure.find(class_="caption-number").get_text().startswith("Fig.")


@pytest.mark.parametrize("name", ["book/ingredients/chain-rule", "book/backpropagation/same-weights"])
def test_the_answer_is_hidden_until_asked_for(built_book, name):
    solutions = chapter(built_book, name).find_all("details", class_="solution")
    assert solutions
    assert not any(solution.has_attr("open") for solution in solutions)


@pytest.mark.parametrize("name", ["book/ingredients/chain-rule", "book/backpropagation/the-goal"])
def test_the_warning_is_a_warning(built_book, name):
    assert chapter(built_book, name).find(class_="admonition warning")


def test_the_note_on_superscripts_is_in_the_margin(built_book):
    note = chapter(built_book, "book/backpropagation/the-goal").find("aside", class_="margin")
    assert "superscript" in note.get_text().lower()
