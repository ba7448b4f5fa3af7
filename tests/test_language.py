"""The language of messages, help, docstrings and comments: plain, active English, as a tired reader needs it."""

from __future__ import annotations

import argparse
import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.cli.parser import command_parser

GENERATOR = Path(__file__).parent.parent / "generator"
CASES = Path(__file__).parent / "cases" / "diagnostics"

DIALECT = re.compile(
    r"""\b(?:
        mend\w*                                             # fix, correct
        | (?:is|are|was|were|be|being)\ (?:told|said|asked\ for)   # who says so? say it: “the message names …”
        | whoever | whosoever | somebody | (?<!people:\ )nobody  # who: the reader, an editor, the browser
        | in\ words | in\ a\ word | a\ word\b(?!\ of|\ in\ front|\ before)
        | anew | betwixt
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Turns of phrase that a reader has to translate, wherever they are written."""

STANDS = re.compile(r"\b(?:stands?|stood|standing)\b(?! (?:for|out)\b)", re.IGNORECASE)
"""`stands` for `is`: refused in what people are shown."""

STEP = re.compile(r"^  next: (.*)$", re.MULTILINE)


def files() -> list[Path]:
    return sorted(GENERATOR.rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(GENERATOR).as_posix()


def docstrings(tree: ast.Module) -> set[ast.Constant]:
    """Docstrings, and the strings behind constants: every string that is a statement of its own."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def word_lists(tree: ast.Module) -> set[ast.expr]:
    """Strings that are split into words at once: data, and no sentences."""
    return {
        node.func.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split"
    }


def values(tree: ast.Module) -> set[ast.AST]:
    """Strings that are one lower-case word, and no part of an f-string: what a file says, or a key, and no sentence."""
    in_sentences = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    return {
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in in_sentences
        if node.value.isidentifier() and node.value.islower()
    }


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The strings of a file that can be prose on a screen: no docstrings, lists of words or values."""
    apart = docstrings(tree) | word_lists(tree) | values(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in apart:
            yield node.lineno, node.value


def refused(code: str) -> list[tuple[int, str]]:
    """The strings of a module that nobody should be shown as they are, by line."""
    return [(line, text) for line, text in strings(ast.parse(code)) if DIALECT.search(text) or STANDS.search(text)]


def notes(path: Path) -> Iterator[tuple[int, str]]:
    """Docstrings and comments."""
    text = path.read_text(encoding="utf-8")
    yield from ((node.lineno, str(node.value)) for node in docstrings(ast.parse(text)))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from commands(inner)


each_file = pytest.mark.parametrize("path", files(), ids=place)


@each_file
def test_what_is_shown_is_plain_english(path):
    assert refused(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("code", "is_refused"),
    [
        ('WAYS = {"nobody": ""}', False),
        ('if way == "nobody": pass', False),
        ('tell("There is nobody.")', True),
        ('tell(f"{name} nobody")', True),
        ('tell(f"{name}nobody")', True),
        ('tell("Nobody")', True),
        ('tell("It " + "is told")', True),
    ],
)
def test_a_value_is_no_prose(code, is_refused):
    assert bool(refused(code)) is is_refused


@each_file
def test_docstrings_and_comments_are_plain_english(path):
    assert [(line, text) for line, text in notes(path) if DIALECT.search(text)] == []


def test_help_is_plain_english():
    for parser in commands(command_parser("counterpoint")):
        text = parser.format_help()
        assert not DIALECT.search(text), text
        assert not STANDS.search(text), text


@pytest.mark.parametrize("path", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_the_next_step_is_a_sentence(path):
    """It begins with a capital letter, or with code, and has an end."""
    for step in STEP.findall(path.read_text(encoding="utf-8")):
        assert re.match(r"[A-Z“`]", step), step
        assert step.endswith((".", ":", "?", "`")), step


@each_file
def test_a_public_function_says_what_it_raises(path):
    silent = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            raises = any(isinstance(inner, ast.Raise) and inner.exc for inner in own_nodes(node))
            if raises and "raise" not in (ast.get_docstring(node) or "").lower():
                silent.append(f"{node.name} in line {node.lineno}")
    assert silent == []


def own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What is in a function, and not in one inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)
