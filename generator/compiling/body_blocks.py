"""The blocks of an article's body as they are typed: runs of lines between blank ones, and what kind each is.

Works on lines and knows as much of Markdown as to leave code and lists alone; `markdown.document` parses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from generator.values import Immutable

BlockKind = Literal["text", "indented", "other"]
"""`text` is a paragraph or heading; `indented` is one that begins as code does; `other` are lists, quotes, tables
and fenced code."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r" {0,3}(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]|$)")
_OTHER = re.compile(r" {0,3}(?:>|\||(?:[-*_][ \t]*){3,}$|\[[^\]]{1,100}\]:)")


class BodyBlock(Immutable):
    """Lines without a blank one between them. `first` is the index of the first in the body, from 0."""

    first: int
    lines: tuple[str, ...]
    kind: BlockKind

    @property
    def end(self) -> int:
        """The index behind the last line."""
        return self.first + len(self.lines)


def body_blocks(body: str) -> Iterator[BodyBlock]:
    """The blocks of a body, in order."""
    fence, in_list = "", False
    rows: list[str] = []
    first = 0
    for n, line in enumerate([*body.split("\n"), ""]):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            rows.append(line)
            fence = "" if mark and mark[1].startswith(fence) else fence
            continue
        if mark:
            fence = mark[1]
        if line.strip():
            first = n if not rows else first
            rows.append(line)
        elif rows:
            in_list = bool(_ITEM.match(rows[0])) or (in_list and rows[0][0] in " \t")
            yield BodyBlock(first, tuple(rows), _kind(rows, in_list))
            rows = []
    if rows:
        yield BodyBlock(first, tuple(rows), "other")


def _kind(rows: list[str], in_list: bool) -> BlockKind:
    if in_list or _OTHER.match(rows[0]) or any(_FENCE.match(row) for row in rows):
        return "other"
    if rows[0].startswith(("    ", "\t")):
        return "indented"
    return "other" if any(_ITEM.match(row) or _OTHER.match(row) for row in rows) else "text"
