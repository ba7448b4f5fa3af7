"""What lies in a tree beside what its list says: what is missing, what is somebody else's; changes nothing but seals.

A folder that a build has finished is *sealed*: its time of change is set to one fixed moment. Whoever adds, removes
or renames anything in it afterwards, be it in the same instant, changes that time. So a sealed folder holds exactly
what is listed, and needn't be read: an archive of ten thousand articles has as many folders, and each build asks.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

_SEAL = 981_173_106 * 10**9
"""Nanoseconds: 3 February 2001, 04:05:06 UTC. An even second, which every file system can hold."""


@dataclass(frozen=True, slots=True)
class TreeListing:
    """What is to lie in a tree: files, the folder of each in the same order, and all folders with those above them."""

    files: Collection[str] = ()
    parents: Collection[str] = ()
    folders: frozenset[str] = frozenset({""})

    @staticmethod
    def of(files: Collection[str]) -> TreeListing:
        parents = [path.rpartition("/")[0] for path in files]
        return TreeListing(files, parents, frozenset(with_folders_above(parents)))


@dataclass(frozen=True, slots=True)
class TreeDifference:
    """`missing` are looked for and not there as ordinary files; `others` are there and not looked for: files, links and
    empty folders; `unsealed` are the folders that had to be read. All relative, with `/`; the top folder is ``""``."""

    missing: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    unsealed: tuple[str, ...] = ()


def compare_with_listing(
    top: Path, listing: TreeListing, also: Collection[str] = frozenset(), apart_from: Collection[str] = ()
) -> TreeDifference:
    """Compare a tree with what is listed, and what may `also` be there. Links are never followed; names in
    `apart_from` are passed over at the top."""
    folders = listing.folders.union(with_folders_above(path.rpartition("/")[0] for path in also))
    unsealed, gone = _not_sealed(top, folders)
    found: set[str] = set()
    others: list[str] = []
    for folder in unsealed:
        for path, entry in _entries(top, folder):
            if path in apart_from:
                continue
            if entry.is_dir(follow_symlinks=False):
                others += () if path in folders else _all_below(top, path)
            elif (path in listing.files or path in also) and entry.is_file(follow_symlinks=False):
                found.add(path)
            else:
                others.append(path)
    not_known = {*unsealed, *gone}
    looked_for = compress(listing.files, map(not_known.__contains__, listing.parents))
    perhaps = (path for path in also if path.rpartition("/")[0] in not_known)
    return TreeDifference(frozenset((*looked_for, *perhaps)) - found, tuple(sorted(others)), (*unsealed,))


def seal(top: Path, folders: Iterable[str]) -> None:
    """Say of these folders that they hold what is listed, and nothing else."""
    for folder in folders:
        os.utime(f"{top}/{folder}", ns=(_SEAL, _SEAL))


def with_folders_above(folders: Iterable[str]) -> set[str]:
    """These and all that they lie in, with the top one, ``""``."""
    whole = {""}
    for folder in folders:
        while folder not in whole:
            whole.add(folder)
            folder = folder.rpartition("/")[0]
    return whole


def _not_sealed(top: Path, folders: Collection[str]) -> tuple[list[str], set[str]]:
    """The folders to be read, and those that are none any more, of which nothing is read: a link may stand there.

    The top one is always read: a build leaves its own marks in it.
    """
    unsealed: list[str] = []
    gone: set[str] = set()
    for folder in sorted(folders):  # each after the one it lies in
        above = folder.rpartition("/")[0]
        found = None if folder and above in gone else _status(f"{top}/{folder}")
        if found is None or not stat.S_ISDIR(found.st_mode):
            gone.add(folder)
        elif not folder or found.st_mtime_ns != _SEAL:
            unsealed.append(folder)
    return unsealed, gone


def _status(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _entries(top: Path, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Path and entry of what lies in a folder."""
    with os.scandir(f"{top}/{folder}") as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        yield (f"{folder}/{entry.name}" if folder else entry.name), entry


def _all_below(top: Path, folder: str) -> Iterator[str]:
    """Everything in a folder that isn't ours; itself, if it is empty."""
    folders = [folder]
    while folders:  # and no recursion: it may be deeper than Python's stack
        folder = folders.pop()
        listed = list(_entries(top, folder))
        if not listed:
            yield folder
        for path, entry in listed:
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield path
