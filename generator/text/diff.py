"""Compares two texts word by word and names what each difference changes. Knows nothing of documents."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.text.normalize import normalize_text

Change = Literal["number", "negation", "hedge", "case", "name", "punctuation"]
_LABELS: dict[Change, str] = {
    "number": "a different number",
    "negation": "a negation",
    "hedge": "a hedge",
    "case": "case",
    "name": "perhaps a name",
    "punctuation": "punctuation",
}
_WORD = re.compile(r"\w[\w'’.,-]*\w|\w|[^\w\s]")

# Words in English, French, German, Arabic, Persian and Russian.
_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without cannot can't don't doesn't didn't isn't aren't wasn't"
    " weren't won't wouldn't couldn't shouldn't hasn't haven't hadn't ne pas jamais sans nicht kein keine nie لا لم"
    " لن ليس ما نه نیست не нет ни без".split()
)
_HEDGES = frozenset(
    "may might could can would should possibly probably perhaps likely apparently allegedly alleged reportedly reported"
    " seems seem appears appear suggests suggest about around approximately nearly almost some up least most believed"
    " estimated said claims claimed environ près peut-être selon prétendument angeblich etwa rund mutmaßlich"
    " نحو حوالي ربما زعم якобы около примерно возможно".split()
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two texts differ: the words of each (one side may be empty) and the kinds of change.

    `kinds` lists the most serious change first; it is empty for a plain change of words.
    """

    mine: str
    theirs: str
    kinds: tuple[Change, ...]


def compared(mine: str, theirs: str) -> Iterator[Difference]:
    """Yields the differences between two texts, word by word and in order, after normalizing both."""
    ours, others = _WORD.findall(normalize_text(mine)), _WORD.findall(normalize_text(theirs))
    for operation, a, b, c, d in difflib.SequenceMatcher(None, ours, others, autojunk=False).get_opcodes():
        if operation != "equal":
            words, instead = " ".join(ours[a:b]), " ".join(others[c:d])
            yield Difference(words, instead, tuple(_kinds_of_difference(words, instead)))


def differences(quote: str, passage: str) -> list[str]:
    """One line for each difference between a quote and a passage, 8 at most, with a label for what it changes."""
    lines = list(map(_line, compared(quote, passage)))
    return lines[:8] + ([f"… and {len(lines) - 8} more differences"] if len(lines) > 8 else [])


def _line(difference: Difference) -> str:
    mine, text = difference.mine, difference.theirs
    label = f" ({_LABELS[difference.kinds[0]]})" if difference.kinds else ""
    if not mine:
        return f"only the text has “{text}”{label}"
    if not text:
        return f"only the quote has “{mine}”{label}"
    return f"the quote has “{mine}”, the text has “{text}”{label}"


def _kinds_of_difference(mine: str, text: str) -> Iterator[Change]:
    changed = set(mine.split()) ^ set(text.split())
    lowered = {word.casefold() for word in changed}
    if any(any(c.isdigit() for c in word) for word in changed):
        yield "number"
    if lowered & _NEGATIONS or any(word.endswith("n't") for word in lowered):
        yield "negation"
    if lowered & _HEDGES:
        yield "hedge"
    if mine.casefold() == text.casefold():
        yield "case"
    elif any(word[:1].isupper() for word in changed):
        yield "name"
    elif not any(c.isalnum() for c in mine + text):
        yield "punctuation"


def short(words: str) -> str:
    """Words for a message on one line; more than 80 characters are cut in the middle."""
    words = one_line(words)
    return words if len(words) <= 80 else f"{words[:40].rstrip()} … {words[-35:].lstrip()}"


def one_line(words: str) -> str:
    """The words of a text, separated by single spaces."""
    return " ".join(words.split())
