"""Keeps bytes by key from one build to the next, in one SQLite file. Does not know what the bytes mean.

A cache may be lost at any time: a broken one is replaced by an empty one, and `Cache.warning` says why. What is in the
place of a site's own cache is moved aside if it can't be recognised as one; elsewhere it is left alone. Each value has
a checksum. A cache is valid only where it was created: the file records its own device and inode, so that one that was
copied, or that came with a pull request, is never trusted. One that *travels* is valid wherever it is, if it matches
the checksum beside it, which is written last: of a build that is killed before that, it keeps nothing.

The tables have no checksums. They are believed where the file looks as the last build left it, or travelled with its
checksum. Else the first build that asks for them empties them, if the pages of the file are sound; a file whose pages
are not is replaced.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from generator.cache.checksum import checksum_path, checksum_problem, write_checksum
from generator.cache.closing_stamp import is_as_closed, stamp_path, write_stamp
from generator.cache.tables import SCHEMA, CacheLostError, Tables

CACHE_FILE = "cache.sqlite3"
ASIDE = "cache.unusable~"
"""What was in the cache's place, and could not be recognised as a cache. The next such file takes its place."""
LARGEST = 16 * 2**30
"""Bytes. Far more than an archive needs: a hundred thousand articles take a quarter of it."""

LOCK_PATIENCE = 2.0
"""Seconds to wait for another process that is writing, before this build goes on without the cache."""

_APPLICATION = 0x43504D31
"""SQLite's `application_id` of our caches: “CPM1” in ASCII."""
_DATABASE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file can raise. UnicodeDecodeError: SQLite's error messages quote names from the file."""
_PAGE = 8192
"""Bytes of a page of the file."""
_CONSTANTS = bytes([*_PAGE.to_bytes(2, "big"), 1, 1, 0, 64, 32, 32])
"""Bytes 16 to 23 of each of our caches: the size of a page, the versions of the format, and fixed values."""
_MOST_AT_ONCE = 500
"""Keys in one query: SQLite before 3.32 allows 999 parameters."""
_TABLES = f"""
{SCHEMA}
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) STRICT;
CREATE TABLE kept (key TEXT PRIMARY KEY, value BLOB, sum BLOB) STRICT;
"""


class _NotTrustedError(Exception):
    """The file is a cache of ours that can't be used; the message says why (“is damaged”)."""


class _UnknownError(Exception):
    """The file does not look like a cache of ours; the message says why (“it belongs to another program”)."""


