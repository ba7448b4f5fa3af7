"""The text of blocks, flat: lines of runs that are set in one way, and the plain text that readers see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.importing.blocks import (
    BlockQuote,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    Items,
    LineBreak,
    Paragraph,
    Rows,
    TextBlock,
)
from generator.yaml_text.control_signs import on_one_line
from generator.yaml_text.foreign_characters import repaired

_BREAKS = str.maketrans(dict.fromkeys("\n\r\x0b\x0c\u2028\u2029", " "))


@dataclass(frozen=True, slots=True)
class StyledRun:
    """A text that is set in one way. `link` is the number of its link in the paragraph, from 1; 0 outside of links."""

    text: str
    em: bool = False
    strong: bool = False
    link: int = 0
    address: str = ""


StyledLine = tuple[StyledRun, ...]


def legible(text: str) -> str:
    """A text without what no file may contain.

    Leftovers of Windows-1252 are the characters that they stand for, signs of word processors what they mean, and
    other control characters and halves of pairs U+FFFD, as the reader of articles has it. A line end is a space.
    """
    if text.isprintable():
        return text
    return on_one_line(repaired(text.replace("\r\n", "\n")).translate(_BREAKS))


def styled_lines(inside: Inlines) -> tuple[StyledLine, ...]:
    """The lines of a paragraph that show anything, without white space at their ends; neighbours of one kind are
    joined."""
    lines: list[list[StyledRun]] = [[]]
    for run in _runs(inside):
        if run is None:
            lines.append([])
        else:
            lines[-1].append(run)
    return tuple(filter(None, map(_stripped, lines)))


def line_text(line: StyledLine) -> str:
    """The characters of a line."""
    return "".join([run.text for run in line])


def joined_lines(lines: Sequence[StyledLine]) -> StyledLine:
    """The lines as one, with a space between two: headings and cells have no more."""
    return _joined([run for n, line in enumerate(lines) for run in ((StyledRun(" "),) if n else ()) + line])


def plain_paragraphs(blocks: Sequence[TextBlock]) -> tuple[str, ...]:
    """The text that readers see, in order: a text for each paragraph, heading and cell; lines are parted by `\\n`.

    Joined by line breaks, this is the projection of the article that is written from the blocks.
    """
    return tuple("\n".join(map(line_text, lines)) for _, lines in leaves(blocks))


def leaves(blocks: Sequence[TextBlock]) -> Iterator[tuple[TextBlock, tuple[StyledLine, ...]]]:
    """The paragraphs, headings and cells (as paragraphs) with any text, in order, and their lines."""
    waiting: list[Iterator[TextBlock]] = [iter(blocks)]
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif isinstance(block, BlockQuote):
            waiting.append(iter(block.blocks))
        elif isinstance(block, Items):
            waiting.append(one for item in block.items for one in item)
        elif isinstance(block, Rows):
            for row in (block.head, *block.rows):
                yield from ((Paragraph(cell), (line,)) for cell in row if (line := joined_lines(styled_lines(cell))))
        elif lines := styled_lines(block.inside):
            yield block, (joined_lines(lines),) if isinstance(block, Heading) else lines


def _runs(inside: Inlines) -> Iterator[StyledRun | None]:
    """The texts with how they are set; None is the end of a line. Any depth of nesting is read."""
    links = 0
    waiting: list[tuple[Iterator[Inline], StyledRun]] = [(iter(inside), StyledRun(""))]
    while waiting:
        pieces, style = waiting[-1]
        piece = next(pieces, None)
        if piece is None:
            waiting.pop()
        elif isinstance(piece, str):
            yield replace(style, text=legible(piece))
        elif isinstance(piece, LineBreak):
            yield None
        elif isinstance(piece, Emphasis):
            inner = replace(style, strong=True) if piece.strong else replace(style, em=True)
            waiting.append((iter(piece.inside), inner))
        elif style.link:
            waiting.append((iter(piece.inside), style))
        else:
            links += 1
            waiting.append((iter(piece.inside), replace(style, link=links, address=piece.address)))


def _stripped(runs: Sequence[StyledRun]) -> StyledLine:
    left = list(_joined(runs))
    while left and not left[0].text.lstrip():
        left.pop(0)
    while left and not left[-1].text.rstrip():
        left.pop()
    if left:
        left[0] = replace(left[0], text=left[0].text.lstrip())
        left[-1] = replace(left[-1], text=left[-1].text.rstrip())
    return tuple(left)


def _joined(runs: Sequence[StyledRun]) -> StyledLine:
    by_style = groupby((run for run in runs if run.text), key=lambda run: replace(run, text=""))
    return tuple(replace(style, text="".join([run.text for run in some])) for style, some in by_style)
