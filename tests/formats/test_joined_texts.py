"""Lists in one text: told apart from a text that is one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.formats.fields import FieldError, language_tag, web_address
from generator.formats.joined_texts import people, topics
from generator.formats.settings import known_zone
from generator.formats.sidecar_schema import cited, judgements, said, voice


@pytest.mark.parametrize(
    "text", ["News desk", "Research and Analysis", "Lee, Ann", "Marks & Spencer", "Ann Lee and others"]
)
def test_what_may_be_one_name_is_one(text):
    assert people(text) == [text]


@pytest.mark.parametrize(
    ("rule", "text", "listed"),
    [
        (people, "Ann Lee and Bo Ray", "[Ann Lee, Bo Ray]"),
        (people, "Ann Lee; Bo Ray", "[Ann Lee, Bo Ray]"),
        (topics, "war, syria", "[war, syria]"),
        (topics, "war,", "[war]"),
        (topics, "a: b, c", '["a: b", c]'),
    ],
)
def test_several_in_one_text_are_refused_with_the_list(rule, text, listed):
    with pytest.raises(FieldError) as refused:
        rule(text)
    assert refused.value.as_yaml == listed


TYPED = st.text(max_size=60) | st.text(alphabet=" ,.:;-/0123456789aonu<>[]()htps", max_size=60)


@pytest.mark.parametrize("rule", [people, topics, voice, cited, language_tag, web_address, known_zone, judgements])
@given(text=TYPED)
def test_any_text_is_read_or_refused_and_what_is_offered_is_read(rule, text):
    try:
        rule(text)
    except FieldError as refused:
        if refused.mended:
            rule(refused.mended)


def test_a_letter_is_no_day_of_the_week():
    with pytest.raises(FieldError) as refused:
        said("H", "2015-12-23")  # which is Monday in a Hungarian calendar
    assert not refused.value.mended


@example("yesterday", "1000-01-01")
@example("Wednesday", "0001-01-01")
@given(TYPED, st.dates().map(str) | st.text(max_size=10))
def test_any_day_of_an_article_is_no_trouble(text, day):
    try:
        said(text, day)
    except FieldError as refused:
        if refused.mended:
            said(refused.mended, day)
