"""Recognises source files that have not changed since an earlier build read them. Knows stamps and digests, no text.

A file counts as unchanged only if its size, both of its times (in nanoseconds), its inode and its device are those
recorded, and if both times were well before the file was opened: a file that is written twice within one tick of its
file system's clock keeps its stamp. (Git calls such files “racily clean”.) The cache only saves reading; a build's
result never depends on it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.cache.serialize import dumps, loads_kept
from generator.cache.store import Cache

Stamp = tuple[int, int, int, int, int]
"""Size in bytes, time of modification and of status change in nanoseconds, inode, device."""
Noted = tuple[Stamp, str, tuple[int, int, int, bool] | None]
"""A file's stamp, the SHA-256 of its bytes in hex and, for a picture, the values of its `PictureHead`."""

KEY = "seen"
"""The key of the stat cache in the build's `Cache`."""
_All = Mapping[str, Noted]
"""What is kept, by path."""
GRANULARITY = 2 * 10**9
"""Nanoseconds. The coarsest clock of the file systems in use: FAT stores times in steps of two seconds."""


def stamp_of(stat: os.stat_result) -> Stamp:
    """The stamp of a file, from its `stat` result."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev


class StatCache:
    """What an earlier build recorded of a site's files (`before`), and what this build records (`now`), by path.

    `read` counts the files that this build has read. `clock` returns the time in nanoseconds since 1970.
    """

    def __init__(
        self, root: str, before: Mapping[str, Noted] | None = None, clock: Callable[[], int] = time.time_ns
    ) -> None:
        self.before: Mapping[str, Noted] = {} if before is None else before
        self.now: dict[str, Noted] = {}
        self.read = 0
        self._root = root
        self._clock = clock

    def unchanged(self, path: str) -> Noted | None:
        """What was recorded of a file, if it has not changed since; otherwise None."""
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
        """The time to pass to `note`. Call it before opening the file, so that a write during the read is noticed."""
        return self._clock()

    def note(
        self, path: str, opened: int, stat: os.stat_result, digest: str, head: tuple[int, int, int, bool] | None
    ) -> None:
        """Record a file that was read: `opened` is the `moment` before it was opened, `stat` its status after that.

        A file that changed within `GRANULARITY` before it was opened is not recorded: the next build reads it again.
        """
        self.read += 1
        if max(stat.st_mtime_ns, stat.st_ctime_ns) < opened - GRANULARITY:
            self.now[path] = stamp_of(stat), digest, head

    def add(self, noted: Mapping[str, Noted]) -> None:
        """Add what another process has read and recorded."""
        self.now.update(noted)


def load_stat_cache(cache: Cache, root: Path) -> StatCache:
    """The stat cache that the last build of the site in the folder `root` saved; an empty one if there is none."""
    return StatCache(str(root), loads_kept(cache.get(KEY), _All) or {})


def save_stat_cache(cache: Cache, stat_cache: StatCache) -> None:
    """Put what this build recorded into the cache, if it differs from what was there."""
    if stat_cache.now != stat_cache.before:
        cache.put_all({KEY: dumps(stat_cache.now)})
