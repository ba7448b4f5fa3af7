"""Trees of YAML with positions, and text written so that YAML reads it back unchanged.

Knows nothing of the meaning of keys. Offsets are code points, counted from 0 in a text whose line ends are all `\\n`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.diagnostics import Location, Paste
from generator.yaml_text.foreign_characters import without_pairs

LONGEST_PASTE = 4_000
"""Characters of lines to paste: longer ones are useless in a terminal, and a thousand of them would fill the memory."""

# The characters that YAML forbids, and U+0085, U+2028 and U+2029: YAML ends a line there, but editors do not show it.
CONTROL = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FOREIGN_SIGNS = "，、،﹐：﹕"
"""Commas and colons of other scripts. YAML takes them for letters; in brackets they are often meant to part entries."""
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# Unquoted text can neither begin with these indicators nor contain `: ` or ` #`, nor begin with `...`.
_NEVER_PLAIN = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`\s]|.*(?::(?:\s|$)|\s#|\s$)|\.\.\.", re.DOTALL)
_NEVER_IN_FLOW = re.compile(rf"[,\[\]{{}}{FOREIGN_SIGNS}]|:\?")


class Scalar(NamedTuple):
    """A text as it was typed. `style` is empty for unquoted text, else `'`, `"`, `|` or `>`."""

    text: str
    start: int
    end: int
    style: str = ""


class SequenceNode(NamedTuple):
    """A list. `flow` is True where it is written in brackets."""

    items: list[Node]
    start: int
    end: int
    flow: bool = False


class MappingNode(NamedTuple):
    """A mapping: each key with the pair of its node and its value. `flow` is True where it is written in braces."""

    entries: dict[str, tuple[Scalar, Node]]
    start: int
    end: int
    flow: bool = False


Node = Scalar | SequenceNode | MappingNode


@dataclass(frozen=True)
class YamlText:
    """The text of a YAML file, or of a part of a file that begins on line `first_line` (from 1)."""

    path: str
    text: str
    first_line: int = 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def has_comments(self) -> bool:
        """Whether the text can contain comments: False is certain, True is not."""
        return "#" in self.text

    @cached_property
    def has_escapes(self) -> bool:
        """Whether the text can contain escapes: False is certain, True is not."""
        return "\\" in self.text

    @cached_property
    def has_foreign_signs(self) -> bool:
        """Whether the text has commas or colons of other scripts."""
        return not self.text.isascii() and any(sign in self.text for sign in FOREIGN_SIGNS)

    @cached_property
    def for_parser(self) -> str:
        """The text without the pairs of surrogates that a parser refuses, with the same offsets."""
        return without_pairs(self.text) if self.has_escapes else self.text

    def location(self, offset: int) -> Location:
        """The position of an offset in the file."""
        index = bisect_right(self._starts, offset) - 1
        return Location(self.path, self.first_line + index, offset - self._starts[index] + 1)

    def line_number(self, offset: int) -> int:
        """The number, in the file, of the line with an offset."""
        return self.first_line + bisect_right(self._starts, offset) - 1

    def line_start(self, offset: int) -> int:
        """The offset at which the line with an offset begins."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def line_end(self, offset: int) -> int:
        """The offset of the next line break, or of the end of the text."""
        index = bisect_right(self._starts, offset)  # a search for the line break would be slow in a very long line
        return self._starts[index] - 1 if index < len(self._starts) else len(self.text)

    def before(self, offset: int) -> str | None:
        """The beginning of a line, up to an offset; None where it is too long to be pasted."""
        start = self.line_start(offset)
        return self.text[start:offset] if offset - start <= LONGEST_PASTE else None

    def after(self, offset: int) -> str:
        """The rest of a line from an offset on, or as much of it as can be pasted."""
        return self.text[offset : min(self.line_end(offset), offset + LONGEST_PASTE)]

    def replaced(self, start: int, end: int, new: str) -> Paste | None:
        """The paste that replaces a range by `new` and keeps the rest of its lines.

        None where the lines have more than `LONGEST_PASTE` characters.
        """
        if self.line_end(end) - self.line_start(start) > LONGEST_PASTE:
            return None
        whole = self.text[self.line_start(start) : start] + new + self.text[end : self.line_end(end)]
        lines = tuple(line.rstrip() for line in whole.split("\n"))
        return Paste(self.line_number(start), self.line_number(end), lines)

    def without_lines(self, start: int, end: int) -> Paste:
        """The paste that deletes the lines of a range."""
        return Paste(self.line_number(start), self.line_number(end), ())


