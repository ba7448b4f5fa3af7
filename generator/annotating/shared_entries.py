"""Adds a speaker or a source: to its shared file, or a speaker to the sidecar of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.annotating.edit import Edit, made
from generator.annotating.entries import NewEntry
from generator.annotating.opened import open_yaml, yaml_reader
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue, Value, inside, plain_value, refused_text, value_of, with_entry
from generator.model import RESERVED_VOICES, is_id
from generator.yaml_text.comments import Path

SPEAKER_KEYS = tuple(
    "name short kind role organization roles description names also url wikidata image aliases".split()
)
"""The order of the keys of a speaker."""
SOURCE_KEYS = tuple("title url archived publisher authors date accessed kind language excerpt aliases".split())
"""The order of the keys of a source."""


def add_speaker(
    data: bytes, path: str, id: str, fields: Mapping[str, Value], *, in_sidecar: bool = False
) -> Edit | Refused:
    """The edit that adds a speaker to a file of speakers, or below `speakers:` of a sidecar.

    Its place is that of its id if the ids of the file are in order, or else the end.
    """
    assert set(fields) <= set(SPEAKER_KEYS), "a field of a speaker has a name of the format"
    if id in RESERVED_VOICES:
        return Refused(f"“{id}” can't be the id of a speaker, because it has a meaning of its own.", "Choose another.")
    return _added(data, path, ("speakers",) if in_sidecar else (), id, fields, SPEAKER_KEYS)


def add_source(data: bytes, path: str, id: str, fields: Mapping[str, Value]) -> Edit | Refused:
    """The edit that adds a source to a file of sources, at the place of its id if the ids are in order, or else at the
    end."""
    assert set(fields) <= set(SOURCE_KEYS), "a field of a source has a name of the format"
    return _added(data, path, (), id, fields, SOURCE_KEYS)


def _added(
    data: bytes, path: str, at: Path, id: str, fields: Mapping[str, Value], order: Sequence[str]
) -> Edit | Refused:
    file = open_yaml(data, path)
    if isinstance(file, Refused):
        return file
    plain: dict[str, PlainValue] = {key: plain_value(fields[key]) for key in order if key in fields}
    if not is_id(id):
        return Refused(f"“{id}” can't be an id.", "Write small letters a to z, digits and single hyphens.")
    there = inside(value_of(file.root), at)
    if isinstance(there, dict) and id in there:
        return Refused(f"The id “{id}” is used in this file already.", "Choose another.")
    if why := refused_text(plain):
        return why
    entry = NewEntry(at, id, plain, lambda names: _next_id(names, id), is_apart=not at)
    return made(data, yaml_reader(path), [entry], lambda old: with_entry(old, (*at, id), plain or None))


def _next_id(names: Sequence[str], id: str) -> str | None:
    return next((name for name in names if name > id), None) if list(names) == sorted(names) else None
