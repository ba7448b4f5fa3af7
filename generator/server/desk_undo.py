"""What was changed at the desk, so that it can be taken back, also past other changes of the file around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.annotating.edit import Edit

_MOST_KEPT = 200
"""Changes that can be taken back, the last ones first."""


@dataclass(frozen=True, slots=True)
class DeskChange:
    """A change of one annotation (`id` empty: of the article's facts): a sentence about it, and the edits by path.

    `commit` is the id of the last commit before it.
    """

    article: str
    id: str
    what: str
    edits: tuple[tuple[str, Edit], ...]
    commit: str = ""


class DeskUndo:
    """The changes of a server, newest last. One that was taken back can be made again until there is another."""

    def __init__(self) -> None:
        self._done: list[DeskChange] = []
        self._undone: list[DeskChange] = []

    def add(self, change: DeskChange) -> None:
        """Remember a change that was made."""
        self._done = [*self._done[1 - _MOST_KEPT :], change]
        self._undone = [one for one in self._undone if one.article != change.article]

    def last(self, article: str, *, undone: bool = False) -> DeskChange | None:
        """The change of an article that is next to be taken back, or of those `undone` to be made again."""
        return next(self._of(article, self._undone if undone else self._done), None)

    def moved(self, change: DeskChange, now: DeskChange, *, undone: bool) -> None:
        """Remember that a change was taken back, or made again (`undone`), as the change `now`."""
        one, other = (self._undone, self._done) if undone else (self._done, self._undone)
        one.remove(change)
        other.append(now)

    @staticmethod
    def _of(article: str, changes: list[DeskChange]) -> Iterator[DeskChange]:
        return (one for one in reversed(changes) if one.article == article)
