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
