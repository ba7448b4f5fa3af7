"""The export of Hypothesis: notes in the order of the text, replies behind them."""

from __future__ import annotations

import json
from dataclasses import replace

from generator.importing.hypothesis_export import read_hypothesis
from generator.importing.imported import Draft, ImportedAnnotation, LeftOut, NotImported
from tests.importing.options import OPTIONS, WITH_PEOPLE, drafts, one_draft, problems_of, sidecar_of
from tests.importing.test_any_file import HYPOTHESIS

PAGE = "https://example.org/bridge.html"


def row(id: str, text: str = "Text.", exact: str = "", start: int = 0, **more: object) -> dict[str, object]:
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]"},
        {"type": "TextPositionSelector", "start": start, "end": start + len(exact)},
        {"type": "TextQuoteSelector", "exact": exact, "prefix": "a ", "suffix": " b"},
    ]
    target = [{"source": PAGE, "selector": selectors}] if exact else [{"source": PAGE}]
    return {
        "id": id,
        "uri": PAGE,
        "text": text,
        "tags": [],
        "target": target,
        "user": "acct:reader@hypothes.is",
        **more,
    }


def read(*rows: object, **options: bool) -> Draft:
    return one_draft(read_hypothesis(json.dumps({"rows": rows}).encode(), WITH_PEOPLE if options else OPTIONS))


def notes(draft: Draft) -> list[object]:
    return [one.fields.get("note") for one in draft.annotations]


def test_an_annotation_becomes_a_note_with_its_quote_and_a_reply_a_note_behind_it():
    draft = one_draft(read_hypothesis(json.dumps(HYPOTHESIS).encode(), OPTIONS))
    quote = {"exact": "built in 1901", "prefix": "It was "}
    assert draft.annotations == (
        ImportedAnnotation("notes", {"quote": quote, "note": "Says who?", "tags": ["sources"]}),
        ImportedAnnotation("notes", {"quote": quote, "note": "The records."}),
    )
    assert draft.address == PAGE
    assert draft.notices == ("Replies became notes behind what they answer, since a note can't be answered: 1.",)
    assert problems_of(sidecar_of(draft)) == []


def test_notes_are_in_the_order_of_the_text_and_replies_behind_theirs_the_oldest_first():
    draft = read(
        row("d", "reply 2", references=["b", "c"], created="2026-01-03"),
        row("p", "page note"),
        row("b", "second", "one", 90),
        row("c", "reply 1", references=["b"], created="2026-01-02"),
        row("a", "first", "two", 10),
    )
    assert notes(draft) == ["first", "second", "reply 1", "reply 2", "page note"]


def test_a_reply_to_what_is_not_in_the_file_is_kept():
    draft = read(row("b", "A reply.", references=["elsewhere"]))
    assert notes(draft) == ["A reply."]


def test_names_of_annotators_are_dropped_unless_asked_for():
    assert "reader" not in str(read(row("a")))
    assert notes(read(row("a"), people=True)) == ["Text.\n\n— reader"]


def test_a_highlight_without_a_text_is_a_note_of_its_quote():
    draft = read(row("a", "", "one"))
    assert dict(draft.annotations[0].fields) == {"quote": {"exact": "one", "prefix": "a ", "suffix": " b"}}
    assert problems_of(sidecar_of(draft)) == []


def test_what_moderators_hide_and_what_has_no_words_is_left_out():
    draft = read(row("a"), row("b", "Rude.", hidden=True), row("c", ""))
    assert draft.left_out == (
        LeftOut("Rude.", "annotation that the moderators of Hypothesis hide"),
        LeftOut("c", "annotation without a quote or a text"),
    )


def test_what_is_hidden_can_be_kept():
    data = json.dumps({"rows": [row("b", "Rude.", hidden=True)]}).encode()
    assert notes(one_draft(read_hypothesis(data, replace(OPTIONS, keep_all=True)))) == ["Rude."]


def test_annotations_that_were_not_public_are_named():
    draft = read(row("a", permissions={"read": ["acct:reader@hypothes.is"]}))
    assert draft.notices == (
        "Annotations that only a group or their author can read: 1. A site publishes them, so ask first, "
        "or remove them from the file.",
    )


def test_each_page_has_a_draft_and_what_is_no_web_page_has_no_address():
    rows = [row("a"), row("b", uri="https://example.org/other"), row("c", uri="urn:x-pdf:1234")]
    found = drafts(read_hypothesis(json.dumps({"annotations": rows}).encode(), OPTIONS))
    assert [one.address for one in found] == [PAGE, "https://example.org/other", ""]


def test_answers_of_the_api_with_replies_apart_and_single_annotations_are_read():
    answer = {"total": 1, "rows": [row("a")], "replies": [row("b", "A reply.", references=["a"])]}
    for document in ({"result": answer}, answer, [row("a"), row("b", "A reply.", references=["a"])]):
        assert notes(one_draft(read_hypothesis(json.dumps(document).encode(), OPTIONS))) == ["Text.", "A reply."]
    assert notes(one_draft(read_hypothesis(json.dumps(row("a")).encode(), OPTIONS))) == ["Text."]


def test_a_field_in_another_shape_costs_only_itself():
    draft = read(row("a", tags={"a": ["b"]}), "no annotation")
    assert notes(draft) == ["Text."]
    assert draft.left_out == (
        LeftOut("`tags` is an object, not a text (a)", "field in a shape that is not known"),
        LeftOut("no annotation", "entry 2 of the list, which is no annotation"),
    )


def test_another_file_is_refused_with_the_way_to_the_export():
    assert read_hypothesis(b'{"items": []}', OPTIONS) == NotImported(
        "The file is no export of Hypothesis: it has no list `annotations` or `rows`.",
        "In the sidebar of Hypothesis, choose “Share”, “Export” and the format JSON.",
    )
