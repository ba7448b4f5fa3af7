"""Writes new files into a site's folder, and overwrites none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.cli.arguments import UsageError
from generator.cli.messages import not_written
from generator.publishing import OutputRefusedError


def write_new(root: Path, files: Mapping[str, str]) -> None:
    """Write files that don't exist yet: all of them, or none where one is there."""
    there = [name for name in files if (root / name).exists() or (root / name).is_symlink()]
    if there:
        raise UsageError(
            f"{there[0]} exists already, and nothing is overwritten.", "Move it away, or choose another name."
        )
    write({root / name: text for name, text in files.items()})


def write(files: Mapping[Path, str]) -> None:
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputRefusedError(not_written(error, path)) from error
