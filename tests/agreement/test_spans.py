"""Sets of characters, against sets of numbers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.agreement.spans import merged, overlap, shared, size, stretches
from generator.model import Passage

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: (min(ends), max(ends))), max_size=6)


def characters(spans: object) -> set[int]:
    return {n for start, end in spans for n in range(start, end)}  # type: ignore[attr-defined]


@given(SPANS)
def test_merged_stretches_hold_the_same_characters_and_do_not_touch(spans):
    found = merged(spans)
    assert characters(found) == characters(spans)
    assert size(found) == len(characters(spans))
    assert all(end < start for (_, end), (start, _) in pairwise(found))


@given(SPANS, SPANS)
def test_what_is_shared_and_how_far_two_sets_overlap(one, other):
    both, either = characters(one) & characters(other), characters(one) | characters(other)
    assert shared(merged(one), merged(other)) == len(both)
    assert overlap(merged(one), merged(other)) == (len(both) / len(either) if either else 0)


def test_a_passage_of_the_title_is_before_one_of_the_body_and_shares_nothing_with_it():
    title, body = Passage("title", 0, 4, "fake"), Passage("body", 0, 4, "fake")
    assert stretches([body, title]) == (*stretches([title]), *stretches([body]))
    assert shared(stretches([title]), stretches([body])) == 0
