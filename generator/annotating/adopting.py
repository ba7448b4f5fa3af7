"""Takes an annotation of a layer into the sidecar, with the speakers whom only the layer describes. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from generator.annotating.annotations import NewAnnotation, add_annotation, annotation_paths
from generator.annotating.edit import Edit
from generator.annotating.opened import Opened
from generator.annotating.refused import Refused
from generator.annotating.shared_entries import SPEAKER_KEYS, add_speaker
from generator.annotating.values import PlainValue, Value, value_of
from generator.diagnostics import listed
from generator.fixing.key_order import KEYS
from generator.model import Registry
from generator.text import nearest_name
from generator.yaml_text.comments import Path
from generator.yaml_text.splice import Splice

_LINK = re.compile(r"\]\(<?([^()<>#\s]*)#([^()<>\s]+)")
"""The path and the fragment of a link in a note."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """An annotation of a layer to be adopted: the id of its article, its own, and the id it gets in the sidecar.

    `to` is the id of what it answers in the sidecar, where that isn't what it answers in the layer; else empty.
    `start` is the offset of its passage in the article, None without one; `starts` are those of the annotations that
    the sidecar has, by id. `is_only_in_layer` says of a reference to another article whether only the layer has it.
    """

    article: str
    id: str
    new_id: str
    to: str = ""
    start: int | None = None
    starts: Mapping[str, int] | None = None
    is_only_in_layer: Callable[[str], bool] = lambda _: False


@dataclass(frozen=True, slots=True)
class Adopted:
    """The edit of the sidecar, the ids of the speakers that come along, and those of the answers that stay behind."""

    edit: Edit
    speakers: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


def adopt_annotation(sidecar: Opened, layer: Opened, registry: Registry, wanted: Adoption) -> Adopted | Refused:
    """The edit that takes an annotation into a sidecar; an empty one is a new sidecar. The layer stays as it is.

    Answers under it stay behind: each is an annotation of its own. Refused is one that refers to another of the layer
    which the sidecar doesn't have, a clash of ids, and what can't be written without a change of anything else.
    """
    work = _Work(sidecar, layer, wanted)
    path = work.path_in_layer()
    if isinstance(path, Refused):
        return path
    entry = value_of(layer.value(path))
    fields = {key: value for key, value in entry.items() if value is not None} if isinstance(entry, dict) else {}
    answers = tuple(_names(fields.pop("counterpoints", None)))
    if unknown := [key for key in fields if key not in KEYS]:
        return Refused(f"“{wanted.id}” has a key that no annotation has: `{unknown[0]}`.", "Correct it in the layer.")
    if why := work.clash() or work.references(path, fields):
        return why
    parent = wanted.to or _parent(path)
    if wanted.to:
        others = work.other_targets(fields)
        fields.pop("to", None)
        if others:  # what answers several stands at the top level
            parent, fields["to"] = "", [wanted.to, *others]
    brought = _speakers(fields, sidecar, layer, registry)
    if isinstance(brought, Refused):
        return brought
    data, splices = sidecar.data, list[Splice]()
    for id, described in brought.items():
        added = add_speaker(data, sidecar.text.path, id, described, in_sidecar=True)
        if isinstance(added, Refused):
            return added
        data, splices = added.after, [*splices, *added.splices]
    group = "counterpoints" if "counterpoints" in path else path[0]
    new = NewAnnotation(
        wanted.new_id,
        cast("Literal['claims', 'counterpoints', 'notes']", group),
        cast("Mapping[str, Value]", fields),
        parent,
        wanted.start,
    )
    edit = add_annotation(data, sidecar.text.path, new, wanted.starts or {})
    if isinstance(edit, Refused):
        return edit
    return Adopted(Edit(sidecar.data, (*splices, *edit.splices)), tuple(brought), answers)


class _Work:
    """What has to be known of the two files before an annotation goes from one to the other."""

    def __init__(self, sidecar: Opened, layer: Opened, wanted: Adoption) -> None:
        self._sidecar, self._layer, self._wanted = sidecar, layer, wanted
        self._there, self._own = annotation_paths(sidecar.root), annotation_paths(layer.root)
        self._former = dict(_former_ids(sidecar, self._there))

    def path_in_layer(self) -> Path | Refused:
        """The keys that lead to the annotation."""
        id = self._wanted.id
        paths = self._own.get(id, [])
        if len(paths) == 1:
            return paths[0]
        if paths:
            return Refused(f"The id “{id}” is used twice in the layer.", "Give one of the two another id there.")
        near = nearest_name(id, self._own)
        step = f"Write `{self._wanted.article}#{near}` if that is what you mean." if near else "Name one that is there."
        return Refused(f"The layer has no annotation “{id}” in this article.", step)

    def clash(self) -> Refused | None:
        """Why the new id can't be used."""
        id = self._wanted.new_id
        if id in self._former:
            why = f"“{id}” is a former id of “{self._former[id]}” in the sidecar, to which its address leads."
            return Refused(why, f"Add `--as {id}-2`, or another id.")
        if id not in self._there:
            return None
        if id == self._wanted.id and self._is_adopted(id):
            return Refused(f"The sidecar has “{id}” already, with the same fields.", "Nothing is left to adopt of it.")
        step = f"Add `--as {id}-2` if it is another one; if it is the same, change that of the sidecar, and say why."
        return Refused(f"The sidecar has another annotation with the id “{id}”.", step)

    def references(self, path: Path, fields: Mapping[str, PlainValue]) -> Refused | None:
        """Why the annotation can't leave the layer: it refers to another there that the sidecar doesn't have."""
        to = self._wanted.to
        is_answer = "counterpoints" in path
        if to and not is_answer:
            return Refused(f"“{self._wanted.id}” is no counter-point, so it answers nothing.", "Leave out `--to`.")
        if to and to not in self._there:
            return Refused(f"The sidecar has no annotation “{to}”.", "Name a claim or a counter-point that it has.")
        parent = _parent(path)
        targets = [parent] if parent and not to else []
        targets += [] if to else _texts(fields.get("to"))
        targets += [*_texts(fields.get("repeats")), *self._linked(fields.get("note"))]
        left = dict.fromkeys(target for target in targets if self._stays(target))
        if not left:
            return None
        names = listed([f"“{one}”" for one in left])
        why, step = f"“{self._wanted.id}” refers to {names}, which only the layer has.", f"Adopt {names} first"
        if other := next((one for one in left if one.rpartition("#")[2] in self._there), ""):
            why = f"“{self._wanted.id}” refers to “{other}”, which says something else in the sidecar."
            step = "Make both say the same"
        return Refused(why, f"{step}, or name what it answers in the sidecar with `--to`." if is_answer else f"{step}.")

    def other_targets(self, fields: Mapping[str, PlainValue]) -> list[PlainValue]:
        """What the annotation answers besides, and goes on to answer in the sidecar."""
        return [one for one in _texts(fields.get("to")) if one != self._wanted.to and not self._stays(one)]

    def _linked(self, note: PlainValue) -> list[str]:
        """The annotations of its own article to which a note has links."""
        own = {"", f"{self._wanted.article.rpartition('/')[2]}.md"}
        found = _LINK.findall(note) if isinstance(note, str) else ()
        return [id for path, id in found if path.rpartition("/")[2] in own]

    def _stays(self, target: str) -> bool:
        """Whether a reference leads to an annotation of the layer that the sidecar doesn't have."""
        article, _, id = target.rpartition("#")
        if article and article != self._wanted.article:
            return self._wanted.is_only_in_layer(target)
        return id in self._own and not self._is_adopted(id)

    def _is_adopted(self, id: str) -> bool:
        """Whether both files say the same of an annotation, so that a reference to it means the same."""
        return id in self._there and _said(self._sidecar, self._there[id]) == _said(self._layer, self._own[id])


