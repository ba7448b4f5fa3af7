"""The exit codes of all commands."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended. Scripts rely on the numbers."""

    DONE = 0
    """Success; there may have been warnings."""
    PROBLEMS = 1
    """Errors in the content; under --strict also warnings, and then nothing was published."""
    USAGE = 2
    """The arguments are invalid, or the folder has no site."""
    BUSY = 3
    """Another build of the same site is running."""
    REFUSED = 4
    """The output folder is not this site's, or can't be written."""
    OUR_FAULT = 70
    """An internal error (EX_SOFTWARE in BSD's sysexits.h)."""
    INTERRUPTED = 130
    """Ctrl-C: 128 plus the number of SIGINT, as shells report it."""
