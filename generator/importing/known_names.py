"""Who is meant by a name in an imported file: a speaker of the archive with that very name, or a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.annotating.values import Value
from generator.formats.fields import id_from
from generator.model import RESERVED_VOICES, Registry
from generator.text import normalize_text


@dataclass(slots=True)
class NamesFound:
    """The speakers of one file. Names are the same where they are after normalizing, whatever their capitals."""

    registry: Registry
    described: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    """The new speakers, by id, with their fields."""
    _ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for id, speaker in self.registry.speakers.items():
            for name in (speaker.name, *speaker.also, *(other for _, other in speaker.names)):
                self._ids.setdefault(_folded(name), id)

    def voice(self, name: str, kind: str = "") -> Value:
        """The id of the speaker with this name, which is described if it is new. A name that is no speaker's stays."""
        folded = _folded(name)
        if folded in self._ids:
            return self._ids[folded]
        id = self._free(id_from(name) or "speaker")
        self.described[id] = {"name": name, "kind": kind} if kind else {"name": name}
        self._ids[folded] = id
        return id

    def knows(self, id: str) -> bool:
        """Whether an id is that of a speaker of the archive, or of a voice that needs no description."""
        return id in self.registry.speakers or id in RESERVED_VOICES

    def _free(self, base: str) -> str:
        taken, number, id = {*self.registry.speakers, *self.described, *RESERVED_VOICES}, 2, base
        while id in taken:
            id, number = f"{base[:58].rstrip('-')}-{number}", number + 1
        return id


def _folded(name: str) -> str:
    return normalize_text(name).casefold()
