"""What is imported is asked for, and the lock in requirements/ holds what pyproject.toml asks for, and no address."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, EXTRAS = PYPROJECT["project"], PYPROJECT["project"]["optional-dependencies"]

OPTIONAL = {
    "PIL": "images",
    "distributed": "cluster",
    "krippendorff": "agreement",
    "lxml": "import",
    "lxml_html_clean": "import",
    "numpy": "agreement",
    "trafilatura": "import",
}
"""Modules that the program does without where they are not installed, and the extra that brings each."""

NOT_IMPORTED = {"tzdata": "data, which zoneinfo finds by itself where the system has none"}

LOCKS = {
    "site.txt": [*PROJECT["dependencies"], *PYPROJECT["build-system"]["requires"]],
    "test.txt": [
        *PROJECT["dependencies"],
        *PYPROJECT["build-system"]["requires"],
        *(
            line
            for extra in ("test", "browser", "images", "import", "cluster", "agreement", "data")
            for line in EXTRAS[extra]
        ),
    ],
}
"""What each has to hold, besides what that needs itself."""


def names(lines: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in lines}


# ── imports ──────────────────────────────────────────────────────────────────────────────────────────────────────


def imported() -> dict[str, set[str]]:
    """The modules of others that the program imports where it runs, with the files that do."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
            top = name.split(".")[0]
            if top != "generator" and top not in sys.stdlib_module_names:
                found.setdefault(top, set()).add(path.name)
    return found


def _imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return  # mypy reads it, and nothing runs it
    for child in ast.iter_child_nodes(node):
        yield from _imports(child)


def distributions(module: str) -> set[str]:
    return {canonicalize_name(name) for name in packages_distributions().get(module, [])}


def test_what_is_imported_is_asked_for():
    asked = names(PROJECT["dependencies"])
    used = {module: files for module, files in imported().items() if module not in OPTIONAL}
    assert {module: files for module, files in used.items() if not distributions(module) & asked} == {}


def test_what_is_asked_for_is_imported():
    used = {name for module in imported() for name in distributions(module)}
    assert names(PROJECT["dependencies"]) - used == set(NOT_IMPORTED)


def test_what_the_program_can_do_without_comes_by_an_extra():
    assert set(OPTIONAL) <= set(imported())
    for module, extra in OPTIONAL.items():
        assert distributions(module) <= names(EXTRAS[extra])


# ── the lock ─────────────────────────────────────────────────────────────────────────────────────────────────────


def locked(file: str) -> list[Requirement]:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    return [Requirement(line) for line in re.findall(r"^([^\s#].*?) *\\$", text, re.MULTILINE)]


def pins(file: str) -> dict[str, set[str]]:
    """Name → versions. There are several where one Python or system gets another than the next."""
    found: dict[str, set[str]] = {}
    for requirement in locked(file):
        (part,) = requirement.specifier
        assert part.operator == "==", requirement
        found.setdefault(canonicalize_name(requirement.name), set()).add(part.version)
    return found


@pytest.mark.parametrize("file", LOCKS)
def test_the_lock_is_in_step_with_what_is_asked_for(file):
    held = pins(file)
    for line in LOCKS[file]:
        asked = Requirement(line)
        versions = held.get(canonicalize_name(asked.name), set())
        assert versions, f"{asked.name} is not in requirements/{file}: run `make lock`"
        outside = [version for version in versions if version not in asked.specifier]
        assert not outside, f"{asked.name} {outside} in requirements/{file} is not {asked.specifier}: run `make lock`"


def test_the_lock_of_the_tests_holds_that_of_the_site():
    assert pins("site.txt").items() <= pins("test.txt").items()


@pytest.mark.parametrize("file", LOCKS)
def test_the_lock_has_a_digest_of_each_file_and_no_address(file):
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[^\s#])", text, flags=re.MULTILINE)[1:]
    pattern = r"\S+==\S+( ; [^\\\n]+)? \\\n(    --hash=sha256:[0-9a-f]{64} \\\n)*    --hash=sha256:[0-9a-f]{64}\n"
    assert [entry for entry in entries if not re.fullmatch(pattern, entry)] == []
    assert not re.search(r"://|^ *--(index|extra|find|trusted)|/home|/tmp|/root", text, re.MULTILINE)


def test_where_private_names_are_used_the_next_release_is_not_let_in():
    asked = {Requirement(line).name: Requirement(line).specifier for line in PROJECT["dependencies"]}
    assert "3.2" not in asked["jinja2"]
    assert "4" not in asked["markupsafe"]