class Cache:
    """The values that builds keep in a folder, for one version of the program.

    `warning` is a sentence that says why the cache starts empty or can't be written; otherwise it is empty. Without a
    folder, values last as long as the object; a cache that `forgets` reads what is there, but saves nothing. `is_own`
    says that the folder is for caches only, so that whatever is in the file's place may be moved aside; `travels`, that
    the file may come from another place (see above).
    """

    def __init__(
        self,
        folder: Path | None = None,
        program: str = "",
        *,
        forgets: bool = False,
        is_own: bool = False,
        travels: bool = False,
    ) -> None:
        self.warning = ""
        self._is_own = is_own
        self._travels = travels
        self._lacks_checksum = False
        self._forgets = forgets
        self._gave_up = False
        self._has_tables = True
        self._believes_tables = True
        self._program = program
        self._path = folder / CACHE_FILE if folder else None
        self._database = self._opened()

    def get(self, key: str) -> bytes | None:
        """The value of a key; None if there is none."""
        return self.get_all([key]).get(key)

    def get_all(self, keys: Collection[str]) -> dict[str, bytes]:
        """The values of those keys that are in the cache. A cache that turns out to be damaged is replaced."""
        values: dict[str, bytes] = {}
        try:
            for some in _in_batches(list(keys)):
                marks = ",".join("?" * len(some))
                rows = self._database.execute(f"SELECT key, value, sum FROM kept WHERE key IN ({marks})", some)
                values |= {key: value for key, value, sum_ in rows if _sum(key, value) == sum_}
        except (*_DATABASE_ERRORS, TypeError) as error:  # TypeError: the value is not bytes
            self._disconnect()
            self._database = self._unusable(error) if _is_locked(error) else self._replaced("is damaged")
            return {}
        return values

    def put_all(self, items: Mapping[str, bytes]) -> None:
        """Put values by key, over those that are there. They last only after `save`."""
        if self._gave_up:
            return
        rows = ((key, value, _sum(key, value)) for key, value in items.items())
        try:
            self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
        except _DATABASE_ERRORS as error:
            self._give_up(error)

    def tables(self, variant: str) -> Tables:
        """The tables of builds with the same options.

        They are empty where they can't be believed, and in memory where the cache can't be written. Where they are lost
        later, they raise `CacheLostError`: ask for them again, and begin from scratch.
        """
        if not (self._believes_tables or _has_sound_pages(self._database)):
            self._disconnect()
            self._database = self._in_memory() if self._forgets else self._replaced("is damaged")
        database = self._database

        def _connection() -> sqlite3.Connection:
            if self._database is not database or self._gave_up:
                raise CacheLostError
            return database

        def lose(error: Exception) -> None:
            if _code(error) in _IN_THE_FILE:
                self._disconnect()
                self._database = self._replaced("is damaged")
            else:
                self._has_tables = False

        if self._has_tables:
            with suppress(CacheLostError):
                tables = Tables(_connection, lose, variant)
                if not self._believes_tables:
                    tables.clear()
                self._believes_tables = True
                return tables
        return Tables.in_memory()

    def count(self) -> int:
        """How many values the cache holds; 0 where it can't be read."""
        try:
            (count,) = self._database.execute("SELECT count(*) FROM kept").fetchone()
            return int(count)
        except _DATABASE_ERRORS:
            return 0

    def keep_only(self, keys: Collection[str], prefix: str = "") -> None:
        """Delete the values of all other keys, but for those that begin with `prefix` and a colon."""
        if self._gave_up:
            return
        wanted = frozenset(keys)
        try:
            rows = self._database.execute("SELECT key FROM kept").fetchall()
            spared = f"{prefix}:" if prefix else ""
            unwanted = [(key,) for (key,) in rows if key not in wanted and not (spared and key.startswith(spared))]
            self._database.executemany("DELETE FROM kept WHERE key = ?", unwanted)
        except _DATABASE_ERRORS as error:
            self._give_up(error)

    def save(self) -> None:
        """Commit what was put and deleted, so that the next build finds it. Does nothing if the cache `forgets`."""
        try:
            if not (self._forgets or self._gave_up):
                self._lacks_checksum |= self._database.in_transaction
                self._database.commit()
        except _DATABASE_ERRORS as error:
            self._give_up(error)
        self._gave_up = False

    def write_checksum(self) -> None:
        """Write the checksum of a cache that travels, if what was saved has changed it. `close` does it, too."""
        if self._lacks_checksum and self._travels and self._path:
            try:
                write_checksum(self._path)
            except OSError as error:
                self.warning = self.warning or (
                    f"The checksum of the cache `{self._path}` can't be written ({_reason(error)}), so the next build "
                    "starts with an empty cache."
                )
        self._lacks_checksum = False

    def close(self) -> None:
        """Close the file; what was not saved is lost."""
        path = self._path if self._has_file() else None
        self._disconnect()
        self.write_checksum()
        if path and self._believes_tables and not (self._forgets or self._travels or is_as_closed(path)):
            write_stamp(path)  # what this build did not believe, and did not empty, the next one must not believe

    def _has_file(self) -> bool:
        """Whether the values are in the file, and not in memory only."""
        try:
            return any(name for _, _, name in self._database.execute("PRAGMA database_list"))
        except _DATABASE_ERRORS:
            return False

    def _disconnect(self) -> None:
        with suppress(*_DATABASE_ERRORS):
            self._database.close()

    # ── opening ──

    def _opened(self) -> sqlite3.Connection:
        if self._path is None:
            return self._in_memory()
        try:
            if self._forgets and not os.path.lexists(self._path):
                return self._in_memory()
            self._path.parent.mkdir(exist_ok=True)
            try:
                return self._existing(self._path) if os.path.lexists(self._path) else self._new(self._path)
            except _NotTrustedError as error:
                if self._forgets:  # a command that only reads the cache must not delete it
                    return self._in_memory()
                self._delete(self._path, str(error))
                return self._new(self._path)
            except _UnknownError as error:
                if self._forgets or not self._is_own:
                    raise OSError(0, str(error)) from error
                self._move_aside(self._path, str(error))
                return self._new(self._path)
        except (*_DATABASE_ERRORS, OSError) as error:
            return self._unusable(error)

    def _existing(self, path: Path) -> sqlite3.Connection:
        """The cache at `path`. Raises _NotTrustedError where it is ours and has to be replaced.

        Raises _UnknownError where it is not a cache, and other errors where it can't be used now.
        """
        if path.is_symlink() or not path.is_file():
            raise _UnknownError("it is not an ordinary file")
        database = sqlite3.connect(path, timeout=LOCK_PATIENCE)
        try:
            return self._checked(database, path)
        except BaseException as error:
            database.close()
            if isinstance(error, _DATABASE_ERRORS) and not _is_locked(error):
                if _has_our_header(path):
                    raise _NotTrustedError("is damaged") from error
                if _code(error) in _IN_THE_FILE:
                    raise _UnknownError(_reason(error)) from error
            raise

    def _checked(self, database: sqlite3.Connection, path: Path) -> sqlite3.Connection:
        (application,) = database.execute("PRAGMA application_id").fetchone()
        size = path.stat().st_size
        if application != _APPLICATION and size:  # an empty file was left by a build that was killed while creating it
            if _has_our_header(path):
                raise _NotTrustedError("is damaged")
            raise _UnknownError("it belongs to another program")
        if size > LARGEST:
            raise _NotTrustedError("has grown too large")
        if self._travels and (wrong := checksum_problem(path)):
            raise _NotTrustedError(wrong)
        _set_up(database)
        about = dict(database.execute("SELECT name, value FROM about")) if size else {}
        if about == self._about(path):
            if not self._forgets:
                _check_head(database, path)
            self._believes_tables = self._travels or is_as_closed(path)
            return database
        is_in_place = about.get("place") == self._about(path).get("place")
        raise _NotTrustedError("was made by another version" if is_in_place else "was made in another place")

    def _new(self, path: Path) -> sqlite3.Connection:
        database = _empty(str(path))
        database.executemany("INSERT INTO about VALUES (?, ?)", self._about(path).items())
        database.commit()
        self._lacks_checksum = True
        return database

    def _in_memory(self) -> sqlite3.Connection:
        """An empty cache that has no file, so that it can't travel."""
        self._travels = False
        return _empty(":memory:")

    def _about(self, path: Path) -> dict[str, str]:
        if self._travels:
            return {"program": self._program}
        stat = path.stat()
        return {"program": self._program, "place": f"{stat.st_dev} {stat.st_ino}"}

    def _delete(self, path: Path, why: str) -> None:
        self.warning = f"The cache `{path}` {why}, so it is replaced by an empty one and everything is rebuilt."
        checksum_path(path).unlink(missing_ok=True)
        stamp_path(path).unlink(missing_ok=True)
        for name in (path.name, f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)

    def _move_aside(self, path: Path, why: str) -> None:
        """Rename what is in the cache's place, with what SQLite may have left beside it. Raises OSError."""
        path.rename(path.with_name(ASIDE)) if path.is_dir() else path.replace(path.with_name(ASIDE))
        self._delete(path, why)
        self.warning = (
            f"The cache `{path}` can't be used ({why}), so it is now called `{ASIDE}`, an empty one takes its place, "
            "and everything is rebuilt."
        )

    # ── errors ──

    def _replaced(self, why: str) -> sqlite3.Connection:
        """An empty cache in place of the one that is there; in memory where it can't be replaced."""
        try:
            if self._path is not None:
                self._delete(self._path, why)
                return self._new(self._path)
        except (*_DATABASE_ERRORS, OSError):
            pass
        return self._in_memory()

    def _unusable(self, error: Exception) -> sqlite3.Connection:
        """An empty cache in memory; the file is left alone."""
        reason = _reason(error)
        step = "" if _is_locked(error) else ": delete or move it, or choose another folder with `--cache`"
        self.warning = (
            f"The cache `{self._path}` can't be used ({reason}), so everything is rebuilt and nothing cached{step}."
        )
        return self._in_memory()

    def _give_up(self, error: Exception) -> None:
        """Lose what was put, and keep what was there before.

        Nothing more is put before the next `save`: if another process holds the file, each attempt would wait for it.
        """
        self._gave_up = True
        place = f"The cache `{self._path}`" if self._path else "The cache"
        self.warning = self.warning or f"{place} can't be written ({_reason(error)}), so nothing is cached."
        with suppress(*_DATABASE_ERRORS):
            self._database.rollback()


