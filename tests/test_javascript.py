"""The widgets' modules joined: each in a scope of its own, so that any of them go together."""

import random
import re

import pytest

from lib.widgets.shared.javascript import EXPORT, ROOMS, as_script, join_modules
from tests.widget_pages import load_modules

MODULES = sorted(file.relative_to(ROOMS).with_suffix("").as_posix() for file in ROOMS.rglob("*.js"))


def write_modules(folder, **texts):
    for path, text in texts.items():
        file = folder / f"{path.replace('__', '/')}.js"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


@pytest.fixture
def run(open_page):
    """What the joined module of an entry exports, in a blank page."""
    page = open_page("about:blank")

    def run(entry, folder):
        page.add_script_tag(content=as_script(entry, join_modules(entry, folder)))
        return page.evaluate("entry => bookModules[entry]()", entry)

    return run


def test_modules_are_joined_each_once_and_in_order_without_comments(tmp_path, run):
    folder = write_modules(
        tmp_path,
        shared__one="globalThis.runs = (globalThis.runs ?? 0) + 1;\nexport const one = 1;\n",
        room__two='import { one } from "../shared/one.js";\n/** Twice. */\nexport function two() { return 2 * one; }\n',
        room__main='import { two } from "./two.js";\nimport { one } from "../shared/one.js";\n// The end.\n'
        "export default { two: two(), one, runs: globalThis.runs };\n",
    )
    assert run("room/main", folder) == {"two": 2, "one": 1, "runs": 1}
    text = join_modules("room/main", folder)
    assert "Twice" not in text and "The end" not in text


def test_modules_may_use_the_same_names_for_different_things(tmp_path, run):
    folder = write_modules(
        tmp_path,
        one="const scale = 10;\nexport const first = () => scale;\n",
        two="const scale = 20;\nexport const second = () => scale;\n",
        main='import { first } from "./one.js";\nimport { second } from "./two.js";\nconst scale = 30;\n'
        "export default [first(), second(), scale];\n",
    )
    assert run("main", folder) == [10, 20, 30]


def test_a_module_without_a_default_gives_all_that_it_exports(tmp_path, run):
    folder = write_modules(tmp_path, main="export const a = 1;\nconst hidden = 2;\nexport const b = hidden + 1;\n")
    assert run("main", folder) == {"a": 1, "b": 3}


@pytest.mark.parametrize(
    "texts, message",
    [
        ({"main": 'import { a } from "./gone.js";\n'}, "gone.js: expected a module"),
        ({"main": 'import { a } from "./one.js";\n', "one": "const a = 1;\n"}, "one.js: expected it to export a"),
        (
            {
                "main": 'import { a } from "./one.js";\n',
                "one": 'import { b } from "./two.js";\nexport const a = 1;\n',
                "two": 'import { a } from "./one.js";\nexport const b = 1;\n',
            },
            "not import each other in a circle, got one -> two -> one",
        ),
    ],
)
def test_what_cannot_be_joined_is_told(tmp_path, texts, message):
    with pytest.raises(ValueError, match=message):
        join_modules("main", write_modules(tmp_path, **texts))


def test_every_module_can_be_used_by_itself(open_page):
    page = open_page("about:blank")
    for path in MODULES:
        names = EXPORT.findall((ROOMS / f"{path}.js").read_text("utf-8"))
        load_modules(page, path)
        assert page.evaluate("names => names.filter((name) => lab[name] === undefined)", names) == [], path
        assert names or page.evaluate("typeof lab.render") == "function", path


@pytest.mark.parametrize("seed", range(8))
def test_any_set_of_modules_combines(seed, tmp_path, run):
    chosen = random.Random(seed).sample([path for path in MODULES if _exports(path)], 12)
    lines = [
        f'import {{ {_exports(path)[0]} as part{i} }} from "./rooms/{path}.js";\n' for i, path in enumerate(chosen)
    ]
    (tmp_path / "rooms").symlink_to(ROOMS)
    (tmp_path / "main.js").write_text("".join(lines) + "export default { combined: true };\n", "utf-8")
    assert run("main", tmp_path) == {"combined": True}


def _exports(path):
    return EXPORT.findall((ROOMS / f"{path}.js").read_text("utf-8"))


def test_what_stands_in_a_text_survives_being_made_small():
    """rjsmin takes space out of a template that stands in a template; none of ours does."""
    nested = re.compile(r"\$\{[^}`]*`")
    assert [path for path in MODULES if nested.search((ROOMS / f"{path}.js").read_text("utf-8"))] == []
