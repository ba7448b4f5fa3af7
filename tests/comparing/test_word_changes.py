"""The changes of words between two texts: which are listed, and when none is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.comparing.word_changes import MOST_CHANGES, WordChanges, word_changes

TEXT = "Russian airstrikes have left hundreds of civilians dead in Syria"


def test_changes_of_case_and_punctuation_are_none():
    assert word_changes(TEXT, TEXT.replace("civilians", "Civilians,")) == WordChanges()


def test_each_change_says_what_it_is():
    found = word_changes(TEXT, TEXT.replace("hundreds of", "200"))
    assert [(change.mine, change.theirs, change.kinds) for change in found.changes] == [
        ("hundreds of", "200", ("number",))
    ]


def test_texts_with_little_in_common_are_not_compared_word_by_word():
    assert word_changes(TEXT, "All is well here now") == WordChanges(otherwise=True)


def test_the_rest_of_many_changes_is_counted():
    one, other = (" and ".join(f"{word}{n} is the one we saw" for n in range(11)) for word in ("red", "blue"))
    found = word_changes(one, other)
    assert (len(found.changes), found.more) == (MOST_CHANGES, 3)


@given(st.text(max_size=200))
def test_a_text_does_not_differ_from_itself(text):
    assert word_changes(text, text) in (WordChanges(), WordChanges(otherwise=True))
