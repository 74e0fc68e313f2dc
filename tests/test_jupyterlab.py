"""A chapter on Binder: in a JupyterLab as Binder has it, its notebook opens, runs and is alive."""

import re
import socket
import subprocess
import time
import urllib.request
from urllib.error import URLError

import jupytext
import pytest
from playwright.sync_api import expect

from tests.test_book_colours import WCAG_AA, contrast
from tools import book, notebooks

CHAPTERS = ["intro", "backpropagation/the-algorithm"]
HEADER = """\
---
kernelspec:
  display_name: Python 3
  name: python3
---

"""
CONVERSATION = """\
# A stepper and the Python object behind it

```{code-cell}
from lib import Network
from lib.widgets import StepThrough

net = Network([[[0.4, -0.2], [0.6, 0.8]], [[0.9], [0.7]]], [[0.1, -0.1], [0.2]], ["sigmoid", "sigmoid"])
stepper = StepThrough(net, [[1.0, 0.5]], [[0.0]])
stepper
```

```{code-cell}
print(stepper.cursor, stepper.network.W[1][0, 0])
```
"""

WIDGETS = """\
# Every other widget, and one Python object behind them

```{code-cell}
from lib import Network
from lib.widgets import (
    DescentExplorer,
    DigitReader,
    GradientCheckExplorer,
    MultiplicationCounter,
    NotationExplorer,
    ShapeExplorer,
)
from lib.widgets.descent import curves

net = Network.random([2, 3, 2], ["tanh", "sigmoid"], seed=0)
X, Y = [[1.0, 0.5]], [[0.0, 1.0]]
NotationExplorer(net)
```

```{code-cell}
ShapeExplorer((net, X, Y), samples=[1])
```

```{code-cell}
GradientCheckExplorer(net, X, Y)
```

```{code-cell}
MultiplicationCounter([2, 3, 2])
```

```{code-cell}
reader = Network.random([4, 2], ["softmax"], loss="cross_entropy", seed=0)
DigitReader(reader, [[0.0, 1.0, 0.5, 0.0]], [1], columns=2)
```

```{code-cell}
descent = DescentExplorer(*curves())
descent
```

```{code-cell}
print("step", descent.step)
```
"""


@pytest.fixture(scope="module")
def jupyterlab(built_book, tmp_path_factory):
    """The address of a JupyterLab server on the book's notebooks, with no settings but those of Binder."""
    if not notebooks.is_ready():
        pytest.fail("the environment for JupyterLab is missing or old: run `make test`", pytrace=False)
    folder = tmp_path_factory.mktemp("jupyterlab")
    notebooks.unpack(folder=folder)
    for name, text in (("conversation", CONVERSATION), ("widgets", WIDGETS)):
        jupytext.write(jupytext.reads(HEADER + text, fmt="md:myst"), folder / f"{name}.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        notebooks.ENVIRONMENT.program("jupyter-lab"),
        "--no-browser",
        "--allow-root",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=",
    ]
    variables = {
        **notebooks.ENVIRONMENT.variables(),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder),
        "JUPYTER_RUNTIME_DIR": str(folder),
    }
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, env=variables, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/api/status", server)
        yield address
    finally:
        server.terminate()
        server.wait()


def wait_for(address, server, seconds=90):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(address).close()
            return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("JupyterLab does not start", pytrace=False)


@pytest.fixture
def open_notebook(jupyterlab, open_page):
    """Open a file of the book in JupyterLab: `open_notebook("intro")` returns the page."""

    def open_notebook(chapter):
        page = open_page(f"{jupyterlab}/lab/tree/{chapter}.ipynb?reset", viewport={"width": 1280, "height": 1000})
        expect(page.locator(".jp-Notebook")).to_be_visible(timeout=60_000)
        expect(page.locator("#jp-main-statusbar")).to_contain_text("Idle", timeout=60_000)
        return page

    return open_notebook


