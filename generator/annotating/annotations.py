"""Adds, changes and removes an annotation of a sidecar. Knows neither the article nor where its quotes are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.annotating.edit import Edit, made
from generator.annotating.entries import GROUPS, NewEntry, removed_with
from generator.annotating.keys import KeyChange, key_changes, with_changes
from generator.annotating.opened import open_yaml, yaml_reader
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue, Value, inside, plain_value, refused_text, with_entry, without
from generator.fixing.key_order import KEYS
from generator.model import is_id
from generator.yaml_text.comments import Path
from generator.yaml_text.tree import MappingNode, Node

Group = Literal["claims", "counterpoints", "notes"]
"""Where an annotation of the top level is in its sidecar."""
_ANNOTATED = GROUPS[1:]


@dataclass(frozen=True, slots=True)
class NewAnnotation:
    """An annotation to be added: its id, its group, and its fields as plain Python.

    `answers` is the id of the claim or counter-point below which a counter-point goes; empty at the top level. `start`
    is the offset of its passage in the article; None without one.
    """

    id: str
    group: Group
    fields: Mapping[str, Value] = field(default_factory=dict)
    answers: str = ""
    start: int | None = None

    def __post_init__(self) -> None:
        assert set(self.fields) <= set(KEYS), "a field of an annotation has a name of the format"
        assert not self.answers or self.group == "counterpoints", "only a counter-point answers"


def add_annotation(data: bytes, path: str, new: NewAnnotation, starts: Mapping[str, int]) -> Edit | Refused:
    """The edit that adds an annotation to the sidecar with these bytes; none make a new sidecar.

    `starts` are the offsets of the passages of the annotations that are there, by id, as far as they have one. The
    new one goes above the first in its group whose passage starts later, or else to the end.
    """
    file = open_yaml(data, path)
    if isinstance(file, Refused):
        return file
    fields = _in_order({key: plain_value(value) for key, value in new.fields.items()})
    there = annotation_paths(file.root)
    if why := _unusable_id(new.id, there) or refused_text(fields):
        return why
    at: Path = (new.group,)
    if new.answers:
        target = _the_one(there, new.answers)
        if isinstance(target, Refused):
            return target
        if target[0] == "notes":
            return Refused(f"“{new.answers}” is a note, which can't be answered.", "Choose a claim or a counter-point.")
        at = (*target, "counterpoints")

    def goes_before(names: Sequence[str]) -> str | None:
        start = new.start
        return None if start is None else next((one for one in names if starts.get(one, -1) > start), None)

    entry = NewEntry(at, new.id, fields, goes_before, KEYS)
    return made(data, yaml_reader(path), [entry], lambda old: with_entry(old, (*at, new.id), fields or None))


def change_fields(data: bytes, path: str, id: str, changes: Mapping[str, Value | None]) -> Edit | Refused:
    """The edit that gives fields of an annotation new values. None removes a field, with its comment.

    Answers are no field: they are annotations themselves.
    """
    assert set(changes) <= set(KEYS[:-1]), "a field of an annotation has a name of the format"
    file = open_yaml(data, path)
    if isinstance(file, Refused):
        return file
    at = _the_one(annotation_paths(file.root), id)
    if isinstance(at, Refused):
        return at
    plain = {key: None if value is None else plain_value(value) for key, value in changes.items()}
    if why := refused_text(plain):
        return why
    steps = list(key_changes(at, file.value(at), plain, KEYS))
    gone = tuple((*step.path, step.key) for step in steps if step.value is None)
    return made(
        data, yaml_reader(path), steps, lambda old: with_entry(old, at, with_changes(inside(old, at), plain)), gone
    )


def remove_annotation(data: bytes, path: str, id: str) -> Edit | Refused:
    """The edit that removes an annotation with its answers, its comment and its empty line.

    A group that would be empty goes as well, unless it has a comment.
    """
    file = open_yaml(data, path)
    if isinstance(file, Refused):
        return file
    at = _the_one(annotation_paths(file.root), id)
    if isinstance(at, Refused):
        return at
    gone = removed_with(file, at)
    removal = KeyChange(gone[:-1], gone[-1], None)
    return made(data, yaml_reader(path), [removal], lambda old: without(old, gone), (gone,))


def annotation_paths(root: Node | None) -> dict[str, list[Path]]:
    """The keys that lead to each annotation of a sidecar, by id. An id that is used twice has two lists of keys."""
    found: dict[str, list[Path]] = {}
    for group in _ANNOTATED:
        for path in _paths_in(root, (group,)):
            found.setdefault(path[-1], []).append(path)
    return found


def _paths_in(node: Node | None, path: Path) -> Iterator[Path]:
    entries = node.entries.get(path[-1]) if isinstance(node, MappingNode) else None
    for name, (_, value) in entries[1].entries.items() if entries and isinstance(entries[1], MappingNode) else ():
        yield (*path, name)
        yield from _paths_in(value, (*path, name, "counterpoints"))


def _the_one(there: Mapping[str, Sequence[Path]], id: str) -> Path | Refused:
    paths = there.get(id, ())
    if len(paths) == 1:
        return paths[0]
    if paths:
        return Refused(f"The id “{id}” is used twice in this file.", "Give one of the two another id in the file.")
    return Refused(
        f"There is no annotation “{id}” in the file any more.", "Load the page again to see what has changed."
    )


def _unusable_id(id: str, there: Mapping[str, object]) -> Refused | None:
    if not is_id(id):
        return Refused(
            f"“{id}” can't be an id.", "Write small letters a to z, digits and single hyphens, 64 characters at most."
        )
    return Refused(f"The id “{id}” is used in this article already.", "Choose another.") if id in there else None


def _in_order(fields: Mapping[str, PlainValue]) -> dict[str, PlainValue]:
    return {key: fields[key] for key in KEYS if key in fields}
