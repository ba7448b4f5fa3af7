"""When annotations came and were last changed, out of the changes of their article: where that is certain, or not."""

from __future__ import annotations

from collections.abc import Sequence

from generator.comparing.changes import ADDED, MISSING, READABLE, REMOVED
from generator.comparing.recorded import ArticleHistory
from generator.comparing.versions import ARTICLE, SPEAKER_PREFIX
from generator.values import Immutable


class AnnotationTimes(Immutable):
    """When an annotation came, and was last changed after that: UTC time stamps, each empty where it is not known."""

    created: str = ""
    modified: str = ""


def annotation_times(history: ArticleHistory) -> dict[str, AnnotationTimes]:
    """The times of the annotations of an article, by their present ids.

    A history in which something is missing has none: what came or changed in an older commit, or in a version that
    can't be read, would get the date of a later one. The same goes for an annotation that could not be read in some
    version, was taken out, or changed in a commit without a date. One that came before its article was public has no
    `created`.
    """
    told: dict[str, list[tuple[str, str]]] = {}
    for entry in history.entries:
        for change in entry.changes:
            told.setdefault(change.id, []).append((change.field, entry.stamp))
    if history.is_cut or _has_gap(told.pop(ARTICLE, [])):
        return {}
    found = ((id, _times(changes)) for id, changes in told.items() if not id.startswith(SPEAKER_PREFIX))
    return {id: times for id, times in found if times != AnnotationTimes()}


def _times(changes: Sequence[tuple[str, str]]) -> AnnotationTimes:
    """The times of one annotation, from the fields of its changes with their time stamps, the newest first."""
    is_there = changes[0][0] != REMOVED
    if not is_there or _has_gap(changes) or not all(stamp for _, stamp in changes):
        return AnnotationTimes()
    is_whole = changes[-1][0] == ADDED
    created = min(stamp for field, stamp in changes if field == ADDED) if is_whole else ""
    last = max(stamp for _, stamp in changes)
    return AnnotationTimes(created, last if last != created else "")


def _has_gap(changes: Sequence[tuple[str, str]]) -> bool:
    return any(field in (MISSING, READABLE) for field, _ in changes)
