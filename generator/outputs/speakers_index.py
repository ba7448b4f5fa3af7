"""Plans the index of speakers: their names and how much each says, by letter. Knows no statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.linking.short_names import short_name
from generator.model import Archive, SpeakerRecord
from generator.outputs.answer_matrix import Answers, answer_matrix, answers_counted
from generator.outputs.letters import LETTERED, MOST_ON_AN_INDEX, by_letter
from generator.outputs.members import ANSWERED_BY, ANSWERING, OUTLET_ARTICLES, REPORTED, SAID, Lists
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, site_of
from generator.outputs.views import AnswerMatrix, LinkView, SpeakerLetter, SpeakerRow, SpeakersPage
from generator.urls import letter_anchor, letter_path
from generator.values import Immutable


class CountsOfSpeaker(Immutable):
    """How many entries the lists of a speaker have: see `SpeakerRecord`."""

    claims: int
    reported: int
    answered_by: int
    answering: int
    articles: int

    @property
    def is_heard(self) -> bool:
        return bool(self.claims or self.reported or self.answering or self.articles)


class SpeakerCounts(Immutable):
    """How much each speaker says and published, by group of lists and id; and who answers whom: see
    `answers_counted`."""

    by_group: Mapping[str, Mapping[str, int]]
    answers: Answers | None

    @staticmethod
    def of(lists: Lists) -> SpeakerCounts:
        return SpeakerCounts({group: lists.counts(group) for group in _GROUPS}, answers_counted(lists))

    def of_speaker(self, id: str) -> CountsOfSpeaker:
        return CountsOfSpeaker(*(self.by_group[group].get(id, 0) for group in _GROUPS))


_GROUPS = (SAID, REPORTED, ANSWERED_BY, ANSWERING, OUTLET_ARTICLES)


def plan_speakers_index(archive: Archive, lists: Lists, counted: SpeakerCounts, here: PageContext) -> Iterator[Page]:
    """One page with all speakers; of many, a page that leads to one for each letter."""
    matrix = answer_matrix(archive, lists, counted.answers, here)
    if len(archive.speakers) <= MOST_ON_AN_INDEX:
        yield Page(here.path, "the list of speakers", "speakers.html", _of_all(archive, matrix, counted, here))
        return
    letters = _letters(archive.speakers, here)
    jumps = tuple(LinkView(letter, here.to(letter_path("speakers", letter))) for letter, _ in letters)
    count = len(archive.speakers)
    view = SpeakersPage(here.frame(), (), jumps, (), count, matrix)
    yield Page(here.path, "the list of speakers", "speakers.html", view)
    for letter, records in letters:
        page = here.at(letter_path("speakers", letter))
        of_letter = _of_letter(letter, records, counted, jumps, page, here)
        yield Page(page.path, f"the speakers under {letter}", "speakers.html", of_letter)


def speaker_letters(archive: Archive) -> Iterator[str]:
    """The paths of the pages of the index that have one letter each."""
    if len(archive.speakers) > MOST_ON_AN_INDEX:
        letters = by_letter(archive.speakers, _listed_as, site_of(archive).direction)
        yield from (letter_path("speakers", letter) for letter, _ in letters)


def speaker_row(record: SpeakerRecord, counted: SpeakerCounts, here: PageContext) -> SpeakerRow:
    speaker, own = record.speaker, counted.of_speaker(record.speaker.id)
    return SpeakerRow(
        name=speaker.name,
        href=here.href(here.site.urls.speaker(speaker.id)),
        role=speaker.role,
        kind=speaker.kind,
        claims=own.claims,
        reported=own.reported,
        answers=own.answering,
        articles=own.articles,
    )


def _of_all(archive: Archive, matrix: AnswerMatrix | None, counted: SpeakerCounts, here: PageContext) -> SpeakersPage:
    heard, silent = _heard_and_silent(archive.speakers, counted)
    letters = _letters(heard, here)
    lettered = len(heard) > LETTERED
    groups = letters if lettered else [("", [record for _, records in letters for record in records])]
    return SpeakersPage(
        frame=here.frame(),
        letters=tuple(
            SpeakerLetter(letter, letter_anchor(letter) if letter else "", _rows(records, counted, here))
            for letter, records in groups
            if records
        ),
        jumps=tuple(LinkView(letter, f"#{letter_anchor(letter)}") for letter, _ in groups if letter),
        silent=_rows(silent, counted, here),
        count=len(archive.speakers),
        matrix=matrix,
    )


def _of_letter(
    letter: str,
    records: Sequence[SpeakerRecord],
    counted: SpeakerCounts,
    jumps: tuple[LinkView, ...],
    here: PageContext,
    index: PageContext,
) -> SpeakersPage:
    heard, silent = _heard_and_silent(records, counted)
    groups = (SpeakerLetter("", "", _rows(heard, counted, here)),) if heard else ()
    frame = here.frame(current=index.path)
    return SpeakersPage(
        frame, groups, jumps, _rows(silent, counted, here), len(records), None, letter, here.to(index.path)
    )


def _heard_and_silent(
    records: Sequence[SpeakerRecord], counted: SpeakerCounts
) -> tuple[list[SpeakerRecord], list[SpeakerRecord]]:
    heard: list[SpeakerRecord] = []
    silent: list[SpeakerRecord] = []
    for record in records:
        (heard if counted.of_speaker(record.speaker.id).is_heard else silent).append(record)
    return heard, silent


def _letters(records: Sequence[SpeakerRecord], here: PageContext) -> list[tuple[str, list[SpeakerRecord]]]:
    return list(by_letter(records, _listed_as, here.site.direction))


def _listed_as(record: SpeakerRecord) -> str:
    """The name that a speaker is sorted by: for a person the short name, by default the last word of the whole one."""
    speaker = record.speaker
    return short_name(speaker) if speaker.kind == "person" else speaker.name


def _rows(records: Sequence[SpeakerRecord], counted: SpeakerCounts, here: PageContext) -> tuple[SpeakerRow, ...]:
    return tuple(speaker_row(record, counted, here) for record in records)
