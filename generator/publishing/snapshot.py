"""Notices that an output folder is no longer as a build left it, without reading its files or its manifest.

A sealed folder (`tree_scan`) shows by its time whether anything was added, removed or replaced in it. The others, which
are the top folder and those that hold foreign files, are listed with the times and sizes of what is in them.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from generator.publishing.manifest import MANIFEST
from generator.publishing.tree_scan import Trust, is_sealed
from generator.values import Immutable

EntryStatus = tuple[str, int, int, int, int, int]
"""Path, mode, inode, size in bytes, and the times of modification and of status change in nanoseconds."""


class Snapshot(Immutable):
    """How an output folder looked when a build left it.

    `sealed` are the paths of its sealed folders, one a line; `unsealed` those of the others, with `entries` for what
    is in them. `foreign` are the files that no build wrote.
    """

    sealed: str = ""
    unsealed: tuple[str, ...] = ()
    entries: tuple[EntryStatus, ...] = ()
    foreign: tuple[str, ...] = ()


def snapshot_of(top: Path, folders: Collection[str], unsealed: Collection[str], foreign: tuple[str, ...]) -> Snapshot:
    """The snapshot of a tree with these folders, of which all are sealed but some. Raises OSError where one of those
    can't be read."""
    sealed = sorted(folder for folder in folders if folder not in unsealed)
    others = sorted(folder for folder in folders if folder in unsealed)
    return Snapshot("\n".join(sealed), tuple(others), tuple(_entries(top, others)), foreign)


def folders_in(snapshot: Snapshot) -> frozenset[str]:
    """The folders of the tree."""
    return frozenset((*filter(None, snapshot.sealed.split("\n")), *snapshot.unsealed))


def is_unchanged(top: Path, snapshot: Snapshot) -> bool:
    """Whether a tree looks as it did: see `Snapshot`. What is written into a file of a sealed folder doesn't show."""
    try:
        if not all(is_sealed(f"{top}/{folder}") for folder in snapshot.sealed.split("\n") if folder):
            return False
        return tuple(_entries(top, snapshot.unsealed)) == snapshot.entries
    except OSError:
        return False


def is_of_this_tree(top: Path, snapshot: Snapshot) -> bool:
    """Whether the manifest is the very file that was there. A copy of the tree has another one, though the times of its
    folders may be the same."""
    try:
        now = [entry for entry in _entries(top, [""]) if entry[0] == MANIFEST]
    except OSError:
        return False
    return bool(now) and now[0] in snapshot.entries


def trust_in(top: Path, snapshot: Snapshot) -> Trust:
    """Which sealed folders have to be read, as the inodes of the folders in unsealed ones show."""
    replaced = [path for path, mode, inode, *_ in snapshot.entries if stat.S_ISDIR(mode) and _inode(top, path) != inode]
    return Trust(snapshot.unsealed, frozenset(replaced))


def _inode(top: Path, path: str) -> int:
    """The inode of what is there; 0 where nothing is."""
    try:
        return os.lstat(f"{top}/{path}").st_ino
    except OSError:
        return 0


def _entries(top: Path, folders: Iterable[str]) -> Iterator[EntryStatus]:
    """What is in these folders, sorted. Folders get no times: `is_sealed` looks at those."""
    for folder in folders:
        with os.scandir(f"{top}/{folder}") as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
        for entry in listed:
            status = entry.stat(follow_symlinks=False)
            times = (0, 0, 0) if stat.S_ISDIR(status.st_mode) else _times(status)
            yield (f"{folder}/{entry.name}" if folder else entry.name, status.st_mode, entry.inode(), *times)


def _times(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
