"""Reads single lines of source files, to show them in messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.sources.images import is_picture
from generator.sources.read import MARKDOWN_LIMIT
from generator.sources.safe_open import open_plainly


def source_lines(root: Path, edits: Mapping[str, bytes] | None = None) -> Callable[[str, int], str | None]:
    """A function `(path, line)` that returns a line of a text file of the site, counted from 1.

    It returns None where there is no such line, the file is a picture or it can't be read. Each file is read once;
    `edits` are the bytes, by path, of those that are not saved yet.
    """
    known = {path: _split(data) for path, data in (edits or {}).items()}

    def line_of(path: str, line: int) -> str | None:
        if path not in known:
            known[path] = _lines(root, path)
        return known[path][line - 1] if 0 < line <= len(known[path]) else None

    return line_of


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(root: Path, path: str) -> list[str]:
    if not path or path.startswith("/") or ".." in path.split("/") or is_picture(path):
        return []
    try:
        with open_plainly(root / path) as file:
            return _split(file.read(MARKDOWN_LIMIT))
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return []


def _split(data: bytes) -> list[str]:
    text = data.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
