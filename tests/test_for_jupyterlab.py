"""The copy of the chapters for JupyterLab: the same code and numbers, and nothing that JupyterLab can't show."""

import json
import re
import shutil

import pytest

from tools import ROOT
from tools.for_jupyterlab import convert, find_targets, read

SHOWN_AS_IN_THE_BOOK = {"admonition", "warning", "note", "math", "exercise", "solution"}  # and all of prf:


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The converted chapters, each path with its notebook."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "book", folder / "book")
    shutil.copy(ROOT / "_toc.yml", folder)
    convert(folder)
    return read(folder)


def text(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_equations_have_the_numbers_of_the_built_book(built_book):
    script = (built_book / "_static" / "equations.js").read_text()
    equations = json.loads(script.partition("=")[2].strip(" ;\n"))
    targets = find_targets(read(ROOT))
    assert {label: targets[label].name for label in equations} == {
        label: f"({equation['number']})" for label, equation in equations.items()
    }


def test_code_is_that_of_the_sources(copy):
    for changed, notebook in zip(copy.values(), read(ROOT).values()):
        assert [cell.source for cell in changed.cells if cell.cell_type == "code"] == [
            cell.source for cell in notebook.cells if cell.cell_type == "code"
        ]


def test_converting_again_changes_nothing(copy):
    before = [path.read_text() for path in copy]
    convert(next(iter(copy)).parents[1])
    assert [path.read_text() for path in copy] == before


def test_directives_are_those_that_jupyterlab_knows(copy):
    for path, notebook in copy.items():
        directives = set(re.findall(r"^ *[`:]{3,}\{([^}]+)\}", text(notebook), re.MULTILINE))
        unknown = {name for name in directives - SHOWN_AS_IN_THE_BOOK if not name.startswith("prf:")}
        assert not unknown, path


def test_references_are_found_within_the_notebook(copy):
    for path, notebook in copy.items():
        words = text(notebook)
        assert not re.findall(r"\{(?:cite|doc|eval)\}`", words), path
        for label in re.findall(r"\{(?:eq|numref|prf:ref|ref)\}`(?:[^`<]* <)?([^`>]+)", words):
            assert f":label: {label}\n" in words, (path, label)


def test_links_to_chapters_lead_to_files(copy):
    for path, notebook in copy.items():
        for link in re.findall(r"\]\(([^):#]+\.md)", text(notebook)):
            assert (path.parent / link).is_file(), (path, link)


def test_each_figure_has_its_caption_below(copy):
    for path, notebook in copy.items():
        for cell, below in zip(notebook.cells, notebook.cells[1:]):
            if "figure" in cell.metadata.get("mystnb", {}):
                assert re.match(r"\*\*Fig\. \d+\.\d+:\*\* \S", below.source), path


def test_links_have_a_text_and_comments_are_gone(copy):
    for path, notebook in copy.items():
        assert not re.findall(r"\[\]\(|^ *% ", text(notebook), re.MULTILINE), path


def test_the_map_of_the_chapters_is_a_table_of_links(copy):
    introduction, *chapters = copy
    rows = re.findall(r"^\| \[(.*?)\]\((.*?)\) \| (.*\?) \|", text(copy[introduction]), re.MULTILINE)
    places = [list(copy).index((introduction.parent / link).resolve()) for _, link, _ in rows]
    assert places == sorted(places) and len(rows) > len(chapters) / 2
    for name, link, _ in rows:
        assert text(copy[introduction.parent / link]).count(f"# {name}\n")


def test_formulas_have_their_wide_form(copy):
    everything = "\n".join(text(notebook) for notebook in copy.values())
    assert r"\onphone" not in everything and r"\onwide" not in everything
