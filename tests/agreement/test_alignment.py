"""Which annotations of two annotators are one find: by the largest overlap, one to one, within a kind."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from generator.agreement.alignment import aligned
from generator.agreement.spans import overlap, stretches
from generator.model import AnnotationFacts
from tests.agreement.facts import marked


def pairs(first: list[AnnotationFacts], second: list[AnnotationFacts]) -> list[tuple[str, str, float]]:
    return [(one.id, other.id, round(share, 3)) for one, other, share in aligned(first, second)]


def test_the_pair_with_the_largest_overlap_comes_first():
    first = [marked("wide", (0, 20)), marked("close", (0, 10))]
    assert pairs(first, [marked("x", (0, 10))]) == [("close", "x", 1.0)]
    assert pairs(first, [marked("x", (0, 10)), marked("y", (8, 20))]) == [("close", "x", 1.0), ("wide", "y", 0.6)]


def test_of_equal_overlaps_the_one_that_begins_first():
    assert pairs([marked("a", (0, 10)), marked("b", (10, 20))], [marked("x", (5, 15))]) == [("a", "x", 0.333)]
    assert pairs([marked("a", (5, 15))], [marked("y", (10, 20)), marked("x", (0, 10))]) == [("a", "x", 0.333)]
    assert pairs([marked("b", (0, 9)), marked("a", (0, 9))], [marked("x", (0, 9))]) == [("a", "x", 1.0)]


def test_passages_that_only_touch_and_annotations_of_two_kinds_are_no_pair():
    assert pairs([marked("a", (0, 10))], [marked("x", (10, 20))]) == []
    assert pairs([marked("a", (0, 10))], [marked("x", (0, 10), kind="note")]) == []
    assert pairs([marked("a", (0, 10), kind="counterpoint")], [marked("x", (0, 10))]) == []


def test_without_a_passage_nothing_is_aligned():
    assert pairs([marked("a")], [marked("a")]) == []


def test_all_passages_of_an_annotation_count():
    assert pairs([marked("a", (0, 4), (10, 14))], [marked("x", (0, 4)), marked("y", (2, 4), (10, 14))]) == [
        ("a", "y", 0.75)
    ]


ENDS = st.tuples(st.integers(0, 20), st.integers(1, 8))
FINDS = st.lists(ENDS, max_size=5)


def by_hand(first: list[AnnotationFacts], second: list[AnnotationFacts]) -> set[tuple[str, str]]:
    """The rule word for word: again and again the pair of those left with the largest overlap."""
    found = set()
    left, right = list(first), list(second)
    while left and right:
        rows = [
            (-overlap(stretches(one.passages), stretches(other.passages)), one.passages[0].start,
             other.passages[0].start, one.id, other.id, one, other)
            for one, other in product(left, right)
        ]  # fmt: skip
        best = min(rows, key=lambda row: row[:5])
        if not best[0]:
            break
        found.add((best[3], best[4]))
        left.remove(best[5])
        right.remove(best[6])
    return found


@given(FINDS, FINDS)
def test_alignment_is_what_its_rule_says(first, second):
    one = [marked(f"a{n}", (start, start + length)) for n, (start, length) in enumerate(first)]
    other = [marked(f"b{n}", (start, start + length)) for n, (start, length) in enumerate(second)]
    found = {(pair.first.id, pair.second.id) for pair in aligned(one, other)}
    assert found == by_hand(one, other)
    assert {(b, a) for a, b in found} == {(pair.first.id, pair.second.id) for pair in aligned(other, one)} or (
        len({pair.overlap for pair in aligned(one, other)}) < len(found)
    ), "only ties may depend on which comes first"
