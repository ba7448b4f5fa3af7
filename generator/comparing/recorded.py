"""An article's changes by commit: what each changed, when, and by whom. Knows no Git and no sentences."""

from __future__ import annotations

from collections.abc import Iterable

from generator.comparing.changes import (
    ADDED,
    BODY,
    PASSAGE,
    QUOTE_AGAIN,
    QUOTE_GONE,
    REMOVED,
    SAME_PASSAGE,
    FieldChange,
)
from generator.comparing.versions import ARTICLE
from generator.values import Immutable, replace

_SERIOUS = frozenset({"verdict", "speaker", "via", "quote", "statement", PASSAGE, "withdrawn"})


class Recorded(Immutable):
    """The changes of one commit to one article.

    `commit` is its whole id. `stamp` is a UTC time stamp, `day` the day of it in the site's time zone; both are empty
    where the commit has no date that can be right. `by` is who made it, as the site names people; empty for one
    who stays unnamed.
    """

    commit: str
    stamp: str
    day: str
    by: str
    changes: tuple[FieldChange, ...]


class ArticleHistory(Immutable):
    """The commits that changed an article, the newest first. `is_cut`: there are older ones that this copy lacks."""

    entries: tuple[Recorded, ...] = ()
    is_cut: bool = False

    def of(self, annotation: str) -> ArticleHistory:
        """What changed in one of its annotations, by the present id."""
        found = (replace(one, changes=_only(one.changes, annotation)) for one in self.entries)
        return replace(self, entries=tuple(one for one in found if one.changes))


NO_HISTORY = ArticleHistory()


def shared_key(change_id: str) -> str:
    """The key of the history of a shared speaker (`speakers/<id>`) or source (`sources/<id>`). No article has such an
    id."""
    return change_id.replace("/", ":", 1)


def is_correction(change: FieldChange) -> bool:
    """Whether a change takes back something that readers have read: another verdict, speaker or wording, a withdrawal.

    A rating, a name or a passage where there was none before takes nothing back.
    """
    return change.field in _SERIOUS and bool(change.before or change.field == "withdrawn")


def without_details(changes: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    """The changes of one commit as an overview of the article has them: an article that came, came with everything."""
    whole = {one.field for one in changes if one.id == ARTICLE} & {ADDED, REMOVED}
    return tuple(one for one in changes if one.id == ARTICLE and one.field in whole) if whole else changes


def without_wordings(changes: Iterable[FieldChange]) -> tuple[FieldChange, ...]:
    """The changes of an article of which readers see only some passages, without the words of former ones."""
    return tuple(_without_words(one) for one in changes if one.field != BODY)


def _without_words(change: FieldChange) -> FieldChange:
    if change.field in ("quote", PASSAGE, SAME_PASSAGE) and change.before and change.after:
        return replace(change, field=QUOTE_AGAIN, before="", after="")
    if change.field == PASSAGE or (change.field == "quote" and change.before):
        return replace(change, field=QUOTE_GONE, before="", after="")
    return change


def _only(changes: Iterable[FieldChange], id: str) -> tuple[FieldChange, ...]:
    return tuple(one for one in changes if one.id == id)
