"""Repairs a list of entries where a mapping from ids to entries is needed: an item's id becomes its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.formats.fields import id_from
from generator.yaml_text.entry_lines import Mend
from generator.yaml_text.tree import MappingNode, Node, Scalar, SequenceNode, YamlText, holds_nothing

_ID_KEYS = ("id", "key", "slug")
_WORDS = ("statement", "quote", "note", "name", "title", "short", "text")
"""Fields of whose first words an id is made, in the order in which they are looked for."""
_MOST_WORDS = 5
_MOST_ENTRIES = 200


def listed_entries(text: YamlText, lines: Sequence[str], node: Node | None, depth: int) -> Iterator[Mend]:
    """The repair of every list of mappings in a tree, up to `depth` levels down, where a key has one."""
    if depth and isinstance(node, MappingNode):
        for key, value in node.entries.values():
            if isinstance(value, SequenceNode):
                yield from _as_mapping(text, lines, key.text, value)
            else:
                yield from listed_entries(text, lines, value, depth - 1)


def entries_at_the_margin(text: YamlText, lines: Sequence[str], node: Node | None) -> Iterator[Mend]:
    """The repair of a file that is one list of mappings."""
    if isinstance(node, SequenceNode):
        yield from _as_mapping(text, lines, "", node)


def _as_mapping(text: YamlText, lines: Sequence[str], name: str, node: SequenceNode) -> Iterator[Mend]:
    items = [item for item in node.items if isinstance(item, MappingNode) and not item.flow and item.entries]
    if node.flow or not items or len(items) < len(node.items) or len(items) > _MOST_ENTRIES:
        return
    starts = [text.line_number(item.start) - text.first_line for item in items]
    dash = len(lines[starts[0]]) - len(lines[starts[0]].lstrip(" "))
    holder = next((i for i in range(starts[0] - 1, -1, -1) if lines[i].strip()), -1)
    outer = len(lines[holder]) - len(lines[holder].lstrip(" ")) + 2 if name and holder >= 0 else 0
    end = _last_line(lines, starts[-1], dash)
    taken: set[str] = set()
    written: list[str] = []
    made = False
    for item, first, after in zip(items, starts, [*starts[1:], end + 1], strict=True):
        own = list(lines[first:after])
        inner = item.start - text.line_start(item.start)
        own[0] = " " * inner + own[0][inner:]
        given, own, depth = _id_of(text, item, own, first)
        made |= not given
        new = _distinct(given or _made_id(item), taken)
        if not new:
            return
        taken.add(new)
        written.append(f"{' ' * outer}{new}:")
        by = outer + 2 - (inner if depth is None else depth)
        for line in own:
            indent = len(line) - len(line.lstrip(" "))
            written.append(" " * max(indent + by, 0) + line.lstrip(" ") if line.strip() else "")
    what = f"`{name}`" if name else "This file"
    step = "Write each id as a key, without a dash" + (", or choose other ids." if made else ".")
    yield Mend(
        starts[0], end - starts[0] + 1, tuple(written), dash,
        f"{what} is a list, but it must be a mapping of ids to entries.", step,
    )  # fmt: skip


def _last_line(lines: Sequence[str], first: int, dash: int) -> int:
    last = first
    for i in range(first + 1, len(lines)):
        if lines[i].strip() and len(lines[i]) - len(lines[i].lstrip(" ")) <= dash:
            break
        last = i if lines[i].strip() else last
    return last


def _id_of(text: YamlText, item: MappingNode, lines: list[str], first: int) -> tuple[str, list[str], int | None]:
    """An item's id, if it has one, its lines without the id, and their depth where it is another than the item's.

    The id is the value of `id`, or the only key above the others: `- only-cliches:`.
    """
    name, (key, value) = next(iter(item.entries.items()))
    if isinstance(value, MappingNode) and len(item.entries) == 1 and not value.flow:
        return id_from(name), lines[1:], value.start - text.line_start(value.start)
    if holds_nothing(value) and len(item.entries) > 1 and name not in _WORDS:
        return id_from(name), lines[1:], None
    for name in _ID_KEYS:
        if name in item.entries:
            key, value = item.entries[name]
            at = text.line_number(key.start) - text.first_line - first
            if isinstance(value, Scalar) and value.text.strip():
                return id_from(value.text), [line for n, line in enumerate(lines) if n != at], None
    return "", lines, None


def _made_id(item: MappingNode) -> str:
    for name in _WORDS:
        node = item.entries[name][1] if name in item.entries else None
        while isinstance(node, SequenceNode) and node.items:
            node = node.items[0]
        if isinstance(node, MappingNode) and "exact" in node.entries:
            node = node.entries["exact"][1]
        if isinstance(node, Scalar) and (made := id_from(" ".join(_first(node.text.split())))):
            return made
    return ""


def _first(words: Iterable[str]) -> list[str]:
    return [word for word in words if any(map(str.isalnum, word))][:_MOST_WORDS]


def _distinct(name: str, taken: set[str]) -> str:
    return (
        next((one for one in (name, *(f"{name}-{n}" for n in range(2, 100))) if one not in taken), "") if name else ""
    )
