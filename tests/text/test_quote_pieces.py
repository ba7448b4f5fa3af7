"""Quotes are split between sentences, and at commas; never into pieces that may occur anywhere."""

from __future__ import annotations

import pytest

from generator.text import pieces_of
from generator.text.quote_pieces import LONGEST_IN_PIECES


@pytest.mark.parametrize(
    ("quote", "pieces"),
    [
        (
            "The one is here. The other is there.",
            [("The one is here.", "The other is there."), ("The one is here", "The other is there")],
        ),
        (
            "“The one is here.” The other is there.",
            [("“The one is here.”", "The other is there."), ("“The one is here", "The other is there")],
        ),
        ("they cannot know this, and have no way", [("they cannot know this", "and have no way")]),
        ("a, b, c", []),
        ("one sentence only", []),
        ("", []),
        ("Yes. The other is there.", []),
    ],
)
def test_a_quote_is_split_where_words_may_have_been_left_out(quote, pieces):
    assert list(pieces_of(quote)) == pieces


def test_a_very_long_quote_is_not_split():
    assert list(pieces_of("The one is here. " * LONGEST_IN_PIECES)) == []