class Locations(Mapping[str, Location]):
    """The position of each node by its path. Computed on first use, because most files have nothing to report."""

    def __init__(
        self, text: YamlText, entries: Iterable[tuple[str, Scalar | None, Node]], listed: frozenset[str]
    ) -> None:
        """Each entry is (prefix of its paths, its key, its tree); for `listed` see `offsets`."""
        self._text = text
        self._entries = list(entries)
        self._listed = listed

    @cached_property
    def _offsets(self) -> dict[str, int]:
        places: dict[str, int] = {}
        for prefix, key, node in self._entries:
            if key:
                places[prefix] = key.start
            places.update(offsets(node, f"{prefix}/" if prefix else "", self._listed))
        return places

    def __getitem__(self, key: str) -> Location:
        return self._text.location(self._offsets[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._offsets)

    def __len__(self) -> int:
        return len(self._offsets)


# ── inspecting and writing ───────────────────────────────────────────────────────────────────────────────────────────


def is_null(node: Node) -> bool:
    """Whether a value is empty, `~` or `null`, unquoted."""
    return isinstance(node, Scalar) and not node.style and node.text in _NULLS


def holds_nothing(node: Node) -> bool:
    """Whether a value is empty, or contains only white space."""
    return isinstance(node, Scalar) and not node.text.strip()


def plain(node: Node) -> object:
    """Converts a tree to Python lists, dictionaries and strings. Keys with an empty value are left out."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, (_, value) in node.entries.items() if not holds_nothing(value)}


def end_of(text: YamlText, node: Node) -> int:
    """The offset of the end of a node, without trailing white space, which PyYAML includes."""
    return node.start + len(text.text[node.start : node.end].rstrip())


def place_of(key: Scalar, value: Node) -> int:
    """The offset to report for a value: its own, or that of its key where it is empty or is a block below the key."""
    on_its_own = value.style in {"", "'", '"'} if isinstance(value, Scalar) else value.flow
    return value.start if on_its_own and value.end > value.start else key.start


def offsets(node: Node, prefix: str = "", listed: frozenset[str] = frozenset()) -> Iterable[tuple[str, int]]:
    """Yields the path (`title`, `tags/0`, `image/src`) and offset of every node below a tree.

    `listed` are keys that accept one value or a list: a single value is also yielded as item 0 of a list.
    """
    if isinstance(node, MappingNode):
        for name, (key, value) in node.entries.items():
            yield prefix + name, place_of(key, value)
            if type(value) is not Scalar:
                yield from offsets(value, f"{prefix}{name}/")
            if name in listed and type(value) is not SequenceNode:
                yield f"{prefix}{name}/0", value.start
    elif isinstance(node, SequenceNode):
        for n, item in enumerate(node.items):
            yield f"{prefix}{n}", item.start
            yield from offsets(item, f"{prefix}{n}/")


def survives(text: str) -> bool:
    """Whether YAML reads an unquoted text back unchanged outside brackets and braces. May err towards False."""
    return text not in _NULLS and text.isprintable() and not _NEVER_PLAIN.match(text)


def in_quotes(text: str) -> str:
    """The text quoted on one line, so that YAML reads it back unchanged anywhere."""
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + CONTROL.sub(lambda c: f"\\U{ord(c[0]):08x}", escaped) + '"'


def in_flow(text: str) -> str:
    """The text for use in brackets and braces: unquoted where that is safe."""
    return text if survives(text) and not _NEVER_IN_FLOW.search(text) else in_quotes(text)


def written(lead: str, text: str) -> tuple[str, ...]:
    """The lines of a value after `lead` (`"    quote: "`, `"      - "`): unquoted if safe, else a block or quoted."""
    if survives(text):
        return (lead + text,)
    indent = " " * (len(lead) - len(lead.lstrip(" -")) + (2 if ":" in lead else 0))
    if text != text.strip() or CONTROL.search(text) or not text:
        return (lead + in_quotes(text),)
    return (lead + "|", *(indent + line if line else "" for line in text.split("\n")))
