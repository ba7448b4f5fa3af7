"""Writes blocks as Markdown: what readers see of it is the text of the blocks, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.importing.blocks import BlockQuote, Heading, Items, Paragraph, Rows, TextBlock
from generator.importing.flat_text import StyledLine, joined_lines, leaves, styled_lines
from generator.importing.markdown_lines import written_cell, written_heading, written_paragraph

_DEEPEST = 20
"""Lists and quotations within each other. What is deeper is written as if it were not."""
_MOST_TRIED = 200_000
"""Characters of a text in which signs are escaped in the fewest places; to find these takes several readings."""
_LAST_NUMBER = 999_999_999
_MOST_CELLS = 20_000
"""Cells of a table with those that fill up its rows. The cells of a larger table are written as paragraphs."""


def written_markdown(blocks: Sequence[TextBlock]) -> str:
    """The blocks as the Markdown of a body, which ends with a line break; empty where they have no text.

    What it shows is `plain_paragraphs` of the blocks. Emphasis and links that Markdown can't say are left out, their
    text is not.
    """
    size = sum(len(run.text) for _, lines in leaves(blocks) for line in lines for run in line)
    return "".join([f"{line}\n" for line in _lines(blocks, 0, size <= _MOST_TRIED)])


def _lines(blocks: Sequence[TextBlock], depth: int, tries: bool) -> list[str]:
    """The lines of blocks, with an empty one between two."""
    lines: list[str] = []
    marker = ""
    for block in blocks if depth < _DEEPEST else _flat(blocks):
        marker = _other(marker) if isinstance(block, Items) else ""
        some = _of_block(block, depth, marker, tries)
        if some and lines:
            lines.append("")
        lines += some
    return lines


def _other(marker: str) -> str:
    """The signs of the next list: two lists in a row have different ones, or they would be one."""
    return "*)" if marker == "-." else "-."


def _flat(blocks: Sequence[TextBlock]) -> Iterator[TextBlock]:
    return (block for block, _ in leaves(blocks))


def _of_block(block: TextBlock, depth: int, marker: str, tries: bool) -> list[str]:
    if isinstance(block, BlockQuote):
        return [f"> {line}" if line else ">" for line in _lines(block.blocks, depth + 1, tries)]
    if isinstance(block, Items):
        return _of_list(block, depth, marker, tries)
    if isinstance(block, Rows):
        return _of_table(block, depth, tries)
    lines = styled_lines(block.inside)
    if not lines:
        return []
    if isinstance(block, Heading):
        return [written_heading(joined_lines(lines), block.level)]
    return written_paragraph(lines, tries=tries).split("\n")


def _of_list(block: Items, depth: int, marker: str, tries: bool) -> list[str]:
    items = [lines for item in block.items if (lines := _of_item(item, depth + 1, tries))]
    first = block.first if block.first is not None and 0 <= block.first <= _LAST_NUMBER - len(items) else None
    is_loose = any("" in lines for lines in items)
    out: list[str] = []
    for n, lines in enumerate(items):
        sign = f"{marker[0]} " if first is None else f"{first + n}{marker[1]} "
        out += [""] if n and is_loose else []
        is_rule = {*lines[0]} <= {
            marker[0],
            " ",
            "\t",
        }  # behind the sign of a list, `--` would be a line across the page
        out.append(f"{sign}\\{lines[0]}" if is_rule else sign + lines[0])
        out += [" " * len(sign) + line if line else "" for line in lines[1:]]
    return out


def _of_item(blocks: Sequence[TextBlock], depth: int, tries: bool) -> list[str]:
    """The lines of an item. A list right below its text needs no empty line, which would set the items apart."""
    lines = _lines(blocks, depth, tries)
    match blocks:
        case (Paragraph(), Items(first=None | 1)) if lines.count("") == 1:
            lines.remove("")
    return lines


def _of_table(block: Rows, depth: int, tries: bool) -> list[str]:
    rows = [[joined_lines(styled_lines(cell)) for cell in row] for row in (block.head, *block.rows)]
    width = max(map(len, rows))
    if not any(map(any, rows)):
        return []
    if width * len(rows) > _MOST_CELLS:
        return _lines(tuple(_flat((block,))), depth, tries)
    head, *rest = [_row(row, width) for row in rows]
    return [head, "| --- " * width + "|", *rest]


def _row(cells: Sequence[StyledLine], width: int) -> str:
    written = [written_cell(cell) for cell in cells] + [""] * (width - len(cells))
    return f"| {' | '.join(written)} |"
