"""Tells changes in sentences of one language. Knows plain values and the words of the interface; knows no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator.comparing.changes import (
    ADDED,
    BODY,
    MISSING,
    PASSAGE,
    QUOTE_AGAIN,
    QUOTE_GONE,
    READABLE,
    REMOVED,
    RENAMED,
    SAME_PASSAGE,
    FieldChange,
)
from generator.comparing.marked_text import SENTENCE_ENDS, Marked, PartKind, filled, separated, value, without_marks
from generator.comparing.plain_values import FieldValue, TextRecord, is_range, quoted_words
from generator.comparing.versions import SOURCE_PREFIX, SPEAKER_PREFIX
from generator.comparing.vocabulary import Vocabulary
from generator.comparing.word_changes import MOST_CHANGES, WordChanges, word_changes
from generator.text import Difference, compared, normalize_text
from generator.values import Immutable

_LONG = 80
"""Characters. Where both values of a field are longer, the sentence names only the words that differ."""
_OUTER_MARKS = frozenset('“”"«»„')
_MARKDOWN = frozenset({"description"})
"""Fields whose sentence names only the words that differ, at any length."""


class Sentence(Immutable):
    """One sentence on a change: the change, and what to print, in parts."""

    change: FieldChange
    parts: Marked

    def plain(self) -> str:
        """The sentence on one line, without marks. Control characters of a value are still in it."""
        return without_marks(self.parts)


def sentences(changes: Iterable[FieldChange], vocabulary: Vocabulary) -> tuple[Sentence, ...]:
    """At least one sentence for each change, in their order. A name or label that is not known is shown as its id."""
    return tuple(Sentence(change, parts) for change in changes for parts in _told(change, vocabulary))


def _told(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    is_of_speaker = change.id.startswith(SPEAKER_PREFIX) and change.field == "kind"
    tell = _field if is_of_speaker else _TELLERS.get(change.field, _field)
    return tell(change, vocabulary)


# ── an entry as a whole ──────────────────────────────────────────────────────────────────────────────────────────────


def _added(_change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield filled(vocabulary.words, "history.added")


def _removed(_change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield filled(vocabulary.words, "history.removed")


def _readable(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield filled(vocabulary.words, "history.readable" if change.after else "history.unreadable")


def _renamed(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield filled(vocabulary.words, "history.renamed", before=_text(change.before))


def _kind(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    before, after = (vocabulary.words.word(f"history.kind.{_text(one)}") for one in (change.before, change.after))
    yield filled(vocabulary.words, "history.is_now_before", after=after, before=before)


def _withdrawn(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    (before, day), (after, later) = (next(iter(_records(one)), ("", "")) for one in (change.before, change.after))
    if before == after and day and later:
        yield from _field(FieldChange(change.id, "withdrawn_date", day, later), vocabulary)
    elif before and after:
        was, now = _quoted(vocabulary, before), _quoted(vocabulary, after)
        yield filled(vocabulary.words, "history.withdrawn_changed", before=was, after=now)
    elif after:
        yield filled(vocabulary.words, "history.withdrawn", after=after)
    else:
        yield filled(vocabulary.words, "history.restored", before=before)


# ── what it says ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _verdict(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    before, after = _named(change, vocabulary, lambda one: vocabulary.verdict(_text(one)))
    yield _either(vocabulary, ("rated", "unrated", "rerated"), value(before), value(after))


def _speaker(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    before, after = _named(change, vocabulary, lambda one: _voices(one, vocabulary))
    yield _either(vocabulary, ("attributed", "unattributed", "reattributed"), value(before), value(after))


def _via(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    before, after = _named(change, vocabulary, lambda one: _voices(one, vocabulary))
    yield _either(vocabulary, ("reported", "unreported", "rereported"), value(before), value(after))


def _voices(records: FieldValue, vocabulary: Vocabulary) -> str:
    return vocabulary.listing(vocabulary.voice(id, unnamed) for id, unnamed in _records(records))


def _relation(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    keys = ("is_now", "is_no_longer", "is_now_before")
    both = _records(change.before), _records(change.after)
    if any(target for records in both for _, target in records):  # then what answers nothing has no relation
        both = tuple(record for record in both[0] if record[1]), tuple(record for record in both[1] if record[1])
    before, after = (_related(records, vocabulary) for records in both)
    yield _either(vocabulary, keys, before, after)


def _related(records: Sequence[TextRecord], vocabulary: Vocabulary) -> Marked:
    """`rebuts A and B`, all of it a value; empty where there is nothing to answer."""
    if not records:
        return ()
    names = vocabulary.listing(vocabulary.annotation(target) for _, target in records) or "…"
    return filled(vocabulary.words, f"relation.{records[0][0]}", kind="value", what=names)


def _repeats(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    before, after = (vocabulary.annotation(_text(one)) for one in (change.before, change.after))
    yield from _field(FieldChange(change.id, change.field, before, after), vocabulary)


def _sources(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    before, after = _only_in_first(change.before, change.after), _only_in_first(change.after, change.before)
    if change.id.startswith(SOURCE_PREFIX) and before and after:  # one source, which may have another title
        yield filled(vocabulary.words, "history.source_changed", what=vocabulary.source(after[0]))
        return
    was, now = (dict.fromkeys(map(vocabulary.source, records)) for records in (before, after))
    for name in now:
        yield filled(vocabulary.words, "history.source_changed" if name in was else "history.source_added", what=name)
    for name in was:
        if name not in now:
            yield filled(vocabulary.words, "history.source_removed", what=name)


def _updates(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    for key, one, other in (("added", change.after, change.before), ("removed", change.before, change.after)):
        for day, text in _only_in_first(one, other):
            date = vocabulary.words.date(day)
            yield filled(vocabulary.words, f"history.update_{key}", date=date, what=text)


def _codes(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    before, after = _by_key(change.before), _by_key(change.after)
    for key in dict.fromkeys([*after, *before]):
        was, now = before.get(key, ""), after.get(key, "")
        if was != now:
            yield _either(vocabulary, _FIELD, value(was), value(now), field=value(key))


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _same_passage(_change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield filled(vocabulary.words, "history.same_passage")


def _quote(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    """A range and its words written out may be one passage, so only other exact words read otherwise for certain."""
    records = _records(change.before), _records(change.after)
    before, after = (" … ".join(quoted_words(record) for record in one) for one in records)
    if not before or not after or normalize_text(before) != normalize_text(after):
        certain = not any(is_range(record) for one in records for record in one)
        keys = ("quote_added", "quote_removed", "passage_reads" if certain else "passage_chosen")
        yield _either(vocabulary, keys, _quoted(vocabulary, before), _quoted(vocabulary, after))
    else:
        yield filled(vocabulary.words, "history.other_passage")


def _passage(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    before, after = _text(change.before), _text(change.after)
    if not after:
        yield filled(vocabulary.words, "history.passage_lost", before=_quoted(vocabulary, before))
        return
    was, now = _quoted(vocabulary, before), _quoted(vocabulary, after)
    told = () if (found := word_changes(before, after)).otherwise else _word_by_word(found, before, after, vocabulary)
    if told:
        yield filled(vocabulary.words, "history.passage_changed", changes=told)
    else:
        yield filled(vocabulary.words, "history.passage_reads", before=was, after=now)


def _body(_change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield filled(vocabulary.words, "history.text_changed")


def _statement(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield _reworded(change, vocabulary, "history.statement")


def _note(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield _reworded(change, vocabulary, "history.note")


def _reworded(change: FieldChange, vocabulary: Vocabulary, key: str) -> Marked:
    before, after, words = _text(change.before), _text(change.after), vocabulary.words
    if not before or not after:
        return filled(words, f"{key}_added" if after else f"{key}_removed")
    found = word_changes(before, after)
    if found.otherwise:
        was, now = _quoted(vocabulary, before), _quoted(vocabulary, after)
        return filled(words, f"{key}_replaced", before=was, after=now)
    told = _word_by_word(found, before, after, vocabulary)
    return filled(words, f"{key}_changed", changes=told) if told else filled(words, f"{key}_respelled")


def _word_by_word(found: WordChanges, before: str, after: str, vocabulary: Vocabulary) -> Marked:
    """What changes in a text: its words; if none does, case and punctuation; empty if neither does."""
    changes, more = found.changes, found.more
    if not changes:
        signs = tuple(compared(before, after))
        changes, more = signs[:MOST_CHANGES], max(0, len(signs) - MOST_CHANGES)
    told = [_difference(change, vocabulary) for change in changes]
    if more:
        told.append(filled(vocabulary.words, "change.more", n=more))
    return separated(told, vocabulary.words.word("history.separator"))


def _difference(difference: Difference, vocabulary: Vocabulary) -> Marked:
    words = vocabulary.words
    before = _quoted(vocabulary, difference.mine, "removed")
    after = _quoted(vocabulary, difference.theirs, "added")
    kinds = [words.word(f"change.{kind}") for kind in difference.kinds if f"change.{kind}" in words]
    if difference.mine and difference.theirs:
        what = filled(words, "change.replaced", before=before, after=after)
    elif difference.theirs:
        what = filled(words, "change.added", after=after)
    else:
        what = filled(words, "change.dropped", before=before)
    told = value(words.word("punctuation.comma").join(kinds), "text")
    return filled(words, "change.of_kind", what=what, kinds=told) if kinds else what


def _missing(_change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield filled(vocabulary.words, "history.missing")


def _quote_again(_change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield filled(vocabulary.words, "history.other_passage")


def _quote_gone(_change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    yield filled(vocabulary.words, "history.quote_gone")


# ── any other field ──────────────────────────────────────────────────────────────────────────────────────────────────

_FIELD = ("field_added", "field_removed", "field_changed")


def _field(change: FieldChange, vocabulary: Vocabulary) -> Iterator[Marked]:
    """*field*: *after*, before *before*."""
    label = value(vocabulary.label(change.field), "text")
    before, after = _named(change, vocabulary, lambda one: vocabulary.shown(change.field, one))
    if before and after and (change.field in _MARKDOWN or min(len(before), len(after)) > _LONG):
        told = _word_by_word(word_changes(before, after), before, after, vocabulary)
        if told:
            yield filled(vocabulary.words, "history.field_reworded", field=label, changes=told)
            return
    was, now = value(before), value(after)
    if was == now:
        yield filled(vocabulary.words, "history.field_respelled", field=label)
        return
    if before and after and (before.endswith(SENTENCE_ENDS) or after.endswith(SENTENCE_ENDS)):
        was, now = _quoted(vocabulary, before), _quoted(vocabulary, after)
    yield _either(vocabulary, _FIELD, was, now, field=label)


# ── helpers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _named(change: FieldChange, vocabulary: Vocabulary, name: Callable[[FieldValue], str]) -> tuple[str, str]:
    """What both values are called; where that is the same, the values as the files have them."""
    before, after = name(change.before), name(change.after)
    if before != after:
        return before, after
    return vocabulary.as_written(change.before), vocabulary.as_written(change.after)


def _either(
    vocabulary: Vocabulary, keys: tuple[str, str, str], before: Marked, after: Marked, field: Marked = ()
) -> Marked:
    """The text for a value that was added, was removed or changed: one of the three `keys`."""
    was, now = bool(without_marks(before)), bool(without_marks(after))
    assert was or now, "a change has a value before or after"
    if was and now:
        return filled(vocabulary.words, f"history.{keys[2]}", before=before, after=after, field=field)
    if now:
        return filled(vocabulary.words, f"history.{keys[0]}", after=after, field=field)
    return filled(vocabulary.words, f"history.{keys[1]}", before=before, field=field)


def _quoted(vocabulary: Vocabulary, words: str, kind: PartKind = "value") -> Marked:
    """The words in quotation marks: inner ones where the words have outer ones themselves."""
    key = "punctuation.nested" if not _OUTER_MARKS.isdisjoint(words) else "punctuation.quoted"
    return filled(vocabulary.words, key, words=value(words, kind)) if words else ()


def _only_in_first(one: FieldValue, other: FieldValue) -> list[TextRecord]:
    """The records of one value without those of the other, each as often as it is there more."""
    return list((Counter(_records(one)) - Counter(_records(other))).elements())


def _by_key(records: FieldValue) -> dict[str, str]:
    return {record[0]: record[1] for record in _records(records)}


def _text(one: FieldValue) -> str:
    assert isinstance(one, str)
    return one


def _records(one: FieldValue) -> tuple[TextRecord, ...]:
    assert not isinstance(one, str) or not one
    return one or ()


_TELLERS: Mapping[str, Callable[[FieldChange, Vocabulary], Iterator[Marked]]] = {
    ADDED: _added,
    REMOVED: _removed,
    READABLE: _readable,
    RENAMED: _renamed,
    MISSING: _missing,
    PASSAGE: _passage,
    QUOTE_AGAIN: _quote_again,
    QUOTE_GONE: _quote_gone,
    SAME_PASSAGE: _same_passage,
    BODY: _body,
    "codes": _codes,
    "kind": _kind,
    "note": _note,
    "quote": _quote,
    "relation": _relation,
    "repeats": _repeats,
    "sources": _sources,
    "speaker": _speaker,
    "statement": _statement,
    "to": _relation,
    "updates": _updates,
    "verdict": _verdict,
    "via": _via,
    "withdrawn": _withdrawn,
}
"""What tells each field that has words of its own; `_field` tells the others."""
