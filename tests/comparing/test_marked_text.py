"""Texts with marked parts: filled in, joined, cut, and plain again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.comparing.marked_text import LONGEST_VALUE, MarkedPart, filled, joined, separated, value, without_marks
from generator.i18n.catalog import Catalog

EN = Catalog("en")
PARTS = st.lists(st.builds(MarkedPart, st.sampled_from(["text", "value"]), st.text(max_size=3)), max_size=8)


def test_what_is_filled_in_is_marked_and_never_a_pattern():
    assert filled(EN, "history.renamed", before="{after} {0}") == (
        MarkedPart("text", "Was called "),
        MarkedPart("value", "{after} {0}"),
        MarkedPart("text", "."),
    )


def test_a_text_of_the_interface_can_be_a_value_itself():
    assert filled(EN, "relation.undercuts", kind="value", what="x") == (
        MarkedPart("value", "says that x does not follow"),
    )


def test_a_number_picks_the_plural_form():
    assert without_marks(filled(EN, "history.count.claim", n=1)) == "1 claim added"
    assert without_marks(filled(EN, "history.count.claim", n=1200)) == "1,200 claims added"


def test_a_sentence_that_ends_in_a_value_with_a_full_stop_gets_no_second_one():
    assert [
        without_marks(filled(EN, "history.withdrawn", after=why)) for why in ("Misread.", "Misread?", "Misread")
    ] == [
        "Withdrawn: Misread.",
        "Withdrawn: Misread?",
        "Withdrawn: Misread.",
    ]


def test_a_value_is_on_one_line_and_not_too_long():
    assert value(" a\n b\u2028c ") == (MarkedPart("value", "a b c"),)
    assert value("a" * LONGEST_VALUE)[0].text == "a" * LONGEST_VALUE
    assert value("a" * (LONGEST_VALUE + 1))[0].text == "a" * LONGEST_VALUE + " …"
    assert value("a" + " " * 10_000 + "b")[0].text == "a …"


def test_separators_are_words_of_the_interface_and_stand_only_between():
    assert separated([value("a"), value("b")], "; ") == (
        MarkedPart("value", "a"),
        MarkedPart("text", "; "),
        MarkedPart("value", "b"),
    )
    assert separated([], "; ") == ()


@given(PARTS)
def test_joining_changes_no_text_and_leaves_no_neighbours_of_one_kind(parts):
    whole = joined(parts)
    assert without_marks(whole) == without_marks(parts)
    assert all(one.kind != other.kind for one, other in pairwise(whole))
    assert all(part.text for part in whole)
