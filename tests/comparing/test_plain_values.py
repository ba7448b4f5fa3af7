"""Values of the model as texts and records."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from generator.comparing.plain_values import annotation_values, field_value, is_range, is_same, quoted_words
from generator.comparing.versions import Version
from generator.model import Annotation, Citation, Image, QuoteSelector, Source, SpeakerRef


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("", ""),
        (None, ""),
        (True, "true"),
        (False, ""),
        (12, "12"),
        (" a\n  b ", "a b"),
        (("a", "b"), (("a",), ("b",))),
        ((("ru", "a"),), (("ru", "a"),)),
        (SpeakerRef("amnesty"), (("amnesty", ""),)),
        (SpeakerRef(), ()),
        (Image("a.jpg", credit="B"), (("a.jpg", "", "", "B"),)),
    ],
)
def test_a_value_is_a_text_or_a_list_of_records(value, plain):
    assert field_value(value) == plain


def test_a_value_without_a_plain_form_is_a_mistake_of_ours():
    @dataclass(frozen=True)
    class Odd:
        number: float = 1.5

    with pytest.raises(AssertionError, match="no plain form"):
        field_value(Odd())


def test_sources_differ_in_any_of_their_fields():
    def of(*citations: Citation) -> object:
        return annotation_values(Version("x"), Annotation("a", "claim", sources=citations), {})["sources"]

    described = Source(title="T", url="https://a.org", authors=("A", "B"))
    assert of(Citation("report", "p. 1")) == (("report", "p. 1"),)
    assert of(Citation(described)) != of(Citation(Source(title="T", url="https://a.org", authors=("A B",))))
    assert of(Citation(described)) != of(
        Citation(Source(title="T", url="https://a.org", authors=("A", "B"), date="2015"))
    )
    assert of(Citation(described)) != of(Citation(described, "p. 1"))


def test_references_within_the_article_are_bare_and_those_of_renamed_ones_are_the_later():
    annotation = Annotation("a", "counterpoint", to=("2015/x#old", "2015/y#old"), relation="supports")
    values = annotation_values(Version("2015/x"), annotation, {"old": "new"})
    assert values["to"] == (("supports", "new"), ("supports", "2015/y#old"))


def test_the_order_counts_only_where_it_means_something():
    one, other = (("a",), ("b",)), (("b",), ("a",))
    assert is_same("tags", one, other)
    assert not is_same("authors", one, other)
    assert not is_same("tags", (("a",), ("a",)), (("a",),))


@pytest.mark.parametrize(
    ("selector", "words", "may_be_longer"),
    [
        (QuoteSelector("only fakes", plain=True), "only fakes", False),
        (QuoteSelector(start="all the", end="rights"), "all the … rights", True),
        (QuoteSelector("all the … rights", plain=True), "all the … rights", True),
        (QuoteSelector("all the … rights"), "all the … rights", False),
    ],
)
def test_a_quote_knows_its_words_and_whether_it_may_stand_for_more(selector, words, may_be_longer):
    quote = annotation_values(Version("x"), Annotation("a", "note", quote=(selector,)), {})["quote"]
    assert isinstance(quote, tuple)
    assert quoted_words(quote[0]) == words
    assert is_range(quote[0]) == may_be_longer
