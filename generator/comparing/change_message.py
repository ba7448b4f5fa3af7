"""Tells the changes of one article as a message to copy, such as that of a commit. Knows sentences, no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from generator.comparing.change_lines import change_lines, entry_record
from generator.comparing.changes import ADDED, REMOVED, FieldChange
from generator.comparing.marked_text import MarkedPart, filled, without_marks
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
    lines = [f"- {line.text}" for line in change_lines(changes, vocabulary)]
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
    if change.field == ADDED and (kind := entry_record(change.after)[0]) in _ANNOTATIONS:
        return kind
    if change.field == REMOVED and entry_record(change.before)[0] in _ANNOTATIONS:
        return "removed"
    is_withdrawal = change.field == "withdrawn" and not change.before
    return change.field if is_withdrawal or change.field == "verdict" else "others"
