"""Runs of a web page → the blocks of a text: paragraphs, headings, quotations, lists and tables. Chooses nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.importing.blocks import BlockQuote, Heading, Inlines, Items, LineBreak, Paragraph, Rows, TextBlock
from generator.importing.html_runs import PageElement, PageRun, inlines_of

LISTS = frozenset("menu ol ul".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_SHAPES = LISTS | HEADINGS | frozenset("blockquote li table tbody td tfoot th thead tr".split())
"""Elements that give a text its shape."""
_DEEPEST = 12
"""Shapes inside each other that are kept; what is deeper keeps its text."""
_LONGEST_CELL = 3
"""Runs in a cell of a table that is none for layout."""
_SPARSEST = 10
"""Cells for each that has text, in a table that is none for layout."""


def text_blocks(runs: Sequence[PageRun]) -> tuple[TextBlock, ...]:
    """The blocks of these runs, in their order. Runs of one element are together, whatever was left out between."""
    return tuple(_blocks([(_shapes(run.inside), run) for run in runs]))


_Shaped = tuple[tuple[PageElement, ...], PageRun]
"""A run, and the shapes that it is in, from the outermost."""


def _shapes(inside: PageElement) -> tuple[PageElement, ...]:
    return tuple(element for element in inside.path() if element.tag in _SHAPES)[:_DEEPEST]


def _blocks(shaped: list[_Shaped]) -> Iterator[TextBlock]:
    for element, group in groupby(shaped, key=lambda one: one[0][0] if one[0] else None):
        if element is None:
            yield from (Paragraph(inlines_of(run.spans)) for _, run in group)
            continue
        inside = [(shapes[1:], run) for shapes, run in group]
        if element.tag == "blockquote":
            yield BlockQuote(tuple(_blocks(inside)))
        elif element.tag in HEADINGS:
            yield Heading(max(2, int(element.tag[1])), _on_one_line([run for _, run in inside]))
        elif element.tag in LISTS:
            yield Items(tuple(_items(inside)), element.number if element.tag == "ol" else None)
        elif element.tag == "table" and (rows := _rows(inside)):
            yield rows
        else:
            yield from _blocks(inside)


def _items(shaped: list[_Shaped]) -> Iterator[tuple[TextBlock, ...]]:
    for element, group in groupby(shaped, key=lambda one: one[0][0] if one[0] else None):
        if element is not None and element.tag == "li":
            yield tuple(_blocks([(shapes[1:], run) for shapes, run in group]))
        else:
            yield tuple(_blocks(list(group)))


def _on_one_line(runs: list[PageRun]) -> Inlines:
    """The runs of a heading, which has one line: a line break is a space there."""
    spans = []
    for number, run in enumerate(runs):
        before = " " if number else ""
        for span in run.spans:
            spans.append(span.with_text(before + span.text.replace("\n", " ")))
            before = ""
    return inlines_of(spans)


def _rows(shaped: list[_Shaped]) -> Rows | None:
    """A table with at least two rows and two columns of short cells; None for one that only lays out the page."""
    rows: list[list[tuple[PageElement, list[PageRun]]]] = []
    in_head = []
    for row, group in groupby(shaped, key=lambda one: _nearest(one[0], "tr")):
        if row is None:
            return None  # a caption, or text between the rows
        cells: list[tuple[PageElement, list[PageRun]]] = []
        for shapes, run in group:
            cell = shapes[-1]
            if cell.tag not in {"td", "th"}:
                return None  # a list, a heading or a table inside a cell
            if not cells or cells[-1][0] is not cell:
                cells.append((cell, []))
            cells[-1][1].append(run)
        rows.append(cells)
        in_head.append(any(shape.tag == "thead" for shape in row.path()) or all(c.tag == "th" for c, _ in cells))
    if (
        len(rows) < 2
        or max(cells[-1][0].number for cells in rows) < 1
        or any(len(cell) > _LONGEST_CELL for row in rows for _, cell in row)
    ):
        return None
    width = max(cells[-1][0].number for cells in rows) + 1
    if width * len(rows) > _SPARSEST * sum(map(len, rows)):
        return None
    written = [_in_columns(cells, width) for cells in rows]
    return Rows(written[0], tuple(written[1:])) if in_head[0] else Rows((), tuple(written))


def _in_columns(cells: list[tuple[PageElement, list[PageRun]]], width: int) -> tuple[Inlines, ...]:
    """The cells of a row, with empty ones where the page has no text."""
    filled = {cell.number: _cell(runs) for cell, runs in cells}
    return tuple(filled.get(column, ()) for column in range(width))


def _nearest(shapes: tuple[PageElement, ...], tag: str) -> PageElement | None:
    return next((shape for shape in shapes if shape.tag == tag), None)


def _cell(runs: list[PageRun]) -> Inlines:
    found: Inlines = ()
    for run in runs:
        found += ((LineBreak(),) if found else ()) + inlines_of(run.spans)
    return found
