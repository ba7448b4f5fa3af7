"""Tells the changes of one article as a message to copy, such as that of a commit. Knows sentences, no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.comparing.changes import ADDED, REMOVED, FieldChange
from generator.comparing.marked_text import MarkedPart, filled, value, without_marks
from generator.comparing.plain_values import FieldValue, TextRecord
from generator.comparing.sentences import Sentence, sentences
from generator.comparing.versions import SPEAKER_PREFIX
from generator.comparing.vocabulary import Vocabulary
from generator.diagnostics import printable

_ANNOTATIONS = ("claim", "counterpoint", "note")
_COUNTED = (*_ANNOTATIONS, "removed", "withdrawn", "verdict", "others")
"""What a headline counts, in its order."""


def change_message(changes: Sequence[FieldChange], title: str, vocabulary: Vocabulary) -> str:
    """A headline that counts the changes, an empty line, and a line for each sentence; empty if there is no change.

    `title` is that of the article. Characters that could steer a terminal are escaped.
    """
    if not changes:
        return ""
    lines = [_line(sentence, vocabulary) for sentence in sentences(changes, vocabulary)]
    return "\n".join([printable(_headline(changes, title, vocabulary)), "", *map(printable, lines), ""])


def _headline(changes: Iterable[FieldChange], title: str, vocabulary: Vocabulary) -> str:
    words = vocabulary.words
    counts = Counter(map(_counted_as, changes))
    if set(counts) == {"others"}:
        counts = Counter(changes=counts["others"])
    told = [words.word(f"history.count.{name}", n=counts[name]) for name in (*_COUNTED, "changes") if counts[name]]
    what = (MarkedPart("text", words.word("punctuation.comma").join(told)),)
    quoted = filled(words, "punctuation.quoted", words=title)
    return without_marks(filled(words, "history.headline", what=what, title=quoted))


def _counted_as(change: FieldChange) -> str:
    """The entry of `_COUNTED` that a change is counted under."""
    if change.field == ADDED and (kind := _record(change.after)[0]) in _ANNOTATIONS:
        return kind
    if change.field == REMOVED and _record(change.before)[0] in _ANNOTATIONS:
        return "removed"
    is_withdrawal = change.field == "withdrawn" and not change.before
    return change.field if is_withdrawal or change.field == "verdict" else "others"


def _line(sentence: Sentence, vocabulary: Vocabulary) -> str:
    change, words = sentence.change, vocabulary.words
    label = without_marks(value(_subject(change, vocabulary)))
    told = sentence.plain()
    if change.field in (ADDED, REMOVED) and change.id:
        described = _described(_record(change.after or change.before), label, vocabulary)
        told = without_marks(filled(words, f"history.{change.field}_as", what=described))
    return f"- {words.word('punctuation.label', label=label, what=told)}"


def _subject(change: FieldChange, vocabulary: Vocabulary) -> str:
    """What a line is about: an annotation's id, a speaker's name, or the article."""
    if change.id.startswith(SPEAKER_PREFIX):
        return vocabulary.voice(change.id.removeprefix(SPEAKER_PREFIX))
    return change.id or vocabulary.words.word("history.article")


def _described(record: TextRecord, label: str, vocabulary: Vocabulary) -> str:
    """`a claim, Unsupported, Igor Konashenkov`, without what the line's label already says."""
    kind, verdict, speaker, otherwise = record
    what, voice = vocabulary.words.word(f"history.kind.{kind}"), vocabulary.voice(speaker, otherwise)
    parts = (what, vocabulary.verdict(verdict), voice if voice != label else "")
    return vocabulary.words.word("punctuation.comma").join(filter(None, parts))


def _record(records: FieldValue) -> TextRecord:
    assert records, "what is added or removed is a record"
    assert not isinstance(records, str)
    return records[0]
