"""Reads files as the last commit of a checkout has them."""

from __future__ import annotations

from pathlib import Path

from generator.history.git import asked, is_in_checkout


class LastCommit:
    """The last commit of the checkout in which the folder `root` stands, as it is when it is asked."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def id(self) -> str:
        """The id of the commit; empty where there is none, no checkout, or no Git that can answer."""
        if not is_in_checkout(self._root):
            return ""
        told = asked(self._root, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}")
        return told.decode("ascii", "replace").strip() if told else ""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, by its path in the folder; None where the commit has none there, or there is no commit.

        An earlier line ending or encoding is not changed: the bytes are those of the repository.
        """
        commit = self.id
        return asked(self._root, "cat-file", "blob", f"{commit}:./{path}") if commit and path else None
