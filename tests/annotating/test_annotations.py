"""Annotations are added, changed and removed by lines: nothing else of the file changes (law 24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.annotating.annotations import Group, NewAnnotation, add_annotation, change_fields, remove_annotation
from generator.annotating.edit import Edit
from generator.annotating.refused import Refused
from generator.annotating.values import Value
from generator.fixing.key_order import KEYS
from generator.formats.sidecar import read_sidecar
from tests.annotating.sidecars import FIELDS, HOSTILE, PATH, TEXTS, owners, parsed, plain, sidecars

SIDECAR = """\
# yaml-language-server: $schema=x
claims:
  first: # the first
    verdict: false
    speaker: tass
    quote: |
      one: two
    note: It is so. # why?

  # about the second
  second:
    speaker: {unnamed: "a, b"}
    quote: three
    updates:
      2015-01-01: Was unverified.
    sources:
      - a
      # the best one
      - b
    counterpoints:
      answer:
        speaker: sana
        statement: no

notes:
  remark:
    note: A remark.
"""
STARTS = {"first": 10, "second": 20, "remark": 5}


def added(data: str, new: NewAnnotation, starts: dict[str, int] = STARTS) -> str:
    return text(add_annotation(data.encode(), PATH, new, starts))


def text(edit: Edit | Refused) -> str:
    assert isinstance(edit, Edit), edit
    return edit.after.decode()


# ── adding ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_is_three_lines_above_the_first_whose_passage_starts_later():
    new = NewAnnotation("new", "claims", {"quote": "words", "speaker": "tass"}, start=15)
    lines = "  new:\n    speaker: tass\n    quote: words\n\n"
    assert added(SIDECAR, new) == SIDECAR.replace("  # about", lines + "  # about")


def test_a_claim_whose_passage_starts_last_goes_to_the_end_of_its_group():
    new = NewAnnotation("new", "claims", {"speaker": "tass", "statement": "x"}, start=20)
    lines = "\n  new:\n    speaker: tass\n    statement: x\n"
    assert added(SIDECAR, new) == SIDECAR.replace("\nnotes:", lines + "\nnotes:")


def test_neighbours_without_an_empty_line_get_none():
    before = "claims:\n  a:\n    note: x\n  b:\n    note: x\n"
    new = NewAnnotation("new", "claims", {"note": "y"}, start=1)
    assert added(before, new, {"b": 2}) == before.replace("  b:", "  new:\n    note: y\n  b:")


def test_an_answer_goes_inside_what_it_answers():
    new = NewAnnotation("new", "counterpoints", {"relation": "rebuts", "speaker": "tass"}, answers="first")
    lines = "    counterpoints:\n      new:\n        relation: rebuts\n        speaker: tass\n"
    assert added(SIDECAR, new) == SIDECAR.replace("# why?\n", "# why?\n" + lines)
    new = NewAnnotation("new", "counterpoints", {"speaker": "tass"}, answers="answer")
    lines = "        counterpoints:\n          new:\n            speaker: tass\n"
    assert added(SIDECAR, new) == SIDECAR.replace("statement: no\n", "statement: no\n" + lines)


def test_a_group_that_is_missing_is_made_in_its_place():
    new = NewAnnotation("new", "counterpoints", {"to": ["a/b#c", "first"], "speaker": "tass"})
    lines = "counterpoints:\n  new:\n    to: [a/b#c, first]\n    speaker: tass\n\n"
    assert added(SIDECAR, new) == SIDECAR.replace("notes:", lines + "notes:")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "claims:\n  new:\n    speaker: tass\n"),
        ("claims:\n", "claims:\n  new:\n    speaker: tass\n"),
        ("claims: # here", "claims: # here\n  new:\n    speaker: tass"),
        ("claims: {} # here\n", "claims: # here\n  new:\n    speaker: tass\n"),
        ("claims: ~\nnotes:\n", "claims:\n  new:\n    speaker: tass\nnotes:\n"),
        ("# All of it.\n", "# All of it.\n\nclaims:\n  new:\n    speaker: tass\n"),
        ("# yaml-language-server: x\nnotes:\n    a:\n        note: x\n",
         "# yaml-language-server: x\nclaims:\n    new:\n        speaker: tass\n\nnotes:\n    a:\n        note: x\n"),
        ("\ufeffclaims:\r\n  a:\r\n   note: x", "\ufeffclaims:\r\n  a:\r\n   note: x\r\n  new:\r\n   speaker: tass"),
    ],
)  # fmt: skip
def test_an_empty_group_or_file_gets_its_first_entry(before: str, after: str):
    assert added(before, NewAnnotation("new", "claims", {"speaker": "tass"}), {}) == after


def test_values_are_plain_or_a_block_and_passages_a_list():
    fields: dict[str, Value] = {
        "quote": ["one", "two: three"], "note": "a\nb", "statement": "no", "speaker": {"unnamed": "a, b"},
        "codes": {"frame": "conflict"}, "sources": [{"title": "~", "url": "https://a.b"}, "a p. 1"],
        "updates": {"2015-01-01": "So."}, "withdrawn": "2015-01-01 Oh.",
    }  # fmt: skip
    assert added("", NewAnnotation("new", "claims", fields), {}) == (
        'claims:\n  new:\n    withdrawn: 2015-01-01 Oh.\n    speaker: {unnamed: "a, b"}\n    quote:\n      - one\n'
        "      - |\n        two: three\n    statement: no\n    note: |\n      a\n      b\n    updates:\n"
        '      2015-01-01: So.\n    sources:\n      - title: "~"\n        url: https://a.b\n      - a p. 1\n'
        "    codes: {frame: conflict}\n"
    )


def test_answers_may_be_added_with_what_they_answer():
    answer = {"relation": "rebuts", "speaker": "tass"}
    fields: dict[str, Value] = {"speaker": "sana", "counterpoints": {"b": {**answer, "counterpoints": {"c": answer}}}}
    assert added("", NewAnnotation("a", "claims", fields), {}) == (
        "claims:\n  a:\n    speaker: sana\n    counterpoints:\n      b:\n        relation: rebuts\n"
        "        speaker: tass\n        counterpoints:\n          c:\n            relation: rebuts\n"
        "            speaker: tass\n"
    )


# ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────


def changed(id: str, changes: Mapping[str, Value | None], data: str = SIDECAR) -> str:
    return text(change_fields(data.encode(), PATH, id, changes))


@pytest.mark.parametrize(
    ("id", "changes", "old", "new"),
    [
        ("first", {"verdict": "unsupported"}, "verdict: false", "verdict: unsupported"),
        ("first", {"quote": "words"}, "      one: two\n", "      words\n"),
        ("first", {"note": "Or not."}, "It is so. # why?", "Or not. # why?"),
        ("first", {"note": "Or: not."}, "It is so. # why?\n", "| # why?\n      Or: not.\n"),
        ("first", {"note": None}, "    note: It is so. # why?\n", ""),
        ("first", {"speaker": {"unnamed": "x"}}, "speaker: tass", "speaker: {unnamed: x}"),
        ("first", {"reviewed": "2015-01-01"}, "false\n", "false\n    reviewed: 2015-01-01\n"),
        ("first", {"repeats": "a#b"}, "    verdict:", "    repeats: a#b\n    verdict:"),
        ("first", {"verdict": "false"}, "", ""),
        ("second", {"speaker": {"unnamed": "c"}}, '{unnamed: "a, b"}', '{unnamed: "c"}'),
        ("second", {"updates": {"2015-01-01": "Was unverified.", "2016": "x"}}, "unverified.\n",
         "unverified.\n      2016: x\n"),
        ("second", {"sources": ["a", "b", "c"]}, "      - b\n", "      - b\n      - c\n"),
        ("second", {"sources": ["x", "b"]}, "      - a\n", "      - x\n"),
        ("second", {"tags": ["x"]}, "      - b\n", "      - b\n    tags: [x]\n"),
        ("answer", {"statement": "yes # no"}, "statement: no\n", "statement: |\n          yes # no\n"),
        ("remark", {"note": "x\n\ny"}, "A remark.\n", "|\n      x\n\n      y\n"),
    ],
)  # fmt: skip
def test_the_lines_of_changed_fields_change_and_no_others(
    id: str, changes: dict[str, Value | None], old: str, new: str
):
    assert SIDECAR.count(old) == 1 or not old
    assert changed(id, changes) == SIDECAR.replace(old, new)


def test_passages_are_never_in_brackets():
    before = "claims:\n  a:\n    quote: [x, y] # two\n    tags: [x, y]\n"
    changes: dict[str, Value | None] = {"quote": ["x", "z"], "tags": ["x", "z"]}
    after = "claims:\n  a:\n    quote: # two\n      - x\n      - z\n    tags: [x, z]\n"
    assert changed("a", changes, before) == after


def test_a_value_keeps_the_form_that_it_had():
    before = "notes:\n  a:\n    quote: 'x'\n    note: \"y\"\n    tags: [ a, 'b' ]\n    unsure: >\n      z\n"
    changes: dict[str, Value | None] = {"quote": "it's", "note": 'say "no"', "tags": ["c", "b"], "unsure": "w"}
    after = (
        "notes:\n  a:\n    quote: 'it''s'\n    note: \"say \\\"no\\\"\"\n    tags: [c, 'b']\n    unsure: |\n      w\n"
    )
    assert changed("a", changes, before) == after


# ── removing ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_annotation_goes_with_its_comment_and_its_empty_line():
    first = SIDECAR.index("  first:")
    second = SIDECAR.index("  # about the second")
    notes = SIDECAR.index("\nnotes:")
    assert text(remove_annotation(SIDECAR.encode(), PATH, "first")) == SIDECAR[:first] + SIDECAR[second:]
    assert text(remove_annotation(SIDECAR.encode(), PATH, "second")) == SIDECAR[: second - 1] + SIDECAR[notes:]


def test_an_annotation_in_braces_can_be_removed():
    before = "claims:\n  a: {note: x}\n  # about b\n  b: {note: y}\n"
    assert text(remove_annotation(before.encode(), PATH, "b")) == "claims:\n  a: {note: x}\n"


def test_a_group_that_would_be_empty_goes_too_unless_it_has_a_comment():
    answers = SIDECAR[SIDECAR.index("    counterpoints:") : SIDECAR.index("\nnotes:")]
    assert text(remove_annotation(SIDECAR.encode(), PATH, "answer")) == SIDECAR.replace(answers, "")
    assert text(remove_annotation(SIDECAR.encode(), PATH, "remark")) == SIDECAR[: SIDECAR.index("\nnotes:")]
    before = "# All of it.\nnotes:\n  a:\n    note: x\n"
    assert text(remove_annotation(before.encode(), PATH, "a")) == "# All of it.\nnotes:\n"


# ── refusing ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("claims:\n  a:\n    quote: *b\n", "error"),
        ("claims:\n  a: &b\n    quote: x\n", "error"),
        ("claims:\n<<<<<<< HEAD\n  a:\n=======\n  b:\n>>>>>>> x\n", "merge"),
        ("claims:\n  a:\n   quote: x\n  b: {\n", "error"),
        ("claims:\n\ta:\n", "error"),
        ("claims:\n  a: {quote: x}\n", "braces"),
        ("claims:\n  a: x\n", "not a mapping"),
        ("claims:\n  b:\n    quote: x\n", "no annotation “a”"),
        ("claims:\n  a:\n    quote: x\nnotes:\n  a:\n    note: y\n", "used twice"),
        ("claims:\n  a:\n    quote: 'x # y\n\n     # z'\n    note: [a, # b\n      c] # d\n", "comments inside"),
    ],
)
def test_what_cant_be_changed_by_lines_is_refused_with_the_reason(data: str, why: str):
    refused = change_fields(data.encode(), PATH, "a", {"note": "z"})
    assert isinstance(refused, Refused)
    assert why in refused.why
    assert refused.why.endswith((".", "”"))
    assert refused.step.endswith(".")


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewAnnotation("first", "notes", {"note": "x"}), "used in this article already"),
        (NewAnnotation("answer", "notes", {"note": "x"}), "used in this article already"),
        (NewAnnotation("No", "notes", {"note": "x"}), "can't be an id"),
        (NewAnnotation("new", "notes", {"note": "a\0b"}), "U+0000"),
        (NewAnnotation("new", "notes", {"codes": {"a\u2028": "b"}}), "U+2028"),
        (NewAnnotation("new", "counterpoints", {}, answers="gone"), "no annotation “gone”"),
        (NewAnnotation("new", "counterpoints", {}, answers="remark"), "a note"),
    ],
)
def test_a_new_annotation_that_has_no_place_is_refused(new: NewAnnotation, why: str):
    refused = add_annotation(SIDECAR.encode(), PATH, new, STARTS)
    assert isinstance(refused, Refused)
    assert why in refused.why


# ── properties ───────────────────────────────────────────────────────────────────────────────────────────────────

FIELD_CHANGES = st.dictionaries(st.sampled_from([*FIELDS]), st.booleans(), min_size=1, max_size=3)


@st.composite
def fields(draw: st.DrawFn) -> dict[str, object]:
    keys = draw(st.sets(st.sampled_from([*FIELDS]), min_size=1, max_size=4))
    return {key: draw(FIELDS[key]) for key in keys}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("key", ["note", "statement", "quote"])
def test_hostile_texts_are_read_back_as_they_were_typed(text: str, key: str):
    new = NewAnnotation("new", "claims", {"speaker": "tass", "statement": "so", key: text})
    edit = add_annotation(b"", PATH, new, {})
    assert isinstance(edit, Edit), edit
    if not text.strip():
        return
    sidecar = read_sidecar(edit.after, PATH, "x")
    assert sidecar.diagnostics == ()
    (annotation,) = sidecar.annotations
    typed = text.replace("\r\n", "\n").strip()
    assert (annotation.quote[0].exact if key == "quote" else getattr(annotation, key)) == typed


@given(sidecars(), fields(), st.data())
def test_adding_adds_lines_and_nothing_else(before: bytes, new_fields, data):
    there = list(paths(parsed(before)))
    answered = data.draw(st.sampled_from(["", *(path[-1] for path in there if path[0] != "notes")]))
    groups: tuple[Group, ...] = ("counterpoints",) if answered else ("claims", "counterpoints", "notes")
    group = data.draw(st.sampled_from(groups))
    starts = (
        data.draw(st.dictionaries(st.sampled_from([path[-1] for path in there]), st.integers(0, 9))) if there else {}
    )
    new = NewAnnotation("new", group, new_fields, answered, data.draw(st.none() | st.integers(0, 9)))
    edit = add_annotation(before, PATH, new, starts)
    assert isinstance(edit, Edit), edit
    (splice,) = edit.splices
    assert splice.start == splice.end
    assert splice.applied(before) == edit.after
    model = parsed(before) or {}
    assert isinstance(model, dict)
    at = next((path for path in there if path[-1] == answered), ())
    inner = inside(model, at)
    siblings = inner.get("counterpoints" if answered else group) or {}
    inner["counterpoints" if answered else group] = {**siblings, "new": plain(new_fields)}
    assert parsed(edit.after) == plain(model)
    assert owners(edit.after) == owners(before)
    written = [*inside(parsed(edit.after), (*at, "counterpoints" if answered else group, "new"))]
    assert written == sorted(written, key=KEYS.index)
    names = [*inside(parsed(edit.after), (*at, "counterpoints" if answered else group))]
    later = [name for name in siblings if new.start is not None and starts.get(name, -1) > new.start]
    assert names == [*siblings, "new"] if not later else names.index("new") == names.index(later[0]) - 1


@given(sidecars(), fields(), FIELD_CHANGES, st.data())
def test_changing_changes_the_lines_of_those_fields_and_nothing_else(before: bytes, values, gone, data):
    there = list(paths(parsed(before)))
    assume(there)
    path = data.draw(st.sampled_from(there))
    changes = {**values, **{key: None for key, is_gone in gone.items() if is_gone}}
    edit = change_fields(before, PATH, path[-1], changes)
    model = parsed(before)
    old = inside(model, path)
    if isinstance(edit, Refused):
        assert "comments" in edit.why, edit
        return
    put = {**(old or {}), **changes}
    kept = {key: value for key, value in put.items() if value is not None}
    inside(model, path[:-1])[path[-1]] = kept
    assert parsed(edit.after) == plain(model)
    removed = {f"{path[-1]}/{key}" for key in changes}
    stay = {comment: owner for comment, owner in owners(before).items() if not any(one in comment for one in removed)}
    assert stay.items() <= owners(edit.after).items()
    now = [*(inside(parsed(edit.after), path) or {})]
    assert now == sorted(now, key=KEYS.index)
    assert edit.undone.after == before


@given(sidecars(), st.data())
def test_removing_takes_the_entry_and_nothing_else(before: bytes, data):
    there = list(paths(parsed(before)))
    assume(there)
    path = data.draw(st.sampled_from(there))
    edit = remove_annotation(before, PATH, path[-1])
    assert isinstance(edit, Edit), edit
    after = parsed(edit.after) or {}
    assert {one[-1] for one in paths(after)} == {one[-1] for one in there if path[-1] not in one}
    model = parsed(before)
    del inside(model, path[:-1])[path[-1]]
    assert without_empty(after) == without_empty(plain(model))
    (splice,) = edit.splices
    assert splice.new == b""
    below = {one[-1] for one in there if path[-1] in one}
    gone = {comment for comment in owners(before) if comment.split(" ")[1].partition("/")[0] in below}
    assert owners(edit.after) == {comment: owner for comment, owner in owners(before).items() if comment not in gone}


@given(sidecars(), st.lists(st.tuples(st.integers(0, 2), fields()), max_size=5), st.data())
def test_edits_taken_back_one_by_one_give_the_old_bytes(before: bytes, moves, data):
    now, done = before, list[Edit]()
    for n, (move, values) in enumerate(moves):
        there = list(paths(parsed(now)))
        id = data.draw(st.sampled_from(there))[-1] if there else ""
        if move == 0 or not id:
            edit = add_annotation(now, PATH, NewAnnotation(f"new-{n}", "claims", values, start=n), {id: n + 1})
        elif move == 1:
            edit = change_fields(now, PATH, id, values)
        else:
            edit = remove_annotation(now, PATH, id)
        if isinstance(edit, Edit):
            done.append(edit)
            now = edit.after
    for edit in reversed(done):
        assert edit.after == now
        assert edit.undone.before == now
        now = edit.undone.after
        assert edit.undone.undone.after == edit.after
    assert now == before


@given(st.binary(max_size=60), st.text("claims: ab-\n {}[]#|quote&*", max_size=60), TEXTS)
def test_anything_may_come_in(data: bytes, words: str, value: str):
    for one in (data, words.encode(), b"claims:\n  a:\n    quote: x\n    " + words.encode()):
        for edit in (
            add_annotation(one, PATH, NewAnnotation("b", "claims", {"note": value}), {}),
            change_fields(one, PATH, "a", {"note": value}),
            remove_annotation(one, PATH, "a"),
        ):
            assert isinstance(edit, Refused) or edit.undone.after == one


def paths(model: object) -> Iterator[tuple[str, ...]]:
    """The keys that lead to each annotation of a sidecar."""
    for group in ("claims", "counterpoints", "notes"):
        yield from _paths(model, (group,))


def _paths(node: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    entries = node.get(path[-1]) if isinstance(node, dict) else None
    for name, value in entries.items() if isinstance(entries, dict) else ():
        yield (*path, name)
        yield from _paths(value, (*path, name, "counterpoints"))


def inside(model: object, path: tuple[str, ...]):
    for n, name in enumerate(path):
        assert isinstance(model, dict)
        if model.get(name) in ("", None):
            model[name] = {}
        model = model[name]
        assert n < 20
    return model


def without_empty(value: object) -> object:
    if not isinstance(value, dict):
        return value
    found = {key: without_empty(one) for key, one in value.items()}
    return {key: one for key, one in found.items() if one not in ({}, "")}
