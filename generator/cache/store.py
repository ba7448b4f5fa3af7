"""Remembers bytes by key from one build to the next, in one SQLite file; knows not what they mean.

A cache is a convenience that may be lost at any time: whatever is wrong with it, it starts empty and says so in a word.
What is read back carries a checksum of its own, and a cache counts only where it was made: the file knows its inode, so
that one that was copied, or came in by a pull request, is never believed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

CACHE_FILE = "cache.sqlite3"
LARGEST = 16 * 2**30
"""Bytes. No archive needs that much: a hundred thousand articles take a quarter of it."""

LOCK_PATIENCE = 2.0
"""Seconds that another process may be writing before its cache is done without."""

_APPLICATION = 0x43504D31
_TROUBLE = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file can raise: its own words, which are no text any more, are told in the errors."""
_MOST_AT_ONCE = 500
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) STRICT;
CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB, sum BLOB) STRICT;
"""


class _NotBelievedError(Exception):
    """The cache there is one of ours, and can't be trusted: why, in words."""


class Cache:
    """What is kept in a folder, for one state of the program. `warning` says why it is empty, if it should not be.

    Without a folder, it remembers nothing beyond itself; if it `forgets`, nothing that it is told.
    """

    def __init__(self, folder: Path | None = None, program: str = "", *, forgets: bool = False) -> None:
        self.warning = ""
        self._forgets = forgets
        self._gave_up = False
        self._program = program
        self._path = folder / CACHE_FILE if folder else None
        self._database = self._opened()

    def get(self, key: str) -> bytes | None:
        return self.get_all([key]).get(key)

    def get_all(self, keys: Collection[str]) -> dict[str, bytes]:
        """Those of the keys that there are, with what was kept."""
        found: dict[str, bytes] = {}
        try:
            for some in _in_batches(list(keys)):
                marks = ",".join("?" * len(some))
                rows = self._database.execute(f"SELECT key, value, sum FROM kept WHERE key IN ({marks})", some)
                found |= {key: value for key, value, sum_ in rows if _sum(key, value) == sum_}
        except (*_TROUBLE, TypeError) as error:  # TypeError: the value is no bytes
            self.close()
            self._database = self._without_it(error) if _is_locked(error) else self._anew("is damaged")
            return {}
        return found

    def put_all(self, items: Mapping[str, bytes]) -> None:
        if self._gave_up:
            return
        rows = ((key, value, _sum(key, value)) for key, value in items.items())
        try:
            self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
        except _TROUBLE as error:
            self._give_up(error)

    def count(self) -> int:
        try:
            (count,) = self._database.execute("SELECT count(*) FROM kept").fetchone()
            return int(count)
        except _TROUBLE:
            return 0

    def keep_only(self, keys: Collection[str]) -> None:
        """Forget all others."""
        if self._gave_up:
            return
        wanted = frozenset(keys)
        try:
            every = self._database.execute("SELECT key FROM kept").fetchall()
            gone = [(key,) for (key,) in every if key not in wanted]
            self._database.executemany("DELETE FROM kept WHERE key = ?", gone)
        except _TROUBLE as error:
            self._give_up(error)

    def save(self) -> None:
        """From here on, what was put is there for the next build."""
        try:
            if not (self._forgets or self._gave_up):
                self._database.commit()
        except _TROUBLE as error:
            self._give_up(error)
        self._gave_up = False

    def close(self) -> None:
        with suppress(*_TROUBLE):
            self._database.close()

    # ── opening ──

    def _opened(self) -> sqlite3.Connection:
        if self._path is None:
            return _empty(":memory:")
        try:
            if self._forgets and not os.path.lexists(self._path):
                return _empty(":memory:")
            self._path.parent.mkdir(exist_ok=True)
            try:
                return self._believed(self._path) if os.path.lexists(self._path) else self._new(self._path)
            except _NotBelievedError as error:
                if self._forgets:  # to look at a cache is no reason to take it away
                    return _empty(":memory:")
                self._take_away(self._path, str(error))
                return self._new(self._path)
        except (*_TROUBLE, OSError) as error:
            return self._without_it(error)

    def _believed(self, path: Path) -> sqlite3.Connection:
        """The cache that is there. Raises _NotBelievedError where it can't be trusted, another error where it can't be
        used or is none of ours: then it is left alone."""
        if path.is_symlink() or not path.is_file():
            raise OSError(0, "it is no ordinary file")
        database = sqlite3.connect(path, timeout=LOCK_PATIENCE)
        try:
            return self._trusted(database, path)
        except BaseException as error:
            database.close()
            if isinstance(error, _TROUBLE) and not _is_locked(error) and _is_headed_as_ours(path):
                raise _NotBelievedError("is damaged") from error
            raise

    def _trusted(self, database: sqlite3.Connection, path: Path) -> sqlite3.Connection:
        (application,) = database.execute("PRAGMA application_id").fetchone()
        size = path.stat().st_size
        if application != _APPLICATION and size:  # one without a byte was being made when its build was killed
            raise OSError(0, "it belongs to another program")
        if size > LARGEST:
            raise _NotBelievedError("has grown too large")
        _set_up(database)
        about = dict(database.execute("SELECT name, value FROM about")) if size else {}
        if about == self._about(path):
            return database
        is_older = about.get("place") == self._about(path)["place"]
        raise _NotBelievedError("was made by another version" if is_older else "was not made here")

    def _new(self, path: Path) -> sqlite3.Connection:
        database = _empty(str(path))
        database.executemany("INSERT INTO about VALUES (?, ?)", self._about(path).items())
        database.commit()
        return database

    def _about(self, path: Path) -> dict[str, str]:
        stat = path.stat()
        return {"program": self._program, "place": f"{stat.st_dev} {stat.st_ino}"}

    def _take_away(self, path: Path, why: str) -> None:
        self.warning = f"{path} {why}: it starts empty, and everything is built."
        for name in (path.name, f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)

    # ── trouble ──

    def _anew(self, why: str) -> sqlite3.Connection:
        try:
            if self._path is not None:
                self._take_away(self._path, why)
                return self._new(self._path)
        except (*_TROUBLE, OSError):
            pass
        return _empty(":memory:")

    def _without_it(self, error: Exception) -> sqlite3.Connection:
        self.warning = f"{self._path} can't be used ({_reason(error)}): everything is built, nothing remembered."
        return _empty(":memory:")

    def _give_up(self, error: Exception) -> None:
        """What was put is lost, what is there stays. Nothing more is put before the next `save`: where another process
        holds the file, each attempt would wait for it."""
        self._gave_up = True
        self.warning = (
            self.warning or f"{self._path or 'The cache'} can't be written ({_reason(error)}): nothing is kept."
        )
        with suppress(*_TROUBLE):
            self._database.rollback()


def _is_headed_as_ours(path: Path) -> bool:
    """Whether a file that SQLite can't read was a cache, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3\0") and head.endswith(_APPLICATION.to_bytes(4, "big"))


def _is_locked(error: Exception) -> bool:
    """Whether another process is writing: then nothing is wrong with what is there."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _set_up(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA synchronous = OFF")  # what a crash of the system spoils, the checksums tell
    database.execute("PRAGMA trusted_schema = OFF")


def _empty(name: str) -> sqlite3.Connection:
    database = sqlite3.connect(name, timeout=LOCK_PATIENCE)
    _set_up(database)
    database.executescript(f"PRAGMA page_size = 8192; PRAGMA application_id = {_APPLICATION}; {_TABLES}")
    return database


def _sum(key: str, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=12, key=key.encode()[:64]).digest()


def _in_batches(keys: list[str]) -> Iterator[list[str]]:
    return (keys[n : n + _MOST_AT_ONCE] for n in range(0, len(keys), _MOST_AT_ONCE))


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", "") or str(error)).removesuffix(".")
