"""Writes, links and deletes single files; writes none over another."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from generator.publishing.tree_scan import with_folders_above
from generator.sources.safe_open import open_plainly

UNFINISHED = ".counterpoint-unfinished~"
_NO_LINKS = frozenset(
    {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)
"""What file systems answer that have no hard links, or none of this file."""


def delete(top: Path, files: Iterable[str], folders: Iterable[str] = (), needed: Collection[str] = ()) -> set[str]:
    """Delete these files, and the folders they were in, and `folders`, as far as they are empty then and not needed.

    Gives the folders out of which something was taken.
    """
    touched: set[str] = set()
    for path in files:
        try:
            os.unlink(f"{top}/{path}")  # noqa: PTH108 - of ten thousand, making the paths would cost more than this
        except FileNotFoundError:  # `About.html` and `about.html` are one file on some systems
            continue
        touched.add(path.rpartition("/")[0])
    for folder in sorted(with_folders_above((*touched, *folders)) - {"", *needed}, key=len, reverse=True):
        with suppress(OSError):  # not empty: something lies there that isn't ours
            (top / folder).rmdir()
            touched.add(folder.rpartition("/")[0])
    return touched


def write_whole(folder: Path, name: str, data: bytes) -> None:
    """Put a file into a folder whole or not at all, in place of one that may be there."""
    unfinished = folder / UNFINISHED
    unfinished.unlink(missing_ok=True)
    write_new(str(unfinished), (data,))
    unfinished.replace(folder / name)


def write_new(path: str, blocks: Iterable[bytes]) -> None:
    """Write a file that isn't there yet; where something is, a link too, raises OSError and leaves it alone."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        for block in blocks:
            written = os.write(handle, block)
            while written < len(block):
                written += os.write(handle, memoryview(block)[written:])
    finally:
        os.close(handle)


# ── what is there ────────────────────────────────────────────────────────────────────────────────────────────────


def is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────────────


def make_folders(top: Path, folder: str) -> set[str]:
    """Make a folder and those above it, as far as they are missing. Gives it, and those into which one was put."""
    touched = {folder}
    above = folder
    while above and not os.path.lexists(f"{top}/{above}"):
        above = above.rpartition("/")[0]
        touched.add(above)
    (top / folder).mkdir(parents=True, exist_ok=True)
    return touched


def link_or_copy(source: str, target: str) -> None:
    """A second name for a file; where the file system has none, a copy with the same time stamp."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def blocks(source: Path, see: Callable[[bytes], object]) -> Iterator[bytes]:
    """A file's bytes, bit by bit; `see` is shown each."""
    with open_plainly(source) as file:
        while block := file.read(2**20):
            see(block)
            yield block
