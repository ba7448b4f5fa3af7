"""Finds where the quotes of imported annotations are in an article, and gives the annotations their ids.

A quote is placed by the search of a build, or it stays as found: `check` then says what to do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from generator.annotating.new_id import new_id
from generator.annotating.part_text import PartText
from generator.annotating.selector import quote_value, quotes_of
from generator.annotating.values import Value
from generator.importing.found_quotes import FoundQuote, found_in
from generator.importing.imported import ImportedAnnotation
from generator.model import PARTS, Kind, Part, QuoteSelector, is_id
from generator.text import RangePlaces, Span, find

_KINDS: Mapping[str, Kind] = {"claims": "claim", "counterpoints": "counterpoint", "notes": "note"}


def placed(annotation: ImportedAnnotation, parts: Mapping[Part, PartText]) -> tuple[ImportedAnnotation, int | None]:
    """An annotation with its quote as the desk would write it, and the offset in the body where its passage starts.

    The quote stays as found where it has no place or several, and where it is as an editor wrote it in a sidecar;
    the offset is None where the body has no passage of it.
    """
    quotes = _quotes(annotation.fields.get("quote"))
    if not quotes:
        return annotation, None
    for part in sorted(PARTS, key=lambda part: part != "body"):
        spans = [_place(parts[part], quote) for quote in quotes] if part in parts else []
        found = [span for span in spans if span is not None]
        if found and len(found) == len(quotes):
            start = min(found)[0] if part == "body" else None
            written = quotes_of(parts[part], sorted(set(found)))
            if annotation.is_as_written or not isinstance(written, tuple):
                return annotation, start
            return replace(annotation, fields={**annotation.fields, "quote": quote_value(written)}), start
    return annotation, None


def with_ids(
    annotations: Iterable[ImportedAnnotation], taken: Collection[str], language: str = "en"
) -> tuple[ImportedAnnotation, ...]:
    """Annotations that all have an id, none of which is `taken`. One that has a free id keeps it.

    New ids are made of the first telling words of the quote, statement or note, in the language of the article. Where
    an id changes, counter-points that name it in `to` name the new one.
    """
    used, new, named = set(taken), dict[str, str](), list[ImportedAnnotation]()
    for one in annotations:
        id = one.id if is_id(one.id) and one.id not in used else ""
        id = id or new_id(one.id or _words(one.fields), used, kind=_KINDS[one.group], language=language)
        if one.id:
            new.setdefault(one.id, id)
        used.add(id)
        named.append(replace(one, id=id))
    return tuple(_led_to(one, new) for one in named)


def _led_to(annotation: ImportedAnnotation, new: Mapping[str, str]) -> ImportedAnnotation:
    to = annotation.fields.get("to")
    if isinstance(to, str):
        return replace(annotation, fields={**annotation.fields, "to": new.get(to, to)})
    if isinstance(to, list | tuple):
        return replace(annotation, fields={**annotation.fields, "to": [new.get(str(one), one) for one in to]})
    return annotation


def _quotes(value: Value | None) -> list[FoundQuote]:
    values = value if isinstance(value, list | tuple) else [] if value is None else [value]
    found = [found_in(one) for one in values]
    quotes = [one for one in found if one is not None]
    return quotes if len(quotes) == len(found) else []


def _place(text: PartText, quote: FoundQuote) -> Span | None:
    """The only place of a quote: with its context, with that of one side, or, for words that occur once, with none.

    The words beside a quote in a browser run into those of the block before or behind, or of what is no article. Where
    each side alone leads somewhere, though not to one place, the quote has none.
    """
    whole = _places(text, quote.exact, quote.prefix, quote.suffix)
    if whole or not (quote.prefix or quote.suffix):
        return whole[0] if len(whole) == 1 else None
    before = _places(text, quote.exact, quote.prefix, "") if quote.prefix else ()
    behind = _places(text, quote.exact, "", quote.suffix) if quote.suffix else ()
    sides = before or behind or _places(text, quote.exact, "", "")
    return sides[0] if len(sides) == 1 and not (before and behind) else None


def _places(text: PartText, exact: str, prefix: str, suffix: str) -> Sequence[Span]:
    """The places of words between others; as good as several where there are too many to count."""
    found = find(text.folded, QuoteSelector(exact, prefix, suffix))
    assert not isinstance(found, RangePlaces), "only a bare quote can be a range"
    return found.spans if not found.too_many else ((0, 0), (0, 0))


def _words(fields: Mapping[str, Value]) -> str:
    """The words that an id is made of."""
    value: Value = fields.get("quote") or fields.get("statement") or fields.get("note") or ""
    while not isinstance(value, str):
        if isinstance(value, Mapping):
            value = value.get("exact") or value.get("from") or ""
        elif isinstance(value, Sequence):
            value = value[0] if value else ""
        else:
            value = str(value)
    return value
