r"""Make a copy of the book fit for JupyterLab: `python -m tools.for_jupyterlab FOLDER`.

JupyterLab's MyST extension shows a chapter nearly as the book does. But it sees one notebook at a time, sets formulas
with KaTeX, and knows nothing of our macros, of Sphinx and of the table of contents. So the copy gets what is missing:
the macros, the numbers of the built book, links to what stands in other chapters, captions below the figures. Binder
calls this on its own copy of the repository. It rewrites the chapters in `FOLDER`: don't call it on the sources.
"""

import json
import re
import sys
from collections import Counter
from os.path import normpath, relpath
from pathlib import Path
from typing import NamedTuple

import jupytext
import yaml
from nbformat.v4 import new_markdown_cell
from pybtex.database import parse_file
from pybtex.plugin import find_plugin

from lib.mathml import COLOUR_MACROS, MACROS, for_width
from lib.roles import ROLES
from lib.worksheet.algorithm import EXIT_CONDITIONS, STEPS
from tools.book import chapters

FRONT_MATTER = "---\n"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LABELLED = re.compile(r"^`{3,}\{(math|exercise|prf:\w+)(?:-start)?\}.*\n(?::(?!label).*\n)*:label: (\S+)", re.MULTILINE)
UNNAMED_LINK = re.compile(r"\[\]\(([^)]+)\.md\)")
REFERENCE = re.compile(r"\{(doc|eq|numref|prf:ref|ref)\}`(?:([^`<>]+?) <)?([^`<>]+)>?`")


class Target(NamedTuple):
    """What a reference leads to: its file, and what the built book calls it, such as ``Definition 2.1``."""

    path: Path
    name: str
    in_text: bool = True


def convert(folder):
    """Rewrite every chapter of the book in `folder`, a copy of the repository."""
    notebooks = read(folder)
    targets = find_targets(notebooks)
    for number, (path, notebook) in enumerate(notebooks.items()):
        if not notebook.cells[0].source.startswith(FRONT_MATTER):  # once is enough
            adapt(notebook, path, number, targets)
            jupytext.write(notebook, path, fmt="md:myst")


def read(folder):
    """The chapters in the order of the table of contents: a dictionary from path to notebook."""
    paths = [Path(folder, f"{chapter}.md") for chapter in chapters(folder)]
    return {path: jupytext.read(path, fmt="md:myst") for path in paths}


def find_targets(notebooks):
    """What each label leads to. Each kind of thing is counted on its own within a chapter, as Sphinx does."""
    targets = {}
    for number, (path, notebook) in enumerate(notebooks.items()):
        targets[path.with_suffix("")] = Target(path, title(notebook))
        counts = Counter()
        for cell in notebook.cells:
            for kind, label in labels(cell):
                counts[kind] += 1
                targets[label] = Target(path, name(kind, numbering(number) % counts[kind]), kind != "figure")
    return targets


def labels(cell):
    return [("figure", figure(cell)["name"])] if figure(cell) else LABELLED.findall(cell.source)


def title(notebook):
    return re.search(r"^# (.*)", notebook.cells[0].source, re.MULTILINE)[1]


def figure(cell):
    return cell.metadata.get("mystnb", {}).get("figure")


def numbering(chapter):
    """How the numbers in a chapter look; the first page of the book is no chapter."""
    return f"{chapter}.%s" if chapter else "%s"


def name(kind, number):
    names = {"math": "({})", "figure": "Fig. {}"}
    return names.get(kind, kind.removeprefix("prf:").capitalize() + " {}").format(number)


def adapt(notebook, path, number, targets):
    notebook.metadata.setdefault("kernelspec", KERNEL)
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.cell_type == "markdown":
            cell.source = adapted(cell.source, path, targets)
        if figure(cell):
            cell.metadata.jupyter = {"source_hidden": True}  # folded; a widget's code is there to play with
            caption = f"**{targets[figure(cell)['name']].name}:** {figure(cell)['caption']}"
            cells.append(new_markdown_cell(adapted(caption, path, targets)))
    cells[0].source = front_matter(number) + cells[0].source
    notebook.cells = cells


