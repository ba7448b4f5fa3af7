"""The tables that builds keep beside the values: their schema, and what all of them have in common.

Builds with other options keep tables of their own, so that a preview with drafts does not undo what a public build
knows. Tables are read by text and by articles' ids; none knows what a name or a value means.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

SCHEMA = """
CREATE TABLE variant (number INTEGER PRIMARY KEY, name TEXT UNIQUE, built TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE article (
    variant INT, id TEXT, digest TEXT, instant TEXT, published INT, claims INT, PRIMARY KEY (variant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_by_date ON article (variant, instant, id) WHERE published;
CREATE INDEX article_withheld ON article (variant) WHERE NOT published;
CREATE TABLE name (
    variant INT, kind TEXT, name TEXT, article TEXT, digest BLOB, PRIMARY KEY (variant, kind, name, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_of ON name (variant, article);
CREATE TABLE cited (
    variant INT, anchor TEXT, instant TEXT, article TEXT, page TEXT, digest BLOB,
    PRIMARY KEY (variant, anchor, instant, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX cited_on ON cited (variant, page);
CREATE INDEX cited_by ON cited (variant, article);

CREATE TABLE derived (
    variant INT, article TEXT, linked BLOB, found BLOB, digest TEXT, PRIMARY KEY (variant, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX derived_with_problem ON derived (variant) WHERE found != x'';
CREATE TABLE used (
    variant INT, kind TEXT, name TEXT, article TEXT, PRIMARY KEY (variant, kind, name, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX used_by ON used (variant, article);

CREATE TABLE listed (
    variant INT, article TEXT, digest TEXT, notes TEXT, PRIMARY KEY (variant, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE member (
    variant INT, list TEXT, day TEXT, instant TEXT, article TEXT, place INT, ref TEXT, stamp TEXT,
    PRIMARY KEY (variant, list, day, instant, article, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_of ON member (variant, article);
"""
_OF_ARTICLES = {
    "article": "id",
    **dict.fromkeys(("name", "cited", "derived", "used", "listed", "member"), "article"),
}
"""The tables that hold something of articles → the column with the article."""
_MOST_VARIANTS = 3
_MOST_AT_ONCE = 500
"""Names in one query: SQLite before 3.32 allows 999 parameters."""
_BEFORE = "before_edits"


class CacheLostError(Exception):
    """The tables can't be read or written any more, so that a build has to begin from scratch."""


class Tables:
    """The tables of builds with the same options.

    `connection` gives the database, which has the `SCHEMA`; where that was lost meanwhile, it raises `CacheLostError`.
    `lose` is called with the error that a query raised. All methods raise `CacheLostError` then.
    """

    def __init__(
        self, connection: Callable[[], sqlite3.Connection], lose: Callable[[Exception], None], variant: str = ""
    ) -> None:
        self.connection, self._lose = connection, lose
        with self._database() as database:
            self.variant = _number_of(database, variant)

    @staticmethod
    def in_memory() -> Tables:
        """Empty tables, which are lost with the object."""
        database = sqlite3.connect(":memory:", check_same_thread=False)
        database.executescript(SCHEMA)
        return Tables(lambda: database, lambda error: None)

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self.connection()
        except (sqlite3.Error, UnicodeDecodeError) as error:  # SQLite's messages may quote names from a damaged file
            self._lose(error)
            raise CacheLostError from error

    def ask(self, query: str, *values: object) -> list[Any]:
        """The rows that a query finds; its first value is the variant."""
        with self._database() as database:
            return database.execute(query, (self.variant, *values)).fetchall()

    def ask_for(self, query: str, names: Collection[str], *values: object) -> Iterator[Any]:
        """The rows that a query finds for many names, a few at a time. It has `{marks}` where the names stand, after
        the other values."""
        listed = sorted(names)
        for n in range(0, len(listed), _MOST_AT_ONCE):
            some = listed[n : n + _MOST_AT_ONCE]
            yield from self.ask(query.format(marks=marks(some)), *values, *some)

    def put(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Insert rows, which have no variant."""
        with self._database() as database:
            for values, some in groupby(((self.variant, *row) for row in rows), len):
                database.executemany(f"INSERT INTO {table} VALUES ({marks(range(values))})", some)

    def forget(self, ids: Collection[str], *tables: str) -> None:
        """Delete what these tables hold of articles."""
        with self._database() as database:
            for table in tables:
                query = f"DELETE FROM {table} WHERE variant = ? AND {_OF_ARTICLES[table]} = ?"
                database.executemany(query, [(self.variant, id) for id in ids])

    @property
    def built(self) -> str:
        """The digest of what the build read that all of them are of; empty where they are of none."""
        return "".join(built for (built,) in self.ask("SELECT built FROM variant WHERE number = ?"))

    def note_built(self, inputs: str) -> None:
        """Note that all of them are now of the build that read what has this digest."""
        with self._database() as database:
            database.execute("UPDATE variant SET built = ? WHERE number = ?", [inputs, self.variant])

    def mark(self) -> None:
        """Begin edits that `undo` can take back until the next commit."""
        with self._database() as database:
            database.execute(f"SAVEPOINT {_BEFORE}")

    def undo(self) -> None:
        """Take back all edits since the last `mark`, which there is since the last commit."""
        with self._database() as database:
            database.execute(f"ROLLBACK TO {_BEFORE}")

    def clear(self) -> None:
        """Forget everything, for builds with other options, too."""
        with self._database() as database:
            for table in _OF_ARTICLES:
                database.execute(f"DELETE FROM {table}")
            database.execute("UPDATE variant SET built = ''")


def _number_of(database: sqlite3.Connection, variant: str) -> int:
    """The number of these options. Those of new options are the highest; the oldest lose what they hold."""
    known = database.execute("SELECT number FROM variant WHERE name = ?", [variant]).fetchone()
    if known:
        return int(known[0])
    (last,) = database.execute("SELECT coalesce(max(number), 0) FROM variant").fetchone()
    database.execute("INSERT INTO variant (number, name) VALUES (?, ?)", [last + 1, variant])
    for table, column in (*dict.fromkeys(_OF_ARTICLES, "variant").items(), ("variant", "number")):
        database.execute(f"DELETE FROM {table} WHERE {column} <= ?", [last + 1 - _MOST_VARIANTS])
    return int(last) + 1


def marks(values: Collection[object]) -> str:
    """A question mark for each value, for a query."""
    return ",".join("?" * len(values))