def _has_our_header(path: Path) -> bool:
    """Whether a file that SQLite can't use starts like a cache (https://www.sqlite.org/fileformat.html, 1.3).

    Our `application_id` is enough, since no other program has it, and in it or in what is before it, a few bits may be
    wrong.
    """
    with path.open("rb") as file:
        head = file.read(72)
    wrong = (int.from_bytes(head[68:72], "big") ^ _APPLICATION).bit_count()
    return len(head) == 72 and (wrong == 0 or (wrong <= _WRONG_BITS and head.startswith(b"SQLite format 3\0")))


def _check_head(database: sqlite3.Connection, path: Path) -> None:
    """Raise _NotTrustedError where the head of the file is damaged, so that it can be read, but no longer written.

    To find out, something is written and undone. Where the file may only be read, or another process is writing, it
    stays unknown.
    """
    try:
        database.execute("PRAGMA busy_timeout = 0")
        database.execute("BEGIN IMMEDIATE")
        with path.open("rb") as file:
            head = file.read(100)
        if head[16:24] != _CONSTANTS or int.from_bytes(head[28:32], "big") * _PAGE != path.stat().st_size:
            raise _NotTrustedError("is damaged")
        database.execute("INSERT OR REPLACE INTO kept VALUES ('probe', zeroblob(30000), x'')")
    except sqlite3.Error as error:
        if _code(error) in _IN_THE_FILE or (_code(error) == sqlite3.SQLITE_READONLY and _may_write(path)):
            raise _NotTrustedError("is damaged") from error
    finally:
        with suppress(*_DATABASE_ERRORS):
            database.rollback()
            database.execute(f"PRAGMA busy_timeout = {int(LOCK_PATIENCE * 1000)}")


