"""Problems that are about a whole file: it can't be read, or lies where it shouldn't."""

from __future__ import annotations

from generator.diagnostics import Diagnostic, Location, printable


def link_problem(path: str) -> Diagnostic:
    return file_problem(
        "file-link", path, "is a symbolic link, and links are not followed.", "Put the file itself there."
    )


def unreadable(path: str, error: OSError) -> Diagnostic:
    why = error.strerror or "unknown reason"
    return file_problem(
        "file-unreadable", path, f"can't be read: {why}.", "Put an ordinary file there that you may read."
    )


def file_problem(code: str, path: str, words: str, step: str) -> Diagnostic:
    """About a whole file: “path” and then the words."""
    shown = printable(path)
    return Diagnostic.of(code, Location(shown), f"“{shown}” {words}", step=step)
