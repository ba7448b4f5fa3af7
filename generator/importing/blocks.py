"""The blocks of a text that is imported: paragraphs, headings, lists, quotations, tables. Knows no syntax."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasized text; `strong` is what most browsers show in bold."""

    inside: tuple[Inline, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TextLink:
    """Text that links to a web address."""

    address: str
    inside: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line that ends within a paragraph."""


Inline = str | Emphasis | TextLink | LineBreak
"""A piece of a paragraph. A text is as readers see it: nothing in it is syntax."""
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    inside: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the text, of level 2 to 6."""

    level: int
    inside: Inlines


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """A quotation set apart."""

    blocks: tuple[TextBlock, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `first` is the number of its first item, and None for a list without numbers."""

    items: tuple[tuple[TextBlock, ...], ...]
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; `head` may be empty. Rows may differ in length."""

    head: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]


TextBlock = Paragraph | Heading | BlockQuote | Items | Rows
