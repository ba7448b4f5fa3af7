"""What differs between two versions of an article: its annotations, its own speakers and its front matter, as values.

It knows no language. The order of entries, comments, the style of YAML and whether an answer is nested make no change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from generator.comparing.plain_values import (
    TRUE,
    FieldValue,
    TextRecord,
    annotation_values,
    folded_quote,
    front_values,
    is_same,
    speaker_values,
)
from generator.comparing.versions import ARTICLE, SPEAKER_PREFIX, AnyVersion, UnreadableVersion, Version
from generator.model import Annotation, LocalSpeaker
from generator.values import Immutable

ADDED = "added"
REMOVED = "removed"
RENAMED = "id"
READABLE = "readable"
SAME_PASSAGE = "quote_form"
PASSAGE = "passage"
BODY = "body"
MISSING = "missing"
QUOTE_AGAIN = "quote_again"
QUOTE_GONE = "quote_gone"
"""The fields of changes that no field of a file is named for; see `FieldChange`."""


class FieldChange(Immutable):
    """One change. `id` is the present one of an annotation, `speakers/<id>`, or `ARTICLE`; values are plain.

    `field` is a field of the model (`verdict`; the values are in `annotation_values`), or one of these:

    - `added`, `removed`: the entry as a record (kind, verdict, speaker's id, speaker's description or name); `kind` is
      that of an annotation, `speaker` or `article`
    - `id`: it was called `before`
    - `readable`: `true` or empty; of `ARTICLE`, the whole sidecar or the front matter
    - `quote_form`: the quote is written otherwise, with the same passage; `quote` means that it may be another
    - `passage`: the passage has other words than `before` for the same quote, or is lost: no `after`
    - `body`: of `ARTICLE`, its text; the values are empty
    - `missing`: of `ARTICLE`, that one side is not in this copy of the repository; the values are empty
    - `quote_again`, `quote_gone`: another passage, or none any more, in an article that shows nothing but passages; the
      values are empty
    """

    id: str
    field: str
    before: FieldValue
    after: FieldValue


def compare_versions(before: AnyVersion | None, after: AnyVersion | None) -> tuple[FieldChange, ...]:
    """The changes from one version of an article to another; None where there was no article.

    Those of the article come first, then those of its speakers, then those of annotations in the order of `after`.
    Where one of the versions can't be read, that is the only change.
    """
    if isinstance(before, UnreadableVersion) or isinstance(after, UnreadableVersion):
        told = before is not None and after is not None
        return _readable(ARTICLE, isinstance(before, Version), isinstance(after, Version)) if told else ()
    old, new = before or Version(ARTICLE), after or Version(ARTICLE)
    record = ("article", "", "", "")
    return (
        *_only_in_one(ARTICLE, record if before else None, record if after else None),
        *_front_changes(old, new),
        *_speaker_changes(old, new),
        *_annotation_changes(old, new),
    )


# ── the three sorts of entries ───────────────────────────────────────────────────────────────────────────────────────


def _front_changes(old: Version, new: Version) -> tuple[FieldChange, ...]:
    if old.front and new.front:
        return _differing(ARTICLE, front_values(old.front), front_values(new.front))
    was_unread, is_unread = ARTICLE in old.unread, ARTICLE in new.unread
    both_known = (old.front or was_unread) and (new.front or is_unread)
    return _readable(ARTICLE, not was_unread, not is_unread) if both_known else ()


def _speaker_changes(old: Version, new: Version) -> Iterator[FieldChange]:
    before = {f"{SPEAKER_PREFIX}{local.id}": local for local in old.speakers}
    after = {f"{SPEAKER_PREFIX}{local.id}": local for local in new.speakers}
    aliases = {id: [f"{SPEAKER_PREFIX}{one}" for one in _aliases_of(local)] for id, local in after.items()}
    former = renamed_from(before.keys() | old.unread, aliases, new.unread)
    for id in dict.fromkeys([*after, *(id for id in before if id not in former.values())]):
        was, now = before.get(former.get(id, id)), after.get(id)
        if was and now:
            yield from _one_speaker(id, was, now)
        elif new.may_hold(id) if was else old.may_hold(id):
            yield from _readable(id, bool(was), bool(now))
        else:
            yield from _only_in_one(id, _speaker_record(was), _speaker_record(now))


def _annotation_changes(old: Version, new: Version) -> Iterator[FieldChange]:
    before = {annotation.id: annotation for annotation in old.annotations}
    after = {annotation.id: annotation for annotation in new.annotations}
    former = renamed_from(before.keys() | old.unread, {id: one.aliases for id, one in after.items()}, new.unread)
    now_called = {earlier: later for later, earlier in former.items()}
    gone = before.keys() - after.keys() - now_called.keys()
    for id in [*after, *(id for id in before if id in gone)]:
        was_called = former.get(id, id)
        was, now = before.get(was_called), after.get(id)
        if was == now:
            continue  # nearly always: a version changes few of its annotations
        if was and now:
            yield from _one_annotation(was, now, old, new, now_called)
        elif new.may_hold(id) if was else old.may_hold(was_called):
            yield from _readable(id, bool(was), bool(now))
        else:
            yield from _only_in_one(id, _annotation_record(was), _annotation_record(now))


def renamed_from(before: Set[str], now: Mapping[str, Iterable[str]], unread: Set[str] = frozenset()) -> dict[str, str]:
    """The former id of each thing that was renamed: one of its aliases that was an id `before` and now names nothing
    else. `now` has the aliases by id; `unread` are ids that may name something now, too."""
    free = set(before - now.keys() - unread)
    former: dict[str, str] = {}
    for id, aliases in now.items():
        alias = next((alias for alias in aliases if alias in free), "")
        if alias and id not in before:
            former[id] = alias
            free.remove(alias)
    return former


# ── one entry ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _one_annotation(
    was: Annotation, now: Annotation, old: Version, new: Version, now_called: Mapping[str, str]
) -> Iterator[FieldChange]:
    before = annotation_values(old, was, now_called)
    after = annotation_values(new, now, now_called)  # a former id still leads to what it named
    if was.id != now.id:
        yield FieldChange(now.id, RENAMED, was.id, now.id)
        after["aliases"] = _without(after["aliases"], was.id)
        before["aliases"] = _without(before["aliases"], was.id)
    told_by = "to" if was.relation == now.relation else "relation"
    unsaid = {"to", "relation"} - {told_by}
    if _is_same_passage(before["quote"], after["quote"], _places(old, was.id), _places(new, now.id)):
        unsaid.add("quote")
        if not is_same("quote", before["quote"], after["quote"]):
            yield FieldChange(now.id, SAME_PASSAGE, before["quote"], after["quote"])
    yield from _differing(now.id, before, {name: value for name, value in after.items() if name not in unsaid})


def _one_speaker(id: str, was: LocalSpeaker, now: LocalSpeaker) -> Iterator[FieldChange]:
    before, after = speaker_values(was), speaker_values(now)
    if was.id != now.id:
        yield FieldChange(id, RENAMED, was.id, now.id)
        before["aliases"], after["aliases"] = (_without(one["aliases"], was.id) for one in (before, after))
    yield from _differing(id, before, after)


def _aliases_of(local: LocalSpeaker) -> tuple[str, ...]:
    return local.speaker.aliases if local.speaker else ()


def _differing(id: str, before: Mapping[str, FieldValue], after: Mapping[str, FieldValue]) -> tuple[FieldChange, ...]:
    """A change for each field of `after` that differs."""
    names = [name for name, value in after.items() if not is_same(name, before[name], value)]
    return tuple(FieldChange(id, name, before[name], after[name]) for name in names)


def _is_same_passage(before: FieldValue, after: FieldValue, was_at: object, is_at: object) -> bool:
    """Whether two quotes have the same passages for certain: they are found there, or would be in any text."""
    return before == after or bool(was_at and was_at == is_at) or folded_quote(before) == folded_quote(after)


def _places(version: Version, id: str) -> list[tuple[str, int, int]]:
    return [(passage.part, passage.start, passage.end) for passage in version.places.get(id, ())]


def _without(records: FieldValue, text: str) -> FieldValue:
    assert not isinstance(records, str)
    return tuple(record for record in records if record != (text,))


def _only_in_one(id: str, was: TextRecord | None, now: TextRecord | None) -> tuple[FieldChange, ...]:
    """The change of an entry that is in one version only."""
    if was and not now:
        return (FieldChange(id, REMOVED, (was,), ()),)
    return (FieldChange(id, ADDED, (), (now,)),) if now and not was else ()


def _readable(id: str, was: bool, now: bool) -> tuple[FieldChange, ...]:
    """The change of an entry that could be read in one version only."""
    return (FieldChange(id, READABLE, TRUE if was else "", TRUE if now else ""),) if was != now else ()


def _annotation_record(annotation: Annotation | None) -> TextRecord | None:
    if annotation is None:
        return None
    speaker = annotation.speaker
    return (annotation.kind, annotation.verdict, speaker.id, speaker.unnamed)


def _speaker_record(local: LocalSpeaker | None) -> TextRecord | None:
    if local is None:
        return None
    return ("speaker", "", local.id, local.speaker.name if local.speaker else "")
