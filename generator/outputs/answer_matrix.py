"""Plans the picture “Who answers whom”: how often each voice answers each other, as a table and for one speaker.

Knows statements and voices. A counter-point counts once for each voice among what it answers, however many statements
of that voice these are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from generator.linking.queries import listed_voice
from generator.model import Archive, Voice
from generator.outputs.members import ANSWERS, Lists, list_of
from generator.outputs.page_context import PageContext
from generator.outputs.views import AnswerBar, AnswerBars, AnswerCell, AnswerMatrix, AnswerRow
from generator.outputs.voice_pairs import VoiceKey, VoicePair, pair_as_text, pair_from, voice_key
from generator.urls import speaker_path
from generator.values import replace

MOST_VOICES = 24
"""The most voices of a table. An archive with more shows each speaker's own counts on the speaker's page."""
MOST_BARS = 12
"""The most voices of each of a speaker's lists."""
ANSWERED_BY, ANSWERING = "answered-by_", "answering_"
"""The anchors, on a speaker's page, of the list of answers to the speaker, and of its answers to others."""
SHADES = 4
"""The shades of fields, from 1 to 4: one answer, two, three, and more."""

Answers = Mapping[VoicePair, int]
"""How often each voice answers each other."""


def answers_counted(lists: Lists) -> Answers | None:
    """Who answers whom in the archive; None where that is between more than `MOST_VOICES` voices."""
    counts = {pair_from(text): number for text, number in lists.counts(ANSWERS).items()}
    return counts if len({key for pair in counts for key in pair}) <= MOST_VOICES else None


def answer_matrix(archive: Archive, lists: Lists, answers: Answers | None, here: PageContext) -> AnswerMatrix | None:
    """The table of who answers whom; None if there are no answers, or too many voices."""
    return _Matrix(archive, lists, answers, here).view() if answers else None


class _Matrix:
    """One table of who answers whom."""

    def __init__(self, archive: Archive, lists: Lists, answers: Answers, here: PageContext) -> None:
        self._archive, self._lists, self._answers, self._here = archive, lists, answers, here
        self._voices: dict[VoiceKey, Voice] = {}
        for pair in answers:
            if not {*pair} <= self._voices.keys():
                self._voices |= self._voices_of(pair)

    def view(self) -> AnswerMatrix:
        received, given = Counter[VoiceKey](), Counter[VoiceKey]()
        for (answered, answering), number in self._answers.items():
            received[answered] += number
            given[answering] += number
        views = {key: self._here.voice_of(voice) for key, voice in self._voices.items()}
        columns = self._most_first(given)
        rows = (
            AnswerRow(views[answered], tuple(self._cell((answered, answering)) for answering in columns))
            for answered in self._most_first(received)
        )
        return AnswerMatrix(tuple(views[key] for key in columns), tuple(rows))

    def _voices_of(self, pair: VoicePair) -> dict[VoiceKey, Voice]:
        """The voices in the newest answer of a pair, by key, without their roles on that day."""
        answer = self._archive.statements[self._newest(pair)]
        targets = (self._archive.statements[ref].voice for ref in answer.targets)
        found = (listed_voice(self._archive, voice) for voice in (answer.voice, *targets) if voice)
        return {voice_key(voice): replace(voice, role="", organization="") for voice in found}

    def _newest(self, pair: VoicePair) -> str:
        (newest,) = self._lists.newest(list_of(ANSWERS, pair_as_text(pair)), 1)
        return newest.ref

    def _most_first(self, counted: Counter[VoiceKey]) -> list[VoiceKey]:
        return sorted(counted, key=lambda key: (-counted[key], self._voices[key].name.casefold(), key))

    def _cell(self, pair: VoicePair) -> AnswerCell:
        number = self._answers.get(pair, 0)
        return AnswerCell(number, min(number, SHADES), self._href(pair, number) if number else "", pair[0] == pair[1])

    def _href(self, pair: VoicePair, number: int) -> str:
        """The link to the list of these answers, on the page of a speaker. To the newest of them where there is only
        one, or no such list: a speaker's lists leave out what it says of its own words."""
        urls = self._here.site.urls
        for key, anchor in zip(pair, (ANSWERED_BY, ANSWERING), strict=True):
            voice = self._voices[key]
            has_page = voice.kind in ("speaker", "outlet") and urls.speaker(voice.id)
            if number > 1 and has_page and pair[0] != pair[1]:
                return self._here.to(speaker_path(voice.id), anchor)
        return self._here.href(urls.statement(self._archive.statements[self._newest(pair)]))


def answer_bars(
    name: str,
    answered_by: Sequence[tuple[Voice, int]],
    answering: Sequence[tuple[Voice, int]],
    here: PageContext,
) -> AnswerBars | None:
    """A speaker's own row and column: the voices that answer the speaker called `name`, and those it answers, each with
    how often. None if there are none."""
    if not answered_by and not answering:
        return None
    most = max(times for _, times in (*answered_by, *answering))
    first, second = (_bars(voices, most, here) for voices in (answered_by, answering))
    left_out = [max(0, len(voices) - MOST_BARS) for voices in (answered_by, answering)]
    return AnswerBars(name, first, second, *left_out)


def _bars(voices: Sequence[tuple[Voice, int]], most: int, here: PageContext) -> tuple[AnswerBar, ...]:
    ordered = sorted(voices, key=lambda pair: (-pair[1], pair[0].name.casefold()))[:MOST_BARS]
    lengths = [max(1, round(100 * n / most)) for _, n in ordered]
    rtl = here.site.direction == "rtl"
    return tuple(
        AnswerBar(here.voice_of(voice), n, f"{100 - length if rtl else 0}%", f"{length}%")
        for (voice, n), length in zip(ordered, lengths, strict=True)
    )
