"""Notes how a file looked when it was closed, so that a later change to it is noticed. Reads none of its content."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_SUFFIX = ".closed"


def stamp_path(path: Path) -> Path:
    """Where the stamp of a file is kept."""
    return path.with_name(path.name + _SUFFIX)


def write_stamp(path: Path) -> None:
    """Note how the closed file looks. Where that fails, it counts as changed."""
    with suppress(OSError):
        stamp_path(path).write_text(_stamp_of(path), encoding="ascii")


def is_as_closed(path: Path) -> bool:
    """Whether the file looks as it did when it was closed. One that was never closed, as by a build that was killed,
    does not."""
    try:
        return stamp_path(path).read_bytes() == _stamp_of(path).encode("ascii")
    except OSError:
        return False


def _stamp_of(path: Path) -> str:
    stat = path.stat()
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino} {stat.st_dev}"
