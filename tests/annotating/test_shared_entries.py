"""A new speaker or source is a few added lines, in the order of the ids where the file has one (law 24)."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.annotating.edit import Edit
from generator.annotating.refused import Refused
from generator.annotating.shared_entries import SOURCE_KEYS, SPEAKER_KEYS, add_source, add_speaker
from generator.formats.registry import SourceEntry, SpeakerEntry, read_registry
from tests.annotating.sidecars import TEXTS, parsed, plain

SPEAKERS = "content/speakers.yaml"
FIELDS = {"role": "Spokesman", "name": "Igor Konashenkov", "kind": "person"}
LINES = "konashenkov:\n  name: Igor Konashenkov\n  kind: person\n  role: Spokesman\n"


def speakers_with(before: str, *, in_sidecar: bool = False) -> str:
    edit = add_speaker(before.encode(), SPEAKERS, "konashenkov", FIELDS, in_sidecar=in_sidecar)
    assert isinstance(edit, Edit), edit
    assert edit.undone.after.decode() == before
    return edit.after.decode()


def test_the_orders_have_the_keys_of_the_format():
    speaker = {field.alias or name for name, field in SpeakerEntry.model_fields.items()}
    source = {field.alias or name for name, field in SourceEntry.model_fields.items()}
    assert speaker <= {*SPEAKER_KEYS}
    assert source <= {*SOURCE_KEYS}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", LINES),
        ("# Who speaks.\n", "# Who speaks.\n\n" + LINES),
        ("amnesty:\n  name: A\n\ntass:\n  name: T\n", f"amnesty:\n  name: A\n\n{LINES}\ntass:\n  name: T\n"),
        ("amnesty:\n  name: A\n# The agency.\ntass:\n  name: T\n",
         f"amnesty:\n  name: A\n{LINES}# The agency.\ntass:\n  name: T\n"),
        ("tass:\n  name: T\n\namnesty:\n  name: A\n", f"tass:\n  name: T\n\namnesty:\n  name: A\n\n{LINES}"),
        ("tass:\n    name: T", LINES.replace("  ", "    ") + "\ntass:\n    name: T"),
        ("amnesty:\r\n  name: A", "amnesty:\r\n  name: A\r\n\r\n" + LINES.replace("\n", "\r\n").removesuffix("\r\n")),
    ],
)  # fmt: skip
def test_a_speaker_goes_where_its_id_goes_or_to_the_end(before: str, after: str):
    assert speakers_with(before) == after


def test_a_speaker_of_one_article_goes_into_its_sidecar():
    inner = "".join(f"  {line}\n" for line in LINES.splitlines())
    claims = "# yaml-language-server: x\nclaims:\n  a:\n    note: x\n"
    assert speakers_with(claims, in_sidecar=True) == claims.replace("claims:", f"speakers:\n{inner}\nclaims:")
    before = "speakers:\n  amnesty:\n    role: x\n\nclaims:\n"
    assert speakers_with(before, in_sidecar=True) == before.replace("role: x\n", f"role: x\n{inner}")


@pytest.mark.parametrize(
    ("data", "id", "why"),
    [
        (b"tass:\n  name: T\n", "tass", "used in this file already"),
        (b"", "outlet", "a meaning of its own"),
        (b"", "A b", "can't be an id"),
        (b"- tass\n", "new", "not a mapping"),
        (b"{tass: {name: T}}\n", "new", "braces"),
        (b"tass: &a\n", "new", "error"),
    ],
)
def test_a_speaker_that_has_no_place_is_refused(data: bytes, id: str, why: str):
    refused = add_speaker(data, SPEAKERS, id, FIELDS)
    assert isinstance(refused, Refused)
    assert why in refused.why


@given(st.lists(st.sampled_from("abcxyz"), unique=True), TEXTS, TEXTS, st.sampled_from(["\n", "\r\n"]))
@example(ids=[], title="a # b", excerpt=">>>>>>>", end="\n")
def test_a_source_is_added_and_the_others_stay(ids: list[str], title: str, excerpt: str, end: str):
    before = end.join(line for id in ids for line in (f"# above {id}", f"{id}:", f"  title: {id}", "")).encode()
    edit = add_source(
        before, "content/sources.yaml", "m", {"title": title, "excerpt": excerpt, "url": "https://a.b/?c"}
    )
    assert isinstance(edit, Edit), edit
    model, after = parsed(before) or {}, parsed(edit.after)
    assert isinstance(model, dict)
    assert isinstance(after, dict)
    new = {"title": plain(title), "url": "https://a.b/?c", "excerpt": plain(excerpt)}
    assert after == {**model, "m": new}
    assert edit.undone.after == before
    for id in ids:
        assert f"# above {id}{end}{id}:{end}".encode() in edit.after
    names = [*after]
    assert names == sorted([*ids, "m"]) if ids == sorted(ids) else names == [*ids, "m"]
    registry, problems = read_registry([], [("content/sources.yaml", edit.after)])
    if title.strip() and excerpt.strip():
        assert problems == []
        assert registry.sources["m"].title == title.replace("\r\n", "\n").strip()
