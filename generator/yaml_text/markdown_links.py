"""Links of Markdown among sources, `[Tests](https://example.org)`: YAML reads a list in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from generator.yaml_text.entry_lines import Mend
from generator.yaml_text.tree import in_flow

_LINK = re.compile(
    r"\[(?P<label>[^\[\]]{0,300})\]\(<?(?P<address>https?://[^()<>\s]{1,1000}(?:\([^()<>\s]{0,200}\)[^()<>\s]{0,200})?)>?\)"
    r"(?P<locator>[^,\[\]]{0,100})"
)
_LINE = re.compile(r"(?P<lead>[ ]*(?:- +)?(?P<key>sources: +)?)(?P<value>\[.*)")
_LONGEST = 2_000


def as_source(link: str) -> str:
    """A text that is a link of Markdown, as a source in YAML: with its label as the title; before a locator the address
    alone. Empty for any other text."""
    match = _LINK.fullmatch(link) if len(link) <= _LONGEST else None
    return _source(match) if match else ""


def links_as_sources(lines: Sequence[str], suspects: Iterable[int]) -> Iterator[Mend]:
    """Repairs of links in a list of sources, or after the dash of an item."""
    for i in suspects:
        match = _LINE.fullmatch(lines[i]) if len(lines[i]) <= _LONGEST else None
        if not match or not match["lead"].strip() or not _LINK.search(match["value"]):
            continue
        value = _LINK.sub(_source, match["value"])
        value = f"[{value}]" if match["key"] and not value.startswith("[") else value
        yield Mend(
            i, 1, (match["lead"] + value,), match.start("value"),
            "A source is written as a link of Markdown, which YAML reads as a list.",
            "Write its title and its address.",
        )  # fmt: skip


def _source(match: re.Match[str]) -> str:
    label, address, locator = match["label"].strip(), match["address"], match["locator"].strip()
    if locator:
        return in_flow(f"{address} {locator}")
    return f"{{title: {in_flow(label)}, url: {in_flow(address)}}}" if label and label != address else in_flow(address)
