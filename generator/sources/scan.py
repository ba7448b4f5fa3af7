"""Lists the files in a folder of the site. Opens none of them."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.sources.file_problems import file_problem, link_problem, unreadable
from generator.urls import MOST_BYTES_A_PATH, is_too_long


def files_under(root: Path, top: str, problems: list[Diagnostic]) -> list[str]:
    """Paths, relative to `root`, of all ordinary files under the folder `top`; sorted, without hidden files.

    Adds a diagnostic to `problems` for each link, special file, unreadable folder, path that is too long, and name that
    is not UTF-8.
    """
    files: list[str] = []
    folders = [top] if os.path.lexists(root / top) else []
    if folders and not _is_folder(root, top, problems):
        return []
    while folders:  # no recursion: folders may be nested deeper than Python's stack
        for path, entry in _entries(root, folders.pop(), problems):
            try:
                if problem := _problem_of(path, entry):
                    problems.append(problem)
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                else:
                    files.append(path)
            except OSError as error:  # some file systems tell only on request what an entry is
                problems.append(unreadable(path, error))
    return sorted(files)


def _problem_of(path: str, entry: os.DirEntry[str]) -> Diagnostic | None:
    """What keeps a file or folder from being read. Raises OSError where it is gone, or can't be looked at."""
    if is_too_long(path):  # a folder, too: thousands of levels would be reported one by one
        words = f"has a path of more than {MOST_BYTES_A_PATH} bytes, so it can't be published."
        return file_problem("file-name", path, words, "Shorten the names of its folders, or move it up.")
    if not entry.name.isascii() and any("\ud800" <= c <= "\udfff" for c in entry.name):
        return file_problem("file-name", path, "has a name that is not UTF-8.", "Rename it.")
    if entry.is_symlink() or _is_junction(entry):
        return link_problem(path)
    if not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
        entry.stat(follow_symlinks=False)  # for the two questions before, what is gone is no error
        return file_problem("file-special", path, "is neither an ordinary file nor a folder.", "Remove it.")
    return None


def _is_folder(root: Path, top: str, problems: list[Diagnostic]) -> bool:
    if (root / top).is_symlink():
        problems.append(link_problem(top))
    elif not (root / top).is_dir():
        words = "is not a folder, but this name is reserved for one."
        problems.append(file_problem("file-misplaced", top, words, "Rename it."))
    else:
        return True
    return False


def _entries(root: Path, folder: str, problems: list[Diagnostic]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(root / folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(unreadable(folder, error))
        return
    for entry in listed:
        with suppress(OSError):  # the caller asks again, and reports it
            if is_hidden(entry.name, entry.is_dir(follow_symlinks=False)):
                continue
        yield f"{folder}/{entry.name}", entry


def is_hidden(name: str, is_folder: bool = False) -> bool:
    """Whether a file or folder is hidden, or its name is one that an editor or a system gives to files of its own.

    These are backups, locks, unfinished files and settings, which are skipped without a diagnostic.
    """
    if name.startswith(".") or name.endswith("~"):
        return True
    return name in _SYSTEM_FOLDERS if is_folder else _LEFTOVER.search(name) is not None


_SYSTEM_FOLDERS = frozenset({"__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information"})
"""Folders of macOS in unpacked archives, of Synology's disks, and of Windows on removable disks."""
_LEFTOVER = re.compile(
    r"""
    ^\~\$ | ^\#.+\#$                                           # Word's lock; Emacs, while a text is edited
    | \.sw[a-p]$ | ^4913$                                      # Vim: a swap file, and its test of the folder
    | ___jb_(?:tmp|old|bak)___$ | \.sb-[0-9a-f]{8}-\w{6}$       # JetBrains and TextEdit, while they save
    | (?i:\.(?:tmp|bak|orig|part|partial|crdownload|download)$) # copies before an edit; unfinished files
    | (?i:[:\uf03a]Zone\.Identifier(?:[:\uf03a]\$DATA)?$)       # Windows, for a download, as WSL shows it
    | ^(?i:thumbs\.db|ehthumbs(?:_vista)?\.db|desktop\.ini|Icon\r)$
    """,
    re.VERBOSE,
)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    is_junction = getattr(
        entry, "is_junction", None
    )  # Windows has junctions beside links; Python knows them from 3.12 on
    return bool(is_junction and is_junction())


def ending_of(path: str) -> str:
    """The ending of a file name with its dot (`.md`), in its own case; empty for `README` and `.htaccess`."""
    name = path.rpartition("/")[2].lstrip(".")
    before, dot, after = name.rpartition(".")
    return dot + after if before and after else ""


def nfc(text: str) -> str:
    """The text in Unicode's Normalization Form C: names are compared in it, as macOS stores accents decomposed."""
    return unicodedata.normalize("NFC", text)
