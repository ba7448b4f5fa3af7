"""A file as an edit finds it: its bytes, its YAML as a tree, and its lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from generator.annotating.refused import Refused
from generator.diagnostics import Paste
from generator.yaml_text.comments import Comment, Path, comments_of
from generator.yaml_text.document import Document, read_yaml
from generator.yaml_text.entry_blocks import EntryBlock, entry_blocks
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText


@dataclass(frozen=True)
class Opened:
    """A file that can be edited. `root` is the tree of its YAML, None where that is empty; `rest` is the text below it.

    Lines are those of the YAML, counted from 0.
    """

    data: bytes
    text: YamlText
    root: Node | None
    rest: str = ""

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the YAML."""
        return self.text.text.split("\n")

    @cached_property
    def comments(self) -> list[Comment]:
        """The comments of the YAML, with what they belong to."""
        return comments_of(self.text, self.root)

    def found(self, path: Path) -> tuple[Scalar, Node] | None:
        """The key and the value to which these keys lead, at least one; None where there is none."""
        node, pair = self.root, None
        for name in path:
            pair = node.entries.get(name) if isinstance(node, MappingNode) else None
            if pair is None:
                return None
            node = pair[1]
        return pair

    def value(self, path: Path) -> Node | None:
        """The value to which these keys lead; without keys, the whole tree."""
        pair = self.found(path)
        return pair[1] if pair else None if path else self.root

    def blocks(self, node: MappingNode) -> list[EntryBlock] | None:
        """The lines of the entries of a mapping; None where they are not whole lines."""
        return entry_blocks(self.text, self.lines, node)

    def paste(self, first: int, end: int, lines: Sequence[str]) -> Paste:
        """What puts `lines` in place of the lines from `first` to before `end`."""
        return Paste(first + self.text.first_line, end + self.text.first_line - 1, tuple(lines))

    @cached_property
    def end(self) -> int:
        """The line behind the last one that is written."""
        lines = self.lines
        return next((n for n in range(len(lines), 0, -1) if lines[n - 1].strip()), 0)


Opener = Callable[[bytes], Opened | Refused]
"""How the bytes of a file become a file that can be edited, or the reason why it can't."""


def open_yaml(data: bytes, path: str) -> Opened | Refused:
    """A whole YAML file. Refused is one with an error of YAML, an anchor, or a merge that is unfinished."""
    return opened(data, read_yaml(data, path))


def yaml_reader(path: str) -> Opener:
    """How a whole YAML file is read, whose path is only for messages."""
    return partial(open_yaml, path=path)


def opened(data: bytes, document: Document, rest: str = "") -> Opened | Refused:
    """A file of which a part is YAML, and `rest` follows."""
    errors = [one for one in document.diagnostics if one.severity == "error"]
    if errors:
        at = f"`{errors[0].location.path}`, line {errors[0].location.line}"
        why = f"Nothing can be changed as long as the file has this error ({at}): {errors[0].message}"
        return Refused(why, "Correct it in the file, then try again.")
    if document.broken:
        return Refused(f"`{document.text.path}` can't be read as it is.", "Fix it in an editor, then try again.")
    return Opened(data, document.text, document.root, rest)
