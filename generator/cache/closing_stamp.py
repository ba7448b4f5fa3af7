"""Notes how a file looked when it was closed, so that a later change to it is noticed. Reads none of its content."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_LONGEST = 200
"""Bytes of a stamp: five numbers."""


def stamp_path(path: Path) -> Path:
    """Where the stamp of a file is kept."""
    return path.with_name(f"{path.name}.closed")


def write_stamp(path: Path) -> None:
    """Note how the closed file looks. Where that fails, it counts as changed."""
    with suppress(OSError):
        stamp_path(path).unlink(missing_ok=True)  # a link is not followed
        with stamp_path(path).open("xb") as new:
            new.write(_stamp_of(path))


def is_as_closed(path: Path) -> bool:
    """Whether the file looks as it did when it was closed. One that was never closed, as by a build that was killed,
    does not."""
    stamp = stamp_path(path)
    try:
        if stamp.is_symlink() or not stamp.is_file():
            return False
        with stamp.open("rb") as file:
            return file.read(_LONGEST) == _stamp_of(path)
    except OSError:
        return False


def _stamp_of(path: Path) -> bytes:
    stat = path.stat()
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino} {stat.st_dev}".encode()
