"""Compares a tree of files with a listing of it: finds missing and foreign files. Changes only folder times (seals).

A build *seals* each folder that it has finished: it sets the folder's time of modification to one fixed moment. Adding,
removing or renaming anything in the folder changes that time, even within the same instant. So a sealed folder holds
exactly what is listed and need not be read: an archive of ten thousand articles has as many folders, and every build
compares them all.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.publishing.file_list import FileList

_SEAL = 981_173_106 * 10**9
"""Nanoseconds since 1970: 3 February 2001, 04:05:06 UTC. An even second, which every file system can store."""


@dataclass(frozen=True, slots=True)
class TreeDifference:
    """How a tree differs from its listing; all paths are relative, with `/`, and the top folder is ``""``.

    `missing` are listed, but not there as ordinary files. `others` are files, links and empty folders that are there,
    but not listed. `unsealed` are the folders that had to be read.
    """

    missing: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    unsealed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trust:
    """Which folders to read although they are sealed, since a sealed folder may have been put in place of another.

    Those are the folders in `replaced`, and all below a folder whose seal was broken. `unsealed` are the folders that
    never had one.
    """

    unsealed: Collection[str] = ()
    replaced: Collection[str] = ()


def folders_of(listing: FileList) -> frozenset[str]:
    """All folders of a listing, up to the top one. Reads the whole listing."""
    return frozenset(with_folders_above(listing.folders()))


def compare_with_listing(
    top: Path,
    listing: FileList,
    folders: Collection[str],
    also: Collection[str] = frozenset(),
    apart_from: Collection[str] = (),
    trust: Trust | None = None,
) -> TreeDifference:
    """Compare the tree in the folder `top` with a listing, which has these `folders`.

    `also` are further paths that should be there; names in `apart_from` are ignored at the top. Without `trust`, no
    sealed folder is read. Links are never followed. Raises OSError where a folder can't be read.
    """
    also_in: defaultdict[str, set[str]] = defaultdict(set)
    for path in also:
        also_in[path.rpartition("/")[0]].add(path)
    folders = with_folders_above(also_in).union(folders)
    unsealed, gone = _not_sealed(top, folders, trust)
    missing: set[str] = set()
    others: list[str] = []
    for folder in unsealed:
        expected = also_in[folder].union(path for path, _ in listing.in_folder(folder))
        for path, entry in _entries(top, folder):
            if path in apart_from:
                continue
            if entry.is_dir(follow_symlinks=False):
                others += () if path in folders else _all_below(top, path)
            elif path in expected and entry.is_file(follow_symlinks=False):
                expected.remove(path)
            else:
                others.append(path)
        missing |= expected
    for folder in gone:
        missing.update(also_in[folder], (path for path, _ in listing.in_folder(folder)))
    return TreeDifference(frozenset(missing), tuple(sorted(others)), (*unsealed,))


def status_of(path: Path | str) -> os.stat_result | None:
    """The status of what is there, links not followed; None where nothing is."""
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def is_sealed(folder: str) -> bool:
    """Whether a folder is there and sealed. Never follows a link."""
    status = status_of(folder)
    return status is not None and stat.S_ISDIR(status.st_mode) and status.st_mtime_ns == _SEAL


def seal(top: Path, folders: Collection[str]) -> set[str]:
    """Seal these folders: record that they hold exactly what is listed. Returns those that are sealed now, since some
    file systems keep no such time."""
    for folder in folders:
        os.utime(f"{top}/{folder}", ns=(_SEAL, _SEAL))
    return {folder for folder in folders if is_sealed(f"{top}/{folder}")}


def with_folders_above(folders: Iterable[str]) -> set[str]:
    """These folders and all folders above them, up to the top one, ``""``."""
    whole = {""}
    for folder in folders:
        while folder not in whole:
            whole.add(folder)
            folder = folder.rpartition("/")[0]
    return whole


def _not_sealed(top: Path, folders: Collection[str], trust: Trust | None) -> tuple[list[str], set[str]]:
    """The folders to read, and those that are missing or not folders any more, in which nothing is read.

    The top folder is always read: builds write their marks there.
    """
    unsealed: list[str] = []
    gone: set[str] = set()
    broken: set[str] = set()
    for folder in sorted(folders):  # each folder comes after its parent
        above = folder.rpartition("/")[0]
        status = None if folder and above in gone else status_of(f"{top}/{folder}")
        if status is None or not stat.S_ISDIR(status.st_mode):
            gone.add(folder)
        elif not folder or status.st_mtime_ns != _SEAL or above in broken or (trust and folder in trust.replaced):
            unsealed.append(folder)
            if trust and folder and folder not in trust.unsealed:
                broken.add(folder)
    return unsealed, gone


def _entries(top: Path, folder: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The path, relative to `top`, and the directory entry of everything in a folder, sorted by name."""
    with os.scandir(f"{top}/{folder}") as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        yield (f"{folder}/{entry.name}" if folder else entry.name), entry


def _all_below(top: Path, folder: str) -> Iterator[str]:
    """All files and empty folders below a foreign folder; the folder itself, if it is empty."""
    folders = [folder]
    while folders:  # no recursion: folders may be nested deeper than Python's stack
        folder = folders.pop()
        listed = list(_entries(top, folder))
        if not listed:
            yield folder
        for path, entry in listed:
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield path
