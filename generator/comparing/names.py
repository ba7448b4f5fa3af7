"""The names of shared speakers and sources, for sentences about changes."""

from __future__ import annotations

from collections.abc import Mapping

from generator.comparing.vocabulary import NameKind, NameOf
from generator.model import Registry, Speaker


def shared_names(registry: Registry, own: Mapping[str, Speaker] | None = None) -> NameOf:
    """Gives the names of the shared speakers and sources, and of speakers that articles add (`own`, by id)."""
    speakers = {**(own or {}), **registry.speakers}

    def name_of(kind: NameKind, id: str) -> str:
        if kind == "speaker":
            return speakers[id].name if id in speakers else ""
        if kind == "source":
            source = registry.sources.get(id)
            return (source.title or source.url) if source else ""
        return ""

    return name_of
