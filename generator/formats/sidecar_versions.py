"""Reads versions of one sidecar: of each, only the entries that the version before did not have word for word.

A version changes few of its entries, and to read an entry takes long. What an entry says depends on no other one as
long as nothing is wrong anywhere, so only a sidecar without a problem is read by entries. The result is the same.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from generator.formats.sidecar import Sidecar, read_sidecar
from generator.formats.version_text import text_by_lines
from generator.model import Annotation, LocalSpeaker
from generator.values import Immutable

_SPEAKERS = "speakers"
_GROUPS = (_SPEAKERS, "claims", "counterpoints", "notes")
"""In the order in which a sidecar is read."""
_OUTER_LINE = re.compile(r"\n( {0,2}[^ \n][^\n]*)")
_GROUP = re.compile(rf"({'|'.join(_GROUPS)}): *")
_ENTRY = re.compile(r"  ([a-z0-9-]{1,64}):(?: |$)")
_COMMENT = re.compile(r" *#")


class _Block(Immutable):
    """The lines of an entry with this id, up to the next one; `day` is that from which it may count days."""

    group: str
    id: str
    lines: str
    day: str


_Said = tuple[Annotation, ...] | LocalSpeaker
"""What an entry says: an annotation followed by its answers, or a speaker."""


class SidecarVersions:
    """Reads one version after the other. It remembers the entries of the last one, and the lines between them."""

    def __init__(self) -> None:
        self._known: dict[_Block, _Said] = {}
        self._between: list[str] = []

    def read(self, data: bytes, path: str, article_id: str, day: str = "") -> Sidecar:
        """What `read_sidecar` gives for the same arguments. Where nothing is wrong, it lacks the places of values."""
        return self._by_entries(data, path, article_id, day) or read_sidecar(data, path, article_id, day)

    def _by_entries(self, data: bytes, path: str, article_id: str, day: str) -> Sidecar | None:
        """None where something is wrong beside known entries, or where lines don't show what belongs to which entry."""
        parts = _parts(data, day)
        if parts is None:
            return None
        blocks = _in_order(part for part in parts if isinstance(part, _Block))
        between = [part for part in parts if isinstance(part, str)]
        known = self._known if between == self._between else {}
        said = {block: known[block] for block in blocks if block in known}
        if unknown := [block for block in blocks if block not in said]:
            text = "".join(_with_only(parts, unknown)).encode() if said else data
            read = read_sidecar(text, path, article_id, day)
            found = _by_block(read, unknown)
            if found is None:
                return None if said else read
            said |= found
        self._known, self._between = said, between
        return _joined([said[block] for block in blocks])


def _parts(data: bytes, day: str) -> list[str | _Block] | None:
    """The lines between entries, and the entries, in the order of the file. None where lines don't show that.

    Whether these are really all entries shows only when they are read: a line in quotation marks may look like one.
    """
    text = text_by_lines(data)
    if text is None:
        return None
    parts: list[str | _Block] = []
    groups: list[str] = []
    id, start = "", 0
    for line in _OUTER_LINE.finditer(f"\n{text}"):  # so that a line begins in the text where its match does
        if _COMMENT.match(line[1]):
            continue
        entry, group = _ENTRY.match(line[1]), _GROUP.fullmatch(line[1])
        is_entry, is_group = bool(entry and groups), bool(group and group[1] not in groups and (id or not groups))
        if not is_entry and not is_group:
            return None
        parts.append(_Block(groups[-1], id, text[start : line.start()], day) if id else text[start : line.start()])
        start, id = line.start(), entry[1] if entry else ""
        groups += [group[1]] if group else []
    return [*parts, _Block(groups[-1], id, text[start:], day)] if id else None


def _with_only(parts: Iterable[str | _Block], wanted: Collection[_Block]) -> Iterator[str]:
    """The text of a sidecar with no other entries than those, and without groups that have none of them."""
    groups = {block.group for block in wanted}
    for part in parts:
        if isinstance(part, _Block):
            if part in wanted:
                yield part.lines
        elif (group := part.partition(":")[0]) not in _GROUPS or group in groups:
            yield part


def _in_order(blocks: Iterable[_Block]) -> list[_Block]:
    """The entries as a sidecar is read: group by group."""
    return sorted(blocks, key=lambda block: _GROUPS.index(block.group))


def _by_block(read: Sidecar, blocks: Sequence[_Block]) -> dict[_Block, _Said] | None:
    """What each entry says, if nothing is wrong and the entries that were read are these."""
    if read.broken or read.diagnostics or read.left_out:
        return None
    entries: list[list[Annotation]] = []
    for annotation in read.annotations:
        if annotation.parent and entries:
            entries[-1].append(annotation)
        else:
            entries.append([annotation])
    said: list[_Said] = [*read.speakers, *map(tuple, entries)]
    ids = [*(one.id for one in read.speakers), *(entry[0].id for entry in entries)]
    return dict(zip(blocks, said, strict=True)) if ids == [block.id for block in blocks] else None


def _joined(said: Sequence[_Said]) -> Sidecar | None:
    """The sidecar with all of these entries; None where two have one id."""
    speakers = tuple(one for one in said if isinstance(one, LocalSpeaker))
    annotations = tuple(chain.from_iterable(one for one in said if isinstance(one, tuple)))
    has_twice = any(len({one.id for one in kind}) < len(kind) for kind in (speakers, annotations))
    return None if has_twice else Sidecar(annotations, speakers)
