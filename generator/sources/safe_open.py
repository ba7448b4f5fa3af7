"""Opens ordinary files only."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path


def open_plainly(path: Path | str) -> BufferedReader:
    """An ordinary file, opened for reading. A link, pipe or device raises OSError and is not waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "Not an ordinary file", str(path))
    return os.fdopen(handle, "rb")


def absolute_path(path: Path) -> Path:
    """The whole path, with `..` taken away by name and no link followed: what is checked is what is written."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the very links that are looked for
