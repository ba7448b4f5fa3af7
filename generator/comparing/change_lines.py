"""Tells changes line by line, each with what it is of. Knows sentences, and no files."""

from __future__ import annotations

from collections.abc import Iterable

from generator.comparing.changes import ADDED, REMOVED, FieldChange
from generator.comparing.marked_text import Marked, filled, value, without_marks
from generator.comparing.plain_values import FieldValue, TextRecord
from generator.comparing.sentences import Sentence, sentences
from generator.comparing.versions import SPEAKER_PREFIX
from generator.comparing.vocabulary import Vocabulary
from generator.values import Immutable


class ChangeLine(Immutable):
    """A change, and a line that tells it: `only-cliches: Rating changed from Unverified to False.`

    `label` is what the line is about, and `told` what it says of that. `sentence` is for where that is plain.
    """

    change: FieldChange
    text: str
    label: str
    told: Marked
    sentence: Marked


def change_lines(changes: Iterable[FieldChange], vocabulary: Vocabulary) -> tuple[ChangeLine, ...]:
    """At least one line for each change, in their order. Control characters of a value are still in them."""
    return tuple(_line(one, vocabulary) for one in sentences(changes, vocabulary))


def entry_record(records: FieldValue) -> TextRecord:
    """The record of what was added or removed: kind, verdict, speaker's id, description or name."""
    assert records, "what is added or removed is a record"
    assert not isinstance(records, str)
    return records[0]


def _line(sentence: Sentence, vocabulary: Vocabulary) -> ChangeLine:
    change, words = sentence.change, vocabulary.words
    label = without_marks(value(_subject(change, vocabulary)))
    told = sentence.parts
    if change.field in (ADDED, REMOVED) and change.id:
        described = _described(entry_record(change.after or change.before), label, vocabulary)
        told = filled(words, f"history.{change.field}_as", what=described)
    text = words.word("punctuation.label", label=label, what=without_marks(told))
    return ChangeLine(change, text, label, told, sentence.parts)


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
