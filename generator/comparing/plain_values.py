"""Values of the model as plain texts and lists, which can be compared, kept in a cache and told in any language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.comparing.versions import Version
from generator.diagnostics import one_line
from generator.model import Annotation, Citation, FrontMatter, LocalSpeaker, QuoteSelector, Source, Speaker
from generator.text import ellipses_in, normalize_text
from generator.values import Immutable

TextRecord = tuple[str, ...]
"""The texts of one item of a list: `("amnesty-report", "p. 12")`."""
FieldValue = str | tuple[TextRecord, ...]
"""A text, or a list of records. Both are empty where nothing is written."""

TRUE = "true"
"""The value of a switch that is on. One that is off is empty."""
SAME_IN_ANY_ORDER = frozenset({"quote", "to", "relation", "updates", "sources", "codes", "tags", "aliases", "titles"})
"""Lists and mappings whose order means nothing."""

_FIRST = ("kind", "withdrawn", "verdict", "speaker", "via")
"""The fields of an annotation whose changes come before the others."""


def field_value(value: object) -> FieldValue:
    """A value of any field of the model: a text for a single one, a list of records for a list or an object.

    White space of any kind is one space, because it means nothing but in Markdown.
    """
    if isinstance(value, tuple):
        return tuple(map(_record, value))
    if isinstance(value, str):
        return one_line(value) if value else ""
    if isinstance(value, Immutable):
        record = _record(value)
        return (record,) if any(record) else ()
    return next(_texts(value))


def is_same(name: str, one: FieldValue, other: FieldValue) -> bool:
    """Whether two values of the field `name` mean the same."""
    if name in SAME_IN_ANY_ORDER and not isinstance(one, str) and not isinstance(other, str):
        return sorted(one) == sorted(other)
    return one == other


def annotation_values(version: Version, annotation: Annotation, now_called: Mapping[str, str]) -> dict[str, FieldValue]:
    """The values of an annotation by field. `now_called` maps former ids of the version's annotations to later ones.

    `quote` has a record (exact, prefix, suffix, times, start, end, part, form) for each passage; `speaker` and `via`
    (id, unnamed); `updates` (date, sentence); `codes` (key, value); `withdrawn` (reason, date); `relation` and `to`
    (relation, reference) for each target; `sources` (id, locator), or ("", locator, title, address …) for one that is
    not shared. References within the article are bare ids. `parent` is left out: it is one of `to`.
    """
    values = {name: field_value(getattr(annotation, name)) for name in annotation.__struct_fields__}
    for name in ("id", "parent", "withdrawn_date"):
        del values[name]

    def reference(full: str) -> str:
        article, _, id = full.rpartition("#")
        return now_called.get(id, id) if article in ("", version.article) else full

    targets = tuple(map(reference, annotation.to))
    withdrawn = (one_line(annotation.withdrawn), annotation.withdrawn_date)
    return {
        **{name: values[name] for name in _FIRST},
        **values,
        "note": annotation.note,
        "quote": tuple(map(_selector, annotation.quote)),
        "withdrawn": (withdrawn,) if any(withdrawn) else (),
        "relation": tuple((annotation.relation, target) for target in targets or ("",)),
        "to": tuple((annotation.relation, target) for target in targets),
        "repeats": reference(annotation.repeats),
        "sources": tuple(map(_citation, annotation.sources)),
    }


def speaker_values(local: LocalSpeaker) -> dict[str, FieldValue]:
    """The values of a sidecar's entry for a speaker, by field."""
    speaker = local.speaker or Speaker(local.id, "")
    values = {
        name: field_value(getattr(speaker, name)) for name in speaker.__struct_fields__ if name not in ("id", "path")
    }
    role, organization = one_line(local.role), local.organization
    return {**values, "description": speaker.description, "role": role, "organization": organization}


def front_values(front: FrontMatter) -> dict[str, FieldValue]:
    """The values of an article's front matter, by field."""
    values = {name: field_value(getattr(front, name)) for name in front.__struct_fields__}
    return {**values, "annotated": _completion(front)}


def _completion(front: FrontMatter) -> FieldValue:
    """The day and the people as a record; only that it is complete, where neither is known."""
    done = front.annotated
    return () if done is None else ((done.date, *done.by) if done.date or done.by else (TRUE,),)


def quoted_words(selector: TextRecord) -> str:
    """The words of one record of `quote`, as written: `from … to` for a range."""
    exact, _, _, _, start, end, _, _ = selector
    return exact or f"{start} … {end}"


def is_range(selector: TextRecord) -> bool:
    """Whether one record of `quote` may stand for more words than it holds."""
    return bool(selector[4] or selector[7])


def folded_quote(quote: FieldValue) -> list[TextRecord]:
    """A quote as it is compared with a text: quotes that are equal here have the same places in any text."""
    assert not isinstance(quote, str)
    return sorted(tuple(map(_folded, record)) for record in quote)


def _folded(text: str) -> str:
    return normalize_text(text).strip() if text.strip() else text


def _selector(selector: QuoteSelector) -> TextRecord:
    """`exact` without context is written as a bare text, too. They differ only where an ellipsis can mean a range."""
    exact, start, end = map(one_line, (selector.exact, selector.start, selector.end))
    form = "bare" if ellipses_in(selector) else ""
    return (exact, selector.prefix, selector.suffix, str(selector.times), start, end, selector.part, form)


def source_record(source: Source, locator: str) -> TextRecord:
    """A source that is described where it is cited, as `annotation_values` has it."""
    return ("", locator, source.title, source.url, *_texts(source))


def _citation(citation: Citation) -> TextRecord:
    source = citation.source
    return source_record(source, citation.locator) if isinstance(source, Source) else (source, citation.locator)


def _record(value: object) -> TextRecord:
    return tuple(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    """All texts of a value, in order."""
    if isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Immutable):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))
    elif value is None or isinstance(value, bool):
        yield TRUE if value else ""
    else:
        assert isinstance(value, str | int), f"no plain form for {value!r}"
        yield one_line(str(value))
