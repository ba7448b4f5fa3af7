"""Text in which values are marked, so that a terminal prints it plain and a page shows what is what."""

from __future__ import annotations

import string
from collections.abc import Iterable
from typing import Literal

from generator.diagnostics import one_line
from generator.i18n.catalog import Catalog
from generator.values import Immutable

PartKind = Literal["text", "value", "removed", "added"]
"""What a part is: words of the interface, a value, or words that a change of wording took out or put in."""
LONGEST_VALUE = 300
"""Characters of a value that are shown; the rest is an ellipsis."""
SENTENCE_ENDS = tuple(".!?…。！？؟۔")
"""What ends a sentence: no full stop is written behind it."""


class MarkedPart(Immutable):
    """A part of a text: what it is, and its words as they are, without markup of any kind."""

    kind: PartKind
    text: str


Marked = tuple[MarkedPart, ...]


def value(words: str, kind: PartKind = "value") -> Marked:
    """Words of an editor or a speaker, on one line and at most `LONGEST_VALUE` characters."""
    line = one_line(words[: 4 * LONGEST_VALUE])
    is_whole = len(line) <= LONGEST_VALUE and len(words) <= 4 * LONGEST_VALUE
    return (MarkedPart(kind, line if is_whole else f"{line[:LONGEST_VALUE].rstrip()} …"),)


def filled(
    words: Catalog, key: str, /, *, kind: PartKind = "text", n: int | None = None, **values: str | Marked
) -> Marked:
    """An interface text with its placeholders filled in; a value that is a bare text is marked as a value.

    `kind` is that of the text's own words. `n` chooses the plural form and fills in `{n}`. A full stop is left out
    behind a value that has one. Raises `KeyError` for an unknown key, or if a placeholder has no value.
    """
    given = {**values, "n": words.number(n)} if n is not None else values
    parts: list[MarkedPart] = []
    for own, name, _, _ in string.Formatter().parse(words.pattern(key, n)):
        if own and not (own == "." and parts and parts[-1].text.endswith(SENTENCE_ENDS)):
            parts.append(MarkedPart(kind, own))
        if name:
            filling = given[name]
            parts += value(filling) if isinstance(filling, str) else filling
    return joined(parts)


def joined(parts: Iterable[MarkedPart]) -> Marked:
    """The parts in order, neighbours of one kind as one part, without empty ones."""
    result: list[MarkedPart] = []
    for part in parts:
        if result and result[-1].kind == part.kind:
            result[-1] = MarkedPart(part.kind, result[-1].text + part.text)
        elif part.text:
            result.append(part)
    return tuple(result)


def separated(groups: Iterable[Marked], separator: str) -> Marked:
    """Several texts as one, with a separator of the interface between them."""
    parts: list[MarkedPart] = []
    for group in groups:
        parts += [MarkedPart("text", separator), *group] if parts else group
    return joined(parts)


def without_marks(parts: Iterable[MarkedPart]) -> str:
    """The text without its marks."""
    return "".join(part.text for part in parts)
