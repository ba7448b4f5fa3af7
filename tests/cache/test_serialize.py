"""Serialization: equal values give equal bytes, values survive the round trip, and damaged bytes are detected."""

import ast
import inspect
import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from msgspec import field
from msgspec.inspect import type_info

from generator.cache.serialize import NotSerializableError, dumps, loads
from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic
from generator.model import Annotation, ArticleFacts, ArticleSource, Body, Citation, QuoteSelector, Settings, Source
from generator.outputs import views
from generator.outputs.cards import Card
from generator.outputs.page_context import Site
from generator.values import Immutable

ROOT = Path(__file__).parent.parent.parent


class Leaf(Immutable):
    word: str
    kind: Literal["", "a"] = ""


class Tree(Immutable):
    leaves: tuple[Leaf, ...] = ()
    pair: tuple[Leaf, str] | None = None
    either: str | Leaf = ""
    named: dict[str, Leaf] = field(default_factory=dict)
    data: bytes = b""
    html: Markup = Markup("")


LEAVES = st.builds(Leaf, st.text(), st.sampled_from(["", "a"]))
TREES = st.builds(
    Tree,
    st.lists(LEAVES).map(tuple),
    st.none() | st.tuples(LEAVES, st.text()),
    st.text() | LEAVES,
    st.dictionaries(st.text(), LEAVES),
    st.binary(),
    st.builds(Markup, st.text()),
)


@given(TREES)
def test_a_value_comes_back_equal(tree):
    assert loads(dumps(tree), Tree) == tree


def test_equal_values_give_equal_bytes_whatever_else_holds_them():
    word = "".join(["sha", "red"])
    assert dumps(Tree((Leaf(word), Leaf(word)))) == dumps(Tree((Leaf("shared"), Leaf("sha" + "red"[:3]))))


def test_of_the_few_texts_that_a_field_can_have_each_is_held_once():
    kinds = [loads(dumps(Leaf(word, "a")), Leaf).kind for word in ("x", "y")]
    annotations = [loads(dumps(Annotation("x", "counterpoint")), Annotation) for _ in range(2)]
    assert kinds[0] is kinds[1]
    assert annotations[0].kind is annotations[1].kind


@given(TREES, st.integers(0, 200), st.integers(0, 255))
def test_damaged_bytes_are_told_or_give_a_value_of_the_type(tree, at, byte):
    data = bytearray(dumps(tree))
    data[at % len(data)] = byte
    with suppress(NotSerializableError):
        assert isinstance(loads(bytes(data), Tree), Tree)


@pytest.mark.parametrize("data", [b"", b"x", b"\xff" * 9, dumps(Leaf("a"))])
def test_bytes_of_something_else_are_told(data):
    with pytest.raises(NotSerializableError):
        loads(data, Tree)


def test_what_compiling_gives_comes_back_equal():
    text = b"---\ntitle: T &amp; U\ndate: 2015-12-23\ntags: [a]\n---\n\nHello *big* world.\n"
    sidecar = b"claims:\n  c:\n    speaker: kim\n    quote: big world\n    note: See it.\n"
    sidecar += b"    sources: [https://e.org/x, r]\n"
    compiled = compile_article(ArticleSource("a", "content/articles/a.md", text, "content/articles/a.yaml", sidecar))
    assert compiled.facts
    assert compiled.facts.annotations[0].annotation.sources[0] != compiled.facts.annotations[0].annotation.sources[1]
    kept = ((compiled.facts, ArticleFacts), (compiled.body, Body), (compiled.diagnostics, tuple[Diagnostic, ...]))
    assert all(value for value, _ in kept)
    for value, kind in kept:
        assert loads(dumps(value), kind) == value
    written = Annotation(
        "x", "claim", (QuoteSelector("a"),), sources=(Citation(Source(title="t")), Citation("id", "p. 1"))
    )
    assert loads(dumps(written), Annotation) == written


def test_no_type_that_is_kept_or_compared_holds_a_set():
    """Its bytes would differ with the hash seed (law 7), or, sorted with all mappings, hide a change of their order."""
    kinds = (*kept_types(), *views_of_pages())
    assert [kind for kind in kinds if re.search(r"\b(Set|FrozenSet)Type\(", repr(type_info(kind)))] == []
    assert "FrozenSetType(" in repr(type_info(WithSet))


class WithSet(Immutable):
    inside: tuple[dict[str, frozenset[str]], ...]


def kept_types() -> Iterator[Any]:
    """Each type that some file of the program reads from bytes, from its calls of `loads` and `loads_kept`."""
    for path in sorted((ROOT / "generator").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "generator.cache.serialize import" in text:
            module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            yield from (getattr(module, name) for name in asked_for(ast.parse(text)))


def asked_for(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("loads", "loads_kept"):
            assert isinstance(node.args[1], ast.Name), "a type is named where it is read"
            yield node.args[1].id


def views_of_pages() -> Iterator[Any]:
    """What pages are compared by is not read again, so no call names it."""
    yield from (view for _, view in inspect.getmembers(views, inspect.isclass) if view.__module__ == views.__name__)
    yield from (Site, Settings, Card)


def test_each_type_that_is_kept_says_what_its_values_consist_of():
    """Read as `object`, a tuple would come back as a list, and never be equal to what was kept."""
    kept = list(kept_types())
    assert [kind for kind in kept if re.search(r"\bAnyType\(|'object'", repr(type_info(kind)))] == []
    assert ArticleFacts in kept
    assert "AnyType(" in repr(type_info(Any))
