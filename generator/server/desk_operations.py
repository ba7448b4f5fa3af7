"""The changes that the desk can make of an article: from a request to edits of its files. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

from generator.annotating.annotations import NewAnnotation, add_annotation, change_fields, remove_annotation
from generator.annotating.completion import completion_with
from generator.annotating.edit import Edit
from generator.annotating.form_fields import TEXTS, changes_of, form_of
from generator.annotating.front_matter_keys import change_front_matter
from generator.annotating.new_id import ids_in_use, new_id, new_speaker_id
from generator.annotating.part_text import read_parts
from generator.annotating.refused import Refused
from generator.annotating.selector import NoQuote, QuoteValue, quote_value, quotes_of
from generator.annotating.shared_entries import add_speaker
from generator.annotating.values import PlainValue, Value
from generator.annotating.voices import id_by_name, voices_of
from generator.checks.scope import SPEAKERS
from generator.diagnostics import Diagnostic
from generator.model import ArticleSource, Kind, Part, QuoteSelector, Registry, Settings, Speaker
from generator.server.desk_article import DeskArticle
from generator.server.desk_requests import Asked, WrongRequestError, objects, part_of, text, whole_number
from generator.server.reply import Reply

_GROUPS = {"claim": "claims", "counterpoint": "counterpoints", "note": "notes"}
_NAMES = {"claim": "claim", "counterpoint": "answer", "note": "note"}
_ORDER: tuple[Part, ...] = ("title", "subtitle", "caption", "body")


@dataclass(frozen=True, slots=True)
class SiteNow:
    """What the desk of an article needs of the rest of the site: its settings, and the shared speakers and sources."""

    settings: Settings
    registry: Registry


@dataclass(frozen=True, slots=True)
class Planned:
    """A change to be written: the annotation (empty: the article's facts), a sentence about it, the edits by path."""

    id: str
    what: str
    edits: tuple[tuple[str, Edit], ...]


ReadShared = Callable[[str], bytes]
"""Gives the bytes of a file of the site; none where there is no such file."""
Operation = Callable[[DeskArticle, Asked, SiteNow, dt.date, ReadShared], Planned | Reply]


def _add(now: DeskArticle, asked: Asked, site: SiteNow, _today: dt.date, read: ReadShared) -> Planned | Reply:
    kind = next((one for one in get_args(Kind) if one == text(asked, "kind")), None)
    if kind is None:
        raise WrongRequestError
    form = part_of(asked, "fields")
    if wrong := _unfinished_merge(form):
        return wrong
    fields = {key: value for key, value in _typed(form, {}, now, site).items() if value is not None}
    start = None
    if pieces := objects(form, "pieces"):
        quote = _quote(now, pieces)
        if isinstance(quote, Reply):
            return quote
        fields["quote"], start = quote
    speaker = _speaker(now, asked, site, read)
    if isinstance(speaker, Refused):
        return _refused(speaker)
    now, voice, edits = speaker
    if voice:
        fields["speaker"] = voice
    id = text(asked, "id").strip() or _new_id(now, kind, fields)
    answers = text(asked, "parent") if kind == "counterpoint" else ""
    group = cast("Literal['claims', 'counterpoints', 'notes']", _GROUPS[kind])
    new = NewAnnotation(id, group, cast("Mapping[str, Value]", fields), answers, start)
    edit = add_annotation(now.sidecar or b"", now.sidecar_path, new, now.starts)
    return _planned(now, id, f"{_NAMES[kind]} “{id}” added", edit, edits)


def _edit(now: DeskArticle, asked: Asked, site: SiteNow, today: dt.date, read: ReadShared) -> Planned | Reply:
    id = text(asked, "id")
    form = part_of(asked, "fields")
    if conflict := _conflict(now, asked, id):
        return conflict
    if wrong := _unfinished_merge(form):
        return wrong
    entry = now.entries[id]
    before = entry if isinstance(entry, dict) else {}
    fields: dict[str, object | None] = _typed(form, before, now, site)
    if pieces := objects(form, "pieces"):
        quote = _quote(now, pieces)
        if isinstance(quote, Reply):
            return quote
        fields["quote"] = quote[0]
    speaker = _speaker(now, asked, site, read)
    if isinstance(speaker, Refused):
        return _refused(speaker)
    now, voice, edits = speaker
    if voice and voice != before.get("speaker"):
        fields["speaker"] = voice
    if fields.get("verdict") and before.get("reviewed"):
        fields["reviewed"] = today.isoformat()  # the day of the rating, which is another one now
    if reason := " ".join(text(asked, "reason").split()):
        fields["updates"] = _with_update(before.get("updates"), today, reason)
    if not fields:
        return Reply(200, f"“{id}” stays as it is.", {"id": id})
    edit = change_fields(now.sidecar or b"", now.sidecar_path, id, cast("Mapping[str, Value | None]", fields))
    return _planned(now, id, f"“{id}” changed", edit, edits)


def _remove(now: DeskArticle, asked: Asked, _site: SiteNow, _today: dt.date, _read: ReadShared) -> Planned | Reply:
    id = text(asked, "id")
    if conflict := _conflict(now, asked, id):
        return conflict
    edit = remove_annotation(now.sidecar or b"", now.sidecar_path, id)
    return _planned(now, id, f"“{id}” deleted", edit)


def _withdraw(now: DeskArticle, asked: Asked, _site: SiteNow, today: dt.date, _read: ReadShared) -> Planned | Reply:
    id, reason = text(asked, "id"), " ".join(text(asked, "reason").split())
    if conflict := _conflict(now, asked, id):
        return conflict
    if not reason:
        return Reply(422, "Say why it is withdrawn.")
    fields = {"withdrawn": f"{today.isoformat()} {reason}"}
    edit = change_fields(now.sidecar or b"", now.sidecar_path, id, fields)
    return _planned(now, id, f"“{id}” withdrawn", edit)


def _front(now: DeskArticle, asked: Asked, _site: SiteNow, _today: dt.date, _read: ReadShared) -> Planned | Reply:
    if now.text_digest != text(asked, "digest"):
        return Reply(409, "The text of the article has changed; look at its facts again.")
    edit = change_front_matter(now.text, now.path, _front_changes(part_of(asked, "fields")))
    if isinstance(edit, Refused):
        return _refused(edit)
    wrong = _new_error(now, DeskArticle(now.id, edit.after, now.sidecar, now.layer))
    return wrong or Planned("", "the facts of the article", ((now.path, edit),))


def _done(now: DeskArticle, asked: Asked, site: SiteNow, _today: dt.date, _read: ReadShared) -> Planned | Reply:
    is_done = asked.get("done") is True
    before = now.facts.front.annotated if now.facts else None
    written = completion_with(before, now.layer, site.settings.layer_keys, is_done=is_done)
    edit = change_front_matter(now.text, now.path, {"annotated": written})
    if isinstance(edit, Refused):
        return _refused(edit)
    return Planned("", "done" if is_done else "not done yet", ((now.path, edit),))


OPERATIONS: Mapping[str, Operation] = {
    "add": _add,
    "edit": _edit,
    "remove": _remove,
    "withdraw": _withdraw,
    "front": _front,
    "done": _done,
}
"""The changes by the name that a request gives them."""


# ── parts of a change ────────────────────────────────────────────────────────────────────────────────────────────────


def _typed(form: Asked, before: Mapping[str, PlainValue], now: DeskArticle, site: SiteNow) -> dict[str, object | None]:
    """What the form changes, by field. Who is named in `via` by a known name is written by id."""
    known = {key: form[key] for key in (*TEXTS, "via", "sources", "codes") if key in form}
    if not all(isinstance(value, str) or key == "codes" for key, value in known.items()):
        raise WrongRequestError
    part_of(form, "codes")
    changes = changes_of(known, before)
    if "via" in changes and now.facts:
        speakers = voices_of(now.facts, site.registry).speakers
        changes["via"] = _by_id(changes["via"], speakers)
    return changes


def _by_id(via: object, speakers: Mapping[str, Speaker]) -> object:
    if isinstance(via, list):
        return [_by_id(one, speakers) for one in via]
    return (id_by_name(via, speakers) or via) if isinstance(via, str) and via not in speakers else via


def _unfinished_merge(form: Asked) -> Reply | None:
    """The refusal of a text with the lines that Git leaves where a merge isn't finished: no file with them is read."""
    lines = (line for value in form.values() if isinstance(value, str) for line in value.split("\n"))
    marker = next((line for line in lines if line.startswith(_MERGE_MARKERS)), "")
    if not marker:
        return None
    return Reply(422, f"A line of the text is “{marker[:20]}”, as of a merge that isn’t finished. Begin it otherwise.")


_MERGE_MARKERS = ("<<<<<<< ", ">>>>>>> ")


def _quote(now: DeskArticle, pieces: Iterable[Asked]) -> tuple[QuoteValue, int] | Reply:
    """The value of `quote` for passages, and where the first begins among the annotations of the article."""
    parts = read_parts(ArticleSource(now.id, now.path, now.text))
    if parts is None:
        return Reply(422, "The front matter of this article can't be read. Fix it in the file first.")
    spans: dict[Part, list[tuple[int, int]]] = {}
    for piece in pieces:
        part = next((one for one in _ORDER if one == text(piece, "part")), None)
        start, end = whole_number(piece, "start"), whole_number(piece, "end")
        if part is None or not 0 <= start < end <= len(parts[part].text):
            raise WrongRequestError
        spans.setdefault(part, []).append((start, end))
    quotes: list[QuoteSelector] = []
    for part in sorted(spans, key=_ORDER.index):
        found = quotes_of(parts[part], sorted(spans[part]))
        if isinstance(found, NoQuote):
            return Reply(422, found.message)
        quotes += found
    first = min(spans, key=_ORDER.index)
    return quote_value(quotes), DeskArticle.place_of(first, min(spans[first])[0])


def _speaker(
    now: DeskArticle, asked: Asked, site: SiteNow, read: ReadShared
) -> tuple[DeskArticle, PlainValue, tuple[tuple[str, Edit], ...]] | Refused:
    """The value of `speaker`, and the edit that describes a new one; no value where none was chosen.

    A new one of a layer stays in its file, which comes as it then is.
    """
    voice = part_of(asked, "voice")
    if unnamed := text(voice, "unnamed").strip():
        return now, {"unnamed": unnamed}, ()
    if voice.get("isNew") is not True:
        return now, text(voice, "id") or None, ()
    name = " ".join(text(voice, "name").split())
    own = {entry.id for entry in now.facts.speakers} if now.facts else set()
    id = new_speaker_id(name, {*site.registry.speaker_ids, *own})
    path, data = (now.sidecar_path, now.sidecar or b"") if now.layer else (SPEAKERS, read(SPEAKERS))
    edit = add_speaker(data, path, id, {"name": name}, in_sidecar=bool(now.layer))
    if isinstance(edit, Refused):
        return edit
    return now.with_sidecar(edit.after) if now.layer else now, id, ((path, edit),)


def _new_id(now: DeskArticle, kind: Kind, fields: Mapping[str, object]) -> str:
    facts = now.facts
    taken = ids_in_use((one.annotation for one in facts.annotations), facts.left_out) if facts else frozenset()
    words = fields.get("statement") or fields.get("note") or ""
    return new_id(str(words), taken, kind=kind, language=facts.front.language if facts else "en")


def _with_update(updates: PlainValue, today: dt.date, reason: str) -> dict[str, PlainValue]:
    """The updates with one of today, behind those that there are."""
    known = dict(updates) if isinstance(updates, dict) else {}
    day = today.isoformat()
    before = known.get(day)
    if before is None:
        return {**known, day: reason}
    return {**known, day: [*(before if isinstance(before, list) else [before]), reason]}


def _conflict(now: DeskArticle, asked: Asked, id: str) -> Reply | None:
    """The answer where another editor changed the annotation meanwhile: each field before, here and on disk."""
    if id not in now.entries:
        return Reply(409, f"“{id}” is not in the file any more.")
    digest = now.entry_digest(id)
    if digest == text(asked, "known"):
        return None
    disk = _shown(now, id)
    before, yours = part_of(asked, "before"), part_of(asked, "yours")
    fields = []
    for key in ("speaker", "quote", *TEXTS, "via", "sources", "codes"):
        versions = [_line(version.get(key)) for version in (before, yours, disk)]
        if len({*versions}) > 1:
            fields.append({"label": key, **dict(zip(("before", "yours", "disk"), versions, strict=True))})
    said = f"“{id}” was changed on disk while you wrote."
    return Reply(409, said, {"id": id, "fields": fields, "digest": digest, "disk": disk})


def _shown(now: DeskArticle, id: str) -> dict[str, object]:
    """An annotation as its form shows it, with who says it and the words of its passages."""
    entry = now.entries[id]
    fields = entry if isinstance(entry, dict) else {}
    shown = form_of(fields)
    parts = read_parts(ArticleSource(now.id, now.path, now.text)) or {}
    known = now.facts.annotations if now.facts else ()
    passages = next((one.passages for one in known if one.id == id), ())
    if words := " / ".join(parts[one.part].words((one.start, one.end)) for one in passages):
        shown["quote"] = words
    if speaker := fields.get("speaker"):
        shown["speaker"] = form_of({"via": speaker})["via"]
    return shown


def _line(value: object) -> str:
    """A value of a form as a table shows it; codes are a mapping."""
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_line(one)}" for key, one in value.items())
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value or "")