def front_matter(number):
    r"""What the extension reads at the top of a notebook's first cell: macros, and how numbers look.

    KaTeX takes a doubled # for one: ``{r"\err": r"\textcolor{##b3261e}{#1}"}``.
    """
    colours = {rf"\{macro}": rf"\textcolor{{#{ROLES[role].light}}}{{#1}}" for macro, (role, _) in COLOUR_MACROS.items()}
    macros = {r"\Cost": MACROS["Cost"], **colours}
    numbers = {"enumerator": numbering(number), "equation": {"enabled": False}}  # but for those that ask for one
    return f"{FRONT_MATTER}math: {json.dumps(macros)}\nnumbering: {json.dumps(numbers)}\n---\n\n"


def adapted(text, path, targets):
    """The text of a cell, without what JupyterLab's MyST extension does not know or shows badly."""
    text = re.sub(r"^ *% .*\n", "", text, flags=re.MULTILINE)  # comments are for the build
    text = re.sub(
        r"^```\{glossary\}\n(.*?)^```$", lambda match: glossary(match[1]), text, flags=re.MULTILINE | re.DOTALL
    )
    text = UNNAMED_LINK.sub(
        lambda match: f"[{targets[Path(normpath(path.parent / match[1]))].name}]({match[1]}.md)", text
    )
    text = REFERENCE.sub(lambda match: link(match, path, targets), text)
    text = re.sub(r"\{cite\}`([^`]+)`", lambda match: citation(match[1].split(","), path, targets), text)
    text = for_width(text, "wide")
    text = re.sub(r"(\{math\}\n:label: .*\n)", r"\1:enumerated: true\n", text)
    text = re.sub(r"\{solution-start\}(.*\n):class: dropdown\n", r"{solution}\1", text)
    text = replace_blocks("(?:exercise|solution)-end", lambda: "", text)
    text = replace_blocks("algorithm-steps", algorithm, text)
    text = replace_blocks("chapter-map", lambda: chapter_map(path.with_name("chapter_map.yml"), targets), text)
    text = replace_blocks("bibliography", lambda: bibliography(path.parent.parent / "references.bib"), text)
    return text.replace("{exercise-start}", "{exercise}").replace("{margin}", "{note}")


def link(match, path, targets):
    """A link to another chapter, or a figure's name; what stands in the text of the same notebook is found as it is."""
    role, words, label = match.groups()
    target = targets.get(Path(normpath(path.parent / label)) if role == "doc" else label)
    if target is None or (target.path == path and target.in_text):
        return match[0]
    words = words or target.name
    return words if target.path == path else f"[{words}]({relpath(target.path, path.parent)})"


def citation(keys, path, targets):
    page = next(target.path for target in targets.values() if target.name == "Bibliography")
    return ", ".join(rf"[\[{key}\]]({relpath(page, path.parent)})" for key in keys)


def replace_blocks(directive, make, text):
    return re.sub(rf"^(`{{3,}})\{{{directive}\}}(?:.*\n)*?\1$", lambda _: make(), text, flags=re.MULTILINE)


def glossary(text):
    """The terms as a list of definitions."""
    entries = []
    for entry in re.split(r"\n\n(?=\S)", text.strip()):
        lines = entry.splitlines()
        terms = [line for line in lines if not line.startswith(" ")]
        definition = [line.strip() for line in lines[len(terms) :]]
        entries.append(f"{', '.join(terms)}\n: {' '.join(definition).strip()}")
    return "\n\n".join(entries)


def algorithm():
    steps = "\n".join(f"- **{step.number}. {step.title}.** {step.text}" for step in STEPS)  # a list can't start at 0
    return f"{steps}\n\n{EXIT_CONDITIONS}"


def chapter_map(file, targets):
    """The map as a table, in the order of the table of contents."""
    chapters = yaml.safe_load(file.read_text("utf-8"))
    paths = {chapter: file.parent / chapter for chapter in chapters}

    def links(names):
        return ", ".join(f"[{targets[paths[name]].name}]({name}.md)" for name in names)

    in_order = sorted(chapters, key=lambda name: list(targets).index(paths[name]))
    rows = [f"| {links([name])} | {chapters[name]['asks']} | {links(chapters[name]['needs'])} |" for name in in_order]
    return "\n".join(["| Chapter | What it answers | What it needs |", "|---|---|---|", *rows])


def bibliography(file):
    style, markdown = find_plugin("pybtex.style.formatting", "plain")(), find_plugin("pybtex.backends", "markdown")()
    entries = style.format_bibliography(parse_file(file))
    return "\n".join(rf"- \[{entry.key}\] {entry.text.render(markdown)}" for entry in entries)


if __name__ == "__main__":
    convert(sys.argv[1])
