"""Fact checks as ClaimReview: who says what, how it was rated, and nothing else."""

from __future__ import annotations

import copy
import json
import time

import pytest

from generator.importing.claim_review import read_claim_reviews
from generator.importing.imported import Draft, ImportedAnnotation, LeftOut, NotImported
from tests.importing.options import OPTIONS, one_draft, problems_of, sidecar_of
from tests.importing.test_any_file import CLAIM_REVIEW

URL = "https://example.org/checks/bridge"


def read(document: object) -> Draft:
    return one_draft(read_claim_reviews(json.dumps(document).encode(), OPTIONS))


def changed(**fields: object) -> dict[str, object]:
    return {**copy.deepcopy(CLAIM_REVIEW), **fields}


def fields(document: object) -> dict[str, object]:
    return dict(read(document).annotations[0].fields)


def test_a_fact_check_becomes_a_claim_with_a_new_speaker():
    draft = read(CLAIM_REVIEW)
    expected = {
        "statement": "The bridge was built in 1901.", "speaker": "the-mayor", "verdict": "false",
        "said": "2026-02-27", "reviewed": "2026-03-01", "sources": [URL],
    }  # fmt: skip
    assert draft.annotations == (ImportedAnnotation("claims", expected),)
    assert draft.speakers == {"the-mayor": {"name": "The mayor", "kind": "person"}}
    assert draft.address == "https://example.org/bridge.html"
    assert [one.why for one in draft.left_out] == ["rating number", "address where the claim appeared"]
    assert problems_of(sidecar_of(draft)) == []


def wrapped(document: object) -> str:
    return f"<!DOCTYPE html><script>var x = 1;</script>\n<script type='application/ld+json'>{document}</script></HTML>"


CHECK = json.dumps(CLAIM_REVIEW)
OF_TWO_TYPES = {**CLAIM_REVIEW, "@type": ["Article", "ClaimReview"]}
IN_A_COMMENT = wrapped('{"@type": "ClaimReview", "claimReviewed": "Commented out."}')


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([CLAIM_REVIEW]),
        json.dumps({"@graph": [{"@type": "WebPage"}, CLAIM_REVIEW]}),
        json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [CLAIM_REVIEW]}]}),
        wrapped(CHECK),
        wrapped("\n//<![CDATA[\n" + CHECK + "\n//]]>\n"),
        wrapped(json.dumps([OF_TWO_TYPES])),
        f'<script data-x="1" TYPE="application/ld+json">{{"broken": </script>{wrapped(CHECK)}',
        f"<!-- {IN_A_COMMENT} -->{wrapped(CHECK)}",
    ],
)  # fmt: skip
def test_a_fact_check_is_found_wherever_it_is(text):
    draft = one_draft(read_claim_reviews(text.encode(), OPTIONS))
    assert [one.fields["statement"] for one in draft.annotations] == ["The bridge was built in 1901."]


def test_names_in_the_graph_are_found_by_their_id():
    graph = [
        {"@type": "Person", "@id": "#mayor", "name": "The mayor"},
        changed(itemReviewed={"author": {"@id": "#mayor"}}),
    ]
    assert fields({"@graph": graph})["speaker"] == "the-mayor"


@pytest.mark.parametrize("name", ["Harbour Board", "harbour board", "Board of the Harbour"])
def test_a_speaker_of_the_archive_is_known_by_its_name_and_its_other_spellings(name):
    draft = read(changed(itemReviewed={"author": {"name": name}}))
    assert draft.annotations[0].fields["speaker"] == "harbour"
    assert draft.speakers == {}


@pytest.mark.parametrize(
    ("name", "id"),
    [("Harbour", "harbour-2"), ("市長", "speaker"), ("Editors", "editors-2"), ("Ana Núñez", "ana-nunez")],
)
def test_a_new_speaker_has_an_id_of_its_own(name, id):
    draft = read(changed(itemReviewed={"author": {"@type": "Person", "name": name}}))
    assert draft.annotations[0].fields["speaker"] == id
    assert draft.speakers == {id: {"name": name, "kind": "person"}}


def test_two_claims_of_one_speaker_share_it():
    draft = read([CLAIM_REVIEW, changed(claimReviewed="Another.")])
    assert [one.fields["speaker"] for one in draft.annotations] == ["the-mayor", "the-mayor"]
    assert len(draft.speakers) == 1


def test_a_claim_without_a_speaker_says_so():
    draft = read(changed(itemReviewed={}))
    assert draft.annotations[0].fields["speaker"] == {"unnamed": "not named in the imported file"}
    notice = "The file does not name who makes the claim “The bridge was built in 1901.”. Name the speaker."
    assert draft.notices == (notice,)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("False", {"verdict": "false"}),
        ("FALSE", {"verdict": "false"}),
        ("Context missing", {"verdict": "missing-context"}),
        ("Pants on fire", {"unsure": "rated “Pants on fire” by River Check"}),
        ("Mostly false", {"unsure": "rated “Mostly false” by River Check"}),
    ],
)
def test_a_rating_is_a_verdict_only_where_the_site_has_it(words, field):
    found = fields(changed(reviewRating={"alternateName": words, "ratingValue": "1"}))
    assert {key: found[key] for key in ("verdict", "unsure") if key in found} == field


def test_a_date_that_can_mean_two_days_is_left_out():
    draft = read(changed(datePublished="03/04/2026"))
    assert "reviewed" not in draft.annotations[0].fields
    why = "date in a form that has more than one meaning, or none"
    assert LeftOut("reviewed: 03/04/2026 (The bridge was built in 1901.)", why) in draft.left_out


def test_a_script_stays_text_and_an_address_that_is_none_is_left_out():
    draft = read(changed(claimReviewed="<script>alert(1)</script> &amp; more", url="javascript:alert(1)"))
    assert draft.annotations[0].fields["statement"] == "<script>alert(1)</script> & more"
    assert "sources" not in draft.annotations[0].fields
    assert "javascript:alert(1) (<script>alert(1)</script> & more)" in [one.text for one in draft.left_out]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("<p>Nothing</p>", "The file has no fact check: it is neither JSON, nor a web page with JSON-LD in it.", 0),
        ('{"@type": "Article"}', "The file has no fact check: no object has the type `ClaimReview`.", 0),
        ("<p>\n" + wrapped('{"a":\n}'), "The file is not valid JSON: a value is missing.", 4),
    ],
)
def test_a_file_without_a_fact_check_is_refused(text, message, line):
    found = read_claim_reviews(text.encode(), OPTIONS)
    assert isinstance(found, NotImported)
    assert (found.message, found.line) == (message, line)


@pytest.mark.parametrize("piece", ["<script ", "<!--", "<script type=application/ld+json>", "</script", "<script>"])
def test_a_page_of_a_million_tags_takes_little_time(piece):
    start = time.process_time()
    read_claim_reviews(piece.encode() * (2_000_000 // len(piece)), OPTIONS)
    assert time.process_time() - start < 5
