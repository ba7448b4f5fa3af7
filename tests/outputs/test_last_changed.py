"""When something last happened, told from the content alone."""

from __future__ import annotations

import pytest

from generator.model import Annotation, FrontMatter
from generator.outputs.last_changed import Event, article_changed, claim_changed, events, stamp
from generator.values import replace
from tests.archives import AMNESTY, ANSWER, archive_of, by, settings, written

WHOLE = settings()
WITH_ANSWER = archive_of([AMNESTY, ANSWER], WHOLE)
CLAIM = Annotation("yes", "claim", statement="It is so.", speaker=by("defence"))


def answer(said: str) -> Annotation:
    return Annotation(
        "no", "counterpoint", statement="It isn’t.", speaker=by("amnesty"), said=said, to=("2026/late#yes",)
    )


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2015-12-23", "2015-12-23T00:00:00Z"),
        ("2015-12-23T10:00:00+03:00", "2015-12-23T07:00:00Z"),
        ("2015-12", ""),
        ("", ""),
    ],
)
def test_a_date_becomes_a_moment(date, moment):
    assert stamp(date) == moment


@pytest.mark.parametrize(
    ("date", "zone", "moment"),
    [
        ("2016-01-01", "UTC", "2016-01-01T00:00:00Z"),
        ("2016-01-01", "Asia/Tokyo", "2015-12-31T15:00:00Z"),
        ("2016-01-01", "Pacific/Kiritimati", "2015-12-31T10:00:00Z"),
        ("2016-01-01", "America/New_York", "2016-01-01T05:00:00Z"),
        ("2016-07-01", "America/New_York", "2016-07-01T04:00:00Z"),
        ("2016-01-01", "Asia/Kathmandu", "2015-12-31T18:15:00Z"),
        ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("2015-10-18", "America/Sao_Paulo", "2015-10-18T03:00:00Z"),  # a day that has no midnight
        ("2016-01-01T10:00", "Asia/Tokyo", "2016-01-01T01:00:00Z"),
        ("2016-01-01T10:00+05:00", "Asia/Tokyo", "2016-01-01T05:00:00Z"),
        ("2016-01", "Asia/Tokyo", ""),
    ],
)
def test_a_day_begins_in_the_time_zone_of_the_site(date, zone, moment):
    assert stamp(date, zone) == moment


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Pacific/Apia", "Pacific/Kiritimati", "UTC"])
def test_what_the_editors_did_on_a_day_is_of_that_day_in_the_time_zone_of_the_site(zone):
    archive = archive_of([AMNESTY, ANSWER], settings(timezone=zone))
    article = archive.articles_by_id["2015/amnesty"]
    assert article.instant == stamp("2015-12-23", zone)
    assert article_changed(archive, article) == stamp("2016-03-01", zone)
    assert claim_changed(archive, archive.claims_by_ref["2015/amnesty#only-cliches"]) == stamp("2016-02-24", zone)


def test_an_article_changes_with_what_is_said_of_its_annotations():
    article = WITH_ANSWER.articles_by_id["2015/amnesty"]
    assert article.instant == "2015-12-23T00:00:00Z"
    assert article_changed(WITH_ANSWER, article) == "2016-03-01T00:00:00Z"  # one was withdrawn


@pytest.mark.parametrize(
    ("claim", "moment"),
    [
        ("2015/amnesty#only-cliches", "2016-02-24T00:00:00Z"),  # an update
        ("2015/amnesty#launch", "2016-01-10T06:30:00Z"),  # an answer, in a later article
        ("2015/amnesty#lost", "2015-12-23T00:00:00Z"),  # only made
    ],
)
def test_a_claim_changes_when_it_is_made_answered_or_reviewed(claim, moment):
    assert claim_changed(WITH_ANSWER, WITH_ANSWER.claims_by_ref[claim]) == moment


@pytest.mark.parametrize(
    ("id", "happened"),
    [
        (
            "only-cliches",
            [
                Event("2016-02-24", "updated", text="Was unverified until the annex was obtained."),
                Event("2016-02-01", "rated"),
                Event("2016-01-10", "answered", answer="2016/answer#later-denial"),
                Event("2015-12-23", "answered", answer="2015/amnesty#hundreds-dead"),
            ],
        ),
        ("launch", [Event("2016-01-10", "answered", answer="2016/answer#later-denial")]),
        ("no-targets", [Event("2016-03-01", "withdrawn", text="Misread the report.")]),
        ("lost", []),
    ],
)
def test_what_happened_to_a_claim_has_a_date(id, happened):
    found = events(WITH_ANSWER, WITH_ANSWER.claims_by_ref[f"2015/amnesty#{id}"])
    assert sorted(found, key=lambda event: event.date, reverse=True) == happened


@pytest.mark.parametrize("said", ["2006", "2006-06", "2006-06-11"])
def test_an_answer_happened_when_its_speaker_gave_it_and_was_entered_with_its_article(said):
    archive = archive_of([written("2026/late", FrontMatter("T", "2026-11-22"), "Text.", [CLAIM, answer(said)])], WHOLE)
    (claim,) = archive.claims
    assert list(events(archive, claim)) == [Event(said, "answered", answer="2026/late#no")]
    assert claim_changed(archive, claim) == "2026-11-22T00:00:00Z"


def test_withdrawn_answers_and_answers_to_what_is_withdrawn_are_no_events():
    gone = replace(CLAIM, withdrawn="A mistake.")
    for own in ([CLAIM, replace(answer("2006"), withdrawn="A mistake.")], [gone, answer("2006")]):
        archive = archive_of([written("2026/late", FrontMatter("T", "2026-11-22"), "Text.", own)], WHOLE)
        assert list(events(archive, archive.claims[0])) == []
