"""Why nothing is renamed."""

from __future__ import annotations

from generator.annotating.refused import Refused


class NotRenamedError(Exception):
    """Nothing can be renamed as asked: `why`, and the next `step`; each is a sentence. No text is changed.

    `in_files` says that a file keeps it from being done, as one with an error does, and not the names that are given.
    """

    def __init__(self, why: str, step: str, *, in_files: bool = False) -> None:
        super().__init__(why)
        self.why, self.step, self.in_files = why, step, in_files

    @staticmethod
    def of(refused: Refused) -> NotRenamedError:
        """The error for a file that can't be edited."""
        return NotRenamedError(refused.why, "Correct it in the file, then run the command again.", in_files=True)
