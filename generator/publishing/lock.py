"""Lets only one build of a site run at a time. Knows nothing of what a build does.

The operating system holds the lock and releases it when the process ends, even by a crash, so there is never a stale
lock to clean up. The file names the process that holds the lock, for the message to the other one.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.publishing.safety import OutputRefusedError

LOCK = "lock"
"""The name of the lock file in the cache folder."""
_FAR = 2**20
"""Offset in bytes. On Windows no other process can read a locked byte, so the locked one lies behind the text."""

_LENGTH = 40
"""Bytes of the file: a process id, a time, and spaces that overwrite a longer text."""

_held: set[int] = set()
"""File descriptors of the locks that this process holds."""


class BuildRunningError(Exception):
    """Another build of the same site is running; the message names its process."""


@contextmanager
def one_build_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the lock of the site that has this cache folder, which is created if its parent exists.

    Raises `BuildRunningError` at once where another process holds the lock, and `OutputRefusedError` where the lock
    file's path is in use by something else. Where the folder can't be written, or the file system has no locks, the
    build goes on without a lock.
    """
    handle = _opened(folder)
    if handle is None:
        yield
        return
    try:
        if not _locked(handle):
            raise BuildRunningError(f"Another build of this site is running{_holder(handle)}.")
        _held.add(handle)
        _write(handle, f"{os.getpid()}\n{time.strftime('%H:%M:%S')}\n")
        yield
        with suppress(OSError):  # the work is done, and the text of a lock that is free is never read
            _write(handle, "")
    finally:
        _held.discard(handle)
        with suppress(OSError):
            os.close(handle)


def _opened(folder: Path) -> int | None:
    """The file descriptor of the lock file; None where it can't be written. Never follows a link."""
    path = folder / LOCK
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if folder.is_symlink():
            raise OSError(errno.ELOOP, "its folder is a symbolic link")
        folder.mkdir(exist_ok=True)
        handle = os.open(path, flags, 0o666)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            return None
        raise OutputRefusedError(
            f"The lock `{path}` can't be opened ({error.strerror}).",
            "Choose another cache folder with `--cache`, or move away what is in its place.",
        ) from error
    status = os.fstat(handle)
    is_file = stat.S_ISREG(status.st_mode)
    if not is_file or status.st_size not in (0, _LENGTH):
        os.close(handle)
        why = "no build wrote it" if is_file else "it is not an ordinary file"
        raise OutputRefusedError(f"`{path}` can't be used as a lock ({why}).", "Remove it, then run the command again.")
    return handle


def _holder(handle: int) -> str:
    """The process that holds the lock, for a message; empty while that process has not yet written it."""
    words = os.pread(handle, _LENGTH, 0).decode("ascii", "replace").split() if hasattr(os, "pread") else []
    return f": process {words[0]}, since {words[1]}" if len(words) == 2 else ""


def _write(handle: int, text: str) -> None:
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, text.encode().ljust(_LENGTH))


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        """Whether this process holds the lock now, or needs none because the file system has no locks."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}:
                raise
        return True

    def _close_in_children() -> None:
        """Close inherited locks: a worker that outlives its build would otherwise keep the lock."""
        for handle in _held:
            os.close(handle)
        _held.clear()

    os.register_at_fork(after_in_child=_close_in_children)
