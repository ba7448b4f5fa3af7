"""Puts a new entry among others by its place, makes the group that it needs, and takes an entry away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.annotating.keys import added_key, blocks_of, column_inside, in_empty, is_empty, step_of
from generator.annotating.opened import Opened
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue
from generator.annotating.writing import entry_lines, key_text
from generator.diagnostics import Paste
from generator.yaml_text.comments import Path
from generator.yaml_text.entry_blocks import EntryBlock
from generator.yaml_text.tree import MappingNode

GROUPS = ("speakers", "claims", "counterpoints", "notes")
"""The groups of a sidecar, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is added to the mapping to which `path` leads, with its fields in order.

    `goes_before` gives, of the names that are there, the one above which it belongs, or None for the end. `order` is
    that of the keys beside the mapping, if that is made as well. `is_apart` says whether an empty line keeps it from
    others where none are there to show it.
    """

    path: Path
    name: str
    fields: Mapping[str, PlainValue]
    goes_before: Callable[[Sequence[str]], str | None]
    order: Sequence[str] = ()
    is_apart: bool = False

    def __call__(self, file: Opened) -> Paste | Refused:
        """The lines that are added."""
        if self.path and file.found(self.path) is None:
            return self._in_new_group(file)
        if is_empty(file.value(self.path)):
            return in_empty(file, self.path, self._lines(column_inside(file, self.path), step_of(file)))
        blocks = blocks_of(file, self.path)
        if isinstance(blocks, Refused):
            return blocks
        name = self.goes_before([block.name for block in blocks])
        index = next((n for n, block in enumerate(blocks) if block.name == name), len(blocks))
        lines = self._lines(blocks[0].column, _step_in(file, self.path, blocks, index))
        return _among(file, blocks, index, lines, is_apart=self.is_apart)

    def _in_new_group(self, file: Opened) -> Paste | Refused:
        *above, group = self.path
        step = step_of(file)

        def lines_at(column: int) -> list[str]:
            return [f"{' ' * column}{key_text(group)}:", *self._lines(column + step, step)]

        if above or is_empty(file.root):
            return added_key(file, tuple(above), group, self.order, lines_at)
        blocks = blocks_of(file, ())
        if isinstance(blocks, Refused):
            return blocks
        later = GROUPS[GROUPS.index(group) :]
        index = next((n for n, block in enumerate(blocks) if block.name in later), len(blocks))
        return _among(file, blocks, index, lines_at(blocks[0].column), is_apart=True)

    def _lines(self, column: int, step: int) -> list[str]:
        return entry_lines(column, self.name, self.fields, step)


def _among(
    file: Opened, blocks: Sequence[EntryBlock], index: int, lines: Sequence[str], *, is_apart: bool
) -> Paste | Refused:
    """What puts lines above the block with an index, or at the end, as far from it as its neighbours are."""
    gaps = [block.head > before.end for before, block in pairwise(blocks)]
    if gaps:
        is_apart = gaps[min(max(index - 1, 0), len(gaps) - 1)]
    gap = [""] if is_apart else []
    if index < len(blocks):
        return file.paste(blocks[index].head, blocks[index].head, [*lines, *gap])
    return file.paste(blocks[-1].end, blocks[-1].end, [*gap, *lines])


def _step_in(file: Opened, path: Path, blocks: Sequence[EntryBlock], index: int) -> int:
    """By how much the siblings before an index indent their keys, or else those behind it: the nearest first."""
    for block in [*blocks[:index][::-1], *blocks[index:]]:
        node = file.value((*path, block.name))
        if isinstance(node, MappingNode) and not node.flow and node.entries:
            inner = next(iter(node.entries.values()))[0]
            return inner.start - file.text.line_start(inner.start) - block.column
    return step_of(file)


# ── removing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def removed_with(file: Opened, path: Path) -> Path:
    """The keys that lead to what is removed with an entry: the group that would be left without any, unless it has a
    comment, or the entry itself."""
    while len(path) > 1 and path[-2] in GROUPS:
        group = file.value(path[:-1])
        has_others = not isinstance(group, MappingNode) or len(group.entries) > 1
        of_group = (c.owner for c in file.comments if c.owner[: len(path) - 1] == path[:-1])
        if has_others or any(owner[: len(path)] != path for owner in of_group):
            break
        path = path[:-1]
    return path
