"""Writes the files that `init`, `new`, `schema` and `templates` create."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath

from generator.cli.arguments import UsageError
from generator.cli.messages import not_written
from generator.publishing import OutputRefusedError


def write_new_files(root: Path, files: Mapping[str, str]) -> None:
    """Write files that don't exist yet; `files` maps paths within `root` to texts.

    Raises `UsageError` where one exists or a link leads elsewhere, and `OutputRefusedError` where one can't be written.
    None is written then.
    """
    there = [name for name in files if (root / name).exists() or (root / name).is_symlink()]
    if there:
        raise UsageError(
            f"`{there[0]}` already exists, and existing files are never overwritten.",
            "Move that file away, or choose another name.",
        )
    folders = sorted({root / above for name in files for above in PurePath(name).parents} - {root})
    if links := [folder for folder in folders if folder.is_symlink()]:
        raise UsageError(
            f"`{links[0]}` is a symbolic link, and new files are never written through one.",
            "Put a folder in its place, or choose another folder for the site.",
        )
    made: list[Path] = []
    try:
        for name, text in files.items():
            _make(root / name, text, made)
    except BaseException as error:  # Ctrl-C, too, leaves nothing half written
        _take_away(made)
        if isinstance(error, OSError):
            raise OutputRefusedError(*not_written(error, root / name)) from error
        raise


def _make(path: Path, text: str, made: list[Path]) -> None:
    """Make a file and the folders that it needs, and add each to `made`. Raises OSError."""
    for folder in reversed([above for above in path.parents if not above.exists()]):
        folder.mkdir()
        made.append(folder)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        made.append(path)
        file.write(text)


def _take_away(made: Sequence[Path]) -> None:
    """Take away what was made, last first, so that nothing half written is left."""
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()


def write(files: Mapping[Path, str]) -> None:
    """Write or overwrite files, creating their folders. Raises `OutputRefusedError` where one can't be written."""
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputRefusedError(*not_written(error, path)) from error