def _former_ids(file: Opened, paths: Mapping[str, list[Path]]) -> Iterator[tuple[str, str]]:
    for id, (path, *_) in paths.items():
        entry = value_of(file.value(path))
        yield from ((alias, id) for alias in _texts(entry.get("aliases") if isinstance(entry, dict) else None))


def _said(file: Opened, paths: list[Path]) -> PlainValue:
    value = value_of(file.value(paths[0]))
    return {key: one for key, one in value.items() if key != "counterpoints"} if isinstance(value, dict) else value


def _parent(path: Path) -> str:
    """The id of what a nested answer answers; empty at the top level."""
    return path[-3] if len(path) > 2 else ""


def _names(value: PlainValue) -> Iterator[str]:
    for name, one in value.items() if isinstance(value, dict) else ():
        yield name
        yield from _names(one.get("counterpoints") if isinstance(one, dict) else None)


def _texts(value: PlainValue) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    return [text for text in texts if isinstance(text, str)]


# ── speakers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _speakers(
    fields: Mapping[str, PlainValue], sidecar: Opened, layer: Opened, registry: Registry
) -> dict[str, dict[str, Value]] | Refused:
    """What the layer says of the speakers of an annotation, and of their organizations, and the sidecar doesn't.

    Refused is an id by which the archive knows another speaker.
    """
    there, own = _described(sidecar), _described(layer)
    found: dict[str, dict[str, Value]] = {}
    waiting = [*_texts(fields.get("speaker")), *_texts(fields.get("via"))]
    while waiting:
        id = waiting.pop(0)
        if id in found or id not in own:
            continue
        described = own[id]
        name = described.get("name")
        known = registry.speakers[id].name if id in registry.speakers else there.get(id, {}).get("name")
        if name and known and name != known:
            why = f"The layer calls the speaker `{id}` “{name}”, and the archive “{known}”."
            return Refused(why, "Give one of the two another id.")
        if id in there or (name and known):
            continue
        found[id] = {key: cast("Value", one) for key, one in described.items() if key in SPEAKER_KEYS and one}
        roles = described.get("roles")
        waiting += _texts(described.get("organization"))
        waiting += (
            [text for role in roles if isinstance(role, dict) for text in _texts(role.get("organization"))]
            if (isinstance(roles, list))
            else []
        )
    return found


def _described(file: Opened) -> dict[str, dict[str, PlainValue]]:
    speakers = value_of(file.value(("speakers",)))
    entries = speakers.items() if isinstance(speakers, dict) else ()
    return {id: one if isinstance(one, dict) else {} for id, one in entries}
