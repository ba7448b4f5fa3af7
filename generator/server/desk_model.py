"""What the page of an article is told at its start: the text, its annotations, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.annotating.form_fields import form_of
from generator.annotating.front_matter_keys import FRONT_MATTER_KEYS
from generator.annotating.part_text import PartText
from generator.annotating.refusal import Refusal
from generator.i18n.catalog import Catalog
from generator.model import EDITORS, OUTLET, AnnotationFacts, Part, Registry, Settings
from generator.server.desk_article import DeskArticle

_RELATIONS = ("answers", "rebuts", "undercuts", "qualifies", "adds-context", "supports", "corrects")


def model_of(
    now: DeskArticle,
    parts: Mapping[Part, PartText],
    committed: DeskArticle | None,
    settings: Settings,
    registry: Registry,
    words: Catalog,
) -> dict[str, object]:
    """The model of an article, as JSON. Offsets count code points of a part's text."""
    facts = now.facts
    annotations = facts.annotations if facts else ()
    body = parts["body"]
    return {
        "article": now.id,
        "path": now.path,
        "digest": now.digest,
        "text": now.text_digest,
        "locked": str(now.opened) if isinstance(now.opened, Refusal) else "",
        "parts": {part: one.text for part, one in parts.items()},
        "paragraphs": [list(span) for span in body.paragraphs],
        "annotations": [_annotation(now, one, committed, registry) for one in annotations],
        "voices": [{"id": id, "name": name, "role": role} for id, name, role in voices_of(now, registry)],
        "verdicts": [
            {"key": v.key, "label": v.label, "mark": v.mark, "definition": v.definition} for v in settings.verdicts
        ],
        "relations": [{"key": key, "label": words.word(f"relation.{key}", what="…")} for key in _RELATIONS],
        "codes": [{"key": key, "values": [{"value": value} for value in values]} for key, values in settings.codes],
        "sources": [{"id": one.id, "title": one.title or one.url} for one in registry.sources.values()],
        "counts": _counts(now, annotations),
        "touched": _touched(body, annotations),
        "front": _front(now),
    }


def voices_of(now: DeskArticle, registry: Registry) -> list[tuple[str, str, str]]:
    """Who can speak in an article: id, name and role, the outlet and the editors at the end."""
    known = {one.id: one for one in registry.speakers.values()}
    local = {one.id: one.speaker for one in (now.facts.speakers if now.facts else ()) if one.speaker}
    everybody = [(id, one.name, one.role) for id, one in {**known, **local}.items()]
    return [*everybody, (OUTLET, "the outlet", "in its own voice"), (EDITORS, "the editors", "of this archive")]


def _annotation(
    now: DeskArticle, one: AnnotationFacts, committed: DeskArticle | None, registry: Registry
) -> dict[str, object]:
    entry = now.entries.get(one.id)
    fields = entry if isinstance(entry, dict) else {}
    speaker = one.annotation.speaker
    names = {id: name for id, name, _ in voices_of(now, registry)}
    voice = {"id": speaker.id, "name": names.get(speaker.id, speaker.id)} if speaker.id else {}
    voice = {"unnamed": speaker.unnamed, "name": f"“{speaker.unnamed}”"} if speaker.unnamed else voice
    parent = one.annotation.parent or next((to.rpartition("#")[2] for to in one.annotation.to), "")
    return {
        "id": one.id,
        "kind": one.annotation.kind,
        "marker": one.marker,
        "parent": parent,
        "spans": [[passage.part, passage.start, passage.end] for passage in one.passages],
        "placed": one.placed,
        "digest": now.entry_digest(one.id),
        "committed": committed is None or one.id in committed.entries,
        "voice": voice or None,
        "fields": form_of(fields),
    }


def _has_note(now: DeskArticle, id: str) -> bool:
    entry = now.entries.get(id)
    return isinstance(entry, dict) and bool(entry.get("note"))


def _counts(now: DeskArticle, annotations: Iterable[AnnotationFacts]) -> dict[str, int]:
    every = list(annotations)
    claims = [one.annotation for one in every if one.annotation.kind == "claim"]
    answered = {to.rpartition("#")[2] for one in every for to in one.annotation.to}
    rated = [one for one in claims if one.verdict]
    return {
        "claims": len(claims),
        "rated": len(rated),
        "reasonless": sum(not _has_note(now, one.id) for one in rated),
        "unanswered": sum(one.id not in answered for one in claims),
        "unsure": sum(bool(one.annotation.unsure) for one in every),
        "mend": sum(not one.placed for one in every),
    }


def _touched(body: PartText, annotations: Iterable[AnnotationFacts]) -> list[int]:
    touched = [0] * len(body.paragraphs)
    for one in annotations:
        for n in {n for p in one.passages if p.part == "body" for n in body.paragraphs_at((p.start, p.end))}:
            touched[n] += 1
    return touched


def _front(now: DeskArticle) -> dict[str, object]:
    front = now.facts.front if now.facts else None
    if front is None:
        return {}
    shown: dict[str, object] = {
        key: getattr(front, key) for key in FRONT_MATTER_KEYS if isinstance(getattr(front, key, None), str)
    }
    shown |= {"authors": "; ".join(front.authors), "tags": ", ".join(front.tags), "retold": front.retold}
    shown |= {"titles": dict(front.titles), "caption": front.image.caption if front.image else ""}
    return shown
