"""Plans the picture “Who answers whom”: how often each voice answers each other, as a table and for one speaker.

Knows statements and voices. A counter-point counts once for each voice among what it answers, however many statements
of that voice these are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.linking.queries import listed_voice
from generator.model import Archive, Statement, Voice
from generator.outputs.page_context import PageContext
from generator.outputs.views import AnswerBar, AnswerBars, AnswerCell, AnswerMatrix, AnswerRow, VoiceView
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

VoiceKey = tuple[str, str]


@dataclass(slots=True)
class _Counts:
    """Who answers whom: the voices by key, and the references of the answers by (answered, answering)."""

    voices: dict[VoiceKey, Voice] = field(default_factory=dict)
    answers: dict[tuple[VoiceKey, VoiceKey], list[str]] = field(default_factory=dict)


def answer_matrix(archive: Archive, here: PageContext) -> AnswerMatrix | None:
    """The table of who answers whom in the archive; None if it has no answers, or more than `MOST_VOICES` voices."""
    counts = archive.once(_counts)
    if counts is None or not counts.answers:
        return None
    received: Counter[VoiceKey] = Counter()
    given: Counter[VoiceKey] = Counter()
    for (answered, answering), refs in counts.answers.items():
        received[answered] += len(refs)
        given[answering] += len(refs)
    columns = _most_first(given, counts.voices)
    views = {key: here.voice_of(voice) for key, voice in counts.voices.items()}
    rows = (
        AnswerRow(views[answered], tuple(_cells(archive, counts, views, answered, columns, here)))
        for answered in _most_first(received, counts.voices)
    )
    return AnswerMatrix(tuple(views[key] for key in columns), tuple(rows))


def has_matrix(archive: Archive) -> bool:
    """Whether the archive has few enough voices for one table. Otherwise each speaker's page has `answer_bars`."""
    return archive.once(_counts) is not None


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


def _counts(archive: Archive) -> _Counts | None:
    """All answers of the archive by who answers whom; None as soon as there are too many voices."""
    counts = _Counts()
    for statement in archive.statements.values():
        if statement.targets and statement.voice:
            targets = (archive.statements[ref].voice for ref in statement.targets)
            answered = [listed_voice(archive, voice) for voice in targets if voice]
            _count(counts, statement, listed_voice(archive, statement.voice), answered)
            if len(counts.voices) > MOST_VOICES:
                return None
    return counts


def _count(counts: _Counts, statement: Statement, voice: Voice, answered: Iterable[Voice]) -> None:
    for other in dict.fromkeys(map(_key, answered := [*answered])):
        counts.answers.setdefault((other, _key(voice)), []).append(statement.ref)
    for one in (voice, *answered) if answered else ():
        counts.voices.setdefault(_key(one), replace(one, role="", organization=""))


def _key(voice: Voice) -> VoiceKey:
    """Identifies a voice: an outlet that is a speaker too is one voice."""
    return ("", voice.id) if voice.id else (voice.kind, voice.name)


def _most_first(counted: Counter[VoiceKey], voices: Mapping[VoiceKey, Voice]) -> list[VoiceKey]:
    return sorted(counted, key=lambda key: (-counted[key], voices[key].name.casefold(), key))


def _cells(
    archive: Archive,
    counts: _Counts,
    views: Mapping[VoiceKey, VoiceView],
    answered: VoiceKey,
    columns: Iterable[VoiceKey],
    here: PageContext,
) -> Iterator[AnswerCell]:
    for answering in columns:
        refs = counts.answers.get((answered, answering), [])
        href = _href(archive, counts.voices[answered], counts.voices[answering], refs, here) if refs else ""
        yield AnswerCell(len(refs), min(len(refs), SHADES), href, answered == answering)


def _href(archive: Archive, answered: Voice, answering: Voice, refs: Sequence[str], here: PageContext) -> str:
    """The link to the list of these answers, on the page of a speaker. To the first of them where there is only one, or
    no such list: a speaker's lists leave out what it says of its own words."""
    urls = here.site.urls
    for voice, anchor in ((answered, ANSWERED_BY), (answering, ANSWERING)):
        has_page = voice.kind in ("speaker", "outlet") and urls.speaker(voice.id)
        if len(refs) > 1 and has_page and _key(answered) != _key(answering):
            return here.to(speaker_path(voice.id), anchor)
    return here.href(urls.statement(archive.statements[refs[0]]))


def _bars(voices: Sequence[tuple[Voice, int]], most: int, here: PageContext) -> tuple[AnswerBar, ...]:
    ordered = sorted(voices, key=lambda pair: (-pair[1], pair[0].name.casefold()))[:MOST_BARS]
    lengths = [max(1, round(100 * n / most)) for _, n in ordered]
    rtl = here.site.direction == "rtl"
    return tuple(
        AnswerBar(here.voice_of(voice), n, f"{100 - length if rtl else 0}%", f"{length}%")
        for (voice, n), length in zip(ordered, lengths, strict=True)
    )
