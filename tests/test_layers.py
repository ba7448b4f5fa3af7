"""The house: each file imports only from above it, only the shell touches the world, and build.py fits on a page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parent.parent / "generator"

PACKAGES = [
    *("diagnostics", "model", "urls", "text", "markdown", "yaml_text", "formats", "compiling", "cache"),
    *("linking", "checks", "i18n", "outputs", "rendering", "sources", "publishing", "pipeline", "server", "cli"),
]
"""From bottom to top, as in ARCHITECTURE.md. A new package needs a place here."""

SHELL = frozenset(PACKAGES[PACKAGES.index("sources") :]) | {"cache"}
"""The only code that reads, writes, waits and prints."""

THE_WORLD = {"os", "io", "pathlib", "shutil", "tempfile", "glob", "socket", "http", "subprocess", "multiprocessing"} | {
    *("threading", "asyncio", "signal", "time", "random", "secrets", "uuid", "sqlite3", "logging", "argparse"),
}


def files() -> list[Path]:
    return sorted(GENERATOR.rglob("*.py"))


def package(path: Path) -> str:
    """The package that a file belongs to; its own name for one beside the packages."""
    return path.relative_to(GENERATOR).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Whole names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports by a relative name"
            if node.module == "generator":
                yield from (f"generator.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""


def own_imports(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("generator.")} - {"__version__"}


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(GENERATOR).as_posix())
def test_a_file_imports_only_from_packages_below_its_own(path):
    if path.parent != GENERATOR:
        assert package(path) in PACKAGES, "give the package its place in PACKAGES and in ARCHITECTURE.md"
        above = set(PACKAGES[PACKAGES.index(package(path)) + 1 :])
        assert not own_imports(path) & above


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(GENERATOR).as_posix())
def test_only_the_shell_touches_the_world(path):
    if package(path) not in SHELL and path.parent != GENERATOR:
        assert not {name.split(".")[0] for name in imports(path)} & THE_WORLD


def test_the_outputs_do_not_import_each_other_in_a_circle():
    folder = GENERATOR / "outputs"
    graph = {path.stem: _siblings(path) for path in folder.glob("*.py") if path.stem != "__init__"}
    while free := [name for name, needs in graph.items() if not needs & graph.keys()]:
        for name in free:
            del graph[name]
    assert graph == {}


def _siblings(path: Path) -> set[str]:
    return {name.split(".")[2] for name in imports(path) if name.startswith("generator.outputs.")}


def test_build_fits_on_a_page():
    text = (GENERATOR / "pipeline" / "build.py").read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert len(text.splitlines()) < 80
    assert {f.name: _length(f) for f in functions if _length(f) > 25} == {}


def _length(function: ast.FunctionDef) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(GENERATOR).as_posix())
def test_a_module_opens_with_a_sentence(path):
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.split("\n\n")[0].endswith((".", "!"))
