"""Puts imported annotations in an order in which each counter-point comes behind what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.annotating.values import Value
from generator.importing.imported import ImportedAnnotation, LeftOut

_DEEPEST = 20
"""Answers to answers that a sidecar can nest; YAML has a limit of its own."""


def in_order_of_answers(
    annotations: Sequence[ImportedAnnotation],
) -> tuple[tuple[ImportedAnnotation, ...], tuple[LeftOut, ...]]:
    """The annotations in order, `answers` included; and the counter-points that became notes.

    They do where the file doesn't have what they answer, where that is a note, and where answers lead in a circle.
    """
    depths: dict[int, int] = {}
    for n in range(len(annotations)):
        _measure(n, annotations, depths)
    found = [one if n in depths else _as_note(one) for n, one in enumerate(annotations)]
    left = tuple(_told(one) for n, one in enumerate(annotations) if n not in depths)
    order = sorted(range(len(annotations)), key=lambda n: (depths.get(n, 0), n))
    places = {n: place for place, n in enumerate(order)}
    ordered = (found[n] for n in order)
    return tuple(one if one.answers is None else replace(one, answers=places[one.answers]) for one in ordered), left


def _measure(n: int, annotations: Sequence[ImportedAnnotation], depths: dict[int, int]) -> None:
    """Notes by how many answers an annotation is away from one that is at the top; nothing if it leads to none."""
    chain = list[int]()
    at: int | None = n
    while at is not None and at not in depths and at not in chain and len(chain) <= _DEEPEST:
        one = annotations[at]
        chain.append(at)
        if one.group != "counterpoints" or (one.answers is None and one.fields.get("to")):
            depths[at] = 0
            break
        at = one.answers
    for below in reversed(chain):
        answers = annotations[below].answers
        if below in depths or answers is None or annotations[answers].group == "notes":
            continue
        if depths.get(answers, _DEEPEST) < _DEEPEST:
            depths[below] = depths[answers] + 1


_KEPT = ("quote", "note", "tags")
"""Fields that a counter-point and the note which it becomes have in common."""


def _as_note(annotation: ImportedAnnotation) -> ImportedAnnotation:
    kept: dict[str, Value] = {key: value for key, value in annotation.fields.items() if key in _KEPT}
    said = annotation.fields.get("statement")
    return ImportedAnnotation("notes", {**kept, "note": said} if said else kept, annotation.id)


def _told(annotation: ImportedAnnotation) -> LeftOut:
    """The fields that the note has not; its note, if it has the statement in its place."""
    fields, is_said = annotation.fields, "statement" in annotation.fields
    lost = [f"{key}: {value}" for key, value in fields.items() if key not in (*_KEPT, "statement")]
    lost += [f"note: {fields['note']}"] if is_said and "note" in fields else []
    words = fields.get("statement") or fields.get("note") or annotation.id
    return LeftOut(f"{words} ({'; '.join(lost)})", "counter-point that answers nothing in the file; kept as a note")
