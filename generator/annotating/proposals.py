"""Proposes who says a passage, by who is named around it and whether it is quoted. Decides nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.annotating.part_text import PartText
from generator.annotating.voices import KnownVoices, names_of
from generator.model import EDITORS, OUTLET, Speaker
from generator.text import Span, folded_index, is_border, mode_of_all

MOST_PROPOSED = 6
_LOOKED_AT = 5_000
"""Characters on each side of a passage in which names are looked for."""

Reason = Literal[
    "named-here",
    "named-above",
    "unquoted",
    "named-inside",
    "spoken-of",
    "outlet",
    "speaks-elsewhere",
    "editors",
    "typed",
]

WHY: Mapping[Reason, str] = {
    "named-here": "named in this paragraph",
    "named-above": "named in the paragraph above",
    "unquoted": "the passage is not quoted",
    "named-inside": "named in the passage",
    "spoken-of": "only spoken of",
    "outlet": "the outlet",
    "speaks-elsewhere": "speaks elsewhere in this article",
    "editors": "the editors of the archive",
    "typed": "matches what you typed",
}
"""Each reason as an editor reads it beside the name."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A voice that may say a passage: its id (`outlet` and `editors` included), its name, and why it is proposed."""

    voice: str
    name: str
    reason: Reason

    @property
    def why(self) -> str:
        return WHY[self.reason]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in the text (normalized offsets), and whose it is."""

    start: int
    end: int
    voice: str


def proposals(text: PartText, spans: Sequence[Span], voices: KnownVoices) -> tuple[Proposal, ...]:
    """Who may say the passages of one annotation, the likeliest first, each once and `MOST_PROPOSED` at most.

    Those named outside the passages and outside quotation marks come first, nearest first, in this paragraph and then
    in the one above. The outlet follows if the passages aren't quoted; then who is named only inside them or in a
    quotation, the outlet if they are quoted, who else speaks in the article, and the editors.
    """
    assert spans, "proposals are for a passage"
    around = _Around(text, spans, voices)
    is_quoted = mode_of_all([text.quotations.mode(*span) for span in spans]) != "indirect"
    ordered: list[tuple[str, Reason]] = [
        *((voice, "named-here") for voice in around.nearest(around.here, around.is_open)),
        *((voice, "named-above") for voice in around.nearest(around.above, around.is_open)),
        *([] if is_quoted else [_OUTLET_UNQUOTED]),
        *((voice, "named-inside") for voice in around.nearest(around.here, around.is_told)),
        *((voice, "spoken-of") for voice in around.nearest(around.here)),
        (OUTLET, "outlet"),
        *((voice, "speaks-elsewhere") for voice in voices.speaking if voice != EDITORS),
        (EDITORS, "editors"),
    ]
    first: dict[str, Reason] = {}
    for voice, reason in ordered:
        first.setdefault(voice, reason)
    return tuple(Proposal(voice, voices.name(voice), why) for voice, why in first.items())[:MOST_PROPOSED]


_OUTLET_UNQUOTED: tuple[str, Reason] = (OUTLET, "unquoted")


class _Around:
    """The names around the passages of one annotation. All offsets are normalized."""

    def __init__(self, text: PartText, spans: Sequence[Span], voices: KnownVoices) -> None:
        self._text = text
        self._spans = [tuple(folded_index(text.folded, offset) for offset in span) for span in spans]
        touched = text.paragraphs_at((min(start for start, _ in spans), max(end for _, end in spans)))
        self.here = self._range(touched.start, touched.stop)
        """The paragraphs of the passages."""
        self.above = self._range(touched.start - 1, touched.start)
        """The paragraph before them; empty if there is none."""
        self._mentions = _longest(self._found(voices))

    def _range(self, first: int, end: int) -> Span:
        if not 0 <= first < end:
            return 0, 0
        start, stop = self._text.paragraphs[first][0], self._text.paragraphs[end - 1][1]
        low, high = folded_index(self._text.folded, start), folded_index(self._text.folded, stop)
        near = min(start for start, _ in self._spans) - _LOOKED_AT, max(end for _, end in self._spans) + _LOOKED_AT
        return max(low, near[0]), min(high, near[1])

    def _found(self, voices: KnownVoices) -> Iterator[_Mention]:
        folded = self._text.folded
        for voice, speaker in voices.speakers.items():
            for name in names_of(speaker):
                for low, high in (self.above, self.here):
                    at = folded.text.find(name, low, high)
                    while at >= 0:
                        end = at + len(name)
                        if is_border(folded, at) and is_border(folded, end):
                            yield _Mention(at, end, OUTLET if voice == voices.publisher else voice)
                        at = folded.text.find(name, at + 1, high)

    def nearest(self, within: Span, fits: Callable[[_Mention], bool] = bool) -> list[str]:
        """The voices that have a fitting mention in a range, the nearest to a passage first, else in their order."""
        distances: dict[str, int] = {}
        for mention in self._mentions:
            if within[0] <= mention.start < within[1] and fits(mention):
                distance = self._distance(mention)
                distances[mention.voice] = min(distance, distances.get(mention.voice, distance))
        return sorted(distances, key=lambda voice: distances[voice])

    def _distance(self, mention: _Mention) -> int:
        return min(max(start - mention.end, mention.start - end, 0) for start, end in self._spans)

    def _is_inside(self, mention: _Mention) -> bool:
        return any(start < mention.end and mention.start < end for start, end in self._spans)

    def _is_quoted(self, mention: _Mention) -> bool:
        return self._text.quotations.mode(*self._text.folded.span(mention.start, mention.end)) == "direct"

    def is_told(self, mention: _Mention) -> bool:
        """Whether a mention is in a passage, but not in quotation marks."""
        return self._is_inside(mention) and not self._is_quoted(mention)

    def is_open(self, mention: _Mention) -> bool:
        """Whether a mention is neither in a passage nor in quotation marks."""
        return not self._is_inside(mention) and not self._is_quoted(mention)


def _longest(mentions: Iterable[_Mention]) -> tuple[_Mention, ...]:
    """The mentions in order, without those inside a longer one: “Lee” in “Ann Lee” is not Bob Lee."""
    kept: list[_Mention] = []
    reach: list[_Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        reach = [one for one in reach if one.end > mention.start]
        is_part = any(one.end >= mention.end and one.end - one.start > mention.end - mention.start for one in reach)
        if not is_part:
            kept.append(mention)
            reach.append(mention)
    return tuple(kept)


# ── typing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def matching(typed: str, voices: KnownVoices, most: int = MOST_PROPOSED) -> tuple[Proposal, ...]:
    """The voices whose names, role, id or other spellings hold each typed word, the likest names first.

    Case and accents don't count. Nothing typed matches nothing.
    """
    from rapidfuzz import fuzz  # late: it is needed only once something is typed

    words = _plain(typed).split()
    found: list[tuple[bool, float, str, str]] = []
    for voice, texts in _searched(voices).items() if words else ():
        plain = [_plain(text) for text in texts]
        held = " ".join(plain)
        if all(word in held for word in words):
            begins = any(f" {one}".find(f" {words[0]}") >= 0 for one in plain)
            likeness = max(fuzz.WRatio(" ".join(words), one) for one in plain)
            found.append((not begins, -likeness, plain[0], voice))
    return tuple(Proposal(voice, voices.name(voice), "typed") for *_, voice in sorted(found)[:most])


def _searched(voices: KnownVoices) -> dict[str, tuple[str, ...]]:
    """What is searched for each voice, its name first. The publisher is found as the voice `outlet`."""
    searched = {voice: _texts_of(speaker) for voice, speaker in voices.speakers.items() if voice != voices.publisher}
    outlet = _texts_of(voices.speakers[voices.publisher]) if voices.publisher else (voices.outlet,)
    return {**searched, OUTLET: (*filter(None, outlet), OUTLET), EDITORS: (EDITORS,)}


def _texts_of(speaker: Speaker) -> tuple[str, ...]:
    roles = (speaker.role, *(role.title for role in speaker.roles))
    names = (*(name for _, name in speaker.names), *speaker.also, speaker.short)
    return tuple(filter(None, (speaker.name, speaker.id, *names, *roles)))


def _plain(text: str) -> str:
    """A text without case and accents."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parted if not unicodedata.combining(character))
