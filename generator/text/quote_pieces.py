"""Splits a quote where a writer may have left words out without a sign: between sentences, and where a quotation is
interrupted. Decides nothing; knows plain text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOST_PIECES = 6
_FEWEST_WORDS = 3
"""Words of a piece. Fewer may occur anywhere."""
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…。！？؟।])([”\"'’»)]?)\s+")
_AT_COMMAS = re.compile(r"[,;][”\"'’»]?\s+[“\"'‘«]?")
_ENDS = ".!?…。！？؟।”\"'’»"
LONGEST_IN_PIECES = 5_000
"""Characters of a quote. A longer one is not split."""


def pieces_of(quote: str) -> Iterator[tuple[str, ...]]:
    """Yields the sentences of a quote, if it has several, with and without their last signs; then the parts between its
    commas."""
    if len(quote) > LONGEST_IN_PIECES:
        return
    for between in (_BETWEEN_SENTENCES, _AT_COMMAS):
        pieces = tuple(_split(between, quote))
        if 1 < len(pieces) <= _MOST_PIECES and all(len(piece.split()) >= _FEWEST_WORDS for piece in pieces):
            yield pieces
            if between is _BETWEEN_SENTENCES:  # in the text, a comma may be before “said the spokesman”
                yield tuple(piece.rstrip(_ENDS) for piece in pieces)


def _split(between: re.Pattern[str], quote: str) -> Iterator[str]:
    start = 0
    for match in between.finditer(quote):
        end = match.end(1) if between.groups else match.start()
        if piece := quote[start:end].strip():
            yield piece
        start = match.end()
    if rest := quote[start:].strip():
        yield rest
