"""Short names of the voices of an article: in its gutter, its score and its folded notes.

Knows voices as linking resolved them; where two of an article would have one short name, both are named in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.model import Statement, Voice
from generator.outputs.views import ShortName, VoiceLine
from generator.values import Immutable


class VoiceNames(Immutable):
    """The names of the voices of one article, by voice."""

    names: Mapping[Voice, str]

    @staticmethod
    def of(statements: Iterable[Statement]) -> VoiceNames:
        """The names of all voices of the statements, and of those through whom they are known."""
        voices = [voice for s in statements for voice in (s.voice, *s.via) if voice]
        whose: dict[str, set[tuple[str, str, str]]] = {}
        for voice in voices:
            whose.setdefault(voice.short or voice.name, set()).add((voice.kind, voice.id, voice.name))
        return VoiceNames({v: v.short if v.short and len(whose[v.short]) == 1 else v.name for v in voices})

    def of_voice(self, voice: Voice | None) -> str:
        """The short name of a voice of the article; empty without a voice, and for one without a name."""
        return self.names.get(voice, "") if voice else ""

    def view(self, statement: Statement) -> VoiceLine:
        """The voice of a statement, which has one, with those through whom it is known."""
        assert statement.voice is not None, f"{statement.ref} has no voice"
        via = tuple(ShortName(voice.kind, self.of_voice(voice)) for voice in statement.via)
        return VoiceLine(ShortName(statement.voice.kind, self.of_voice(statement.voice)), via)
