"""The lines of the entries of a mapping: each with the comments above it, its key, its value, and what is inside it.

Lines are counted from 0 in a text, and the end of a range is behind its last line.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.values import Immutable
from generator.yaml_text.tree import MappingNode, Node, SequenceNode, YamlText

MODELINES = ("# yaml-language-server:", "# -*-", "# vim:")
"""How a comment begins that is about its file, wherever it is written."""


class EntryBlock(Immutable):
    """The lines of an entry: `head` is the first comment above it that belongs to it, `key` the line of its key, `last`
    behind its value, and `end` behind the comments below its value that are indented further than its key."""

    name: str
    column: int
    head: int
    key: int
    last: int
    end: int


def entry_blocks(text: YamlText, lines: Sequence[str], node: MappingNode) -> list[EntryBlock] | None:
    """The blocks of the entries of a mapping, in the order of the file; `lines` are those of the text.

    None where they are not whole lines: the mapping is in braces, or something else is before one of its keys.
    """
    starts = [line_of(text, key.start) for key, _ in node.entries.values()]
    columns = [key.start - text.line_start(key.start) for key, _ in node.entries.values()]
    if node.flow or len({*starts}) < len(starts) or len({*columns}) > 1:
        return None
    if any(lines[start][:column].strip() for start, column in zip(starts, columns, strict=True)):
        return None
    blocks = []
    for name, key, column, (_, value) in zip(node.entries, starts, columns, node.entries.values(), strict=True):
        last = max(key, last_line(text, value)) + 1
        blocks.append(EntryBlock(name, column, head_line(lines, key), key, last, _end(lines, last, column)))
    return blocks


def head_line(lines: Sequence[str], key: int) -> int:
    """The first of the comments directly above a line that are indented no further than it, or the line itself."""
    column = len(lines[key]) - len(lines[key].lstrip())
    head = key
    while head and is_comment(lines[head - 1], at_most=column) and not lines[head - 1].lstrip().startswith(MODELINES):
        head -= 1
    return head


def last_line(text: YamlText, node: Node) -> int:
    """The line on which a value ends."""
    while inner := _last_inside(node):
        node = inner
    return line_of(text, node.start + len(text.text[node.start : node.end].rstrip()))


def _last_inside(node: Node) -> Node | None:
    """The last value in a list or mapping that is not in brackets or braces."""
    if isinstance(node, MappingNode) and node.entries and not node.flow:
        return next(reversed(node.entries.values()))[1]
    return node.items[-1] if isinstance(node, SequenceNode) and node.items and not node.flow else None


def line_of(text: YamlText, offset: int) -> int:
    """The line with an offset."""
    return text.line_number(offset) - text.first_line


def is_comment(line: str, *, at_least: int = 0, at_most: int = 1 << 30) -> bool:
    """Whether a line is a comment that begins between these columns."""
    bare = line.lstrip()
    return bare.startswith("#") and at_least <= len(line) - len(bare) <= at_most


def _end(lines: Sequence[str], last: int, column: int) -> int:
    end, n = last, last
    while n < len(lines) and (not lines[n].strip() or is_comment(lines[n], at_least=column + 1)):
        n += 1
        end = n if lines[n - 1].strip() else end
    return end
