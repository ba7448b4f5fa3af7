"""Finds the corrections of an archive: what its editors wrote down, and what its repository knows. No pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.comparing.changes import FieldChange
from generator.comparing.recorded import ArticleHistory, Recorded, is_correction
from generator.linking.symbols import day_in, instant_of
from generator.model import Archive, Article, Statement
from generator.outputs.last_changed import stamp
from generator.values import Immutable, replace

HistoryOf = Callable[[str], ArticleHistory]
"""Gives the history of an article by its id."""


class Corrected(Immutable):
    """A correction of a statement. `what` is `updated`, `withdrawn` or `changed`; `day` and `stamp` say when.

    `key` is the correction's own among those of the statement, whatever others come before or after it. `text` are the
    editors' words, `recorded` the changes of a commit, of this statement alone.
    """

    ref: str
    what: str
    key: str
    day: str
    stamp: str
    text: str = ""
    recorded: Recorded | None = None


def corrections_of(archive: Archive, article: Article, history: ArticleHistory) -> Iterator[Corrected]:
    """The corrections of an article's statements that have a day, in no order."""
    for ref in article.statements:
        statement = archive.statements[ref]
        yield from _written(statement, archive.settings.timezone)
        yield from _changed(statement, history)


def has_corrections(statement: Statement, history: ArticleHistory) -> bool:
    """Whether there is a correction of a statement."""
    return any(_written(statement, "UTC")) or any(_changed(statement, history))


def _written(statement: Statement, zone: str) -> Iterator[Corrected]:
    written = statement.facts.annotation
    seen: dict[str, int] = {}
    for date, text in written.updates:
        seen[date] = seen.get(date, 0) + 1
        if stamp(date, zone):
            key = f"update_{date[:10]}_{seen[date]}"
            yield Corrected(statement.ref, "updated", key, day_in(zone, date), instant_of(date, zone), text)
    if written.withdrawn and stamp(written.withdrawn_date, zone):
        date = written.withdrawn_date
        key = f"withdrawn_{date[:10]}"
        yield Corrected(statement.ref, "withdrawn", key, day_in(zone, date), instant_of(date, zone), written.withdrawn)


def _changed(statement: Statement, history: ArticleHistory) -> Iterator[Corrected]:
    """What the repository says; a withdrawal that the editors wrote down with its day counts once, as theirs."""
    written = statement.facts.annotation
    for one in history.entries:
        changes = tuple(
            c for c in one.changes if c.id == written.id and is_correction(c) and not _is_written(c, statement)
        )
        if changes and one.stamp:
            recorded = replace(one, changes=changes)
            yield Corrected(statement.ref, "changed", f"commit_{one.commit}", one.day, one.stamp, recorded=recorded)


def _is_written(change: FieldChange, statement: Statement) -> bool:
    written = statement.facts.annotation
    return change.field == "withdrawn" and bool(change.after) and bool(written.withdrawn_date)
