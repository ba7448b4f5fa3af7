"""What the exit codes of the commands mean."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """One for each way in which a command can end. Scripts rely on the numbers."""

    DONE = 0
    """Warnings may have been printed."""
    PROBLEMS = 1
    """Errors in the content; under --strict warnings, too, and then nothing was published."""
    USAGE = 2
    """The command can't be understood, or there is no site."""
    BUSY = 3
    """Another build of the same site is running."""
    REFUSED = 4
    """The output folder isn't ours, or can't be written."""
    OUR_FAULT = 70
    """An error in the program itself."""
    INTERRUPTED = 130
