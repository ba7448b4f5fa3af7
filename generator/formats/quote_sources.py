"""Where quotes are in a sidecar, so that a diagnostic can suggest another quote in the place of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from generator.diagnostics import Location, Paste
from generator.values import Immutable
from generator.yaml_text.tree import MappingNode, Node, Scalar, SequenceNode, YamlText, end_of, written


class QuoteSource(Immutable):
    """The position of a quote in the sidecar, so that a diagnostic can suggest another quote in its place.

    `first_line` to `last_line` are the lines of the quote, from its key `quote:` or its dash on; `lead` is the text
    before the value on the first of them (`"    quote: "`, `"      - "`). It is None where these lines contain anything
    else (another key in braces, a comment after the value): a paste would delete it.
    """

    location: Location
    first_line: int
    last_line: int
    lead: str | None

    def paste(self, quote: str) -> Paste | None:
        """The paste that replaces the quote by another text, or None where the lines cannot be replaced as a whole."""
        return Paste(self.first_line, self.last_line, written(self.lead, quote)) if self.lead is not None else None


class QuoteSources(Mapping[tuple[str, int], QuoteSource]):
    """The `QuoteSource` of each quote. Computed on first use, because only a quote that is not found needs it."""

    def __init__(self, text: YamlText, entries: Iterable[tuple[str, Scalar, Node]]) -> None:
        """Each entry is (id of the annotation, its key, its value)."""
        self._text = text
        self._entries = list(entries)

    @cached_property
    def _sources(self) -> dict[tuple[str, int], QuoteSource]:
        quotes = ((name, node.entries.get("quote")) for name, _, node in self._entries if isinstance(node, MappingNode))
        return {
            (name, n): source
            for name, quote in quotes
            if quote
            for n, source in enumerate(_quote_sources(self._text, *quote))
        }

    def __getitem__(self, key: tuple[str, int]) -> QuoteSource:
        return self._sources[key]

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


def _quote_sources(text: YamlText, key: Scalar, value: Node) -> list[QuoteSource]:
    if isinstance(value, SequenceNode):
        leads = [None if value.flow else _dash(text, item) for item in value.items]
        return [quote_source(text, item, item.start, lead) for item, lead in zip(value.items, leads, strict=True)]
    return [quote_source(text, value, key.start, key_lead(text, key))]


def quote_source(text: YamlText, value: Node, start: int, lead: str | None) -> QuoteSource:
    """The position of a quote whose key or dash is at `start`."""
    end = end_of(text, value)
    rest = text.after(end).strip()  # a comment or another key, which a paste would delete
    if isinstance(value, Scalar) and value.style in {"|", ">"}:
        rest += text.after(value.start).partition("#")[2]
    first, last = text.line_number(start), text.line_number(max(start, end))
    return QuoteSource(text.location(value.start), first, last, None if rest else lead)


def key_lead(text: YamlText, key: Scalar) -> str | None:
    """The text before the value of a key, None where the key has its line not to itself."""
    lead = text.before(key.end)
    return f"{lead}: " if lead and re.fullmatch(r"\s*\S+", lead) else None


def _dash(text: YamlText, item: Node) -> str | None:
    lead = text.before(item.start)
    return lead if lead and re.fullmatch(r" *- +", lead) else None
