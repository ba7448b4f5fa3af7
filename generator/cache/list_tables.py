"""The table of what stands in which list, kept from build to build. A query gives the entries of a few days, or counts.

Knows lists by name and entries as text, and neither what an entry shows nor which pages a list has.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from generator.model import Member
from generator.values import Immutable

TABLES = """
CREATE TABLE variant (number INTEGER PRIMARY KEY, name TEXT UNIQUE) STRICT;
CREATE TABLE listed (variant INT, article TEXT, digest TEXT, PRIMARY KEY (variant, article)) STRICT, WITHOUT ROWID;
CREATE TABLE member (
    variant INT, list TEXT, day TEXT, instant TEXT, article TEXT, place INT, ref TEXT, stamp TEXT,
    PRIMARY KEY (variant, list, day, instant, article, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_of ON member (variant, article);
"""
_MOST_VARIANTS = 3
"""Builds with other options keep tables of their own, so that a preview with drafts does not undo what a public build
knows."""
_BEFORE = "before_lists"
_COLUMNS = "list, day, instant, article, place, ref, stamp"
_NEWEST_FIRST = "day DESC, instant DESC, article DESC, place"

Touched = Mapping[str, frozenset[str]]
"""Names of lists, with the days on which entries came, went or may show something else."""


class CacheLostError(Exception):
    """The tables can't be read or written any more, so that a build has to begin from scratch."""


class ListedArticle(Immutable):
    """An article and its entries in all lists. `digest` is that of what these entries show."""

    id: str
    digest: str
    members: tuple[Member, ...]


class ListTables:
    """The entries of all lists, for builds with the same options. Articles are given by their ids.

    `connection` gives the database, which has `TABLES`; where that was lost meanwhile, it raises `CacheLostError`.
    `lose` is called with the error that a query raised. All methods raise `CacheLostError` then.
    """

    def __init__(
        self, connection: Callable[[], sqlite3.Connection], lose: Callable[[Exception], None], variant: str = ""
    ) -> None:
        self.connection, self._lose = connection, lose
        with self._database() as database:
            self._variant = _number_of(database, variant)

    @staticmethod
    def in_memory() -> ListTables:
        """Empty tables, which are lost with the object."""
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.executescript(TABLES)
        return ListTables(lambda: database, lambda error: None)

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self.connection()
        except (sqlite3.Error, UnicodeDecodeError) as error:  # SQLite's messages may quote names from a damaged file
            self._lose(error)
            raise CacheLostError from error

    def digests(self) -> dict[str, str]:
        """Article → the digest of what its entries show."""
        return dict(self._ask("SELECT article, digest FROM listed WHERE variant = ?", self._variant))

    def replace(self, articles: Iterable[ListedArticle], gone: Collection[str] = ()) -> Touched:
        """Put the entries of these articles in place of their former ones, and forget those of the articles `gone`.

        Returns the lists and days that have or had one of these entries. `undo` takes all of it back until the next
        commit.
        """
        articles = list(articles)
        touched: dict[str, set[str]] = defaultdict(set)
        former = [(self._variant, id) for id in (*gone, *(article.id for article in articles))]
        for one in former:
            for name, day in self._ask("SELECT list, day FROM member WHERE variant = ? AND article = ?", *one):
                touched[name].add(day)
        heads = ((self._variant, article.id, article.digest) for article in articles)
        members = [member for article in articles for member in article.members]
        rows = ((self._variant, m.list, m.day, m.instant, m.article, m.place, m.ref, m.stamp) for m in members)
        with self._database() as database:
            database.execute(f"SAVEPOINT {_BEFORE}")
            for table in ("listed", "member"):
                database.executemany(f"DELETE FROM {table} WHERE variant = ? AND article = ?", former)
            database.executemany("INSERT INTO listed VALUES (?, ?, ?)", heads)
            database.executemany("INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        for member in members:
            touched[member.list].add(member.day)
        return {name: frozenset(days) for name, days in touched.items()}

    def clear(self) -> None:
        """Forget everything, for builds with other options, too."""
        with self._database() as database:
            for table in ("listed", "member"):
                database.execute(f"DELETE FROM {table}")

    def undo(self) -> None:
        """Take back what was put in place since the last commit, which is no transaction of its own."""
        with self._database() as database:
            database.execute(f"ROLLBACK TO {_BEFORE}")

    # ── queries ──

    def days(self, lists: Sequence[str]) -> dict[str, int]:
        """The days that have entries in these lists, each with how many, the newest first."""
        query = f"SELECT day, count(*) FROM member WHERE variant = ? AND list IN ({_marks(lists)}) GROUP BY day"
        return dict(sorted(self._ask(query, self._variant, *lists), reverse=True))

    def between(self, lists: Sequence[str], first: str, last: str) -> list[Member]:
        """The entries of the days from `first` to `last`, the newest first; of one article, list by list as given."""
        query = (
            f"SELECT {_COLUMNS} FROM member WHERE variant = ? AND list = ? AND day BETWEEN ? AND ? "
            f"ORDER BY {_NEWEST_FIRST}"
        )
        found = [Member(*row) for name in lists for row in self._ask(query, self._variant, name, first, last)]
        if len(lists) > 1:
            found.sort(key=lambda member: (member.day, member.instant, member.article), reverse=True)
        return found

    def newest(self, name: str, most: int) -> list[Member]:
        """The newest entries of a list."""
        query = f"SELECT {_COLUMNS} FROM member WHERE variant = ? AND list = ? ORDER BY {_NEWEST_FIRST} LIMIT ?"
        return [Member(*row) for row in self._ask(query, self._variant, name, most)]

    def latest(self, lists: Sequence[str], most: int) -> list[Member]:
        """The entries with the latest stamps. Of equal ones, those of the list that is given first, then the newest."""
        query = (
            f"SELECT {_COLUMNS} FROM member WHERE variant = ? AND list = ? ORDER BY stamp DESC, {_NEWEST_FIRST} LIMIT ?"
        )
        found = [Member(*row) for name in lists for row in self._ask(query, self._variant, name, most)]
        return sorted(found, key=lambda member: member.stamp, reverse=True)[:most]

    def with_entry(self, article: str, ref: str) -> list[str]:
        """The names of the lists in which an article, or a statement in it, stands."""
        query = "SELECT list FROM member WHERE variant = ? AND article = ? AND ref = ?"
        return [name for (name,) in self._ask(query, self._variant, article, ref)]

    def counts(self, group: str) -> dict[str, int]:
        """How many entries each list of a group has: of `verdict/false` in the group `verdict`, by `false`."""
        start = f"{group}/"
        query = "SELECT list, count(*) FROM member WHERE variant = ? AND list >= ? AND list < ? GROUP BY list"
        found = self._ask(query, self._variant, start, f"{group}{chr(ord('/') + 1)}")
        return {name.removeprefix(start): count for name, count in sorted(found)}

    def _ask(self, query: str, *values: object) -> list[Any]:
        with self._database() as database:
            return database.execute(query, values).fetchall()


def _number_of(database: sqlite3.Connection, variant: str) -> int:
    """The number of these options. Those of new options are the highest; the oldest lose their entries."""
    known = database.execute("SELECT number FROM variant WHERE name = ?", [variant]).fetchone()
    if known:
        return int(known[0])
    (last,) = database.execute("SELECT coalesce(max(number), 0) FROM variant").fetchone()
    database.execute("INSERT INTO variant VALUES (?, ?)", [last + 1, variant])
    for table, column in (("listed", "variant"), ("member", "variant"), ("variant", "number")):
        database.execute(f"DELETE FROM {table} WHERE {column} <= ?", [last + 1 - _MOST_VARIANTS])
    return int(last) + 1


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
