"""Names who answers whom: the pair of voices of each answer, as a list of such answers is called."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.model import Archive, Statement, Voice
from generator.urls import slug

VoiceKey = tuple[str, str]
"""Identifies a voice: an outlet that is a speaker too is one voice, and so is one however it is spelled."""
VoicePair = tuple[VoiceKey, VoiceKey]
"""The voice that is answered, and the one that answers."""


def voice_key(voice: Voice) -> VoiceKey:
    """What identifies a voice in the archive."""
    if voice.id:
        return "", voice.id
    return voice.kind, slug(voice.name) if voice.kind == "outlet" else voice.name


def pairs_of(archive: Archive, answer: Statement) -> Iterator[VoicePair]:
    """The pairs of voices of a counter-point: one for each voice among what it answers."""
    if answer.voice:
        targets = (archive.statements[ref].voice for ref in answer.targets)
        own = voice_key(answer.voice)
        yield from ((one, own) for one in dict.fromkeys(voice_key(voice) for voice in targets if voice))


def pair_as_text(pair: VoicePair) -> str:
    """A pair as the name of a list has it."""
    return json.dumps(pair)


def pair_from(text: str) -> VoicePair:
    """The pair that `pair_as_text` gave."""
    answered, answering = json.loads(text)
    return tuple(answered), tuple(answering)
