"""The parts of an article: the texts in which a build anchors quotes, with their paragraphs."""

from __future__ import annotations

from generator.annotating.part_text import part_text, read_parts
from generator.compiling.article import compile_article
from generator.model import ArticleSource

TEXT = """---
title: A title
subtitle: Below it
date: 2015-12-23
image: {caption: What is *seen*}
---

# Head

One *word*
more.

- item

| a | b |
|---|---|
| c | d |
"""


def test_the_parts_are_those_that_a_build_projects():
    source = ArticleSource("x", "x.md", TEXT.encode())
    parts, body = read_parts(source), compile_article(source).body
    assert parts
    assert body
    assert {part: text.text for part, text in parts.items()} == {
        "title": "A title",
        "subtitle": "Below it",
        "caption": "What is *seen*",
        "body": body.text,
    }
    assert [parts["body"].words(span) for span in parts["body"].paragraphs] == [
        "Head",
        "One word\nmore.",
        "item",
        "a\nb",
        "c\nd",
    ]
    assert parts["title"].paragraphs == ((0, 7),)


def test_an_article_without_front_matter_has_no_parts():
    assert read_parts(ArticleSource("x", "x.md", b"No front matter")) is None


def test_a_range_touches_paragraphs():
    text = part_text("body", "one\ntwo\nthree", [(0, 3), (4, 7), (8, 13)])
    assert text.paragraphs_at((5, 9)) == range(1, 3)
    assert text.paragraphs_at((0, 4)) == range(1)
    assert not text.paragraphs_at((3, 4))
    assert part_text("caption", "").paragraphs == ()
