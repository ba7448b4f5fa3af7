"""Counter-points of a file come behind what they answer, and lead to a claim."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.importing.answer_order import in_order_of_answers
from generator.importing.imported import Draft, ImportedAnnotation
from tests.importing.options import problems_of, sidecar_of


def claim(words: str) -> ImportedAnnotation:
    return ImportedAnnotation("claims", {"speaker": "outlet", "statement": words})


def answer(words: str, to: int | None) -> ImportedAnnotation:
    return ImportedAnnotation("counterpoints", {"speaker": "editors", "statement": words}, answers=to)


def test_an_answer_that_is_first_in_the_file_goes_behind_its_claim():
    ordered, left = in_order_of_answers([answer("even so", 1), answer("no", 2), claim("yes")])
    assert [(one.fields["statement"], one.answers) for one in ordered] == [("yes", None), ("no", 0), ("even so", 1)]
    assert left == ()


def test_answers_in_a_circle_become_notes():
    ordered, left = in_order_of_answers([answer("a", 1), answer("b", 0), answer("c", 2), answer("d", 0)])
    assert [one.group for one in ordered] == ["notes"] * 4
    assert [one.text for one in left] == [f"{name} (speaker: editors)" for name in "abcd"]


def test_an_answer_to_a_note_becomes_a_note():
    note = ImportedAnnotation("notes", {"note": "A remark."})
    ordered, left = in_order_of_answers([note, answer("no", 0)])
    assert [(one.group, one.answers) for one in ordered] == [("notes", None), ("notes", None)]
    assert [one.why for one in left] == ["counter-point that answers nothing in the file; kept as a note"]


def test_a_chain_that_is_deeper_than_a_sidecar_can_be_ends_in_notes():
    ordered, _ = in_order_of_answers([claim("0"), *(answer(str(n), n - 1) for n in range(1, 60))])
    assert len(ordered) == 60
    assert [one.group for one in ordered].count("counterpoints") == 20
    assert problems_of(sidecar_of(Draft(annotations=ordered))) == []


@given(st.lists(st.none() | st.integers(0, 11), min_size=12, max_size=12))
def test_whatever_answers_what_no_statement_is_lost(targets):
    given_ = [claim(str(n)) if to is None else answer(str(n), to) for n, to in enumerate(targets)]
    ordered, _ = in_order_of_answers(given_)
    words = [str(one.fields.get("statement", one.fields.get("note"))) for one in ordered]
    assert sorted(words) == sorted(map(str, range(12)))
    assert all(one.answers is None or one.answers < n for n, one in enumerate(ordered))
    assert problems_of(sidecar_of(Draft(annotations=ordered))) == []
