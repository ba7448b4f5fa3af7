"""Reads one source file of a site, and puts another text in its place. Never follows a link, and writes nothing outside
of content/ and site.yaml."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.publishing import swapped_at_once
from generator.sources.read import MARKDOWN_LIMIT, SETTINGS
from generator.sources.safe_open import open_plainly

_NEW = ".fix-"
"""How the name of a file begins that is being written. No build reads a name with a dot before it."""


class NotFixedError(Exception):
    """A file can't be changed; the message says why, as a sentence."""


class ChangedMeanwhileError(NotFixedError):
    """Another program saved the file after it was read."""

    def __init__(self, path: str) -> None:
        super().__init__(f"`{path}` was saved by another program meanwhile, so nothing was written to it.")


def read_source(root: Path, path: str) -> bytes:
    """The bytes of a file of the site.

    Raises `NotFixedError` where it can't be read, or is no file that may be changed.
    """
    place = _place(root, path)
    try:
        with open_plainly(place) as file:
            data = file.read(MARKDOWN_LIMIT + 1)
    except OSError as error:
        raise NotFixedError(f"`{path}` can't be read ({error.strerror or error}).") from error
    if len(data) > MARKDOWN_LIMIT:
        raise NotFixedError(f"`{path}` is larger than {MARKDOWN_LIMIT // 2**20} MiB.")
    return data


def replace_source(root: Path, path: str, old: bytes, new: bytes) -> None:
    """Put `new` in place of the file that holds `old`: it is there whole or not at all, and its mode stays.

    Raises `ChangedMeanwhileError` where the file holds anything else right before, and `NotFixedError` where it can't
    be written; it is then as it was. Where files can be swapped, a save of another program is never lost, however
    close it comes.
    """
    place = _place(root, path)
    try:
        mode = stat.S_IMODE(os.lstat(place).st_mode)
        handle, unfinished = tempfile.mkstemp(prefix=_NEW, suffix="~", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(new)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).chmod(mode)
            if read_source(root, path) != old:
                raise ChangedMeanwhileError(path)
            if not _is_put(Path(unfinished), place, old, new):
                raise ChangedMeanwhileError(path)
        finally:
            with suppress(OSError):
                Path(unfinished).unlink(missing_ok=True)
    except OSError as error:
        raise NotFixedError(f"`{path}` can't be written ({error.strerror or error}).") from error


def _is_put(unfinished: Path, place: Path, old: bytes, new: bytes) -> bool:
    """Whether the place now has the new text, and had the old one until then. Where another program saved right before,
    what it saved is put back; if it has saved once more by then, that."""
    if not swapped_at_once(unfinished, place):
        unfinished.replace(place)
        return True
    expected: bytes | None = old
    put: bytes | None = new
    while (out := _held(unfinished)) != expected:
        expected, put = put, out
        try:
            swapped_at_once(unfinished, place)
        except OSError:  # it is deleted by now
            return False
    return put == new


def _held(place: Path) -> bytes | None:
    """What a file holds; None: it is no file, or can't be read."""
    try:
        with open_plainly(place) as file:
            return file.read(MARKDOWN_LIMIT + 1)
    except OSError:
        return None


def replace_sources(root: Path, changes: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Put new texts in place of files, by path: what each holds, and what it is to hold. All of them or none.

    Raises as `replace_source` does, before the first is written where one can't be read or holds anything else. Where
    a later one fails, those that were written get their old bytes again, unless another program has saved them.
    """
    for path, (old, _) in changes.items():
        if read_source(root, path) != old:
            raise ChangedMeanwhileError(path)
    done: list[str] = []
    try:
        for path, (old, new) in changes.items():
            replace_source(root, path, old, new)
            done.append(path)
    except BaseException:
        for path in done:
            with suppress(NotFixedError):
                replace_source(root, path, changes[path][1], changes[path][0])
        raise


def create_source(root: Path, path: str, new: bytes) -> None:
    """Make a file of the site that isn't there. Its folder is there already.

    Raises `ChangedMeanwhileError` where something has that name by now, and `NotFixedError` where it can't be written.
    """
    place = _place(root, path)
    try:
        handle, unfinished = tempfile.mkstemp(prefix=_NEW, suffix="~", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(new)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).chmod(0o644)
            _named(Path(unfinished), place)
        except FileExistsError as error:
            raise ChangedMeanwhileError(path) from error
        finally:
            with suppress(OSError):
                Path(unfinished).unlink(missing_ok=True)
    except OSError as error:
        raise NotFixedError(f"`{path}` can't be written ({error.strerror or error}).") from error


def create_sources(root: Path, files: Mapping[str, bytes]) -> None:
    """Make files of the site that aren't there, by path, with the folders that they need: all of them or none.

    Raises `ChangedMeanwhileError` where something has one of the names, and `NotFixedError` where one can't be written;
    what was made before is then taken away again.
    """
    folders: list[Path] = []
    made: list[Path] = []
    try:
        for path, new in files.items():
            place = _place(root, path)
            folders += _made_folders(root, place.parent, path)
            create_source(root, path, new)
            made.append(place)
    except BaseException:
        for place in made:
            with suppress(OSError):
                place.unlink()
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        raise


def _made_folders(root: Path, folder: Path, path: str) -> list[Path]:
    """Make the folders from the site's down to this one that aren't there."""
    missing = [one for one in reversed([folder, *folder.parents]) if one.is_relative_to(root) and not one.exists()]
    made: list[Path] = []
    try:
        for one in missing:
            one.mkdir()
            made.append(one)
    except OSError as error:
        for one in reversed(made):
            with suppress(OSError):
                one.rmdir()
        raise NotFixedError(f"The folder of `{path}` can't be made ({error.strerror or error}).") from error
    return made


def _named(unfinished: Path, place: Path) -> None:
    """Give a file its name, which no other has. Unlike a rename, a link never takes the place of another file."""
    try:
        os.link(unfinished, place)
    except FileExistsError:
        raise
    except OSError:  # some file systems have no links
        with place.open("xb") as file:
            file.write(unfinished.read_bytes())


def _place(root: Path, path: str) -> Path:
    """Where the file is. Raises `NotFixedError` for a path of no source, and where a link is part of it."""
    parts = path.split("/")
    is_source = path == SETTINGS or (parts[0] == "content" and len(parts) > 1)
    is_text = not any("\ud800" <= c <= "\udfff" or c == "\0" for c in path)
    if not is_source or not is_text or "\\" in path or {"", ".", ".."} & {*parts}:
        raise NotFixedError(f"“{path}” is no file that may be changed.")
    place = root / path
    if os.path.realpath(place) != os.path.join(os.path.realpath(root), *parts):  # noqa: PTH118 - what realpath returns
        raise NotFixedError(f"A symbolic link is part of `{path}`, and what it leads to is not changed.")
    return place
