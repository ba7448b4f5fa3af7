"""Serialization: equal values give equal bytes, values survive the round trip, and damaged bytes are detected."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cache.serialize import NotSerializableError, dumps, loads
from generator.compiling.article import Compiled, compile_article
from generator.model import Annotation, ArticleFacts, ArticleSource, Body, Citation, QuoteSelector, Source


@dataclass(frozen=True, slots=True)
class Leaf:
    word: str
    kind: Literal["", "a"] = ""


@dataclass(frozen=True, slots=True)
class Tree:
    leaves: tuple[Leaf, ...] = ()
    pair: tuple[Leaf, str] | None = None
    either: str | Leaf = ""
    named: dict[str, Leaf] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()
    data: bytes = b""


LEAVES = st.builds(Leaf, st.text(), st.sampled_from(["", "a"]))
TREES = st.builds(
    Tree,
    st.lists(LEAVES).map(tuple),
    st.none() | st.tuples(LEAVES, st.text()),
    st.text() | LEAVES,
    st.dictionaries(st.text(), LEAVES),
    st.frozensets(st.text()),
    st.binary(),
)


@given(TREES)
def test_a_value_comes_back_equal(tree):
    assert loads(dumps(tree, Tree), Tree) == tree


def test_equal_values_give_equal_bytes_whatever_else_holds_them():
    word = "".join(["sha", "red"])
    assert dumps(Tree((Leaf(word), Leaf(word))), Tree) == dumps(Tree((Leaf("shared"), Leaf("sha" + "red"[:3]))), Tree)


def test_of_the_few_texts_that_a_field_can_have_each_is_held_once():
    kinds = [loads(dumps(Leaf(word, "a"), Leaf), Leaf).kind for word in ("x", "y")]
    annotations = [loads(dumps(Annotation("x", "counterpoint"), Annotation), Annotation) for _ in range(2)]
    assert kinds[0] is kinds[1]
    assert annotations[0].kind is annotations[1].kind


@given(TREES, st.integers(0, 200), st.integers(0, 255))
def test_damaged_bytes_are_told_or_give_a_value_of_the_type(tree, at, byte):
    data = bytearray(dumps(tree, Tree))
    data[at % len(data)] = byte
    with suppress(NotSerializableError):
        assert isinstance(loads(bytes(data), Tree), Tree)


@pytest.mark.parametrize("data", [b"", b"x", b"\xff" * 9, dumps(Leaf("a"), Leaf)])
def test_bytes_of_something_else_are_told(data):
    with pytest.raises(NotSerializableError):
        loads(data, Tree)


def test_what_compiling_gives_comes_back_equal():
    text = b"---\ntitle: T\ndate: 2015-12-23\ntags: [a]\n---\n\nHello *big* world.\n"
    sidecar = b"claims:\n  c:\n    speaker: kim\n    quote: big world\n    note: See it.\n"
    sidecar += b"    sources: [https://e.org/x, r]\n"
    compiled = compile_article(ArticleSource("a", "content/articles/a.md", text, "content/articles/a.yaml", sidecar))
    assert compiled.facts
    assert compiled.facts.annotations[0].annotation.sources[0] != compiled.facts.annotations[0].annotation.sources[1]
    for value, kind in ((compiled, Compiled), (compiled.facts, ArticleFacts), (compiled.body, Body)):
        assert loads(dumps(value, kind), kind) == value
    written = Annotation(
        "x", "claim", (QuoteSelector("a"),), sources=(Citation(Source(title="t")), Citation("id", "p. 1"))
    )
    assert loads(dumps(written, Annotation), Annotation) == written
