"""Normalization: what it removes, what it never changes, and the offsets back to the source."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import is_wide, normalize_text, normalized
from generator.text.normalize import unwrapped

SPECIAL = "‘’‚‛′`“”„‟″«»‐‑‒–—―−﹘﹣－…\u00ad\u200b\u200f\u2066\ufeff\u00a0\u202f\u3000\n\t e\u0301\u1100\u1161\u212b가"
TEXT = st.text(st.sampled_from(SPECIAL + "abc12 .,'\"-"), max_size=40) | st.text(max_size=20)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("‘a’ ‚b‛ c′ `d`", "'a' 'b' c' 'd'"),
        ("“a” „b‟ c″ «d»", '"a" "b" c" "d"'),
        ("a\u2010b\u2013c\u2014d\u2212e\uff0df", "a-b-c-d-e-f"),
        ("wait… what", "wait... what"),
        ("a \u00a0\n\t b", "a b"),
        ("co\u00adop\u200berate\u200f", "cooperate"),
        ("a\u200b \u200b b", "a b"),
        ("cafe\u0301", "café"),
        ("\u1100\u1161\u11a8", "각"),
        ("  within  ", "within"),
        ("Case, 1,200 and words stay", "Case, 1,200 and words stay"),
    ],
)
def test_typing_differences_fold_away_and_nothing_else(written, folded):
    assert normalize_text(written) == folded


@given(TEXT)
def test_a_folded_text_has_no_double_space_and_folds_to_itself_where_it_is_composed(text):
    folded = normalized(text).text
    assert "  " not in folded
    if unicodedata.is_normalized("NFC", folded):
        assert normalized(folded).text == folded


@given(TEXT)
def test_every_folded_character_leads_back_to_source_that_folds_to_it(text):
    folded = normalized(text)
    for i in range(len(folded.text)):
        start, end = folded.span(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert folded.text[i] in normalized(text[start:end]).text


@given(TEXT, st.data())
def test_a_range_that_parts_no_character_folds_to_its_own_words(text, data):
    folded = normalized(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    words = folded.text[start:end]
    if not words.strip() or folded.parts_character(start) or folded.parts_character(end):
        return
    if any(unicodedata.category(c).startswith("M") for c in (words[0], folded.text[end : end + 1]) if c):
        return  # a mark belongs to the letter before it: no quote begins or ends there
    a, b = folded.span(start, end)
    assert normalized(text[a:b]).text.strip(" ") == words.strip(" ")


@given(st.text(st.characters(codec="ascii")))
def test_what_is_ascii_folds_alike_whatever_stands_beside_it(text):
    assert normalized(text).text + "世" == normalized(text + "世").text


def test_folding_takes_time_in_proportion_to_the_text():
    assert len(normalized("e\u0301 " * 100_000).text) == 200_000
    assert normalized("a" + "\u0301" * 100_000).text.startswith("á")


def test_a_wrapped_line_leaves_no_trace_between_wide_characters():
    assert unwrapped("世界\n人权") == "世界人权"
    assert unwrapped("世界\n\n人权") == "世界\n\n人权"
    assert unwrapped("one\ntwo 世\nx") == "one\ntwo 世\nx"
    assert unwrapped("world 😀\n😀 news") == "world 😀\n😀 news"
    assert [c for c in "世か한a。！㈱🈁😀⌚➕🀄🇸👍🏽" if is_wide(c)] == ["世", "か", "。", "！", "㈱", "🈁"]
