"""Quotes as other programs have them, and as a sidecar writes them before the article's text is at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.annotating.values import Value
from generator.importing.json_shapes import FirstText, Objects, Shape, clean_text, objects_of, shaped
from generator.model import QuoteSelector
from generator.text import ellipses_in, normalize_text


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Words with the words beside them, as found."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class _Selector(Shape):
    """A selector of the Web Annotation Data Model (https://www.w3.org/TR/annotation-model/#selectors)."""

    type: FirstText = ""
    exact: FirstText = ""
    refinedBy: Objects = ()  # noqa: N815 (the name in the file)


def quotes_in(selectors: object) -> tuple[tuple[FoundQuote, ...], tuple[str, ...]]:
    """The quotes of the selectors of a target, refinements included, and the types of the other selectors.

    A selector that a quote refines, or that gives the place of a quote in another way, is none of the others.
    """
    quotes, others = list[FoundQuote](), list[str]()
    waiting = [*reversed(objects_or_none(selectors))]
    while waiting:
        given = waiting.pop()
        selector = shaped(_Selector, given)[0]
        if selector.exact and normalize_text(selector.exact):
            quotes.append(FoundQuote(selector.exact, _context(given, "prefix"), _context(given, "suffix")))
        else:
            others.append(selector.type or "a selector without a type")
        waiting += reversed(selector.refinedBy)
    return tuple(dict.fromkeys(quotes)), tuple(dict.fromkeys(others))


def objects_or_none(given: object) -> tuple[dict[str, object], ...]:
    """The objects of a value; none where it has another shape."""
    try:
        return objects_of(given)
    except ValueError:
        return ()


def _context(given: dict[str, object], key: str) -> str:
    """A context as found: the white space at its ends counts."""
    value = given.get(key)
    words = clean_text(value) if isinstance(value, str) else ""
    if not words or not isinstance(value, str):
        return ""
    return f"{' ' * value[0].isspace()}{words}{' ' * value[-1].isspace()}"


def quote_field(quotes: Sequence[FoundQuote]) -> Value | None:
    """The value of the field `quote` for the passages of one annotation; None without any."""
    values = [_written(quote) for quote in quotes]
    return values[0] if len(values) == 1 else values or None


def _written(quote: FoundQuote) -> Value:
    pairs = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    given = {key: words for key, words in pairs.items() if words}
    is_plain = len(given) == 1 and not ellipses_in(QuoteSelector(quote.exact, plain=True))
    return quote.exact if is_plain else given


def found_in(value: Value) -> FoundQuote | None:
    """The words of one value of the field `quote`; None for a range, or if it names a part or how many places."""
    if isinstance(value, str):
        return None if ellipses_in(QuoteSelector(value, plain=True)) else FoundQuote(value)
    if not isinstance(value, dict) or not value.keys() <= {"exact", "prefix", "suffix"}:
        return None
    exact, prefix, suffix = (str(value.get(key, "")) for key in ("exact", "prefix", "suffix"))
    return FoundQuote(exact, prefix, suffix) if exact else None
