"""What the page of an article learns at its start: the text, its annotations, and what can be chosen."""

from __future__ import annotations

from collections.abc import Mapping

from generator.annotating.form_fields import form_of
from generator.annotating.front_matter_keys import FRONT_MATTER_KEYS
from generator.annotating.part_text import PartText
from generator.annotating.progress import lost_in, progress_of, touched_paragraphs
from generator.annotating.refused import Refused
from generator.annotating.voices import KnownVoices
from generator.formats.sidecar import read_sidecar
from generator.i18n.catalog import Catalog
from generator.model import AnnotationFacts, ArticleFacts, CodeKey, Part, Registry, Settings
from generator.server.desk_article import DeskArticle
from generator.server.desk_places import role_of

_RELATIONS = ("answers", "rebuts", "undercuts", "qualifies", "adds-context", "supports", "corrects")


def model_of(
    now: DeskArticle,
    facts: ArticleFacts,
    parts: Mapping[Part, PartText],
    committed: DeskArticle | None,
    settings: Settings,
    registry: Registry,
    voices: KnownVoices,
) -> dict[str, object]:
    """The model of an article, as JSON. Offsets count code points of a part's text."""
    words = Catalog(settings.language)
    body, done = parts["body"], facts.front.annotated
    return {
        "article": now.id,
        "path": now.path,
        "digest": now.digest,
        "text": now.text_digest,
        "locked": str(now.opened) if isinstance(now.opened, Refused) else "",
        "parts": {part: one.text for part, one in parts.items()},
        "paragraphs": [list(span) for span in body.paragraphs],
        "annotations": [_annotation(now, one, committed, voices) for one in facts.annotations],
        "voices": [{"id": id, "name": voices.name(id), "role": role_of(id, voices)} for id in voices.speaking],
        "verdicts": [
            {"key": v.key, "label": v.label, "mark": v.mark, "definition": v.definition} for v in settings.verdicts
        ],
        "relations": [{"key": key, "label": words.word(f"relation.{key}", what="…")} for key in _RELATIONS],
        "codes": [_code(one) for one in settings.codes],
        "sources": [{"id": one.id, "title": one.title or one.url} for one in registry.sources.values()],
        "counts": _counts(now, facts),
        "touched": list(touched_paragraphs(body.paragraphs, facts.annotations)),
        "front": _front(facts),
        "done": done is not None and done.is_of(now.layer, settings.layer_keys),
        "layer": next((one.name for one in settings.layers if one.key == now.layer), now.layer),
    }


def _annotation(
    now: DeskArticle, one: AnnotationFacts, committed: DeskArticle | None, voices: KnownVoices
) -> dict[str, object]:
    entry = now.entries.get(one.id)
    speaker = one.annotation.speaker
    voice = {"id": speaker.id, "name": voices.name(speaker.id)} if speaker.id else {}
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
        "fields": form_of(entry if isinstance(entry, dict) else {}),
    }


def _code(one: CodeKey) -> dict[str, object]:
    values = [{"value": value.name, "definition": value.definition} for value in one.values]
    return {"key": one.key, "definition": one.definition, "several": one.several, "values": values}


def _counts(now: DeskArticle, facts: ArticleFacts) -> dict[str, int]:
    day = facts.front.date[:10]
    annotations = read_sidecar(now.sidecar or b"", now.sidecar_path, now.id, day).annotations if now.sidecar else ()
    counts = progress_of(now.id, annotations, lost=lost_in(facts.annotations))
    return {
        "claims": counts.claims,
        "rated": counts.rated,
        "reasonless": counts.without_reason,
        "unanswered": counts.unanswered,
        "unsure": counts.unsure,
        "faults": counts.without_place + len(facts.left_out),
    }


def _front(facts: ArticleFacts) -> dict[str, object]:
    front = facts.front
    shown: dict[str, object] = {
        key: getattr(front, key) for key in FRONT_MATTER_KEYS if isinstance(getattr(front, key, None), str)
    }
    shown |= {"authors": "; ".join(front.authors), "tags": ", ".join(front.tags), "retold": front.retold}
    shown |= {"titles": dict(front.titles), "caption": front.image.caption if front.image else ""}
    return shown
