"""A layer above the sidecar of its article: what its references may lead to, and that nothing else comes along."""

from __future__ import annotations

from generator.compiling.article import compile_article
from generator.model import ArticleFacts, ArticleSource, Completion

TEXT = """\
---
title: T
date: 2015-12-23
annotated: {date: 2016-01-01, by: [lr, Anna]}
---

One thing was said. Another was answered.
"""
SIDECAR = b"""\
speakers: {anna: {name: Anna}, ben: {name: Ben}}
claims:
  first: {speaker: anna, quote: One thing was said}
  both: {speaker: ben, quote: Another was answered}
"""
LAYER = b"""\
claims:
  both: {speaker: anna, quote: One thing}
counterpoints:
  reply: {to: first, speaker: outlet, quote: Another was answered}
"""


def facts_of(layer: bytes | None = LAYER, key: str = "lr", below: bytes | None = SIDECAR) -> ArticleFacts:
    facts = compile_article(
        ArticleSource("x", "x.md", TEXT.encode(), "x.lr.yaml", layer, layer=key, below_path="x.yaml", below=below)
    ).facts
    assert facts
    return facts


def test_only_the_annotations_of_the_layer_are_there():
    assert [one.id for one in facts_of().annotations] == ["both", "reply"]
    assert facts_of(layer=None).annotations == ()


def test_an_id_of_the_sidecar_counts_as_that_of_an_annotation_that_is_there_and_not_shown():
    assert facts_of().is_broken("first")
    assert not facts_of().is_broken("both"), "the layer has one of its own"
    assert not facts_of().is_broken("nowhere")
    assert not facts_of(below=None).is_broken("first")


def test_of_the_speakers_of_the_sidecar_those_are_known_whom_the_layer_names():
    assert [entry.id for entry in facts_of().speakers] == ["anna"]
    own = facts_of(layer=b"speakers: {anna: {name: Anna B.}}\n" + LAYER)
    assert [entry.speaker.name for entry in own.speakers if entry.speaker] == ["Anna B."]


def test_the_article_is_annotated_where_the_layer_is_named():
    assert facts_of().front.annotated == Completion("2016-01-01")
    assert facts_of(key="ab").front.annotated is None


def test_problems_of_the_sidecar_are_its_own():
    compiled = compile_article(
        ArticleSource(
            "x", "x.md", TEXT.encode(), "x.lr.yaml", LAYER, layer="lr", below_path="x.yaml", below=b"claims: [\n"
        )
    )
    assert compiled.diagnostics == ()
    assert compiled.facts
    assert [one.id for one in compiled.facts.annotations] == ["both", "reply"]
