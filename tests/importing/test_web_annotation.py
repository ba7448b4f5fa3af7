"""Web Annotations: what the archive writes itself comes back, and what others write becomes notes."""

from __future__ import annotations

import json

from generator.annotating.values import Value
from generator.importing.imported import Draft, ImportedAnnotation, LeftOut, NotImported
from generator.importing.web_annotation import read_web_annotations
from tests.importing.options import OPTIONS, WITH_PEOPLE, drafts, one_draft, problems_of, sidecar_of
from tests.importing.test_any_file import OWN, WEB_ANNOTATION

PAGE = "https://example.org/bridge.html"


def read(document: object, **options: bool) -> Draft:
    return one_draft(read_web_annotations(json.dumps(document).encode(), WITH_PEOPLE if options else OPTIONS))


def annotation(target: object, body: object = "Text.", **more: object) -> dict[str, object]:
    bodies = {"type": "TextualBody", "value": body} if isinstance(body, str) else body
    return {"type": "Annotation", "id": "https://example.org/n/1", "target": target, "body": bodies, **more}


def quote(exact: str, **context: str) -> dict[str, object]:
    return {"source": PAGE, "selector": {"type": "TextQuoteSelector", "exact": exact, **context}}


def test_an_annotation_of_another_program_is_a_note_with_its_quote_text_and_tags():
    draft = read(WEB_ANNOTATION)
    found = {"exact": "built in 1901", "prefix": "It was ", "suffix": "."}
    fields: dict[str, Value] = {"quote": found, "note": "The bridge is older.", "tags": ["bridges"]}
    assert draft == Draft(annotations=(ImportedAnnotation("notes", fields),), address=PAGE)


def test_who_wrote_it_is_kept_only_if_asked_for():
    assert "A reader" not in str(read(WEB_ANNOTATION))
    (note,) = read(WEB_ANNOTATION, people=True).annotations
    assert note.fields["note"] == "The bridge is older.\n\n— A reader"


def test_a_file_of_the_archive_gives_its_fields_ids_and_answers():
    draft = read(OWN)
    assert draft.article == "2026/bridge"
    assert [(one.group, one.id, one.answers) for one in draft.annotations] == [
        ("claims", "old", None), ("notes", "tone", None), ("counterpoints", "older", 0), ("counterpoints", "even", 2),
    ]  # fmt: skip
    assert draft.annotations[0].fields == {
        "speaker": "mayor", "quote": "built in 1901", "verdict": "false", "codes": {"frame": "conflict"},
        "updates": {"2026-01-02": "Was unverified."}, "via": ["outlet"], "sources": ["records p. 2"],
    }  # fmt: skip
    assert draft.speakers == {"mayor": {"name": "The mayor"}}
    assert (draft.left_out, draft.notices) == ((), ())


def test_the_sidecar_of_such_a_file_is_right():
    sidecar = sidecar_of(read(OWN)).decode()
    assert problems_of(sidecar.encode()) == []
    assert "        counterpoints:\n          even:" in sidecar


def test_quotes_are_found_in_composites_lists_and_refinements():
    refined = {"source": PAGE, "selector": {"type": "CssSelector", "value": "p", "refinedBy": quote("two")["selector"]}}
    for kind in ("Composite", "List", "Independents"):
        (note,) = read(annotation({"type": kind, "items": [quote("one", prefix="a "), refined]})).annotations
        assert note.fields["quote"] == [{"exact": "one", "prefix": "a "}, "two"]
    (note,) = read(annotation([quote("one"), refined])).annotations
    assert note.fields["quote"] == ["one", "two"]


def test_a_selector_without_words_is_left_out_by_name():
    draft = read(annotation({"source": PAGE, "selector": {"type": "SvgSelector", "value": "<svg onload='alert(1)'>"}}))
    assert draft.left_out == (LeftOut(f"SvgSelector on {PAGE}", "selector that finds no words"),)
    assert [dict(one.fields) for one in draft.annotations] == [{"note": "Text."}]


def test_the_position_beside_a_quote_is_not_missed():
    draft = read(annotation({"source": PAGE, "selector": [quote("one")["selector"], {"type": "TextPositionSelector"}]}))
    assert draft.left_out == ()


def test_there_is_a_draft_for_each_page():
    items = [
        annotation("https://example.org/a"),
        annotation("https://example.org/b"),
        annotation("https://example.org/a"),
    ]
    found = drafts(read_web_annotations(json.dumps({"type": "AnnotationPage", "items": items}).encode(), OPTIONS))
    assert [(one.address, len(one.annotations)) for one in found] == [
        ("https://example.org/a", 2), ("https://example.org/b", 1),
    ]  # fmt: skip


def test_an_annotation_without_words_is_refused_by_name():
    found = read_web_annotations(json.dumps(annotation(PAGE, "")).encode(), OPTIONS)
    assert found == NotImported(
        "No annotation of the file has words that can be imported "
        "(annotation without a quote or a text: https://example.org/n/1).",
        "Choose a file whose annotations have a quote or a text.",
    )
    draft = read([annotation(PAGE), annotation(PAGE, {"id": "https://example.org/movie", "type": "Video"})])
    assert [one.why for one in draft.left_out] == ["body that is no text", "annotation without a quote or a text"]


def test_pages_that_are_elsewhere_are_not_opened():
    document = {"type": "AnnotationPage", "next": "https://example.org/page2", "items": [annotation(PAGE)]}
    notice = "More are at https://example.org/page2, which is not opened: save that file and import it, too."
    assert read(document).notices == (notice,)


def test_a_counterpoint_that_answers_nothing_here_becomes_a_note():
    claim = {"type": "Annotation", "cp:kind": "claim", "cp:speaker": "outlet", "cp:statement": "A claim.", "id": "#a"}
    answer = {
        "type": "Annotation",
        "cp:kind": "counterpoint",
        "cp:speaker": "editors",
        "cp:statement": "No.",
        "id": "#b",
    }
    draft = read([claim, answer, {**answer, "id": "#c", "cp:parent": "c"}, {**answer, "id": "#d", "cp:parent": "a"}])
    assert [(one.group, one.answers) for one in draft.annotations] == [
        ("claims", None), ("notes", None), ("notes", None), ("counterpoints", 0),
    ]  # fmt: skip
    assert [one.text for one in draft.left_out] == ["No. (speaker: editors)"] * 2
    assert problems_of(sidecar_of(draft)) == []


def test_a_field_that_does_not_fit_the_format_is_left_out_with_the_reason():
    claim = {"type": "Annotation", "cp:kind": "claim", "cp:speaker": "outlet", "cp:statement": "A claim.",
             "cp:mode": "loud", "cp:said": "yesterday"}  # fmt: skip
    draft = read(claim)
    assert dict(draft.annotations[0].fields) == {"speaker": "outlet", "statement": "A claim."}
    assert [one.text for one in draft.left_out] == ["mode: loud", "said: yesterday"]
    assert all(one.why.startswith("field that does not fit the format (") for one in draft.left_out)
