"""Lets one build of a site run at a time; knows nothing of what a build does.

The system keeps the lock, and takes it back when the process that holds it ends, however it ends: there is nothing to
clear up after a crash. The file says who holds it, for those who have to wait.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.publishing.safety import OutputRefusedError

LOCK = "lock"
_FAR = 2**20
"""Windows lets nobody else read the bytes that are locked; so the one that is lies behind all that is written."""

_LENGTH = 40
"""Bytes: a process, a time, and spaces over what stood there before."""

_held: set[int] = set()


class BuildRunningError(Exception):
    """Another build of the same site is running; the message says which."""


@contextmanager
def one_build_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the lock of the site whose cache folder this is (it is made, if the one above it is there).

    Raises `BuildRunningError` at once where another process has it, `OutputRefusedError` where what lies there can't
    be a lock. Where nothing can be written, or the file system knows no locks, the build goes on without one.
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
        _write(handle, "")
    finally:
        _held.discard(handle)
        os.close(handle)


def _opened(folder: Path) -> int | None:
    """The lock file; None where it can't be written. Whatever else lies there is not opened, least of all a link."""
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
        raise OutputRefusedError(f"{path} can't be used as a lock ({error.strerror}). Remove it.") from error
    status = os.fstat(handle)
    is_file = stat.S_ISREG(status.st_mode)
    if not is_file or status.st_size not in (0, _LENGTH):
        os.close(handle)
        why = "no build has written it" if is_file else "it is not an ordinary file"
        raise OutputRefusedError(f"{path} can't be used as a lock ({why}). Remove it.")
    return handle


def _holder(handle: int) -> str:
    """Who has it, as far as is known: the file may just be being written."""
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
        """Whether it is ours now, or nobody's because the file system has no locks."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}:
                raise
        return True

    def _let_go_in_children() -> None:
        """A worker that outlives the build that started it would keep the lock otherwise."""
        for handle in _held:
            os.close(handle)
        _held.clear()

    os.register_at_fork(after_in_child=_let_go_in_children)
