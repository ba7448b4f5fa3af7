"""The order in which an article's notes stand, and the number, letter or star each is called by. For reading only:
everything is cited by id. Knows annotations and their places; knows no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.model.content import OUTLET, PARTS, Annotation, Part

NOTES_BESIDE = 256
"""So many notes a page can have beside its text: the style sheet names so many places."""

Spans = Sequence[tuple[Part, int, int]]


def in_order_of_notes(annotations: Iterable[Annotation], spans: Mapping[str, Spans], article: str) -> list[Annotation]:
    """Passages in the order in which they start; an answer without a quote behind what it answers here; then the other
    annotations without a quote; last, those whose quote has no place."""
    everything = list(annotations)
    placed = sorted((a for a in everything if spans[a.id]), key=lambda a: _rank(a, spans[a.id]))
    lost = [a for a in everything if a.quote and not spans[a.id]]
    followers, alone = _followers(everything, article)
    out: list[Annotation] = []
    for first in [*placed, *alone, *lost]:
        _add_with_followers(first, followers, out)
    # what answers in a circle has no first one (an error that `checks` reports): it stands last
    written = {a.id for a in out}
    return out + [a for a in everything if a.id not in written]


def markers(ordered: Iterable[Annotation]) -> list[str]:
    """Claims are numbered, counter-points lettered (a … z, aa …), notes starred (*1)."""
    counts = {"claim": 0, "counterpoint": 0, "note": 0}
    found = []
    for annotation in ordered:
        counts[annotation.kind] += 1
        n = counts[annotation.kind]
        found.append({"claim": str(n), "counterpoint": letters(n), "note": f"*{n}"}[annotation.kind])
    return found


def letters(n: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    out = ""
    while n:
        n, digit = divmod(n - 1, 26)
        out = chr(ord("a") + digit) + out
    return out


def voice_numbers(ordered: Iterable[Annotation], publisher: str) -> dict[str, int]:
    """The number of each claim's and counter-point's voice, by its id: voices are counted from 1 as they first speak.

    The outlet and the speaker that `publisher` names are one voice; two unnamed ones are never the same.
    """
    voices: dict[object, int] = {}
    return {
        a.id: voices.setdefault(_voice(a, publisher), len(voices) + 1)
        for a in ordered
        if a.kind in ("claim", "counterpoint")
    }


def note_numbers(ordered: Iterable[Annotation]) -> dict[str, int]:
    """The numbers of the notes that can stand beside the text, by id; those behind the last number stand below it."""
    return {a.id: n for n, a in enumerate(ordered, 1) if n <= NOTES_BESIDE}


def _voice(annotation: Annotation, publisher: str) -> object:
    speaker = annotation.speaker
    if speaker.unnamed:
        return annotation.id, speaker.unnamed
    return publisher if speaker.id == OUTLET and publisher else speaker.id


def _rank(annotation: Annotation, spans: Spans) -> tuple[int, int, int, str]:
    part, start, end = spans[0]
    return PARTS.index(part), start, -end, annotation.id


def _followers(annotations: Iterable[Annotation], article: str) -> tuple[dict[str, list[Annotation]], list[Annotation]]:
    """The annotations without a quote: under the id of what they answer in this article, or alone."""
    annotations = list(annotations)
    own = {f"{article}#{a.id}": a.id for a in annotations}
    followers: dict[str, list[Annotation]] = {}
    alone: list[Annotation] = []
    for a in annotations:
        if not a.quote:
            answered = next((own[to] for to in a.to if to in own), None)
            (alone if answered is None else followers.setdefault(answered, [])).append(a)
    return followers, alone


def _add_with_followers(first: Annotation, followers: dict[str, list[Annotation]], out: list[Annotation]) -> None:
    waiting = [first]
    while waiting:
        annotation = waiting.pop()
        out.append(annotation)
        waiting += reversed(followers.pop(annotation.id, []))
