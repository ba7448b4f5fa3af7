"""Renames a speaker or a source: its entry, which keeps the former id, and all that names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.annotating.shared_entries import SOURCE_KEYS, SPEAKER_KEYS
from generator.annotating.values import PlainValue, value_of
from generator.formats.fields import id_from
from generator.model import LONGEST_ID, RESERVED_VOICES, is_id
from generator.renaming.named import all_named
from generator.renaming.not_renamed import NotRenamedError
from generator.renaming.renaming import FileChanges, Renaming, first_word, lines_naming, refuse_named_already
from generator.renaming.site_texts import SiteTexts
from generator.text import nearest_told
from generator.urls import taken_name
from generator.yaml_text.comments import Path
from generator.yaml_text.tree import MappingNode

EntryKind = Literal["speaker", "source"]
_ORDER: Mapping[str, Sequence[str]] = {"speaker": SPEAKER_KEYS, "source": SOURCE_KEYS}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A description: the path of its file, the keys that lead to it, and its former ids."""

    file: str
    place: Path
    aliases: tuple[str, ...]
    line: int

    @property
    def id(self) -> str:
        return self.place[-1]


def rename_entry(texts: SiteTexts, kind: EntryKind, old: str, new: str) -> Renaming:
    """Rename a speaker or a source. Raises `NotRenamedError` where that can't be done whole."""
    refuse_id(kind, new, old)
    there = [entry for path in texts.paths(old, new) for entry in _described(texts, kind, path)]
    described = [entry for entry in there if entry.id == old]
    if not described:
        raise _unknown(texts, kind, old, there)
    refuse_same(kind, old, new)
    _refuse_taken(kind, old, new, there)
    refuse_named_already(kind, new, lines_naming(texts, kind, new))
    changes = FileChanges(texts)
    for path in texts.paths(old):
        for named in all_named(texts, path):
            if named.what == kind and first_word(named.scalar.text, kind) == old:
                changes.of(path).put(named, named.scalar.text.strip().replace(old, new, 1))
    for entry in described:
        aliases = with_former(entry.aliases, old, new)
        changes.of(entry.file).set(entry.place, "aliases", aliases, _ORDER[kind])
    return changes.renaming()


def with_former(aliases: Sequence[str], old: str, new: str) -> list[PlainValue]:
    """Former ids behind a rename, the oldest first. One that is taken again is no former one."""
    return [*(alias for alias in aliases if alias not in (old, new)), old]


def refuse_id(kind: str, new: str, old: str) -> None:
    """Raise `NotRenamedError` where nothing can have this id; `old` is the one that it is to replace."""
    if not is_id(new) or len(new) > LONGEST_ID:
        near = id_from(new)
        step = (
            f"Write `{near}`."
            if near and near != old
            else f"Use small letters a to z, digits and single hyphens, {LONGEST_ID} at most."
        )
        raise NotRenamedError(f"“{new}” can't be the id of {_a(kind)}.", step)
    if kind == "speaker" and new in RESERVED_VOICES:
        raise NotRenamedError(f"“{new}” can't be the id of a speaker, because it has a meaning of its own.", CHOOSE)
    if kind != "source" and (problem := taken_name(new)):
        raise NotRenamedError(f"“{new}” can't be the id of {_a(kind)}: {problem}.", CHOOSE)


def refuse_same(kind: str, old: str, new: str) -> None:
    """Raise `NotRenamedError` where nothing would change."""
    if old == new:
        raise NotRenamedError(f"The {kind} is called “{old}” already.", CHOOSE)


CHOOSE = "Choose another id."


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _refuse_taken(kind: EntryKind, old: str, new: str, there: Sequence[_Entry]) -> None:
    for entry in there:
        at = f"`{entry.file}`, line {entry.line}"
        if entry.id == new:
            raise NotRenamedError(f"There is {_a(kind)} “{new}” already ({at}).", CHOOSE)
        if entry.id != old and new in entry.aliases:
            raise NotRenamedError(
                f"“{new}” is a former id of “{entry.id}” ({at}), whose old address leads there.",
                "Choose another id, or remove that alias first if no link uses it.",
            )


def _unknown(texts: SiteTexts, kind: EntryKind, old: str, there: Sequence[_Entry]) -> NotRenamedError:
    now = next((entry.id for entry in there if old in entry.aliases), "")
    if now:
        step = f"Rename “{now}”; `check --fix former-id` rewrites what still names “{old}”."
        return NotRenamedError(f"“{old}” is a former id of {kind} “{now}”.", step)
    known = [
        entry.id
        for path in texts.paths()
        if _may_describe(texts, kind, path)
        for entry in _described(texts, kind, path)
    ]
    shared = f"`content/{kind}s.yaml`"
    where = f"{shared} or under `speakers:` of a sidecar" if kind == "speaker" else shared
    return NotRenamedError(
        f"There is no {kind} “{old}”.", f"Write an id that is described in {where}.{nearest_told(old, known)}"
    )


def _may_describe(texts: SiteTexts, kind: EntryKind, path: str) -> bool:
    return texts.is_of(path, f"{kind}s") or (kind == "speaker" and bool(texts.annotated_in(path)))


def _described(texts: SiteTexts, kind: EntryKind, path: str) -> Iterator[_Entry]:
    """The entries of a file that describe a speaker or a source: in a sidecar, those that have a name."""
    if not _may_describe(texts, kind, path):
        return
    file = texts.opened(path)
    at: Path = ("speakers",) if texts.annotated_in(path) else ()
    node = file.value(at)
    for id, (key, value) in node.entries.items() if isinstance(node, MappingNode) else ():
        if isinstance(value, MappingNode) and (not at or "name" in value.entries):
            yield _Entry(path, (*at, id), aliases_in(value_of(value)), file.text.line_number(key.start))


def aliases_in(entry: object) -> tuple[str, ...]:
    """The former ids that the value of an entry has: one, or a list."""
    aliases = entry.get("aliases") if isinstance(entry, dict) else None
    return (aliases,) if isinstance(aliases, str) else tuple(filter(None, aliases)) if isinstance(aliases, list) else ()
