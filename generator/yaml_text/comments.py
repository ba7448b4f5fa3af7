"""The comments of a YAML text, each with the entry that it belongs to. Knows no meaning of keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from generator.yaml_text.entry_blocks import head_line, is_comment, line_of
from generator.yaml_text.tree import MappingNode, Node, Scalar, SequenceNode, YamlText

Path = tuple[str, ...]
"""The keys that lead to an entry. What is in a list has the path of the list."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its words with the `#`, the keys that lead to its owner, and how it belongs to that: on a `line` of
    it, directly `above` it, or `inside` it. Two that differ only in their `start`, an offset, are equal."""

    words: str
    owner: Path
    how: str
    start: int = field(compare=False)


def comments_of(text: YamlText, root: Node | None) -> list[Comment]:
    """All comments of a text, in its order; `root` is its tree."""
    if "#" not in text.text:
        return []
    owners = _Owners(text, sorted(_keys(root, ()), key=lambda key: key[1]))
    return [owners.comment(offset) for offset in _signs(text.text, sorted(_scalars(text, root)))]


class _Owners:
    """Walks through the keys of a text, in its order, and says which of them a comment belongs to."""

    def __init__(self, text: YamlText, keys: list[tuple[Path, int]]) -> None:
        self._text, self._keys = text, keys
        self._lines = text.text.split("\n")
        self._at_line = {line_of(text, offset): path for path, offset in reversed(keys)}
        self._passed = 0
        self._around: list[tuple[int, Path]] = []  # the keys that are open, with their columns

    def comment(self, offset: int) -> Comment:
        """The comment that begins at an offset, which is behind all offsets before."""
        self._pass_keys(offset)
        line = line_of(self._text, offset)
        words = self._text.text[offset : self._text.line_end(offset)].rstrip()
        if not is_comment(self._lines[line]):
            return Comment(words, self._keys[self._passed - 1][0] if self._passed else (), "line", offset)
        below = line
        while below < len(self._lines) and is_comment(self._lines[below]):
            below += 1
        if below in self._at_line and head_line(self._lines, below) <= line:
            return Comment(words, self._at_line[below], "above", offset)
        column = offset - self._text.line_start(offset)
        inside = (path for at, path in reversed(self._around) if at < column)
        return Comment(words, next(inside, ()), "inside", offset)

    def _pass_keys(self, offset: int) -> None:
        while self._passed < len(self._keys) and self._keys[self._passed][1] < offset:
            path, at = self._keys[self._passed]
            column = at - self._text.line_start(at)
            while self._around and self._around[-1][0] >= column:
                self._around.pop()
            self._around.append((column, path))
            self._passed += 1


def _signs(text: str, scalars: list[tuple[int, int]]) -> Iterator[int]:
    """The offsets at which a comment begins: between two scalars, at the start of a line or after a space."""
    edges = [(0, 0), *scalars, (len(text), len(text))]
    for (_, end), (start, _) in pairwise(edges):
        at = text.find("#", end, start)
        while at >= 0:
            if not at or text[at - 1].isspace():
                yield at
                at = text.find("\n", at, start)
            at = text.find("#", at + 1, start) if at >= 0 else -1


def _keys(node: Node | None, path: Path) -> Iterator[tuple[Path, int]]:
    """Each key of a tree: the keys that lead to it, and its offset."""
    if isinstance(node, MappingNode):
        for name, (key, value) in node.entries.items():
            if not node.flow:
                yield (*path, name), key.start
                yield from _keys(value, (*path, name))
    elif isinstance(node, SequenceNode) and not node.flow:
        for item in node.items:
            yield from ((path, at) for _, at in _keys(item, path))


def _scalars(text: YamlText, node: Node | None) -> Iterator[tuple[int, int]]:
    """The texts of a tree, from start to end. That of a block begins below its sign, which a comment may follow."""
    if isinstance(node, Scalar):
        yield (min(text.line_end(node.start), node.end) if node.style in {"|", ">"} else node.start), node.end
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from _scalars(text, item)
    elif node is not None:
        for key, value in node.entries.values():
            yield from _scalars(text, key)
            yield from _scalars(text, value)
