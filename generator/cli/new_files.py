"""Writes the files that `init`, `new`, `schema` and `templates` create."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.cli.arguments import UsageError
from generator.cli.messages import not_written
from generator.publishing import OutputRefusedError


def write_new_files(root: Path, files: Mapping[str, str]) -> None:
    """Write files that don't exist yet; `files` maps paths within `root` to texts.

    Raises `UsageError`, and writes none, where one exists; `OutputRefusedError` where one can't be written.
    """
    there = [name for name in files if (root / name).exists() or (root / name).is_symlink()]
    if there:
        raise UsageError(
            f"`{there[0]}` already exists, and existing files are never overwritten.",
            "Move that file away, or choose another name.",
        )
    write({root / name: text for name, text in files.items()})


def write(files: Mapping[Path, str]) -> None:
    """Write or overwrite files, creating their folders. Raises `OutputRefusedError` where one can't be written."""
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputRefusedError(*not_written(error, path)) from error
