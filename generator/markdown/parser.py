"""The parser: markdown-it-py with limits on nesting, and with a record of what it reads but does not show.

Knows CommonMark with tables and strikethrough, without raw HTML. `ParseRecord` is what it leaves beside its tokens.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import NamedTuple

from markdown_it import MarkdownIt, helpers
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import StateBlock, blockquote, fence, list_block, reference, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, entity, image
from markdown_it.token import Token

from generator.markdown.fast_path import simple_parts
from generator.markdown.html_entities import entities_in

DEEPEST = 100
"""Levels of nesting (markdown-it-py's `maxNesting`). A block quote or list that would be deeper is read as text."""

DEEPEST_IMAGES = 20
"""Levels of images in the descriptions of images. Each takes several frames of Python's stack, of which there are few
hundred; a deeper one is read as text."""

MOST_STEPS = 2_000_000
"""Steps in search of closing brackets in one text. Each unclosed bracket costs a search to the end of its paragraph:
100,000 of them in one paragraph would take hours (law 16)."""


MOST_TOKENS = 500_000
"""Tokens of the blocks of one text, and the signs in its lines that can make some; each takes over half a kilobyte. A
book has a tenth of them, but 8 MB of headings three times as many, and ask for gigabytes."""

MOST_CELLS = 150_000
"""Cells of all tables of one text; each takes a kilobyte while the text is parsed."""

MOST_CELLS_MADE = 5_000
"""Cells of all tables of one text that were not written, beside one for each character. A short row is filled up with
empty cells, so that 2 kB of text could ask for 650 kB of HTML, and a thousand such texts for 650 MB."""


class Definition(NamedTuple):
    """A link reference definition: lines `line` to `end` (exclusive) of the text, its “[” in `column` (all from 0).

    `label` is as it was typed, `key` as labels are compared; `first` is the number of the definition that counts for
    this label: its own, or that of an earlier one. `address_at` is the offset of its address in the text.
    """

    line: int
    end: int
    column: int
    label: str
    key: str
    href: str
    title: str
    first: int
    address_at: int


class ExcessCells(NamedTuple):
    """Cells of a table beyond its header's: in row `line` from `column` (from 0) on. `header` is the header's line.

    `others` are the lines of further rows that are too long; `missing` is how many columns the header lacks.
    """

    header: int
    line: int
    column: int
    others: tuple[int, ...]
    missing: int


class Leftover(NamedTuple):
    """Entities that are still in a text of the lines `line` to `end` (exclusive) after parsing, as readers see them."""

    line: int
    end: int
    shown: frozenset[str]


class FenceInfo(NamedTuple):
    """The text behind the first marks of a fenced code block: it is in `column` of `line` (from 0)."""

    line: int
    column: int
    text: str


@dataclass(slots=True)
class ParseRecord:
    """What the parser read without showing it, and where it reached a limit (lines from 0).

    `numbers` has the number of the definition that counts for each label; `no_characters` has, for each block (its
    first line and the line after it), the entities with a number that no character has.
    """

    definitions: list[Definition] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    excess: list[ExcessCells] = field(default_factory=list)
    entities: list[Leftover] = field(default_factory=list)
    no_characters: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    infos: list[FenceInfo] = field(default_factory=list)
    deep_blocks: list[int] = field(default_factory=list)
    deep_images: list[int] = field(default_factory=list)
    large_table: int | None = None
    rest: int | None = None
    signs: int = 0
    unclosed: int | None = None
    cells: int = 0
    cells_made: int = 0
    steps: int = 0
    images: int = 0
    line: int = 0
    end: int = 0

    @property
    def has_unseen(self) -> bool:
        """Whether anything was recorded that readers don't see as it was typed."""
        return bool(self.definitions or self.excess or self.entities or self.no_characters or self.infos)


def read_tokens(source: str) -> tuple[list[Token], ParseRecord]:
    """The tokens of a text. Inline tokens of simple text have no children, but `meta["parts"]`."""
    record = ParseRecord()
    if len(source) > MOST_TOKENS:  # the rule for lists asks no other rule about items without text
        record.signs = 4 * sum(1 for _ in _EMPTY_ITEM.finditer(source))
    return _PARSER.parse(source, {_RECORD: record}), record


_RECORD = "record"
_EMPTY_ITEM = re.compile(r"^[ \t>]*+(?:[-+*]|[0-9]{1,9}[.)])[ \t]*+$", re.MULTILINE)


def _parser() -> MarkdownIt:
    options = {
        "html": False,
        "linkify": False,
        "typographer": False,
        "xhtmlOut": False,
        "maxNesting": DEEPEST,
        "store_labels": True,
    }
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    md.core.ruler.at("inline", _read_inline)
    md.block.ruler.at("blockquote", _no_deeper(blockquote, levels=1), {"alt": [*_INTERRUPTED, "list"]})
    md.block.ruler.at("list", _no_deeper(list_block, levels=2), {"alt": _INTERRUPTED})
    md.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.at("reference", _reference)
    md.block.ruler.before("table", "rest", _rest)
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.at("image", _image)
    md.inline.ruler.at("entity", _entity)
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # a deny-list; `document` has an allow-list
    own = SimpleNamespace(**{**vars(helpers), "parseLinkLabel": _link_label})
    md.helpers = own  # type: ignore[assignment]  # theirs is a module, but only its names are used
    return md


_INTERRUPTED = ["paragraph", "reference", "blockquote"]
"""The kinds of block that a list ends; markdown-it-py forgets them for a rule that is replaced."""


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _no_deeper(rule: RuleFuncBlockType, levels: int) -> RuleFuncBlockType:
    """A rule for containers that take `levels` levels of nesting: beyond `DEEPEST` their text is a paragraph's.

    markdown-it-py itself would drop everything from there to the end of the container.
    """

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if state.level + levels < DEEPEST:
            return rule(state, start, end, silent)
        if rule(state, start, end, True):
            state.env[_RECORD].deep_blocks.append(start)
        return False

    return limited


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it-py's rule for fenced code blocks; records what stands behind the first marks."""
    if not fence(state, start, end, silent):
        return False
    if not silent and (info := state.tokens[-1].info.strip()):
        begin = state.bMarks[start] + state.tShift[start]
        at = state.src.index(info, begin)
        column = at - (state.src.rfind("\n", 0, begin) + 1)
        state.env[_RECORD].infos.append(FenceInfo(start, column, info))
    return True


def _rest(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Makes one paragraph of all that follows where there are too many tokens."""
    record: ParseRecord = state.env[_RECORD]
    if silent or len(state.tokens) + record.signs < MOST_TOKENS:
        return False
    record.rest = start if record.rest is None else record.rest
    state.push("paragraph_open", "p", 1).map = [start, end]
    token = state.push("inline", "", 0)
    token.map, token.children = [start, end], []
    token.content = state.getLines(start, end, state.blkIndent, False).strip()
    state.push("paragraph_close", "p", -1)
    state.line = end
    return True


_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*+)\]:\s*+", re.DOTALL)


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it-py's rule for link reference definitions; records each."""
    if not reference(state, start, end, silent):
        return False
    if not silent:
        begin = state.bMarks[start] + state.tShift[start]
        found = _LABEL.match(state.src, begin)
        again = state.env.get("duplicate_refs", ())
        is_again = bool(again) and again[-1]["map"] == [start, state.line]
        known = state.env["references"]
        key = again[-1]["label"] if is_again else next(reversed(known))
        made = again[-1] if is_again else known[key]
        definitions = state.env[_RECORD].definitions
        number = state.env[_RECORD].numbers.setdefault(key, len(definitions))
        column = begin - (state.src.rfind("\n", 0, begin) + 1)
        label, address_at = (found[1], found.end()) if found else (key, begin)
        definitions.append(
            Definition(start, state.line, column, label, key, made["href"], made["title"], number, address_at)
        )
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it-py's rule for tables; records the first row whose cells don't fit under the header.

    From a table on that has too many cells, together with those before it, all tables are text.
    """
    record: ParseRecord = state.env[_RECORD]
    if record.large_table is not None or not table(state, start, end, True):
        return False
    if silent:
        return True
    columns = len(_cells(state, start))
    number, made = _cells_from(state, start, end, columns)
    if record.cells + number > MOST_CELLS or record.cells_made + made > MOST_CELLS_MADE + len(state.src):
        record.large_table = start
        return False
    if table(state, start, end, False):
        record.cells += number
        record.cells_made += made
        rows, most = [], columns
        for line in range(start + 2, state.line):
            # A row has at least as many strokes as the header has cells if it has more cells.
            if state.src.count("|", state.bMarks[line], state.eMarks[line]) >= columns:
                cells = _cells(state, line)
                while len(cells) > columns and not cells[-1].strip():
                    cells.pop()
                if len(cells) > columns:
                    rows.append(line)
                    most = max(most, len(cells))
        if rows:
            column = _column_of_cell(state, rows[0], columns)
            record.excess.append(ExcessCells(start, rows[0], column, tuple(rows[1:]), most - columns))
    return True


def _cells_from(state: StateBlock, start: int, end: int, columns: int) -> tuple[int, int]:
    """At most how many cells the table at line `start` has, and how many of them were not written."""
    cells, made = columns, 0
    ends = state.md.block.ruler.getRules("blockquote")  # a table ends where a block quote does
    for line in range(start + 2, end):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent or any(r(state, line, end, True) for r in ends):
            break
        cells += columns
        made += max(0, columns - 1 - state.src.count("|", state.bMarks[line], state.eMarks[line]))
    return cells, made


def _cells(state: StateBlock, line: int) -> list[str]:
    cells = escapedSplit(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip(" \t"))
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells


_STROKE = re.compile(r"(?<!\\)\|")


def _column_of_cell(state: StateBlock, line: int, number: int) -> int:
    """The column of the text of cell `number` (from 0) of a row."""
    begin = state.bMarks[line] + state.tShift[line]
    strokes = [match.end() for match in _STROKE.finditer(state.src, begin, state.eMarks[line])]
    at = strokes[number - (state.src[begin] != "|")]
    while at < state.eMarks[line] and state.src[at] in " \t":
        at += 1
    return at - (state.src.rfind("\n", 0, begin) + 1)


# ── inlines ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _read_inline(state: StateCore) -> None:
    """Replaces markdown-it-py's `inline` rule: keeps the parts of simple text and parses only other text."""
    record: ParseRecord = state.env[_RECORD]
    is_large = len(state.src) > MOST_TOKENS
    for token in state.tokens:
        if token.type == "inline":
            token.meta["parts"] = simple_parts(token.content)
            if token.meta["parts"] is None:
                record.line, record.end = token.map or (0, 1)
                if is_large and not _has_room(token, len(state.tokens), record):
                    token.children = [Token("text", "", 0, content=token.content)]
                    continue
                token.children = []
                try:
                    state.md.inline.parse(token.content, state.md, state.env, token.children)
                except RecursionError:
                    record.deep_images.append(record.line)
                    token.children = [Token("text", "", 0, content=token.content)]
                if "&" in token.content:
                    _record_entities(token, record)


def _has_room(block: Token, blocks: int, record: ParseRecord) -> bool:
    """Whether the signs of a block, with the tokens of all blocks, still make few enough tokens; records if not."""
    record.signs += sum(map(block.content.count, _SIGNS))
    if record.signs + blocks <= MOST_TOKENS:
        return True
    record.rest = record.line if record.rest is None else min(record.rest, record.line)
    return False


_SIGNS = "*_~`[]!<&\\\n"
"""What can begin or end a token within a line."""


def _record_entities(block: Token, record: ParseRecord) -> None:
    """Records the entities that are still in a text after each was decoded once, as CommonMark does.

    In code an entity is what the writer means, and so is one with a backslash before it.
    """
    text: list[str] = []
    waiting = list(reversed(block.children or ()))
    while waiting:
        token = waiting.pop()
        if token.type == "text" or (token.type == "text_special" and token.info == "entity"):
            text.append(token.content)
        else:
            text.append("\0")
            waiting += reversed(token.children or ())
    if shown := entities_in("".join(text)):
        line, end = block.map or (0, 1)
        record.entities.append(Leftover(line, end, frozenset(shown)))


def _entity(state: StateInline, silent: bool) -> bool:
    """markdown-it-py's rule for entities, but `&#146;` is read as HTML does: as the “’” of Windows-1252.

    CommonMark makes U+FFFD of such numbers, as of those that stand for no character, which are recorded.
    """
    if not entity(state, silent):
        return False
    if not silent and (token := state.tokens[-1]).content == "\ufffd":
        meant = html.unescape(token.markup)
        if len(meant) == 1 and meant.isprintable() and meant != "\ufffd":
            token.content = meant
        elif not _REPLACEMENT.fullmatch(token.markup):
            record: ParseRecord = state.env[_RECORD]
            record.no_characters.setdefault((record.line, record.end), set()).add(token.markup)
    return True


_REPLACEMENT = re.compile("&#(?:0*65533|x0*fffd);", re.IGNORECASE)


def _image(state: StateInline, silent: bool) -> bool:
    """markdown-it-py's rule for images, down to `DEEPEST_IMAGES`."""
    record: ParseRecord = state.env[_RECORD]
    if silent or state.src[state.pos] != "!":
        return image(state, silent)
    if record.images == DEEPEST_IMAGES:
        before = state.pos
        if image(state, True):
            record.deep_images.append(record.line)
        state.pos = before
        return False
    record.images += 1
    try:
        return image(state, False)
    finally:
        record.images -= 1


def _link_label(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803 (theirs)
    """markdown-it-py's `parseLinkLabel` with a limit on its steps: the end of a link's text, or -1."""
    record: ParseRecord = state.env[_RECORD]
    before = state.pos
    level, end = 1, -1
    state.pos = start + 1
    while state.pos < state.posMax:
        record.steps += 1
        if record.steps > MOST_STEPS:
            if record.unclosed is None:
                record.unclosed = record.line
            break
        position, marker = state.pos, state.src[state.pos]
        if marker == "]":
            level -= 1
            if level == 0:
                end = position
                break
        state.md.inline.skipToken(state)
        if marker == "[":
            if position == state.pos - 1:
                level += 1
            elif disableNested:
                break
    state.pos = before
    return end


_PARSER = _parser()
