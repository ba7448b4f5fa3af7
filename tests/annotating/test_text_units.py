"""The words, sentences and quotations that keys select."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.part_text import PartText, part_text
from generator.annotating.selection import snapped
from generator.annotating.text_units import quotation_at, sentence_at, words_in

TEXT = 'Mr. Lee said −5 °C. "It’s so," he said. "No way!"\nL’État can’t. Next “to it”'
PART = part_text("body", TEXT, [(0, TEXT.index("\n")), (TEXT.index("\n") + 1, len(TEXT))])


def test_words_are_cut_as_a_selection_cuts_them():
    words = "Mr Lee said −5 C It’s so he said No way L’État can’t Next to it".split()
    assert [PART.words(span) for span in words_in(PART)] == words
    assert list(words_in(part_text("body", "没有 a b"))) == [(0, 1), (1, 2), (3, 4), (5, 6)]
    assert words_in(part_text("body", "")) == ()


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("Mr", "Mr. Lee said −5 °C."),
        ("°C", "Mr. Lee said −5 °C."),
        ("It’s", 'It’s so," he said.'),
        ("he", 'It’s so," he said.'),
        ("way", "No way!"),
        ("can’t", "L’État can’t."),
        ("Next", "Next “to it"),
    ],
)
def test_the_sentence_around_a_word_is_in_its_paragraph(word, sentence):
    span = sentence_at(PART, TEXT.index(word))
    assert span
    assert PART.words(span) == sentence


def test_outside_the_paragraphs_there_is_no_sentence():
    assert sentence_at(PART, TEXT.index("\n")) is None
    assert sentence_at(part_text("body", ""), 0) is None


@pytest.mark.parametrize(
    ("word", "quotation"), [("Lee", "It’s so"), ("so", "It’s so"), ("he said", "No way!"), ("Next", "to it")]
)
def test_the_quotation_at_a_word_or_the_next_one(word, quotation):
    span = quotation_at(PART, TEXT.index(word))
    assert span
    assert PART.words(span) == quotation


def test_behind_the_last_quotation_there_is_none():
    assert quotation_at(part_text("body", "“a” b"), 4) is None


PIECES = "so it’s. “no way.” ‘it’ non-so 1,200 −5 U.S. … 二百人。 没有 كذب. x\u00ady 👍🏽 (a) l’or —".split()


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join), st.data())
def test_words_are_snapped_already_and_a_sentence_holds_whole_ones(text, data):
    part: PartText = part_text("body", text)
    words = words_in(part)
    assert all(one[1] <= next_[0] for one, next_ in pairwise(words))
    if words:
        start, end = data.draw(st.sampled_from(words))
        found, sentence = snapped(part, start, end), sentence_at(part, start)
        assert found
        assert sentence
        assert found[0] <= start < end <= found[1]
        assert sentence[0] <= start < end <= sentence[1]
