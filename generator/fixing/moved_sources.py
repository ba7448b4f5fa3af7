"""Changes source files of a site and moves some of them: all of it or nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from generator.fixing.source_file import (
    ChangedMeanwhileError,
    NotFixedError,
    create_source,
    create_sources,
    read_source,
    replace_sources,
)


def change_and_move(root: Path, changes: Mapping[str, tuple[bytes, bytes]], moves: Mapping[str, str]) -> None:
    """Put new texts in place of files, by path: what each holds, and what it is to hold; then move those that `moves`
    maps to another path. Each file that moves is among the `changes`, whether its text changes or not.

    Raises `ChangedMeanwhileError` where a file holds anything else, or something has a new name by now, and
    `NotFixedError` where one can't be read or written. All files are then as they were, apart from any that another
    program has saved meanwhile.
    """
    for path, (old, _) in changes.items():
        if read_source(root, path) != old:
            raise ChangedMeanwhileError(path)
    modes = {path: stat.S_IMODE(os.lstat(root / path).st_mode) for path in moves}
    new = {to: changes[path][1] for path, to in moves.items()}
    missing = _missing_folders(root, new)
    create_sources(root, new)
    stays = {path: change for path, change in changes.items() if path not in moves and change[0] != change[1]}
    replaced: dict[str, tuple[bytes, bytes]] = {}
    gone: list[str] = []
    try:
        for path, to in moves.items():
            with suppress(OSError):
                (root / to).chmod(modes[path])
        replace_sources(root, stays)
        replaced = stays
        for path in moves:
            _remove(root, path, changes[path][0])
            gone.append(path)
    except BaseException:
        for path in gone:
            with suppress(NotFixedError):
                create_source(root, path, changes[path][0])
        with suppress(NotFixedError):
            replace_sources(root, {path: (after, before) for path, (before, after) in replaced.items()})
        for to in new:
            with suppress(OSError):
                (root / to).unlink()
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise
    _remove_empty_folders(root, moves)


def _missing_folders(root: Path, paths: Mapping[str, bytes]) -> list[Path]:
    """The folders that these files need and that aren't there, the innermost first."""
    needed = {root / folder for path in paths for folder in PurePosixPath(path).parents}
    return sorted((folder for folder in needed if not folder.exists()), key=lambda one: -len(one.parts))


def _remove(root: Path, path: str, old: bytes) -> None:
    """Remove a file that holds `old`. What another program has saved there by then stays."""
    aside = (root / path).with_name(f".fix-{os.getpid()}-{Path(path).name}~")
    try:
        (root / path).rename(aside)
        try:
            held = aside.read_bytes()
        except OSError:
            held = b""
        if held != old:
            _put_back(aside, root / path)
            raise ChangedMeanwhileError(path)
        aside.unlink()
    except OSError as error:
        with suppress(OSError):
            _put_back(aside, root / path)
        raise NotFixedError(f"`{path}` can't be removed ({error.strerror or error}).") from error


def _put_back(aside: Path, place: Path) -> None:
    """Give a file its name again, unless another has it by then, which is the later one."""
    if not place.exists():
        aside.rename(place)


def _remove_empty_folders(root: Path, moves: Mapping[str, str]) -> None:
    """Remove the folders of articles that have become empty: Git doesn't keep them either."""
    for path in moves:
        for folder in [*PurePosixPath(path).parents][:-3]:  # not `content/articles` and those above it
            with suppress(OSError):
                (root / folder).rmdir()
