"""What a build makes of a published tree. Plain values without behaviour."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.publishing.manifest import Identity

FileContent = bytes | Path
"""The content of a file to publish: its bytes, or the file to copy or, if it is in `OutputFolder.stage`, to move."""


class MadeFile(NamedTuple):
    """A file that a build made, and its SHA-256 in hex."""

    content: FileContent
    digest: str


@dataclass(frozen=True, slots=True)
class TreeChanges:
    """The files that a build made, by path, and the paths of those that go; all others stay as they are.

    They are changes to the tree whose manifest has the identity `since`. Without that they are changes to an empty
    tree: `made` is all of the next one, and what else there is goes.
    """

    made: Mapping[str, MadeFile]
    gone: Collection[str] = ()
    since: Identity | None = None
