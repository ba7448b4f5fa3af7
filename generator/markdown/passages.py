"""Cuts a text down to the blocks that hold a passage: what `text: passages` publishes.

The smallest block that holds one is kept: of a quotation the paragraph, of a list the item's paragraph, of a table the
row. Knows the block tags that `document` writes; parses no Markdown.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from generator.markdown.composing import Block, Item, Run
from generator.markdown.document import Parsed
from generator.markdown.marks import Highlight, Layers
from generator.values import replace

OMISSION = '<p class="omission">[…]</p>\n'
_OMITTED_ITEMS = '<li class="omission">[…]</li>\n'
_OMITTED_ROWS = '<tr class="omission">\n<td colspan="{}">[…]</td>\n</tr>\n'

_CONTAINERS = frozenset(("blockquote", "ul", "ol", "li", "table", "thead", "tbody"))
_BLOCK_TAG = re.compile(r"\s*<(/?)(blockquote|ul|ol|li|table|thead|tbody|tr|p|h[1-6]|pre|hr)\b")
_NUMBER = re.compile(r' (?:start|value)="([0-9]+)"')
_ADDRESS = re.compile(r'\s(?:href|src)="site:([^"#]*)#?([^"]*)"')
_ID = re.compile(r'<p id="([^"]+)"')


def only_passages(parsed: Parsed, passages: Iterable[tuple[int, int]]) -> Parsed:
    """The text with only the smallest blocks that hold one of the passages, ranges of the projection, inside the
    quotations, lists and tables that they are in, and `[…]` for each run of others.

    An ordered list keeps its numbers, paragraphs keep their ids; the heads of a table's columns are a row like any
    other. Links and fragments are those of the blocks that are left. The projection is empty, since it would hold all.
    """
    layers = Layers(Highlight("", start, end) for start, end in passages)
    blocks = _tree(parsed)
    shown = _Choice(layers).top_level(blocks) or ([[OMISSION]] if any(map(_has_content, blocks)) else [])
    tags = [item for items in shown for item in items if isinstance(item, str)]
    addresses = {tuple(map(_unescaped, address)) for tag in tags for address in _ADDRESS.findall(tag)}
    ids = {id for tag in tags for id in _ID.findall(tag)}
    return replace(
        parsed,
        blocks=tuple(Block(tuple(items), 0, 0) for items in shown),
        text="",
        links=tuple(link for link in parsed.links if (link.target, link.fragment) in addresses),
        fragments=tuple(id for id in parsed.fragments if id in ids),
    )


def paragraphs_of(parsed: Parsed) -> tuple[tuple[int, int], ...]:
    """The ranges in the projection of the smallest blocks that hold text, in order: paragraphs, headings, items of
    lists, rows of tables, code."""
    return tuple(
        (leaf.start, leaf.end) for leaf in _leaves(_tree(parsed)) if parsed.text[leaf.start : leaf.end].strip()
    )


def _leaves(parts: Iterable[_Leaf | _Container]) -> Iterator[_Leaf]:
    waiting = [iter(parts)]
    while waiting:
        part = next(waiting[-1], None)
        if part is None:
            waiting.pop()
        elif isinstance(part, _Leaf):
            yield part
        else:
            waiting.append(iter(part.parts))


def _unescaped(text: str) -> str:
    return unquote(html_text.unescape(text))


# ── the tree of blocks ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Leaf:
    """A block that is shown or withheld as a whole: its items, and its range in the projection. The range of a block
    without text, such as a picture, is empty."""

    items: list[Item]
    start: int
    end: int
    tag: str = ""


@dataclass(slots=True)
class _Container:
    """A block that holds others: a quotation, a list or one of its items, a table or one of its sections."""

    opening: str
    tag: str
    parts: list[_Leaf | _Container] = field(default_factory=list)
    closing: str = ""


def _tree(parsed: Parsed) -> list[_Leaf | _Container]:
    """The blocks of a text. Text that stands in an item of a list without a paragraph is a leaf of its own."""
    root = _Container("", "")
    around, leaf, depth, position = [root], None, 0, 0
    for item in (item for block in parsed.blocks for item in block.items if item != ""):
        found = _BLOCK_TAG.match(item) if isinstance(item, str) else None
        is_end, tag = (bool(found[1]), found[2]) if found else (False, "")
        if depth == 0 and tag in _CONTAINERS:
            leaf = None
            if is_end:
                around.pop().closing = str(item)
            else:
                container = _Container(str(item), tag)
                around[-1].parts.append(container)
                around.append(container)
            continue
        if leaf is None:
            leaf = _Leaf([], position, position, tag)
            around[-1].parts.append(leaf)
        leaf.items.append(item)
        if isinstance(item, Run):
            leaf.start = item.pieces[0][1] if leaf.start == leaf.end else leaf.start
            leaf.end = position = item.pieces[-1][2]
        if tag and tag != "hr":
            depth += -1 if is_end else 1
        if tag and depth == 0:
            leaf = None
    return root.parts


# ── what is shown of it ──────────────────────────────────────────────────────────────────────────────────────────


_Row = tuple[int, list[Item]]
"""A block's position among its siblings, and its items; -1 without items for a run of blocks that are withheld."""


