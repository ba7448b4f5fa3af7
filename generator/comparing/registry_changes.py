"""What changed in the speakers and sources that articles share."""

from __future__ import annotations

from collections.abc import Iterator

from generator.comparing.changes import READABLE, RENAMED, FieldChange, compare_versions, renamed_from
from generator.comparing.plain_values import TRUE, TextRecord, source_record
from generator.comparing.versions import ARTICLE, SOURCE_PREFIX, SPEAKER_PREFIX, Version
from generator.formats.registry_versions import SharedVersion
from generator.model import LocalSpeaker, Source
from generator.values import replace


def speaker_changes(before: SharedVersion, now: SharedVersion) -> tuple[FieldChange, ...]:
    """The changes of shared speakers, as those of an article's own; their ids are `speakers/<id>`."""
    return compare_versions(_as_version(before), _as_version(now))


def source_changes(before: SharedVersion, now: SharedVersion) -> Iterator[FieldChange]:
    """The changes of shared sources. Their ids are `sources/<id>`, and the values of `sources` are as for citations:
    empty where there is no such source."""
    aliases = {id: source.aliases for id, source in now.sources.items()}
    former = renamed_from(before.sources.keys() | before.unread, aliases, now.unread)
    for id in dict.fromkeys([*now.sources, *(id for id in before.sources if id not in former.values())]):
        was_called = former.get(id, id)
        was, is_now = before.sources.get(was_called), now.sources.get(id)
        if (not was and was_called in before.unread) or (not is_now and id in now.unread):
            yield FieldChange(f"{SOURCE_PREFIX}{id}", READABLE, TRUE if was else "", TRUE if is_now else "")
            continue
        if was and was_called != id:
            yield FieldChange(f"{SOURCE_PREFIX}{id}", RENAMED, was_called, id)
            was = replace(was, id=id, aliases=is_now.aliases if is_now else ())
        if was != is_now:
            yield FieldChange(f"{SOURCE_PREFIX}{id}", "sources", _record(was), _record(is_now))


def _as_version(shared: SharedVersion) -> Version:
    """The shared speakers as those of an article are compared."""
    speakers = (LocalSpeaker(id, one, one.role, one.organization) for id, one in shared.speakers.items())
    return Version(ARTICLE, speakers=tuple(speakers), unread=frozenset(f"{SPEAKER_PREFIX}{id}" for id in shared.unread))


def _record(source: Source | None) -> tuple[TextRecord, ...]:
    return (source_record(source, ""),) if source else ()
