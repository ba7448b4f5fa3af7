"""Swaps two folders or files, in one step where the system can, and flushes written data to the disk.

Knows the system calls for this, and nothing of what they hold.
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
"""Numbers of the system call renameat2 by machine, for C libraries without that function (Linux, `syscall.tbl`).

Only for 64-bit processes: a 32-bit one on the same machine has other numbers.
"""
_AT_FDCWD = -100
"""Linux, `fcntl.h`: paths are relative to the current folder."""
_RENAME_EXCHANGE = 2
"""Linux, `fs.h`: the flag of renameat2 that swaps two paths."""
_RENAME_SWAP = 2
"""macOS, `stdio.h`: the flag of renamex_np that swaps two paths."""
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EXDEV})
"""Errors of systems and file systems that can't swap in one step; some sandboxes give EPERM."""


def aside(output: Path) -> Path:
    """The path of the old output folder for a moment, on systems that can't swap two folders in one step."""
    return output.with_name(output.name + ".old.next~")


def swap(output: Path, staging: Path) -> None:
    """Swap the two folders. Raises OSError where that fails; both are then where they were."""
    if not swapped_at_once(output, staging):
        _swap_by_renaming(output, staging)


def finish_swap(output: Path, staging: Path) -> None:
    """Finish an interrupted swap by renaming, so that the output folder is the whole old tree or the whole new one.

    Raises OSError where a folder can't be renamed.
    """
    old = aside(output)
    if not old.is_dir() or old.is_symlink():
        return
    if not os.path.lexists(output):
        old.rename(output)
    elif not os.path.lexists(staging):
        old.rename(staging)


def write_to_disk(folder: Path) -> None:
    """Wait until everything written to this folder's file system would survive a loss of power.

    One call for the whole tree, since `fsync` takes a millisecond or more for each file. Does nothing on Windows, which
    has no such call. Raises OSError where the disk reports an error.
    """
    if sys.platform == "linux" and _sync_file_system(folder):
        return
    if hasattr(os, "sync"):
        os.sync()


def swapped_at_once(one: Path, other: Path) -> bool:
    """Give each of two folders or files the name of the other, in one step. Returns False where the system can't do
    that, with nothing changed; raises OSError where it can, but failed."""
    if sys.platform == "linux":
        error = _linux_swap(os.fsencode(one), os.fsencode(other))
    elif sys.platform == "darwin":
        error = _mac_swap(os.fsencode(one), os.fsencode(other))
    else:
        return False
    if error in _UNSUPPORTED:
        return False
    if error:
        raise OSError(error, os.strerror(error), str(one))
    return True


def _linux_swap(one: bytes, other: bytes) -> int:
    """0, or the number of the error (`errno`)."""
    import ctypes  # late: a build with nothing to publish does without

    c = _c_library()
    if hasattr(c, "renameat2"):
        arguments = (_AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(_RENAME_EXCHANGE))
        return ctypes.get_errno() if c.renameat2(*arguments) else 0
    number = _LINUX_NUMBERS.get(platform.machine()) if sys.maxsize > 2**32 else None
    if number is None:
        return errno.ENOSYS
    registers = (ctypes.c_long(_AT_FDCWD), one, ctypes.c_long(_AT_FDCWD), other, ctypes.c_ulong(_RENAME_EXCHANGE))
    return ctypes.get_errno() if c.syscall(ctypes.c_long(number), *registers) else 0


def _mac_swap(one: bytes, other: bytes) -> int:
    """0, or the number of the error (`errno`)."""
    import ctypes  # late: a build with nothing to publish does without

    c = _c_library()
    if not hasattr(c, "renamex_np"):
        return errno.ENOSYS
    return ctypes.get_errno() if c.renamex_np(one, other, ctypes.c_uint(_RENAME_SWAP)) else 0


def _swap_by_renaming(output: Path, staging: Path) -> None:
    """Swap by three renames. After the first there is no output folder; `finish_swap` repairs that after a crash."""
    old = aside(output)
    if os.path.lexists(old):
        raise FileExistsError(errno.EEXIST, "An interrupted build left it; delete it", str(old))
    output.rename(old)
    try:
        staging.rename(output)
    except BaseException:
        old.rename(output)
        raise
    old.rename(staging)


def _sync_file_system(folder: Path) -> bool:
    """Flush only the file system of this folder, which Linux can do; False where the C library has no `syncfs`."""
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
    import ctypes  # late: a build with nothing to publish does not need it

    return ctypes.CDLL(None, use_errno=True)
