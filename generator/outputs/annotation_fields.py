"""The fields of annotations and speakers as a sidecar has them, in their shortest form. Reading them gives the model.

Knows the format and plain values; writes neither YAML nor JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.model import Annotation, Citation, LocalSpeaker, QuoteSelector, Role, Source, Speaker, SpeakerRef

FieldData = str | int | Sequence["FieldData"] | Mapping[str, "FieldData"]
"""A value of a sidecar as plain Python."""


def annotation_fields(annotation: Annotation, article_id: str, note: str, to: Sequence[str]) -> dict[str, FieldData]:
    """The fields of an annotation of the article, without those that are empty.

    `note` is its Markdown, and `to` the references of what it answers. References within the article are bare ids. What
    the annotation is nested under is no field.
    """
    is_counterpoint = annotation.kind == "counterpoint"
    answered = [] if annotation.parent else [_reference(ref, article_id) for ref in to]
    fields: dict[str, FieldData] = {
        "to": answered,
        "repeats": _reference(annotation.repeats, article_id),
        "relation": annotation.relation if is_counterpoint else "",
        "withdrawn": f"{annotation.withdrawn_date} {annotation.withdrawn}".strip(),
        "verdict": annotation.verdict,
        "reviewed": annotation.reviewed,
        "speaker": _voice(annotation.speaker),
        "via": _one_or_all([_voice(who) for who in annotation.via]),
        "mode": annotation.mode or "",
        "quote": _one_or_all([_selector(quote) for quote in annotation.quote]),
        "statement": annotation.statement,
        "said": ", ".join(filter(None, (annotation.said, annotation.occasion))),
        "note": note,
        "unsure": annotation.unsure,
        "updates": _updates(annotation.updates),
        "sources": [_citation(cited) for cited in annotation.sources],
        "codes": {key: _one_or_all(values) for key, values in annotation.codes},
        "tags": annotation.tags,
        "language": annotation.language,
        "aliases": annotation.aliases,
    }
    return _filled(fields)


def speaker_fields(entry: LocalSpeaker) -> dict[str, FieldData]:
    """The fields of a sidecar's entry for a speaker: all of a new one, the role of a shared one."""
    if entry.speaker is None:
        return _filled({"role": entry.role, "organization": entry.organization})
    speaker: Speaker = entry.speaker
    plain = {name: getattr(speaker, name) for name in _PLAIN_OF_SPEAKER}
    return _filled({**plain, "roles": [_role(role) for role in speaker.roles], "names": dict(speaker.names)})


_PLAIN_OF_SPEAKER = (
    "name", "short", "kind", "role", "organization", "description", "also", "url", "wikidata", "image", "aliases",
)  # fmt: skip
_PLAIN_OF_SOURCE = ("title", "url", "publisher", "authors", "date", "accessed", "kind", "language", "excerpt")


def _reference(ref: str, article_id: str) -> str:
    article, _, id = ref.partition("#")
    return id if article == article_id else ref


def _voice(who: SpeakerRef) -> FieldData:
    return {"unnamed": who.unnamed} if who.unnamed else who.id


def _selector(quote: QuoteSelector) -> FieldData:
    if quote.plain:
        return quote.exact
    texts = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
    counted = {"times": quote.times} if quote.times != 1 else {}
    part = quote.part if quote.part != "body" else ""
    return _filled({**texts, **counted, "from": quote.start, "to": quote.end, "in": part})


def _updates(updates: Sequence[tuple[str, str]]) -> dict[str, FieldData]:
    by_day: dict[str, list[str]] = {}
    for day, text in updates:
        by_day.setdefault(day, []).append(text)
    return {day: _one_or_all(texts) for day, texts in by_day.items()}


def _citation(cited: Citation) -> FieldData:
    source = cited.source
    if not isinstance(source, Source):
        return f"{source} {cited.locator}".strip()
    fields = _source(source)
    return f"{source.url} {cited.locator}".strip() if fields.keys() == {"url"} else fields


def _source(source: Source) -> dict[str, FieldData]:
    plain = {name: getattr(source, name) for name in _PLAIN_OF_SOURCE}
    dated = {"url": source.archived, "date": source.archived_date}
    return _filled({**plain, "archived": dated if source.archived_date else source.archived})


def _role(role: Role) -> dict[str, FieldData]:
    return _filled({"title": role.title, "organization": role.organization, "from": role.since, "to": role.until})


def _one_or_all(values: Sequence[FieldData]) -> FieldData:
    return values[0] if len(values) == 1 else values


def _filled(fields: Mapping[str, FieldData]) -> dict[str, FieldData]:
    return {key: value for key, value in fields.items() if value}
