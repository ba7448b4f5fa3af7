"""The order of an article's notes, and their numbers, letters and stars for readers; citations use ids.

Knows annotations and their places; knows no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.model.content import OUTLET, PARTS, Annotation, Part

MOST_NUMBERED = 256
"""The most passages that have a number: the style sheet has a rule for each."""

Spans = Sequence[tuple[Part, int, int]]
"""Parts and ranges of their projected texts (code points)."""


def in_order_of_notes(annotations: Iterable[Annotation], spans: Mapping[str, Spans], article: str) -> list[Annotation]:
    """Sorts annotations as their notes appear on the page of the article with the id `article`.

    First those with a place, in the order of the text; then those without a quote; last, those whose quote has no
    place. An answer without a quote follows what it answers in this article. `spans` is keyed by annotation id.
    """
    everything = list(annotations)
    placed = sorted((a for a in everything if spans[a.id]), key=lambda a: _rank(a, spans[a.id]))
    lost = [a for a in everything if a.quote and not spans[a.id]]
    followers, alone = _followers(everything, article)
    out: list[Annotation] = []
    for first in [*placed, *alone, *lost]:
        _add_with_followers(first, followers, out)
    # Answers in a circle have no first one (the checks report an error): they come last.
    written = {a.id for a in out}
    return out + [a for a in everything if a.id not in written]


def markers(ordered: Iterable[Annotation]) -> list[str]:
    """The markers of annotations, in order: numbers for claims, letters for counter-points, `*1` … for notes."""
    counts = {"claim": 0, "counterpoint": 0, "note": 0}
    out = []
    for annotation in ordered:
        counts[annotation.kind] += 1
        n = counts[annotation.kind]
        out.append({"claim": str(n), "counterpoint": letters(n), "note": f"*{n}"}[annotation.kind])
    return out


def letters(n: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    out = ""
    while n:
        n, digit = divmod(n - 1, 26)
        out = chr(ord("a") + digit) + out
    return out


def voice_numbers(ordered: Iterable[Annotation], publisher: str) -> dict[str, int]:
    """Numbers the voices from 1 in the order in which they first speak: by the id of each claim and counter-point.

    The outlet and the speaker with the id `publisher` are one voice. Each unnamed voice is a voice of its own.
    """
    voices: dict[object, int] = {}
    return {
        a.id: voices.setdefault(_voice(a, publisher), len(voices) + 1)
        for a in ordered
        if a.kind in ("claim", "counterpoint")
    }


def passage_numbers(ordered: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Numbers passages for the style sheet, from 1, by annotation id and passage (from 1): in the order of the notes,
    the first passage of each, then all others. `ordered` are annotation ids, each with its number of passages.

    No passage has a number where there are too many first ones for the style sheet: then no note is level with its
    passage, and none covers another.
    """
    counts = [(id, count) for id, count in ordered if count]
    if len(counts) > MOST_NUMBERED:
        return {}
    further = [(id, n) for id, count in counts for n in range(2, count + 1)]
    passages = [*((id, 1) for id, _ in counts), *further[: MOST_NUMBERED - len(counts)]]
    return {passage: number for number, passage in enumerate(passages, 1)}


def _voice(annotation: Annotation, publisher: str) -> object:
    speaker = annotation.speaker
    if speaker.unnamed:
        return annotation.id, speaker.unnamed
    return publisher if speaker.id == OUTLET and publisher else speaker.id


def _rank(annotation: Annotation, spans: Spans) -> tuple[int, int, int, str]:
    part, start, end = spans[0]
    return PARTS.index(part), start, -end, annotation.id


def _followers(annotations: Iterable[Annotation], article: str) -> tuple[dict[str, list[Annotation]], list[Annotation]]:
    """The annotations without a quote: those that answer others in this article, by the first of them; and the rest."""
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
