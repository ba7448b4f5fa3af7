"""Diagnostics about a whole file, such as one that can't be read or is in the wrong place. Opens no file."""

from __future__ import annotations

import errno

from generator.diagnostics import Diagnostic, Location, printable


def link_problem(path: str) -> Diagnostic:
    """`file-link`: a symbolic link (or a junction of Windows) to a file or a folder."""
    words = "is a symbolic link, and symbolic links are not followed."
    return file_problem("file-link", path, words, "Replace the link with the file or folder itself.")


def unreadable(path: str, error: OSError) -> Diagnostic:
    """`file-unreadable`: a file or a folder that is missing, of the wrong type, or not allowed to be read.

    Nothing is wrong with the file where the program, or all programs together, have too many files open.
    """
    why = error.strerror or "unknown reason"
    step = "Make sure that it exists, is of the right type and is readable."
    if error.errno in (errno.EMFILE, errno.ENFILE):
        step = "Close other programs or raise the limit on open files (`ulimit -n 4096`), and run the command again."
    return file_problem("file-unreadable", path, f"can't be read: {why}.", step)


def file_problem(code: str, path: str, words: str, step: str) -> Diagnostic:
    """A diagnostic about a whole file. The message is the path in backticks, then `words`.

    Names of files may have control characters, so all texts are made printable, whatever format shows them.
    """
    shown = printable(path)
    return Diagnostic.of(code, Location(shown), f"`{shown}` {printable(words)}", step=printable(step))
