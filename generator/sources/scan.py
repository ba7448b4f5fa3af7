"""Lists the files in a folder of the site. Opens none of them."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.sources.file_problems import file_problem, link_problem, unreadable


def files_under(root: Path, top: str, problems: list[Diagnostic]) -> list[str]:
    """Paths, relative to `root`, of all ordinary files under the folder `top`; sorted, without hidden files.

    Adds a diagnostic to `problems` for each link, special file, unreadable folder, and name that is not UTF-8.
    """
    files: list[str] = []
    folders = [top] if os.path.lexists(root / top) else []
    if folders and not _is_folder(root, top, problems):
        return []
    while folders:  # no recursion: folders may be nested deeper than Python's stack
        for path, entry in _entries(root, folders.pop(), problems):
            if entry.is_symlink() or _is_junction(entry):
                problems.append(link_problem(path))
            elif entry.is_dir():
                folders.append(path)
            elif entry.is_file():
                files.append(path)
            else:
                words = "is neither an ordinary file nor a folder."
                problems.append(file_problem("file-special", path, words, "Remove it."))
    return sorted(files)


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
        path = f"{folder}/{entry.name}"
        if is_hidden(entry.name):
            continue
        if not entry.name.isascii() and any("\ud800" <= c <= "\udfff" for c in entry.name):
            problems.append(file_problem("file-name", path, "has a name that is not UTF-8.", "Rename it."))
        else:
            yield path, entry


def is_hidden(name: str) -> bool:
    """Whether a file name is hidden, or is that of a backup or helper file of an editor or a system.

    Such files are skipped without a diagnostic.
    """
    return name.startswith((".", "~$")) or name.endswith(("~", ".swp", ".swo")) or name in {"Thumbs.db", "desktop.ini"}


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
