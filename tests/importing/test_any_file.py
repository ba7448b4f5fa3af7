"""Law 16 for the importers of annotations: any bytes end in drafts or in a reason, and drafts in sidecars that are
right."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.claim_review import read_claim_reviews
from generator.importing.claims_table import read_claims_table
from generator.importing.hypothesis_export import read_hypothesis
from generator.importing.imported import NotImported
from generator.importing.json_text import JSON_FILE
from generator.importing.table_edits import table_edits
from generator.importing.web_annotation import read_web_annotations
from tests.importing.options import OPTIONS, SETTINGS, WITH_PEOPLE, problems_of, sidecar_of

JSON_READERS = (read_web_annotations, read_hypothesis, read_claim_reviews)
READERS = (*JSON_READERS, read_claims_table)
each_reader = pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)

WEB_ANNOTATION = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "type": "Annotation",
    "id": "https://example.org/notes/1",
    "motivation": "commenting",
    "creator": {"type": "Person", "name": "A reader"},
    "body": [
        {"type": "TextualBody", "value": "The bridge is older.", "purpose": "commenting"},
        {"type": "TextualBody", "value": "bridges", "purpose": "tagging"},
    ],
    "target": {
        "source": "https://example.org/bridge.html",
        "selector": [
            {"type": "TextQuoteSelector", "exact": "built in 1901", "prefix": "It was ", "suffix": "."},
            {"type": "TextPositionSelector", "start": 7, "end": 20},
        ],
    },
}
OWN = {
    "type": "AnnotationCollection",
    "cp:article": "2026/bridge",
    "cp:speakers": {"mayor": {"name": "The mayor"}},
    "first": {
        "type": "AnnotationPage",
        "items": [
            {"type": "Annotation", "id": "https://example.org/b.html#old", "cp:kind": "claim", "cp:speaker": "mayor",
             "cp:quote": "built in 1901", "cp:verdict": "false", "cp:codes": {"frame": "conflict"},
             "cp:updates": {"2026-01-02": "Was unverified."}, "cp:via": ["outlet"], "cp:sources": ["records p. 2"]},
            {"type": "Annotation", "id": "https://example.org/b.html#older", "cp:kind": "counterpoint",
             "cp:parent": "old", "cp:relation": "rebuts", "cp:speaker": "editors", "cp:statement": "It is older."},
            {"type": "Annotation", "id": "https://example.org/b.html#even", "cp:kind": "counterpoint",
             "cp:parent": "older", "cp:speaker": "mayor", "cp:statement": "It is not."},
            {"type": "Annotation", "id": "https://example.org/b.html#tone", "cp:kind": "note", "cp:note": "A remark.",
             "cp:quote": {"exact": "bridge", "in": "title"}},
        ],
    },
}  # fmt: skip
HYPOTHESIS = {
    "export_date": "2026-11-01T10:00:00Z",
    "annotations": [
        {"id": "a1", "uri": "https://example.org/bridge.html", "text": "Says who?", "tags": ["sources"],
         "user": "acct:reader@hypothes.is", "permissions": {"read": ["group:__world__"]},
         "target": [{"selector": [{"type": "TextPositionSelector", "start": 7, "end": 20},
                                  {"type": "TextQuoteSelector", "exact": "built in 1901", "prefix": "It was "}]}]},
        {"id": "a2", "uri": "https://example.org/bridge.html", "text": "The records.", "references": ["a1"]},
    ],
}  # fmt: skip
CLAIM_REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://example.org/checks/bridge",
    "datePublished": "2026-03-01",
    "claimReviewed": "The bridge was built in 1901.",
    "author": {"@type": "Organization", "name": "River Check"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "False"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "The mayor"},
        "datePublished": "2026-02-27T10:00:00Z",
        "appearance": {"@type": "CreativeWork", "url": "https://example.org/bridge.html"},
    },
}
DOCUMENTS = (WEB_ANNOTATION, OWN, HYPOTHESIS, CLAIM_REVIEW)
TABLE = (
    "claim,text,quoted,speaker,verdict,said,article,tags,code_frame,note,reviewed\r\n"
    '2026/bridge#old,"built in 1901",yes,The mayor,false,2026-02-27,2026/bridge,'
    "bridges; rivers,conflict,Why.,2026-03-01\r\n"
)

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["\ud800", "\x00", "#", "- a: b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, one in pairs for found in places(one, (*path, key)))]


def with_value(value: object, path: tuple[str | int, ...], new: object) -> object:
    if not path:
        return new
    copied = dict(value) if isinstance(value, dict) else list(value)  # type: ignore[call-overload]
    copied[path[0]] = with_value(copied[path[0]], path[1:], new)
    return copied


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """A valid document in which some values are anything else, or a piece of the bytes is."""
    document: object = draw(st.sampled_from(DOCUMENTS))
    for _ in range(draw(st.integers(1, 4))):
        document = with_value(document, draw(st.sampled_from(places(document))), draw(anything))
    data = json.dumps(document, ensure_ascii=draw(st.booleans())).encode("utf-8", "replace")
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(max_size=4)) + data[at + draw(st.integers(0, 3)) :]
    return data


@given(changed())
@settings(deadline=None)
def test_a_document_with_anything_anywhere_becomes_right_sidecars_or_a_reason(data):
    for read in JSON_READERS:
        found = read(data, WITH_PEOPLE)
        if isinstance(found, NotImported):
            assert found.message.endswith((".", "…"))
            assert found.step
            continue
        assert any(draft.annotations for draft in found)
        for draft in found:
            assert problems_of(sidecar_of(draft)) == []


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(deadline=None)
def test_any_bytes_become_drafts_or_a_reason(data):
    for read in READERS:
        read(data, OPTIONS)
    table_edits(data, {}, SETTINGS)


@given(st.integers(0, len(TABLE)), st.text(alphabet=",;\"\n\r\t'=ab#\x00é\u2028", max_size=8), st.integers(0, 9))
@settings(deadline=None)
def test_a_table_with_anything_in_it_becomes_right_sidecars_or_a_reason(at, piece, gone):
    data = (TABLE[:at] + piece + TABLE[at + gone :]).encode()
    found = read_claims_table(data, OPTIONS)
    for draft in () if isinstance(found, NotImported) else found:
        assert problems_of(sidecar_of(draft)) == []
    table_edits(data, {"2026/bridge": b"claims:\n  old:\n    speaker: mayor\n    quote: built in 1901\n"}, SETTINGS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=["web annotation", "own", "hypothesis", "claim review"])
def test_the_documents_that_are_changed_are_right(document):
    """Else the test above would only see reasons."""
    read = dict(zip(map(id, DOCUMENTS), (read_web_annotations, *JSON_READERS), strict=True))[id(document)]
    found = read(json.dumps(document).encode(), OPTIONS)
    assert not isinstance(found, NotImported)
    assert found[0].left_out == () or read is read_claim_reviews


@each_reader
@pytest.mark.parametrize("data", [b"", b" \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_called_empty(read, data):
    found = read(data, OPTIONS)
    assert isinstance(found, NotImported)
    assert found.message == "There is nothing to import."


@each_reader
def test_a_file_that_is_too_large_is_refused_at_once(read):
    start = time.process_time()
    found = read(b"[" + b" " * 50_000_000, OPTIONS)
    assert isinstance(found, NotImported)
    assert (
        found.message == f"The file has 47.7 MiB, and {40 if read is read_claims_table else 16} MiB are read at most."
    )
    assert time.process_time() - start < 1


@each_reader
@pytest.mark.parametrize("data", [b"PK\x03\x04" + bytes(range(256)), b"\xd0\xcf\x11\xe0" + b"\0" * 99])
def test_a_document_of_an_office_program_is_named(read, data):
    found = read(data, OPTIONS)
    assert isinstance(found, NotImported)
    assert "office program" in found.message
    assert "and not a t" in found.message
    assert found.step


@each_reader
@pytest.mark.parametrize("data", [bytes(range(256)) * 9, b"a\0b\0\0\0c" * 9, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9])
def test_a_binary_file_is_no_text(read, data):
    found = read(data, OPTIONS)
    assert isinstance(found, NotImported)
    told = ("The file is not UTF-8 text: ", "The file has characters that no text has.", "The file is a picture, ")
    assert found.message.startswith(told)


@pytest.mark.parametrize("read", JSON_READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize(
    "bomb", ["[" * 1_000_000, '{"a":' * 1_000_000, "[" * 500 + "]" * 500, '{"a":[' * 60 + "]}" * 60]
)
def test_json_that_is_nested_deeply_is_refused(read, bomb):
    found = read(bomb.encode(), OPTIONS)
    assert isinstance(found, NotImported)
    assert found.message == "The JSON has lists or mappings inside each other, more than 100 deep."


@pytest.mark.slow
@each_reader
def test_the_largest_file_takes_seconds(read):
    piece = b'{"@type":"ClaimReview","type":"Annotation","uri":"https://a.b","text":"a","claimReviewed":"a"},'
    data = b"[" + piece * ((JSON_FILE.most - 9) // len(piece)) + b"{}]"
    start = time.process_time()
    read(data, OPTIONS)
    assert time.process_time() - start < 60
