"""One edit is taken back past the edits of others around it, and never over an edit of the same annotation."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from generator.annotating.annotations import NewAnnotation, add_annotation, change_fields, remove_annotation
from generator.annotating.edit import Edit
from generator.annotating.front_matter_keys import change_front_matter
from generator.annotating.refused import Refused
from generator.annotating.undoing import undo
from tests.annotating.sidecars import PATH, parsed, sidecars

SIDECAR = b"""\
claims:
  a:
    verdict: false
    note: x

  # about b
  b:
    note: y

  c:
    note: z
"""


def made(edit: Edit | Refused) -> Edit:
    assert isinstance(edit, Edit), edit
    return edit


def undone(edit: Edit, now: bytes) -> bytes:
    return made(undo(edit, now, PATH, in_groups=True)).after


def test_an_edit_is_taken_back_past_edits_on_both_sides():
    edit = made(change_fields(SIDECAR, PATH, "b", {"note": "mine"}))
    now = edit.after.replace(b"note: x", b"note: theirs").replace(b"note: z", b"note: z\n    unsure: so")
    assert undone(edit, now) == now.replace(b"mine", b"y")


def test_what_was_added_goes_and_what_was_removed_returns():
    edit = made(add_annotation(SIDECAR, PATH, NewAnnotation("new", "claims", {"note": "n"}, start=1), {"b": 2}))
    now = edit.after.replace(b"false", b"true").replace(b"note: z\n", b"")
    assert undone(edit, now) == SIDECAR.replace(b"false", b"true").replace(b"note: z\n", b"")
    edit = made(remove_annotation(SIDECAR, PATH, "b"))
    now = edit.after.replace(b"false", b"true").replace(b"note: z\n", b"")
    assert undone(edit, now) == SIDECAR.replace(b"false", b"true").replace(b"note: z\n", b"")


def test_an_answer_that_another_added_stays():
    edit = made(change_fields(SIDECAR, PATH, "a", {"verdict": None}))
    answer = NewAnnotation("new", "counterpoints", {"note": "n"}, answers="a")
    now = made(add_annotation(edit.after, PATH, answer, {})).after
    assert undone(edit, now) == made(add_annotation(SIDECAR, PATH, answer, {})).after


def test_an_annotation_that_was_changed_meanwhile_stays_and_the_refusal_says_so():
    edit = made(change_fields(SIDECAR, PATH, "a", {"verdict": "unsupported"}))
    now = edit.after.replace(b"note: x", b"note: theirs")
    refused = undo(edit, now, PATH, in_groups=True)
    assert isinstance(refused, Refused)
    assert refused.why == "“a” was changed meanwhile, so the change was not undone."
    gone = made(remove_annotation(edit.after, PATH, "a")).after
    assert isinstance(undo(edit, gone, PATH, in_groups=True), Refused)


def test_a_comment_that_another_wrote_stays():
    edit = made(add_annotation(SIDECAR, PATH, NewAnnotation("new", "claims", {"note": "n"}), {}))
    now = edit.after.replace(b"  new:", b"  # theirs\n  new:").replace(b"  a:", b"  # of a\n  a:")
    assert isinstance(undo(edit, now, PATH, in_groups=True), Refused)
    now = edit.after.replace(b"  a:", b"  # of a\n  a:")
    assert undone(edit, now) == SIDECAR.replace(b"  a:", b"  # of a\n  a:")


def test_a_key_of_front_matter_is_taken_back_when_another_key_or_the_body_changed():
    before = b"---\ntitle: A\ndate: 2015-01-01\n---\nWords.\n"
    edit = made(change_front_matter(before, "content/articles/x.md", {"title": "B"}))
    now = edit.after.replace(b"01-01", b"02-02").replace(b"Words", b"More words")
    back = made(undo(edit, now, "content/articles/x.md", in_groups=False))
    assert back.after == now.replace(b"B", b"A")


@given(sidecars(), st.data())
def test_undo_gives_what_only_the_other_edit_gives(before: bytes, data):
    model = parsed(before)
    claims = model.get("claims") if isinstance(model, dict) else None
    assume(isinstance(claims, dict) and len(claims) > 1)
    assert isinstance(claims, dict)
    mine, theirs = data.draw(st.permutations(list(claims)))[:2]
    changes = {"note": "it: is", "mode": "direct"}
    edit = data.draw(
        st.sampled_from(
            [change_fields(before, PATH, mine, changes), remove_annotation(before, PATH, mine),
             add_annotation(before, PATH, NewAnnotation("new", "claims", {"note": "n"}, start=1), {mine: 2})]
        )
    )  # fmt: skip
    assume(isinstance(edit, Edit))
    other = change_fields(made(edit).after, PATH, theirs, {"unsure": "is it?", "note": "so"})
    alone = change_fields(before, PATH, theirs, {"unsure": "is it?", "note": "so"})
    assume(isinstance(other, Edit) and isinstance(alone, Edit))
    assert undone(made(edit), made(other).after) == made(alone).after
