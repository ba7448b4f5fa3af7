"""Changes the keys of one mapping: the lines of those that change, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.annotating.forms import changed_value
from generator.annotating.opened import Opened
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue, value_of
from generator.annotating.writing import value_lines
from generator.diagnostics import Paste
from generator.yaml_text.comments import Path
from generator.yaml_text.entry_blocks import EntryBlock, line_of
from generator.yaml_text.tree import MappingNode, Node, is_null

_INNER_ORDER = {
    "quote": ("exact", "prefix", "suffix", "times", "from", "to", "in"),
    "image": ("src", "alt", "caption", "credit"),
    "archived": ("url", "date"),
}
_BY_NAME = frozenset({"updates"})
"""Mappings whose keys are dates, and so have an order of their own."""


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key of the mapping to which `path` leads gets a value; None removes it. `order` is that of the mapping's keys,
    as far as it is known."""

    path: Path
    key: str
    value: PlainValue
    order: Sequence[str] = ()

    def __call__(self, file: Opened) -> Paste | Refused | None:
        """The lines that change."""
        pair = file.found((*self.path, self.key))
        if pair and value_of(pair[1]) == self.value is not None:
            return None
        if pair and self.value is not None:
            blocks = blocks_of(file, self.path)
            return blocks if isinstance(blocks, Refused) else changed_value(file, *pair, self.value)
        if self.value is None:
            return removed(file, self.path, self.key) if pair else None
        value, step = self.value, step_of(file)
        return added_key(file, self.path, self.key, self.order, lambda at: value_lines(at, self.key, value, step))


def key_changes(
    path: Path, node: Node | None, changes: Mapping[str, PlainValue], order: Sequence[str] = ()
) -> Iterator[KeyChange]:
    """The changes of single keys that make these, inside of mappings that have lines of their own as well.

    New keys come in the documented order, and keys are removed last.
    """
    entries = node.entries if isinstance(node, MappingNode) else {}
    named = sorted(changes, key=lambda key: (changes[key] is None, _rank(key, order)))
    for key in named:
        value, old = changes[key], entries[key][1] if key in entries else None
        if isinstance(value, dict) and value and isinstance(old, MappingNode) and not old.flow and old.entries:
            inner: dict[str, PlainValue] = {**dict.fromkeys(old.entries), **value}
            further = tuple(sorted({*old.entries, *value})) if key in _BY_NAME else _INNER_ORDER.get(key, ())
            yield from key_changes((*path, key), old, inner, further)
        else:
            yield KeyChange(path, key, value, order)


def with_changes(old: PlainValue, changes: Mapping[str, PlainValue]) -> PlainValue:
    """The value of a mapping with changed keys; None where no key is left."""
    entries = {**(old if isinstance(old, dict) else {}), **changes}
    return {key: value for key, value in entries.items() if value is not None or key not in changes} or None


def added_key(
    file: Opened, path: Path, key: str, order: Sequence[str], lines_at: Callable[[int], list[str]]
) -> Paste | Refused:
    """What adds a key to a mapping: behind the last key before it in the order, or else above the first.

    `lines_at` gives its lines, and those of its value, for the column of the key.
    """
    if is_empty(file.value(path)):
        return in_empty(file, path, lines_at(column_inside(file, path)))
    blocks = blocks_of(file, path)
    if isinstance(blocks, Refused):
        return blocks
    lines = lines_at(blocks[0].column)
    before = [one for one in blocks if -1 < _rank(one.name, order) < _rank(key, order)]
    if key not in order or not any(one.name in order for one in blocks):
        return file.paste(blocks[-1].end, blocks[-1].end, lines)
    if not before:
        return file.paste(blocks[0].head, blocks[0].head, lines)
    at = max(before, key=lambda one: _rank(one.name, order)).end
    return file.paste(at, at, lines)


def removed(file: Opened, path: Path, name: str) -> Paste | Refused:
    """What removes an entry of a mapping with its comments, and with the empty line that kept it apart."""
    blocks = blocks_of(file, path)
    if isinstance(blocks, Refused):
        return blocks
    block = next(one for one in blocks if one.name == name)
    first, end = block.head, block.end
    is_apart = not first or not file.lines[first - 1].strip()
    if block is not blocks[-1] and (is_apart or block is blocks[0]):
        while end < len(file.lines) and not file.lines[end].strip():
            end += 1
    elif block is blocks[-1] and is_apart:
        first = _behind_text(file, first)
    return file.paste(first, end, ())


def _behind_text(file: Opened, first: int) -> int:
    """The first of the empty lines above a line, unless they keep a comment apart from what follows."""
    at = first
    while at and not file.lines[at - 1].strip():
        at -= 1
    return first if not at or file.lines[at - 1].lstrip().startswith("#") else at


def in_empty(file: Opened, path: Path, lines: Sequence[str]) -> Paste | Refused:
    """What puts lines into a mapping that has no entry yet: below its key, or at the end of an empty file."""
    pair = file.found(path) if path else None
    if pair is None:
        is_apart = file.end and file.lines[file.end - 1].lstrip().startswith("#")
        gap = [""] if is_apart and not path else []
        return file.paste(file.end, file.end, [*gap, *lines])
    key, node = pair
    at = line_of(file.text, key.start)
    if node.start < node.end:  # `~`, `{}`
        if line_of(file.text, node.end) != at:
            return Refused(f"“{key.text}” has no entries, but is not on one line.", "Change it in the file by hand.")
        line, start = file.lines[at], file.text.line_start(key.start)
        behind = line[node.end - start :].rstrip()
        return file.paste(at, at + 1, [line[: node.start - start].rstrip() + behind, *lines])
    return file.paste(at + 1, at + 1, lines)


def blocks_of(file: Opened, path: Path) -> list[EntryBlock] | Refused:
    """The lines of the entries of a mapping that has some; or why they can't be changed by lines."""
    node = file.value(path)
    name = f"“{path[-1]}”" if path else "The file"
    if not isinstance(node, MappingNode):
        return Refused(f"{name} is not a mapping of keys to values.", "Correct it in the file, then try again.")
    blocks = file.blocks(node)
    if not blocks:
        step = "Write each of its keys on a line of its own in the file, then try again."
        return Refused(f"{name} is written in braces, or has two keys in one line.", step)
    return blocks


def is_empty(node: Node | None) -> bool:
    """Whether a value is a mapping without entries, or none yet."""
    return node is None or is_null(node) or (isinstance(node, MappingNode) and not node.entries)


def column_inside(file: Opened, path: Path) -> int:
    """The column at which the keys inside an entry without keys begin."""
    pair = file.found(path) if path else None
    return pair[0].start - file.text.line_start(pair[0].start) + step_of(file) if pair else 0


def step_of(file: Opened) -> int:
    """By how much the file indents what is inside an entry."""
    for key, node in file.root.entries.values() if isinstance(file.root, MappingNode) else ():
        if isinstance(node, MappingNode) and not node.flow and node.entries:
            inner = next(iter(node.entries.values()))[0]
            return inner.start - file.text.line_start(inner.start) - (key.start - file.text.line_start(key.start))
    return 2


def _rank(key: str, order: Sequence[str]) -> int:
    return order.index(key) if key in order else -1
