"""Finds where the addresses of a text's links and images are written, in time proportional to the text."""

from __future__ import annotations

from bisect import bisect_right
from urllib.parse import unquote

from markdown_it.token import Token

from generator.diagnostics import Location
from generator.markdown.origin import LocationOf
from generator.markdown.parser import ParseRecord

_SEARCHED = 20
"""How often the text may be searched in all. An address that is written otherwise than the parser gives it (with
entities, say) is not found, and costs a search to the end of its paragraph."""


class Addresses:
    """The places of addresses, asked for in the order of the text: each search goes on where the last one ended."""

    def __init__(self, source: str, record: ParseRecord, place: LocationOf) -> None:
        self._source, self._place = source, place
        self._definitions = {key: record.definitions[n] for key, n in record.numbers.items()}
        self._line_starts: list[int] = []
        self._left = _SEARCHED * len(source)
        self._first, self._start, self._end = 0, 0, 0
        self._after_link = 0
        self._token: Token | None = None
        self._found: Location | None = None

    def begin(self, block: Token) -> None:
        """Goes on to the links of another block."""
        self._first, last = block.map or (0, 1)
        if not self._line_starts:
            self._line_starts = [0]
            while (at := self._source.find("\n", self._line_starts[-1])) >= 0:
                self._line_starts.append(at + 1)
            self._line_starts.append(len(self._source))
        start = self._line_starts[min(self._first, len(self._line_starts) - 1)]
        self._start = max(start, self._start) if start <= self._start < self._end else start
        self._end = self._line_starts[min(last, len(self._line_starts) - 1)]

    def of(self, token: Token, href: str = "") -> Location:
        """The location of the address of a link or image; that of its block if the address is written otherwise.

        Of a reference it is that of the definition's address. `href` is the address as the parser gave it.
        """
        if token is not self._token or self._found is None:
            self._token, self._found = token, self._location(token, href or str(token.attrs.get("src", "")))
        return self._found

    def end_link(self) -> None:
        """Goes on behind the address of the link that ends: images inside it are written before it."""
        self._start = max(self._start, self._after_link)

    def _location(self, token: Token, href: str) -> Location:
        if definition := self._definitions.get(token.meta.get("label", "")):
            return self._at(definition.address_at)
        for wanted in dict.fromkeys((href, unquote(href))):
            if wanted and (at := self._find(wanted)) >= 0:
                if token.type == "image":
                    self._start = at + len(wanted)
                else:
                    self._after_link = at + len(wanted)
                return self._at(at)
        return self._place(self._first, 0)

    def _at(self, offset: int) -> Location:
        line = bisect_right(self._line_starts, offset) - 1
        return self._place(line, offset - self._line_starts[line])

    def _find(self, wanted: str) -> int:
        """The offset of an address behind “(” or “<”, or else anywhere; -1 if there is none."""
        first = at = self._next(wanted, self._start)
        while at >= 0 and (at == 0 or self._source[at - 1] not in "(<"):
            at = self._next(wanted, at + 1)
        return first if at < 0 else at

    def _next(self, wanted: str, start: int) -> int:
        if self._left <= 0:
            return -1
        at = self._source.find(wanted, start, self._end)
        self._left -= (self._end if at < 0 else at) - start + 1
        return at
