"""Writes, links and deletes single files. Never writes into an existing file; decides nothing."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from generator.publishing.tree_scan import status_of, with_folders_above
from generator.sources.safe_open import open_plainly

UNFINISHED = ".counterpoint-unfinished~"
"""The name of a file that `write_whole` is writing."""
_NO_LINKS = frozenset(
    {errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)
"""Errors of file systems that have no hard links, or allow no further link to this file."""
_NOT_TO_DELETE = frozenset({errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR})
"""Errors of a folder that holds a foreign file, is gone, or was replaced by a file or a link."""


def delete(top: Path, files: Iterable[str], folders: Iterable[str] = (), needed: Collection[str] = ()) -> set[str]:
    """Delete these files; then their folders and `folders`, if they are empty and not in `needed`.

    All paths are relative to `top`. Returns the folders from which something was deleted. Raises OSError where
    something can't be deleted.
    """
    touched: set[str] = set()
    for path in files:
        try:
            os.unlink(f"{top}/{path}")  # noqa: PTH108 - a Path object would take longer to make than the file to delete
        except FileNotFoundError:  # `About.html` and `about.html` are one file on some systems
            continue
        touched.add(path.rpartition("/")[0])
    for folder in sorted(with_folders_above((*touched, *folders)) - {"", *needed}, key=len, reverse=True):
        try:
            os.rmdir(f"{top}/{folder}")  # noqa: PTH106 - as above
        except OSError as error:
            if error.errno not in _NOT_TO_DELETE:
                raise
        else:
            touched.add(folder.rpartition("/")[0])
    return touched


def write_whole(folder: Path, name: str, blocks: Iterable[bytes]) -> None:
    """Write a file into a folder in one step: until then, an older file of that name stays complete."""
    unfinished = folder / UNFINISHED
    unfinished.unlink(missing_ok=True)
    write_new(str(unfinished), blocks)
    unfinished.replace(folder / name)


def write_new(path: str, blocks: Iterable[bytes]) -> None:
    """Write a new file. Raises OSError where the path exists, even as a broken link, and leaves that alone."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666)
    try:
        for block in blocks:
            written = os.write(handle, block)
            while written < len(block):
                written += os.write(handle, memoryview(block)[written:])
    finally:
        os.close(handle)


# ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────────


def is_file(path: Path | str) -> bool:
    """Whether this is a file, and not a link to one."""
    status = status_of(path)
    return status is not None and stat.S_ISREG(status.st_mode)


def is_folder(path: Path | str) -> bool:
    """Whether this is a folder, and not a link to one."""
    status = status_of(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


# ── making ───────────────────────────────────────────────────────────────────────────────────────────────────────


def make_folders(top: Path, folder: str) -> set[str]:
    """Create a folder and its missing parents. Returns it, and each folder in which one was created."""
    touched = {folder}
    above = folder
    while above and not os.path.lexists(f"{top}/{above}"):
        above = above.rpartition("/")[0]
        touched.add(above)
    (top / folder).mkdir(parents=True, exist_ok=True)
    return touched


def link_or_copy(source: str, target: str) -> None:
    """Make a hard link to a file; where the file system has no hard links, a copy with the same times.

    Raises OSError where neither can be made.
    """
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(source, target, follow_symlinks=False)


def blocks(source: Path, see: Callable[[bytes], object]) -> Iterator[bytes]:
    """Yield the bytes of a file in blocks of at most 1 MiB, after passing each block to `see`."""
    with open_plainly(source) as file:
        while block := file.read(2**20):
            see(block)
            yield block
