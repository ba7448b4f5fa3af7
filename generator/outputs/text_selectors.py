"""Selectors of the Web Annotation Data Model (W3C) for passages of an article's page.

Knows texts and passages; knows no annotation. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.model import Part, Passage, QuoteSelector
from generator.outputs.annotation_fields import FieldData

ELEMENTS: Mapping[Part, str] = {
    "title": "h1", "subtitle": ".subtitle", "caption": "figcaption", "body": "[data-article-text]",
}  # fmt: skip
"""The element of the page that holds a part of the article, as a CSS selector."""
_CONTEXT = 16
_LONGEST_CONTEXT = 1024
"""Code points beside a passage. In a text that repeats itself for longer, the position tells the place."""


def passages_of(page: str, passages: Sequence[Passage], texts: Mapping[Part, str]) -> list[FieldData]:
    """A `SpecificResource` of the page at the address `page` for each passage, with what is beside it in `texts`."""
    return [_resource(page, passage.part, _of_passage(passage, texts.get(passage.part, ""))) for passage in passages]


def quotes_without_place(page: str, quotes: Sequence[QuoteSelector]) -> list[FieldData]:
    """A `SpecificResource` for each quote that was not found, with its words as written."""
    return [
        _resource(page, one.part, [_quote(one.exact or f"{one.start} … {one.end}", one.prefix, one.suffix)])
        for one in quotes
    ]


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a passage: 16 code points on each side, doubled until the place is the only one."""
    length = _CONTEXT
    while True:
        before, behind = text[max(start - length, 0) : start], text[end : end + length]
        if length >= _LONGEST_CONTEXT or _is_unique(text, before + text[start:end] + behind):
            return before, behind
        length *= 2


def _is_unique(text: str, words: str) -> bool:
    return text.find(words, text.find(words) + 1) < 0


def _of_passage(passage: Passage, text: str) -> list[FieldData]:
    before, behind = surroundings(text, passage.start, passage.end) if text else ("", "")
    position: FieldData = {"type": "TextPositionSelector", "start": passage.start, "end": passage.end}
    return [_quote(passage.text, before, behind), position]


def _quote(exact: str, prefix: str = "", suffix: str = "") -> dict[str, FieldData]:
    texts = {"exact": exact, "prefix": prefix, "suffix": suffix}
    return {"type": "TextQuoteSelector", **{key: words for key, words in texts.items() if words}}


def _resource(page: str, part: Part, selectors: list[FieldData]) -> dict[str, FieldData]:
    refined = selectors if len(selectors) > 1 else selectors[0]
    selector = {"type": "CssSelector", "value": ELEMENTS[part], "refinedBy": refined}
    return {"type": "SpecificResource", "source": page, "selector": selector}
