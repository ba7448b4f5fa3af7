"""Puts one folder in another's place, in one step where the system can, and brings what was written to the disk.

Knows the systems' own calls for it, and nothing of what lies in the folders.
"""

from __future__ import annotations

import errno
import os
import platform
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_LINUX_NUMBERS = {"x86_64": 316, "aarch64": 276, "riscv64": 276, "loongarch64": 276, "ppc64le": 357, "s390x": 347}
"""Of renameat2, for C libraries that have no name for it; 64-bit systems only, so that no number means another call."""
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_CANT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EXDEV})
"""What systems and file systems answer that don't know the call; some sandboxes say EPERM."""


def aside(output: Path) -> Path:
    """Where the old folder stands for an instant on systems that can't exchange two in one step."""
    return output.with_name(output.name + ".old.next~")


def swap(output: Path, staging: Path) -> None:
    """Swap the two folders, or raise OSError and leave both where they were."""
    if not _swapped_at_once(output, staging):
        _swap_by_renaming(output, staging)


def finish_swap(output: Path, staging: Path) -> None:
    """Finish a swap by renaming that was cut short, so that the whole old tree or the whole new one stands."""
    old = aside(output)
    if not old.is_dir() or old.is_symlink():
        return
    if not os.path.lexists(output):
        old.rename(output)
    elif not os.path.lexists(staging):
        old.rename(staging)


def write_to_disk(folder: Path) -> None:
    """Wait until all that was written to this folder's file system would survive a loss of power.

    Once for the whole tree: a call for each file takes a millisecond or more a file. Windows has no such call.
    """
    if sys.platform == "linux" and _synced_alone(folder):
        return
    if hasattr(os, "sync"):
        os.sync()


def _swapped_at_once(one: Path, other: Path) -> bool:
    """Whether it could be done in one step; raises OSError where the system can and was not allowed to."""
    if sys.platform == "linux":
        done = _linux_swap(os.fsencode(one), os.fsencode(other))
    elif sys.platform == "darwin":
        done = _mac_swap(os.fsencode(one), os.fsencode(other))
    else:
        return False
    if done in _CANT:
        return False
    if done:
        raise OSError(done, os.strerror(done), str(one))
    return True


def _linux_swap(one: bytes, other: bytes) -> int:
    """0, or the number of the error."""
    import ctypes  # late: a build with nothing to publish does without

    c = _c_library()
    if hasattr(c, "renameat2"):
        arguments = (_AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(_RENAME_EXCHANGE))
        return ctypes.get_errno() if c.renameat2(*arguments) else 0
    number = _LINUX_NUMBERS.get(platform.machine()) if sys.maxsize > 2**32 else None
    if number is None:
        return errno.ENOSYS
    words = (ctypes.c_long(_AT_FDCWD), one, ctypes.c_long(_AT_FDCWD), other, ctypes.c_ulong(_RENAME_EXCHANGE))
    return ctypes.get_errno() if c.syscall(ctypes.c_long(number), *words) else 0


def _mac_swap(one: bytes, other: bytes) -> int:
    import ctypes  # late: a build with nothing to publish does without

    c = _c_library()
    if not hasattr(c, "renamex_np"):
        return errno.ENOSYS
    return ctypes.get_errno() if c.renamex_np(one, other, ctypes.c_uint(_RENAME_SWAP)) else 0


def _swap_by_renaming(output: Path, staging: Path) -> None:
    """Three renames; between the first two there is no output, which `finish_swap` mends after a sudden end."""
    old = aside(output)
    if os.path.lexists(old):
        raise FileExistsError(errno.EEXIST, "It was left by a build that was cut short; delete it", str(old))
    output.rename(old)
    try:
        staging.rename(output)
    except BaseException:
        old.rename(output)
        raise
    old.rename(staging)


def _synced_alone(folder: Path) -> bool:
    """Linux can write out one file system and leave the others alone."""
    import ctypes  # late: a build with nothing to publish does without

    c = _c_library()
    if not hasattr(c, "syncfs"):
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        if c.syncfs(handle):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        with suppress(OSError):
            os.close(handle)
    return True


def _c_library() -> Any:
    import ctypes  # late: a build with nothing to publish does without

    return ctypes.CDLL(None, use_errno=True)