@pytest.fixture
def run_all(open_notebook):
    """Open a file of the book in JupyterLab and run all its cells: `run_all("intro")` returns the page."""

    def run_all(chapter):
        page = open_notebook(chapter)
        page.locator(".lm-MenuBar-item", has_text="Run").click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        shown = page.locator(".jp-CodeCell").filter(has_not=page.locator(".jp-InputPlaceholder"))  # folded: no number
        prompts = shown.locator(".jp-InputPrompt")
        expect(prompts).to_have_text([re.compile(r"\[\d+\]:")] * prompts.count(), timeout=120_000)
        return page

    return run_all


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_opens_as_a_notebook_and_runs(run_all, chapter):
    page = run_all(chapter)
    assert page.locator(".jp-CodeCell").count() > 1
    expect(page.locator("[data-mime-type='application/vnd.jupyter.error']")).to_have_count(0)

    stepper = page.locator(".bp-stepper").first
    stepper.scroll_into_view_if_needed()
    for step in (1, 2, 3):
        stepper.locator(".bp-next").click()
        expect(stepper.locator(".bp-status")).to_contain_text(f"quantity {step} of")
    expect(stepper.locator(".bp-lines")).to_be_visible()


def test_text_is_set_as_in_the_book(open_notebook):
    page = open_notebook("backpropagation/the-algorithm")
    number = book.chapters().index("book/backpropagation/the-algorithm")  # the introduction has none
    text = page.locator(".jp-MarkdownCell")
    expect(text.filter(has_text=f"Definition {number}.1 (Backpropagation)")).not_to_have_count(0, timeout=30_000)
    expect(text.locator("ol[start='0'] li").first).to_contain_text("Initialisation.")
    expect(page.locator("mjx-container")).not_to_have_count(0)
    expect(text.first).to_contain_text("Run → Run All Cells")


def test_solutions_with_code_are_closed_and_stay_closed_when_all_is_run(run_all):
    page = run_all("backpropagation/the-algorithm")
    solutions = page.locator(".jp-MarkdownCell", has_text=re.compile("^#+ Solution to Exercise"))
    expect(solutions).not_to_have_count(0)
    expect(solutions.locator(".jp-collapseHeadingButton.jp-mod-collapsed")).to_have_count(solutions.count())


def test_a_reference_leads_to_its_section(run_all):
    page = run_all("ingredients/forward-pass")
    page.locator(".jp-RenderedHTMLCommon a", has_text="Definition 2.1").last.click()
    expect(page.locator("h1", has_text="The forward pass")).to_be_in_viewport()
    page.locator(".jp-RenderedHTMLCommon a", has_text="(2.2)").last.click()
    expect(page.locator("h2", has_text="Layer by layer")).to_be_in_viewport()


def test_coloured_formulas_are_readable_on_a_dark_theme(run_all):
    page = run_all("backpropagation/the-algorithm")
    page.locator(".lm-MenuBar-item", has_text="Settings").click()
    page.locator(".lm-Menu-item", has_text="Theme").first.hover()
    page.locator(".lm-Menu-item", has_text="JupyterLab Dark").last.click()
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    coloured = page.locator("mjx-container [style*='color: rgb']")
    expect(coloured).not_to_have_count(0)
    ground = page.locator(".jp-Notebook").evaluate("element => getComputedStyle(element).backgroundColor")
    for colour in set(coloured.evaluate_all("found => found.map((element) => getComputedStyle(element).color)")):
        assert contrast(in_hex(colour), in_hex(ground)) >= WCAG_AA, (colour, ground)


def in_hex(colour):
    """A colour that a browser gives as ``rgb(...)``, as ``#...``."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


def test_python_object_follows_the_page(run_all):
    page = run_all("conversation")
    stepper = page.locator(".bp-stepper")
    stepper.locator(".bp-next").click()
    field = stepper.get_by_label("to the number")
    field.fill("0.25")
    field.press("Enter")
    last = page.locator(".jp-CodeCell").last
    last.locator(".jp-InputArea").click()
    page.keyboard.press("Control+Enter")
    expect(last.locator(".jp-OutputArea")).to_have_text(re.compile("z1_1 0.25"))


def test_the_other_widgets_are_alive_too_and_python_follows_them(run_all):
    page = run_all("widgets")
    for root in (".ne-explorer", ".se-explorer", ".gc-explorer", ".mc-counter", ".dr-reader", ".de-explorer"):
        expect(page.locator(root)).to_be_visible()
    descent = page.locator(".de-explorer")
    descent.scroll_into_view_if_needed()
    descent.get_by_role("button", name="Next").click()
    last = page.locator(".jp-CodeCell").last
    last.locator(".jp-InputArea").click()
    page.keyboard.press("Control+Enter")
    expect(last.locator(".jp-OutputArea")).to_have_text(re.compile("step 1"))
