"""Recognises source files that are as they were when they were last read; knows stamps and digests, no text.

A file is taken for the same only if size, both times in nanoseconds, inode and device are those noted, and if both
times lay well before the moment it was read: a file that is written again within one tick of its file system's clock
keeps its stamp. It is used to skip reading, and for nothing else.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.cache.serialize import dumps, loads_kept
from generator.cache.store import Cache

Stamp = tuple[int, int, int, int, int]
"""Size in bytes, time of modification and of change in nanoseconds, inode, device."""
Noted = tuple[Stamp, str, tuple[int, int] | None]
"""A file's stamp, the SHA-256 of its bytes in hex, and of a picture its width and height in pixels."""

KEY = "seen"
_All = Mapping[str, object]
"""What is kept: `Noted` is plain already, and an archive has many."""
GRANULARITY = 2 * 10**9
"""Nanoseconds: the coarsest clock of a file system that is in use (FAT counts every other second)."""


def stamp_of(stat: os.stat_result) -> Stamp:
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev


class StatCache:
    """What was noted of a site's files by an earlier build (`before`), and what this one notes (`now`), by path."""

    def __init__(
        self, root: str, before: Mapping[str, Noted] | None = None, clock: Callable[[], int] = time.time_ns
    ) -> None:
        self.before: Mapping[str, Noted] = {} if before is None else before
        self.now: dict[str, Noted] = {}
        self.read = 0
        """How many files were read."""
        self._root = root
        self._clock = clock

    def unchanged(self, path: str) -> Noted | None:
        """What was noted of a file, if it is that file still."""
        noted = self.before.get(path)
        if noted is None:
            return None
        try:
            stat = os.lstat(f"{self._root}/{path}")
        except (OSError, ValueError):
            return None
        if stamp_of(stat) != noted[0]:
            return None
        self.now[path] = noted
        return noted

    def moment(self) -> int:
        """To be asked for before a file is opened."""
        return self._clock()

    def note(self, path: str, opened: int, stat: os.stat_result, digest: str, size: tuple[int, int] | None) -> None:
        """Note a file that was opened at that moment and then read; one that is too young is not noted."""
        self.read += 1
        if max(stat.st_mtime_ns, stat.st_ctime_ns) < opened - GRANULARITY:
            self.now[path] = stamp_of(stat), digest, size

    def add(self, noted: Mapping[str, Noted]) -> None:
        """What another process has read and noted."""
        self.now.update(noted)


def load_stat_cache(cache: Cache, root: Path) -> StatCache:
    """The files of the site in the folder `root`, as the last build saw them."""
    return StatCache(str(root), loads_kept(cache.get(KEY), _All) or {})


def save_stat_cache(cache: Cache, stat_cache: StatCache) -> None:
    if stat_cache.now != stat_cache.before:
        cache.put_all({KEY: dumps(stat_cache.now, _All)})
