"""The notebooks to download: good anywhere, with no extension, no repository around them, and `lib` got by themselves."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import lib
from tests import book_pages
from tools import ROOT, notebooks
from tools.book import chapters

pytestmark = pytest.mark.slow
CHAPTERS = chapters()
WHEEL = "backpropagation_step_by_step-*-py3-none-any.whl"


@pytest.fixture(scope="module")
def unpacked(built_book, tmp_path_factory):
    """The archive's notebooks in a folder far from the repository."""
    folder = tmp_path_factory.mktemp("unpacked")
    notebooks.unpack(folder=folder)
    return folder


def read(folder, chapter):
    return nbformat.read(folder / f"{chapter.removeprefix('book/')}.ipynb", as_version=4)


def text(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_notebook_runs_outside_the_repository(unpacked, chapter):
    folder = (unpacked / chapter.removeprefix("book/")).parent
    notebook = read(unpacked, chapter)
    nbformat.validate(notebook)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": folder}}).execute()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_code_is_that_of_the_source(unpacked, chapter):
    source = jupytext.read(ROOT / f"{chapter}.md", fmt="md:myst")
    cells = [cell.source for cell in read(unpacked, chapter).cells if cell.cell_type == "code"]
    assert cells[1:] == [cell.source for cell in source.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_text_is_plain_markdown(unpacked, chapter):
    """No directive, no role, no macro of the book's own, no comment for the build, no reference without an end."""
    words = text(read(unpacked, chapter))
    left = r"^[ >]*[`:]{3,}\{|\{[\w:]+\}`|\\(?:fwd|err|upd|sh[abc]|Cost|onwide|onphone)\b|^%|\]\(\)|\[\]\("
    assert re.findall(left, words, re.MULTILINE) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_formula_in_a_box_stands_on_one_line(unpacked, chapter):
    """Jupyter takes formulas out before it reads the mark of the box, so a second line's mark would be in the formula."""
    for line in re.findall(r"^>.*", text(read(unpacked, chapter)), re.MULTILINE):
        assert line.count("$") % 2 == 0, line


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_equations_exercises_and_figures_have_the_numbers_of_the_page(unpacked, built_book, chapter):
    page = book_pages.chapter(built_book, chapter)
    words = text(read(unpacked, chapter))
    assert re.findall(r"\\tag\{(.+?)\}", words) == [
        number.get_text().strip("()#¶ \n") for number in page.select(".eqno")
    ]
    names = [name.get_text().strip() for name in page.select("figcaption .caption-number, .exercise .caption-number")]
    assert len(names) == len(page.select(".exercise, figcaption"))
    for name in names:
        assert re.search(rf"(?:#+ |\*\*){re.escape(name)}\b", words), name


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_links_lead_to_notebooks_and_to_their_headings(unpacked, chapter):
    name = f"{chapter.removeprefix('book/')}.ipynb"
    words = re.sub(r"`[^`]*`", "", text(read(unpacked, chapter)))  # code has brackets of its own
    for target, place in re.findall(r"\]\(([^)#:]*)(?:#((?:[^()\s]|\([^()\s]*\))+))?\)", words):
        file = (unpacked / name).parent / target if target else unpacked / name
        assert file.is_file(), target
        if place and place.startswith("cell-id="):  # in another notebook, whose headings are not there when it opens
            cells = {cell.id: cell.source for cell in nbformat.read(file, as_version=4).cells}
            assert re.match("#+ ", cells[place.removeprefix("cell-id=")])
        elif place:
            headings = re.findall(r"^#+ (.*)", text(nbformat.read(file, as_version=4)), re.MULTILINE)
            assert place.isascii() and place in [heading.replace(" ", "-") for heading in headings], (target, place)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_solutions_are_closed(unpacked, chapter):
    """Those with code stand below a closed heading, and no other text does; those without are folded."""
    closed_at = None
    for cell in read(unpacked, chapter).cells:
        heading = re.match(r"(#+) ", cell.source) if cell.cell_type == "markdown" else None
        if heading and (closed_at is None or len(heading[1]) <= closed_at):
            closed_at = len(heading[1]) if cell.metadata.get("jp-MarkdownHeadingCollapsed") else None
        if cell.cell_type == "markdown" and "Solution to Exercise" in cell.source:
            in_the_open = re.findall(r"^#+ Solution to Exercise", cell.source, re.MULTILINE)
            assert not in_the_open or closed_at is not None, cell.source
        if closed_at is not None:
            assert not re.search(r"^## |^### Exercise", cell.source, re.MULTILINE), cell.source


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_notebook_of_the_archive_begins_with_a_link_to_the_introduction_s(unpacked, chapter):
    target = re.search(r"Step by Step\]\(([^)#]+)", text(read(unpacked, chapter)))[1]
    file = unpacked / f"{chapter.removeprefix('book/')}.ipynb"
    assert (file.parent / target).resolve() == (unpacked / "intro.ipynb").resolve()


def test_one_page_s_notebook_leads_to_the_book_on_the_web(built_book):
    words = text(read(built_book / "notebooks", "book/ingredients/forward-pass"))
    links = list(re.findall(r"\]\(([^)\s#]+)", words))
    assert links and all(link.startswith("https://") for link in links)


# the first cell, in an environment that has all packages but the book's


@pytest.fixture(scope="module")
def without_lib(tmp_path_factory):
    """A new environment that sees every package of this one but `lib`: its Python."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    seen = folder / "packages"
    seen.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(("backpropagation", "__editable__", "pip")):
            (seen / path.name).symlink_to(path)
    return folder / "venv" / "bin" / "python", {**os.environ, "PYTHONPATH": str(seen), "PIP_NO_INDEX": "1"}


def run_first_cell(python, environment, folder, notebook, monkeypatch):
    """Run a notebook's first cell of code there; return what it and a second cell print."""
    monkeypatch.setattr(os, "environ", environment)
    opening = [cell for cell in notebook.cells if cell.cell_type == "code"][:1]
    opening.append(nbformat.v4.new_code_cell("import lib; print(lib.__version__, lib.__file__)"))
    small = nbformat.v4.new_notebook(cells=opening)
    client = NotebookClient(small, timeout=120, resources={"metadata": {"path": folder}})
    client.create_kernel_manager().kernel_spec.argv[0] = str(python)
    client.execute()
    return json.dumps(small)


def test_lib_is_installed_from_beside_the_notebook_without_a_network(
    unpacked, built_book, without_lib, tmp_path, monkeypatch
):
    python, environment = without_lib
    notebook = read(built_book / "notebooks", "book/intro")
    with pytest.raises(
        CellExecutionError, match=r"could not be installed(.|\n)*%pip install https://(.|\n)*another pack"
    ):
        run_first_cell(python, environment, tmp_path, notebook, monkeypatch)
    (tmp_path / "lib").mkdir()
    with pytest.raises(CellExecutionError, match=rf"another package than the book's: {tmp_path}/lib(.|\n)*rename it"):
        run_first_cell(python, environment, tmp_path, notebook, monkeypatch)
    (tmp_path / "lib").rmdir()
    wheel = next((built_book / "notebooks").glob(WHEEL))
    (tmp_path / wheel.name).write_bytes(wheel.read_bytes())
    (tmp_path / "part").mkdir()
    said = run_first_cell(python, environment, tmp_path / "part", notebook, monkeypatch)
    assert f"{python.parents[1]}/lib" in said


def test_another_version_of_lib_than_the_notebook_s_is_noticed(built_book):
    opening = read(built_book / "notebooks", "book/intro").cells[1]
    for version in (lib.__version__, "99.0"):
        opening.source = opening.source.replace(f"-{lib.__version__}-", f"-{version}-")
        small = nbformat.v4.new_notebook(cells=[opening])
        NotebookClient(small, timeout=120).execute()
        noticed = f"is version {lib.__version__}, and this notebook is made for another" in json.dumps(small)
        assert noticed == (version != lib.__version__)


# what the page offers


def test_page_offers_its_notebook_and_all_of_them(built_book):
    for name in CHAPTERS:
        page = book_pages.chapter(built_book, name)
        offered = {link.get_text().strip(): link["href"] for link in page.select(".dropdown-download-buttons a")}
        for title in (".ipynb", "All notebooks"):
            assert (built_book / name).parent.joinpath(offered[title]).resolve().is_file(), (name, title)


def test_archive_has_the_wheel_and_every_chapter(built_book):
    names = {Path(name).name for name in ZipFile(notebooks.ARCHIVE).namelist()}
    assert {f"{Path(chapter).name}.ipynb" for chapter in CHAPTERS} <= names
    assert any(Path(name).match(WHEEL) for name in names)
