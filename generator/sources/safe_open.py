"""Opens files without following links or blocking on pipes, and makes paths absolute without following links."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path


def open_plainly(path: Path | str) -> BufferedReader:
    """Open an ordinary file for reading.

    Raises OSError where the file can't be read, and for links, pipes and devices, without waiting for their data.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "Not an ordinary file", str(path))
    return os.fdopen(handle, "rb")


def absolute_path(path: Path) -> Path:
    """The absolute path, with `..` removed by name and no link followed: the path checked is the path written."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow the links that callers check for
