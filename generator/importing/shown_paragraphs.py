"""The paragraphs of a draft, each with what it is, as an editor looks at it before it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.importing.blocks import BlockQuote, Heading, Items, Rows, TextBlock
from generator.importing.flat_text import plain_paragraphs


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """The text of a paragraph, its lines parted by `\\n`, and what it is: `paragraph`, `heading`, `quotation`, `list`
    or `table`."""

    kind: str
    text: str


def shown_paragraphs(blocks: Sequence[TextBlock]) -> tuple[ShownParagraph, ...]:
    """The paragraphs in order, with the texts of `plain_paragraphs`. What is within a list in a quotation is the
    quotation's."""
    return tuple(one for block in blocks for one in _of(block))


def _of(block: TextBlock) -> Iterator[ShownParagraph]:
    kind = next((name for shape, name in _KINDS if isinstance(block, shape)), "paragraph")
    return (ShownParagraph(kind, text) for text in plain_paragraphs((block,)))


_KINDS = ((Heading, "heading"), (BlockQuote, "quotation"), (Items, "list"), (Rows, "table"))