class _Choice:
    """Chooses the items to write: those of the blocks that hold a highlight."""

    def __init__(self, layers: Layers) -> None:
        self._layers = layers

    def top_level(self, blocks: Iterable[_Leaf | _Container]) -> list[list[Item]]:
        """The items of each top-level block that is shown, with `OMISSION` for each run of those withheld; none if all
        are."""
        rows = list(self._rows(blocks))
        return [items or [OMISSION] for _, items in rows] if any(items for _, items in rows) else []

    def of_blocks(self, blocks: Iterable[_Leaf | _Container], omission: str) -> list[Item]:
        """The items of siblings, with `omission` for each run of those withheld; none if all are."""
        rows = list(self._rows(blocks))
        return [item for _, items in rows for item in items or [omission]] if any(items for _, items in rows) else []

    def _rows(self, blocks: Iterable[_Leaf | _Container]) -> Iterator[_Row]:
        withholding = False
        for position, block in enumerate(blocks):
            if items := self._of_block(block):
                withholding = False
                yield position, items
            elif not withholding and _has_content(block):
                withholding = True
                yield -1, []

    def _of_block(self, block: _Leaf | _Container) -> list[Item]:
        if isinstance(block, _Leaf):
            return block.items if self._is_highlighted(block) else []
        if block.tag == "table":
            inner = self._of_table(block)
        elif block.tag == "ol":
            inner = self._of_ordered_list(block)
        else:
            inner = self.of_blocks(block.parts, _OMITTED_ITEMS if block.tag == "ul" else OMISSION)
        return [block.opening, *inner, block.closing] if inner else []

    def _of_ordered_list(self, block: _Container) -> list[Item]:
        numbers = _numbers(block)
        out: list[Item] = []
        for position, items in self._rows(block.parts):
            if items and out[-1:] == [_OMITTED_ITEMS] and not _NUMBER.search(str(items[0])):
                opening = str(items[0]).replace("<li", f'<li value="{numbers[position]}"', 1)
                items = [opening, *items[1:]]
            out += items or [_OMITTED_ITEMS]
        return out if out != [_OMITTED_ITEMS] else []

    def _of_table(self, block: _Container) -> list[Item]:
        """The rows that hold a highlight. The row of heads is one of them: withheld, it leaves no empty heads."""
        sections = [
            (section, row) for section in block.parts if isinstance(section, _Container) for row in section.parts
        ]
        rows = list(self._rows(row for _, row in sections))
        if not any(items for _, items in rows):
            return []
        omission = _OMITTED_ROWS.format(_cells(sections[0][1]))
        out: list[Item] = []
        open_now = ""
        for position, items in rows:
            section = sections[position][0].tag if items else "tbody"
            if section != open_now:
                out += [f"</{open_now}>\n"] if open_now else []
                out.append(f"<{section}>\n")
                open_now = section
            out += items or [omission]
        return [*out, f"</{open_now}>\n"]

    def _is_highlighted(self, leaf: _Leaf) -> bool:
        """Whether a highlight touches a block; one without text must be inside a highlight that goes on behind it."""
        if leaf.start == leaf.end:
            return leaf.start > 0 and self._layers.touch(leaf.start, leaf.start + 1)
        return self._layers.touch(leaf.start, leaf.end)


def _numbers(items: _Container) -> list[int]:
    """The number of each item of an ordered list: its own if one is written, else one more than the item before."""
    found = _NUMBER.search(items.opening)
    number = int(found[1]) - 1 if found else 0
    numbers = []
    for item in items.parts:
        found = _NUMBER.search(item.opening) if isinstance(item, _Container) else None
        number = int(found[1]) if found else number + 1
        numbers.append(number)
    return numbers


def _has_content(block: _Leaf | _Container) -> bool:
    """Whether a block shows anything but a line across the page."""
    return block.tag != "hr" if isinstance(block, _Leaf) else any(map(_has_content, block.parts))


def _cells(row: _Leaf | _Container) -> int:
    """The number of cells of a table's row."""
    items = row.items if isinstance(row, _Leaf) else ()
    return max(1, sum(isinstance(item, str) and item.startswith(("<td", "<th")) for item in items))