def _has_sound_pages(database: sqlite3.Connection) -> bool:
    """Whether no page of the file is damaged. Where one is, SQLite may take it for free while it is in use, and use it
    twice: rows get lost later without an error."""
    try:
        return database.execute("PRAGMA quick_check(1)").fetchall() == [("ok",)]
    except _DATABASE_ERRORS:
        return False


def _may_write(path: Path) -> bool:
    as_now = {"effective_ids": True} if os.access in os.supports_effective_ids else {}
    return all(os.access(place, os.W_OK, **as_now) for place in (path, path.parent))


def _code(error: BaseException) -> int:
    """SQLite's primary result code (https://www.sqlite.org/rescode.html); 0 where the error has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


_IN_THE_FILE = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
"""Result codes that say what is wrong with the file itself, and not that it can't be reached."""
_WRONG_BITS = 4
_ROOM = 16_384
"""KiB of the file that SQLite keeps in memory. With its own 2,000, filling the tables takes a third longer."""


def _is_locked(error: Exception) -> bool:
    """Whether the error only means that another process is writing."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


def _set_up(database: sqlite3.Connection) -> None:
    database.execute(f"PRAGMA cache_size = -{_ROOM}")
    database.execute("PRAGMA synchronous = OFF")  # the checksums reveal what a crash of the system damages
    database.execute("PRAGMA trusted_schema = OFF")


def _empty(name: str) -> sqlite3.Connection:
    database = sqlite3.connect(name, timeout=LOCK_PATIENCE)
    _set_up(database)
    database.executescript(f"PRAGMA page_size = {_PAGE}; PRAGMA application_id = {_APPLICATION}; {_TABLES}")
    return database


def _sum(key: str, value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=12, key=key.encode()[:64]).digest()


def _in_batches(keys: list[str]) -> Iterator[list[str]]:
    return (keys[n : n + _MOST_AT_ONCE] for n in range(0, len(keys), _MOST_AT_ONCE))


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", "") or str(error)).removesuffix(".")
