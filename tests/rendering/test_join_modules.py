"""Modules: joined into one script that runs as they would by themselves; what can't be joined is a mistake."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.rendering.defaults import default_templates
from generator.rendering.join_modules import ModuleMistakeError, join_modules

DEFAULTS = default_templates()
NODE = shutil.which("node")
with_node = pytest.mark.skipif(
    NODE is None and not os.environ.get("CI"), reason="Node.js runs the script; install it with npm"
)


def joined(modules: Mapping[str, str], *entries: str) -> str:
    return join_modules(entries or ("site.js",), modules.__getitem__)


def run(script: str) -> object:
    """What the script leaves in `told`, run by Node.js as a classic script."""
    assert NODE, "Node.js is missing"
    program = f"const told = [];\n{script}\nconsole.log(JSON.stringify(told));"
    done = subprocess.run([NODE, "-e", program], capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def mistake(modules: Mapping[str, str]) -> tuple[str, int, str]:
    with pytest.raises(ModuleMistakeError) as caught:
        joined(modules)
    return caught.value.name, caught.value.line, caught.value.message


def test_a_module_runs_once_behind_those_that_it_imports():
    modules = {
        "site.js": 'import "./a.js";\nimport { b } from "./b.js";\ntold(b);\n',
        "a.js": 'import { b } from "./b.js";\ntold(b + 1);\n',
        "b.js": "export const b = 1;\n",
    }
    assert joined(modules) == (
        "(()=>{'use strict';const $b=(()=>{const b=1;return{b};})();"
        "{const{b}=$b;told(b+1);}\n{const{b}=$b;told(b);}})();\n"
    )


EVERY_FORM = {
    "site.js": (
        "import { first as one, again } from './every.js';\n"
        "import {\n  Thing,\n  later,\n} from './every.js'\n"
        "import './aside.js';\n"
        "told.push(one, again(), new Thing().name, typeof later);\n"
        "const other = 'mine'; // the same name as in every.js\n"
        "told.push(other);\n"
    ),
    "every.js": (
        "const other = 2;\n"
        "export const first = 'import { x } from y';\n"
        "export function again() { return other; }\n"
        "export async function later() {}\n"
        "export class Thing { name = 'thing'; }\n"
    ),
    "aside.js": "told.push('aside');\n",
}


@with_node
def test_every_form_of_import_and_export_means_what_it_says():
    assert run(joined(EVERY_FORM)) == ["aside", "import { x } from y", 2, "thing", "function", "mine"]


@with_node
@settings(deadline=None, max_examples=15)
@given(st.data())
def test_modules_run_in_the_order_of_their_imports(data):
    """Modules that import any of those before them: each tells its number and the sum of what it imports."""
    count = data.draw(st.integers(1, 8))
    imports = {
        n: data.draw(st.lists(st.integers(0, n - 1), unique=True, max_size=n)) if n else [] for n in range(count)
    }
    modules = {
        f"m{n}.js": "".join(f"import {{ v as v{of} }} from './m{of}.js';\n" for of in imports[n])
        + f"export const v = [{', '.join(['1', *(f'v{of}' for of in imports[n])])}].reduce((a, b) => a + b);\n"
        + f"told.push([{n}, v]);\n"
        for n in range(count)
    }
    order: list[int] = []
    sums: dict[int, int] = {}

    def visit(n: int) -> None:
        if n not in sums:
            sums[n] = 1 + sum(visit_and_sum(of) for of in imports[n])
            order.append(n)

    def visit_and_sum(n: int) -> int:
        visit(n)
        return sums[n]

    visit(count - 1)
    assert run(joined(modules, f"m{count - 1}.js")) == [[n, sums[n]] for n in order]


@pytest.mark.parametrize(
    "form",
    [
        "import all from './a.js';", "import * as a from './a.js';", "import { a } from '../a.js';",
        "import { a } from 'a';", "import a, { b } from './a.js';", "import { a } from './a.js'; b();",
        "export default 1;", "export { a };", "export * from './a.js';", "export let a = 1;", "export const { a } = b;",
        "  import { a } from './a.js';", "export function* a() {}",
    ],
)  # fmt: skip
def test_any_other_form_is_a_mistake(form):
    name, line, message = mistake({"site.js": f"one();\n\n{form}\n", "a.js": "export const a = 1;\n"})
    assert (name, line) == ("site.js", 3)
    assert message == f"“{form.strip()}” is no form of `import` or `export` that modules may use."


def test_what_only_looks_like_an_import_is_none():
    text = "if (a) b();\nimportant();\nexported.x = import.meta;\nimport('./x.js');\n"
    assert "important();" in joined({"site.js": text})


def test_a_mistake_names_the_module_and_the_line():
    importing = "/* two\n   lines */\nimport { a } from './a.js';\n"
    assert mistake({"site.js": importing}) == ("site.js", 3, "There is no module “a.js”.")
    assert mistake({"site.js": importing, "a.js": "const a = 1;"}) == ("site.js", 3, "“a.js” exports no “a”.")
    circle = {"site.js": importing, "a.js": "\nimport './site.js';"}
    assert mistake(circle) == ("a.js", 2, "The modules “site.js” and “a.js” import each other.")


def test_a_line_counts_from_the_beginning_behind_imports_of_several_lines():
    text = "import {\n  a,\n} from './a.js';\nexport default a;\n"
    assert mistake({"site.js": text, "a.js": "export const a = 1;\n"})[:2] == ("site.js", 4)


# ── the default modules ──────────────────────────────────────────────────────────────────────────────────────────


def test_each_default_module_is_joined_and_none_is_left_out():
    scripts = [joined(DEFAULTS, entry) for entry in ("script/site.js", "script/search.js")]
    scopes = [len(re.findall(r"(?:^|;)(?:const \$\w+=\(\(\)=>)?\{", one, re.MULTILINE)) for one in scripts]
    modules = [name for name in DEFAULTS if name.startswith("script/")]
    assert sum(scopes) == len(modules), "the entry of site.js only imports, and dom.js is in both"


@with_node
def test_the_default_script_is_in_order(tmp_path):
    path = tmp_path / "site.js"
    path.write_text(joined(DEFAULTS, "script/site.js"), encoding="utf-8")
    assert NODE, "Node.js is missing"
    done = subprocess.run([NODE, "--check", path], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