def _planned(
    now: DeskArticle, id: str, what: str, edit: Edit | Refused, before: tuple[tuple[str, Edit], ...] = ()
) -> Planned | Reply:
    """The change, if a build can read the annotation back and finds the place of its quote."""
    if isinstance(edit, Refused):
        return _refused(edit)
    after = now.with_sidecar(edit.after)
    known = {one.id: one for one in after.facts.annotations} if after.facts else {}
    is_gone = id not in after.entries
    if not is_gone and (id not in known or not known[id].placed):
        wrong = _new_error(now, after)
        return wrong or Reply(422, f"“{id}” could not be read back, so nothing was written.")
    return Planned(id, what, (*before, (now.sidecar_path, edit)))


def _new_error(now: DeskArticle, after: DeskArticle) -> Reply | None:
    """The first error that a build would find in the changed article and doesn't now."""
    known = {_kind_of(one) for one in now.compiled.diagnostics}
    found = (one for one in after.compiled.diagnostics if one.severity == "error" and _kind_of(one) not in known)
    error = next(found, None)
    return Reply(422, f"{error.message} {error.step}".strip()) if error else None


def _kind_of(problem: Diagnostic) -> tuple[str, str]:
    return problem.code, problem.message


def _refused(refusal: Refused) -> Reply:
    return Reply(422, str(refusal))


def _front_changes(typed: Asked) -> dict[str, Value | None]:
    """The changes of the front matter that a form asks for, each in its shape."""
    changes: dict[str, Value | None] = {}
    for key, value in typed.items():
        if key == "retold":
            changes[key] = True if value is True else None
        elif not isinstance(value, str) or key not in _FRONT:
            raise WrongRequestError
        elif key == "titles":
            pairs = (line.partition(":") for line in value.split("\n") if line.strip())
            changes[key] = {tag.strip(): title.strip() for tag, _, title in pairs} or None
        elif key in _LISTS:
            changes[key] = [one.strip() for one in value.split(_LISTS[key]) if one.strip()] or None
        else:
            changes[key] = " ".join(value.split()) or None
    return changes


_LISTS = {"authors": ";", "tags": ","}
_FRONT = frozenset("title subtitle date publisher authors caption tags language url archived titles".split())
